"""A stage goes by its id and by each name on the pages."""

import pytest

from diagnostics.rules import Stage
from diagnostics.stage_names import check_stage_names, describe_unknown, find_stages

STAGES = [
    Stage(id="advised", name={"sv": "Rådgivning", "en": "Advice"}, capacity=70),
    Stage(
        id="deep_dive",
        name={"sv": "Djupdykning", "en": "Deep dive", "fi": "Syväsukellus"},
        capacity=20,
    ),
]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("deep_dive", ["deep_dive"]),
        ("Djupdykning", ["deep_dive"]),
        ("DEEP-DIVE ", ["deep_dive"]),
        ("syväsukellus", ["deep_dive"]),
        ("Ra\N{COMBINING RING ABOVE}dgivning", ["advised"]),
        ("djup", []),
        ("", []),
    ],
)
def test_names(word, found):
    assert [stage.id for stage in find_stages(word, STAGES)] == found


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("djupdykningen", 'Did you mean "Djupdykning"?'),
        ("xyz", "Known: advised, deep_dive."),
        ("", "Known: advised, deep_dive."),
    ],
)
def test_the_nearest_is_suggested_and_else_all_are_listed(word, advice):
    assert str(describe_unknown(word, [], STAGES)).endswith(advice)


def test_a_name_of_two_stages_is_no_answer_and_no_fine_configuration():
    twice = [
        *STAGES,
        Stage(id="last", name={"en": "Deep Dive"}, capacity=1),
        Stage(id="advice", name={"en": "Later"}, capacity=1),
    ]
    assert [
        stage.id
        for stage in find_stages(
            "Djupdykning", [*STAGES, Stage(id="x", name={"sv": "djupdykning"}, capacity=1)]
        )
    ] == [
        "deep_dive",
        "x",
    ]
    told = [str(problem) for problem in check_stage_names(twice)]
    assert told == [
        (
            'programme.toml ([[selection.stage]] advice): "advice" is a name of the stage advised, '
            "too. Give it another."
        ),
        (
            'programme.toml ([[selection.stage]] last): "deep_dive" is a name of the stage '
            "deep_dive, too. Give it another."
        ),
    ]
    assert list(check_stage_names(STAGES)) == []
