import numpy as np
import pytest

from analysis.effects.inference.families import (
    COLUMNS,
    adjust_families,
    adjust_holm,
    tabulate_effects,
)
from analysis.effects.notes import Note
from analysis.effects.records import Estimate

BENJAMINI_HOCHBERG = [
    *(
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ),
]
"""The fifteen p-values of Benjamini and Hochberg (1995)."""


def row(p, family="outcomes", estimator="ancova", **values):
    known = {
        "outcome": "index",
        "group": "all",
        "estimate": 1.0,
        "low": 0.0,
        "high": 2.0,
        "n_treated": 20,
        "n_comparison": 100,
    }
    return Estimate(
        **known
        | {
            "p": p,
            "family": family,
            "estimator": estimator,
            "minimum_detectable": 2.0,
            "maryland_level": 3,
        }
        | values
    )


def test_holm_rejects_the_three_of_the_published_case():
    assert int(np.sum(adjust_holm(np.array(BENJAMINI_HOCHBERG)) <= 0.05)) == 3


@pytest.mark.parametrize(
    ("p", "adjusted"),
    [
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        ([0.4, 0.5, 0.6], [1, 1, 1]),
        ([0.01, np.nan, 0.04], [0.02, np.nan, 0.04]),
        ([np.nan, 0.04], [np.nan, 0.04]),
        ([np.nan], [np.nan]),
        ([], []),
    ],
)
def test_holm_multiplies_by_the_questions_that_are_left(p, adjusted):
    assert adjust_holm(np.array(p, dtype=float)) == pytest.approx(adjusted, nan_ok=True)


def test_families_and_estimators_are_adjusted_apart():
    rows = [
        row(0.01),
        row(0.04),
        row(0.03, family="municipality"),
        row(0.02, estimator="aipw"),
        row(float("nan")),
    ]
    found = [one.p_adjusted for one in adjust_families(rows)]
    assert found == pytest.approx([0.02, 0.04, 0.03, 0.02, np.nan], nan_ok=True)


def test_the_table_has_the_columns_of_the_contract_and_words_for_the_notes():
    table = tabulate_effects([row(0.01, notes=(Note("closed", {"n": 2}), Note("naive")))])
    assert list(table.columns) == COLUMNS
    assert table.loc[0, "note"].startswith("2 companies have closed down; no comparison")


def test_a_table_without_rows_still_has_its_columns():
    assert list(tabulate_effects(adjust_families([])).columns) == COLUMNS


def test_the_table_holds_twelve_digits():
    table = tabulate_effects(
        [row(0.01, estimate=1.2345678901234567, low=-0.00012345678901234567, high=float("nan"))]
    )
    assert table.loc[0, ["estimate", "low"]].tolist() == [1.23456789012, -0.000123456789012]
    assert np.isnan(table.loc[0, "high"])
