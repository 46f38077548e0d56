from dataclasses import replace

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import Points
from analysis.reliability.scales import (
    COLUMNS,
    assess_reliability,
    correlate_with_rest,
    estimate_alpha,
    estimate_omega,
)
from analysis.rules import PrivacyRules
from tests.analysis.analysis_data import under_the_floors

OPEN = under_the_floors(mean=1, share=1, sensitive=1)


def test_alpha_is_the_published_one():
    wide = pingouin.read_dataset("cronbach_alpha").pivot_table(
        index="Subj", columns="Items", values="Scores"
    )
    found = estimate_alpha(wide)
    assert found.value == pytest.approx(0.5917, abs=5e-5)
    assert (round(found.low, 3), round(found.high, 3), found.n) == (0.195, 0.840, len(wide))


@given(st.integers(0, 10_000), st.integers(4, 30), st.integers(2, 6))
def test_alpha_is_pingouins_on_complete_rows(seed, rows, columns):
    rng = np.random.default_rng(seed)
    items = pd.DataFrame(rng.normal(size=(rows, columns)) + rng.normal(size=(rows, 1)))
    items.iloc[0, 0] = np.nan
    alpha, interval = pingouin.cronbach_alpha(items.dropna())
    found = estimate_alpha(items)
    assert found.value == pytest.approx(alpha)
    assert [found.low, found.high] == pytest.approx(list(interval), abs=6e-4)


@pytest.mark.parametrize(
    "items", [[[1, 2]], [[1], [2], [3]], [[1, 1], [1, 1], [1, 1]], [[1, -1], [2, -2], [3, -3]]]
)
def test_alpha_needs_items_rows_and_differences(items):
    assert np.isnan(estimate_alpha(pd.DataFrame(items, dtype=float)).value)


def rows_with(covariance, rows=200, seed=5):
    """Rows whose sample covariance is exactly `covariance`."""
    noise = np.random.default_rng(seed).normal(size=(rows, len(covariance)))
    noise -= noise.mean(axis=0)
    white = np.linalg.solve(np.linalg.cholesky(np.cov(noise, rowvar=False)), noise.T).T
    return pd.DataFrame(white @ np.linalg.cholesky(covariance).T)


@pytest.mark.parametrize("loadings", [(0.8, 0.7, 0.6, 0.5), (0.9, 0.4, 0.6)])
def test_omega_is_what_the_factor_model_says(loadings):
    loadings = np.array(loadings)
    model = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    expected = loadings.sum() ** 2 / model.sum()
    assert estimate_omega(rows_with(model)) == pytest.approx(expected, abs=1e-4)


def test_omega_is_of_the_sum_of_items_on_their_own_scales():
    loadings, spread = np.array([0.8, 0.7, 0.6]), np.array([10, 20, 5])
    model = (np.outer(loadings, loadings) + np.diag(1 - loadings**2)) * np.outer(spread, spread)
    assert estimate_omega(rows_with(model)) == pytest.approx(
        (loadings @ spread) ** 2 / model.sum(), abs=1e-4
    )


def test_omega_equals_alpha_where_all_items_are_equally_good():
    model = np.full((4, 4), 0.4) + np.diag([0.6] * 4)
    items = rows_with(model)
    assert estimate_omega(items) == pytest.approx(estimate_alpha(items).value, abs=1e-4)


@pytest.mark.parametrize("items", [[[1, 2], [2, 3], [3, 5]], [[1, 2, 3], [2, 5, 3], [4, 4, 3]]])
def test_one_factor_cannot_be_told_from_two_items_or_a_constant(items):
    assert np.isnan(estimate_omega(pd.DataFrame(items, dtype=float)))


CELL = st.one_of(st.just(np.nan), st.sampled_from([0.0, 25.0, 50.0, 100.0]))


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=3, max_size=12))
def test_correlation_with_the_rest_is_that_of_the_slow_and_obvious_version(rows):
    found = correlate_with_rest(pd.DataFrame(rows))
    for item in range(3):
        pairs = []
        for row in rows:
            rest = [row[other] for other in range(3) if other != item and not np.isnan(row[other])]
            if rest and not np.isnan(row[item]):
                pairs.append((row[item], sum(rest) / len(rest)))
        varies = len({one for one, _ in pairs}) > 1 and len({rest for _, rest in pairs}) > 1
        expected = (
            pd.Series([one for one, _ in pairs]).corr(pd.Series([rest for _, rest in pairs]))
            if varies
            else np.nan
        )
        assert found[item] == pytest.approx(expected, nan_ok=True, abs=1e-9)


def make_points(instrument, columns):
    index = pd.Index([f"c{place}" for place in range(len(next(iter(columns.values()))))])
    values = pd.DataFrame(np.nan, index, [indicator.id for indicator in instrument.indicator])
    return Points(
        values.assign(**{name: np.array(cells, dtype=float) for name, cells in columns.items()}),
        None,
        None,
    )


def as_scale(instrument):
    work, people = instrument.domain
    return replace(instrument, domain=[replace(work, one_thing=True), people])


def test_a_question_nearly_everybody_passes_is_named(instrument):
    points = make_points(
        instrument, {"staff": [100] * 19 + [0], "top": [100] * 18 + [0, 0], "jokes": [50] * 20}
    )
    table = assess_reliability(points, instrument, PrivacyRules()).set_index("item")
    assert table.loc["staff", ["n", "top_share", "separates_nobody"]].tolist() == [20, 0.95, True]
    assert table.loc["top", ["n", "top_share", "separates_nobody"]].tolist() == [20, 0.9, False]
    assert "later" not in table.index


def test_a_checklist_has_no_alpha_and_a_scale_has(instrument):
    rng = np.random.default_rng(2)
    base = rng.uniform(0, 60, 30)
    points = make_points(
        instrument, {name: base + rng.uniform(0, 40, 30) for name in ("plan", "used", "jokes")}
    )
    assert set(assess_reliability(points, instrument)["level"]) == {"indicator"}
    table = assess_reliability(points, as_scale(instrument))
    assert list(table.columns) == COLUMNS
    row = table.iloc[0]
    assert (row["level"], row["item"], row["n"]) == ("domain", "work", 30)
    assert 0 < row["low"] < row["alpha"] < row["high"] < 1
    assert 0 < row["omega"] < 1
    assert pd.isna(row["note"])


def test_a_negative_alpha_is_an_error_in_coding_and_said(instrument):
    up = np.linspace(0, 100, 30)
    noise = np.random.default_rng(2).normal(size=(2, 30))
    points = make_points(instrument, {"plan": up, "used": 100 - up + noise[0]})
    row = assess_reliability(points, as_scale(instrument), OPEN).iloc[0]
    assert row["alpha"] < 0
    assert row["note"] == "coding"


def test_few_answers_show_nothing_but_how_few(instrument):
    points = make_points(
        instrument,
        {"staff": [100] * 9 + [np.nan] * 11, "top": [50] * 20, "jokes": [50] * 19 + [np.nan]},
    )
    table = assess_reliability(points, instrument).set_index("item")
    assert table["top_share"].isna().to_dict() == {"jokes": True, "staff": True, "top": False}
    assert table["n"].to_dict() == {"jokes": 19, "staff": 9, "top": 20}
