from itertools import product

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from analysis.effects.inference.wild_cluster import bootstrap_clusters, estimate_wild_cluster
from analysis.effects.records import Least
from tests.analysis.effects.studies import change, make_study

WEBB = [sign * np.sqrt(size) for sign in (-1, 1) for size in (0.5, 1, 1.5)]


def make_clusters(seed, groups=4, each=7, effect=0.0):
    rng = np.random.default_rng(seed)
    clusters = np.repeat(np.arange(groups), each)
    treated = rng.integers(0, 2, groups * each).astype(float)
    controls = np.column_stack([np.ones(groups * each), rng.standard_normal(groups * each)])
    outcome = (
        rng.standard_normal(groups)[clusters]
        + controls[:, 1]
        + effect * treated
        + rng.standard_normal(groups * each)
    )
    return outcome, treated, controls, clusters


def fit_clustered(outcome, treated, controls, clusters):
    columns = np.column_stack([treated, controls])
    return sm.OLS(outcome, columns).fit(cov_type="cluster", cov_kwds={"groups": clusters})


def slow_p(outcome, treated, controls, clusters, null=0.0):
    """A regression for every combination of weights, its outcome made under the null."""
    observed = fit_clustered(outcome, treated, controls, clusters)
    restricted = sm.OLS(outcome - null * treated, controls).fit()
    limit, larger = abs((observed.params[0] - null) / observed.bse[0]), []
    for weights in product(WEBB, repeat=clusters.max() + 1):
        drawn = (
            restricted.fittedvalues
            + null * treated
            + restricted.resid * np.array(weights)[clusters]
        )
        again = fit_clustered(drawn, treated, controls, clusters)
        larger.append(abs((again.params[0] - null) / again.bse[0]) >= limit * (1 - 1e-9))
    return np.mean(larger)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_combination_of_weights_is_tried_as_with_a_regression_each(seed):
    case = make_clusters(seed, groups=3, effect=0.5)
    found = bootstrap_clusters(*case, np.random.default_rng(1))
    assert found.exact
    assert found.p == pytest.approx(slow_p(*case))
    outside = fit_clustered(*case)
    assert (found.estimate, found.standard_error) == pytest.approx(
        (outside.params[0], outside.bse[0])
    )


def test_the_interval_holds_the_effects_that_are_not_rejected():
    case = make_clusters(3, groups=5, each=8, effect=2.0)
    found = bootstrap_clusters(*case, np.random.default_rng(1))
    step = 0.02 * (found.high - found.low)
    outcome, *others = case
    inside, outside = (
        [
            bootstrap_clusters(outcome - null * others[0], *others, np.random.default_rng(1)).p
            for null in ends
        ]
        for ends in ((found.low + step, found.high - step), (found.low - step, found.high + step))
    )
    assert min(inside) > 0.05 >= max(outside)
    assert found.low < found.estimate < found.high


@given(st.integers(0, 10_000))
def test_draws_come_near_to_all_combinations(seed):
    case = make_clusters(seed, groups=4)
    exact = bootstrap_clusters(*case, np.random.default_rng(seed))
    drawn = bootstrap_clusters(*case, np.random.default_rng(seed), 1_200)
    assert (exact.exact, drawn.exact) == (True, False)
    assert drawn.p == pytest.approx(exact.p, abs=0.08)


def test_clusters_that_say_almost_nothing_leave_the_interval_open():
    found = bootstrap_clusters(*make_clusters(1, groups=2), np.random.default_rng(1))
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_a_study_is_tested_over_its_municipalities():
    study = make_study(effect=8)
    row = estimate_wild_cluster(study, np.random.default_rng(1), 999)
    assert (row.status, row.estimator, row.n_treated) == ("ok", "wild_cluster_bootstrap", 40)
    assert row.p < 0.05
    assert row.low < row.estimate < row.high


def test_few_municipalities_are_a_row_without_numbers():
    study = make_study()
    four = np.array(["A", "B", "C", "D"])[np.arange(220) % 4]
    few = estimate_wild_cluster(change(study, municipality=four), np.random.default_rng(1), 99)
    where = np.where(
        study.frame["treated"],
        np.where(np.arange(220) % 2 > 0, "M1", "M2"),
        study.frame["municipality"],
    )
    narrow = estimate_wild_cluster(change(study, municipality=where), np.random.default_rng(1), 99)
    assert [row.notes[0].code for row in (few, narrow)] == [
        "too_few_clusters",
        "too_few_treated_clusters",
    ]
    assert np.isnan([few.p, narrow.p, few.estimate, narrow.estimate]).all()


def test_an_open_interval_is_told_and_not_a_number():
    study = make_study(n=60, chosen=30, blur=20.0)
    area = np.array(["A", "B", "C"])[np.arange(60) % 3]
    rows = [
        estimate_wild_cluster(
            change(study, municipality=area), np.random.default_rng(1), 999, Least(clusters=3)
        )
    ]
    assert all(np.isfinite(row.low) or "no bound" in row.note for row in rows)
