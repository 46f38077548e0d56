import pytest

from analysis.rules import TargetGroup
from diagnostics.rules import Exclusion, Lottery, Quota, SelectionRules, Stage
from diagnostics.selection.checks import check_selection
from survey.instrument.records import Background, Question, Support
from tests.diagnostics.flag_world import make_instrument

GROUPS = [TargetGroup(id="women", name={"en": "Women"}, background="trade", values=["N1"])]


def instrument(**changes):
    small = make_instrument()
    asked = [
        Question(code="TRADE", section="all", kind="choice", answers="needs", text={"en": "?"})
    ]
    asked += [Question(code="STAFF", section="all", kind="number", text={"en": "?"})]
    settings = {name: getattr(small, name) for name in type(small).__dataclass_fields__}
    settings |= {
        "question": [*small.question, *asked],
        "background": [
            Background(id="trade", name={"en": "Trade"}, question="TRADE"),
            Background(id="size", name={"en": "Size"}, question="STAFF", breaks=[0, 5]),
        ],
        "support": Support(question="TRADE", yes=["N1"]),
    }
    return type(small)(**settings | changes)


def stage(name="deep_dive", **settings):
    return Stage(id=name, name={"en": name}, capacity=5, **settings)


def problems(*, at=None, **settings):
    return [
        str(problem)
        for problem in check_selection(SelectionRules(**settings), at or instrument(), GROUPS)
    ]


def test_good_rules_have_no_problems():
    quota = [Quota(target_group="women"), Quota(each="size")]
    assert (
        problems(
            stage=[stage("engaged"), stage(quota=quota, contrast=2)],
            excluded=[Exclusion(background="trade", values=["N2"], reason={"en": "no"})],
            lottery=Lottery(stage="deep_dive", seed=1),
        )
        == []
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"stage": [stage(), stage()]}, "2 stages have this id"),
        ({"stage": [stage("answered")]}, '"answered" is there already'),
        ({"stage": [stage(quota=[Quota()])]}, "neither or both"),
        ({"stage": [stage(quota=[Quota(target_group="women", each="trade")])]}, "neither or both"),
        ({"stage": [stage(quota=[Quota(target_group="woman")])]}, 'Did you mean "women"?'),
        ({"stage": [stage(quota=[Quota(each="trad")])]}, 'Did you mean "trade"?'),
        ({"stage": [stage(contrast=6)]}, "contrast = 6 is more than its 5 seats"),
        ({"stage": [stage(order=["lowest_index", "lowest_index"])]}, "lowest_index more than once"),
        (
            {"stage": [stage(order=["earliest_answer", "lowest_index"])]},
            "nothing for the keys after it",
        ),
        (
            {"lottery": Lottery(stage="deep_div", seed=1), "stage": [stage()]},
            'Did you mean "deep_dive"?',
        ),
        (
            {"lottery": Lottery(stage="deep_dive", seed=1, equal_on=9), "stage": [stage()]},
            "has 5 keys",
        ),
        (
            {"excluded": [Exclusion(background="trad", values=["N1"], reason={"en": "no"})]},
            'Did you mean "trade"?',
        ),
        (
            {"excluded": [Exclusion(background="trade", values=["N1", "N9"], reason={"en": "no"})]},
            'trade has no answer "N9"',
        ),
    ],
)
def test_what_is_wrong_is_said(settings, said):
    (problem,) = problems(**settings)
    assert said in problem
    assert problem.startswith("programme.toml (")


def test_a_class_of_a_number_is_not_held_against_codes():
    assert (
        problems(excluded=[Exclusion(background="size", values=["0–4"], reason={"en": "no"})]) == []
    )


def test_support_must_be_asked_for_to_be_wanted():
    (problem,) = problems(at=instrument(support=None))
    assert "does not ask who wants support" in problem
    assert problems(at=instrument(support=None), wants_support=False) == []


def test_contrasts_need_needs():
    (problem,) = problems(at=instrument(need=[], needs=None), stage=[stage(contrast=2)])
    assert "has no needs" in problem


def test_all_problems_are_said_at_once():
    wrong = {
        "stage": [stage("contacted", contrast=9), stage(quota=[Quota(), Quota(each="x")])],
        "lottery": Lottery(stage="x", seed=1),
        "excluded": [Exclusion(background="x", values=[], reason={"en": "no"})],
    }
    assert len(problems(at=instrument(support=None), **wrong)) == 7
