import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from analysis.effects.families import COLUMNS, adjust_families, holm, tabulate_effects
from analysis.effects.notes import Note
from analysis.effects.records import Estimate

BENJAMINI_HOCHBERG = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]
"""The fifteen p-values of Benjamini and Hochberg (1995)."""


def row(p, family="outcomes", estimator="ancova", **values):
    known = {"outcome": "index", "group": "all", "estimate": 1.0, "low": 0.0, "high": 2.0, "n_treated": 20, "n_comparison": 100}
    return Estimate(**known | {"p": p, "family": family, "estimator": estimator, "minimum_detectable": 2.0, "maryland_level": 3} | values)


def slow_holm(p):
    order, adjusted, worst = sorted(range(len(p)), key=lambda place: p[place]), [0.0] * len(p), 0.0
    for step, place in enumerate(order):
        worst = max(worst, min(1.0, (len(p) - step) * p[place]))
        adjusted[place] = worst
    return adjusted


def test_holm_rejects_the_three_of_the_published_case():
    assert int(np.sum(holm(np.array(BENJAMINI_HOCHBERG)) <= 0.05)) == 3


def test_holm_is_that_of_statsmodels():
    p = np.array([*BENJAMINI_HOCHBERG[::-1], 0.0095, 0.02])
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_steps_down_as_written_out_by_hand(p):
    assert holm(np.array(p)) == pytest.approx(slow_holm(p))


def test_a_question_without_a_p_value_does_not_cost_the_others():
    assert holm(np.array([0.01, np.nan, 0.04])) == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)


def test_families_and_estimators_are_adjusted_apart():
    rows = [row(0.01), row(0.04), row(0.03, family="municipality"), row(0.02, estimator="aipw"), row(float("nan"))]
    found = [one.p_adjusted for one in adjust_families(rows)]
    assert found == pytest.approx([0.02, 0.04, 0.03, 0.02, np.nan], nan_ok=True)


def test_the_table_has_the_columns_of_the_contract_and_words_for_the_notes():
    table = tabulate_effects([row(0.01, notes=(Note("closed", {"n": 2}), Note("naive")))])
    assert list(table.columns) == COLUMNS
    assert table.loc[0, "note"].startswith("2 companies have closed down; no comparison")


def test_a_table_without_rows_still_has_its_columns():
    assert list(tabulate_effects(adjust_families([])).columns) == COLUMNS
