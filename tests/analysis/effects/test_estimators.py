import numpy as np
import pytest

from analysis.effects.estimators import estimate_effects
from analysis.effects.inference.families import adjust_families, tabulate_effects
from analysis.effects.notes import WORDS
from tests.analysis.effects.studies import change, make_study

ALWAYS = [
    *(
        "ancova",
        "ancova_overlap",
        "ancova_hc3",
        "aipw",
        "randomisation_inference",
        "lee_bounds",
        "wild_cluster_bootstrap",
    ),
    *(
        "difference_in_differences",
        "difference_in_differences_expected",
        "before_after",
        "before_after_expected",
    ),
]


def evaluate(study):
    return estimate_effects(study, np.random.default_rng(1), draws=199)


def test_every_estimator_has_a_row_the_main_one_first():
    assert [row.estimator for row in evaluate(make_study(blur=12.0))] == ALWAYS


def test_decisions_and_lots_have_rows_of_their_own():
    study = make_study(blur=12.0)
    rows = evaluate(change(study, override=np.arange(220) < 2, drawn=np.arange(220) % 2 > 0))
    assert [row.estimator for row in rows[:4]] == [
        "ancova",
        "ancova_overlap",
        "ancova_ruled",
        "ancova_drawn",
    ]


def test_the_main_row_says_how_many_have_no_comparison():
    study = make_study(blur=12.0)
    stratum = np.where(study.frame["treated"] & (np.arange(220) % 2 > 0), "must", "border")
    row = evaluate(change(study, stratum=stratum))[0]
    assert row.notes[0].code == "without_comparison"
    assert row.notes[0].values["n"] >= 10


@pytest.mark.parametrize(
    "study",
    [
        make_study(n=0, chosen=0),
        make_study(n=1, chosen=1),
        make_study(n=12, chosen=6),
        make_study(n=30, chosen=3),
        make_study(n=220, chosen=220),
        make_study(n=220, chosen=0),
        change(make_study(), after=np.nan),
        change(make_study(), eligible=False),
        change(make_study(), municipality=None, size=None, sector=None, stratum=None),
        change(make_study(), need=np.nan, index=np.nan),
        change(make_study(), after=1.0),
    ],
)
def test_any_study_gives_its_rows_and_a_reason_wherever_there_is_no_number(study):
    rows = adjust_families(evaluate(study))
    assert [row.estimator for row in rows] == ALWAYS
    table = tabulate_effects(rows)
    refused = table[table["status"] != "ok"]
    assert (
        refused[["estimate", "low", "high", "p", "p_adjusted", "minimum_detectable"]]
        .isna()
        .to_numpy()
        .all()
    )
    assert (refused["note"] != "").all()
    told = table[table["status"] == "ok"]
    assert told[["estimate", "low"]].notna().any(axis=1).all()


def test_every_note_has_its_values():
    study = make_study(n=60, chosen=10, blur=12.0)
    notes = [note for row in evaluate(study) for note in row.notes]
    assert notes
    assert all(note.code in WORDS and str(note) for note in notes)


def test_difference_in_differences_is_at_level_two_unless_every_place_was_drawn():
    """Choosing the lowest breaks the same trend, which it takes for granted."""
    level = {row.estimator: row.maryland_level for row in evaluate(make_study(blur=12.0))}
    assert level["difference_in_differences"] == 2
    assert level["ancova"] == 3
