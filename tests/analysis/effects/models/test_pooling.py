import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analysis.effects.models.pooling import estimate_by_group, shrink
from analysis.effects.models.regression import Fit
from tests.analysis.effects.studies import change, make_study

SCHOOLS = ([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
"""Coaching in eight schools: effects and standard errors.

Rubin 1981; Gelman et al., Bayesian Data Analysis, table 5.2.
"""


def fits(effects, errors):
    return [
        Fit(float(effect), float(error), 1e9) for effect, error in zip(effects, errors, strict=True)
    ]


def test_the_eight_schools_are_shrunken_as_in_the_book():
    pooled = shrink(fits(*SCHOOLS))
    rounded = [11.4, 7.9, 6.1, 7.6, 5.1, 6.1, 10.6, 8.5]
    assert [one.estimate for one in pooled] == pytest.approx(rounded, abs=0.4)
    assert (pooled[0].low, pooled[0].high) == pytest.approx((-2, 31), abs=1.5)
    assert pooled[0].mean == pytest.approx(8.0, abs=0.3)


def test_shrinking_is_that_of_a_slow_simulation():
    y, s = np.array([2.0, 5.0, -1.0, 9.0]), np.array([2.0, 3.0, 1.5, 4.0])
    rng = np.random.default_rng(1)
    tau, mu = rng.uniform(0, 80, 400_000), rng.uniform(-60, 60, 400_000)
    spread = np.sqrt(s**2 + tau[:, None] ** 2)
    likely = np.exp(stats.norm.logpdf(y, mu[:, None], spread).sum(axis=1))
    kept = rng.choice(len(tau), 40_000, p=likely / likely.sum())
    share = tau[kept, None] ** 2 / (tau[kept, None] ** 2 + s**2)
    drawn = (
        share * y
        + (1 - share) * mu[kept, None]
        + np.sqrt(share) * s * rng.standard_normal((40_000, 4))
    )
    pooled = shrink(fits(y, s))
    assert [one.estimate for one in pooled] == pytest.approx(drawn.mean(axis=0), abs=0.25)
    assert [one.low for one in pooled] == pytest.approx(np.quantile(drawn, 0.025, axis=0), abs=0.7)
    assert [one.high for one in pooled] == pytest.approx(np.quantile(drawn, 0.975, axis=0), abs=0.7)


def test_the_mean_is_near_that_of_dersimonian_and_laird():
    y, s = np.array([3.0, 8.0, 5.0, 1.0, 12.0, 6.0]), np.full(6, 1.5)
    outside = combine_effects(y, s**2, method_re="dl").mean_effect_re
    assert shrink(fits(y, s))[0].mean == pytest.approx(outside, abs=0.05)


def test_few_degrees_of_freedom_widen_the_intervals():
    many, few = (
        shrink([Fit(float(y), 2.0, freedom) for y in (1, 4, 3, 8)])[0] for freedom in (1e6, 6)
    )
    assert few.high - few.low > many.high - many.low


def test_municipalities_stand_in_the_order_of_their_names_with_intervals():
    study = make_study(n=600, chosen=200, effect=6.0)
    rows = estimate_by_group(study)
    assert [row.group for row in rows] == [f"M{number}" for number in range(1, 9)]
    assert all(row.status == "ok" and row.low < row.estimate < row.high for row in rows)
    assert np.mean([row.estimate for row in rows]) == pytest.approx(6.0, abs=2.0)
    assert all(np.isnan(row.p) for row in rows)
    own = [row.notes[0].values["own"] for row in rows]
    assert np.ptp([row.estimate for row in rows]) < np.ptp(own)


def test_a_municipality_with_few_chosen_has_no_number_and_does_not_move_the_others():
    study = make_study(n=600, chosen=200)
    treated, area = study.frame["treated"], study.frame["municipality"]
    few = treated & (area == "M1") & (treated & (area == "M1")).cumsum().le(4)
    kept = study.narrow(~(treated & (area == "M1")) | few)
    moved = change(kept, after=kept.frame["after"] + 500 * few.loc[kept.frame.index])
    rows, same = estimate_by_group(moved), estimate_by_group(kept)
    assert (rows[0].status, rows[0].n_treated, np.isnan(rows[0].estimate)) == ("too_few", 4, True)
    assert [row.estimate for row in rows[1:]] == pytest.approx([row.estimate for row in same[1:]])


@pytest.mark.parametrize(
    ("study", "code"),
    [
        (
            change(make_study(), municipality=np.array(["A", "B"])[np.arange(220) % 2]),
            "too_few_to_pool",
        ),
        (make_study(n=60, chosen=8), "too_few_companies"),
    ],
)
def test_too_little_to_pool_is_told_by_every_row(study, code):
    rows = estimate_by_group(study)
    assert {row.status for row in rows} == {"too_few"}
    assert {row.notes[0].code for row in rows} == {code}
    assert np.isnan([row.estimate for row in rows]).all()


def test_no_companies_have_no_rows():
    assert estimate_by_group(make_study(n=0, chosen=0)) == []


def test_municipalities_that_a_covariate_tells_apart_already_say_so():
    study = make_study(n=600, chosen=200)
    chosen_there = (study.frame["treated"] & (study.frame["municipality"] == "M1")).astype(float)
    rows = estimate_by_group(change(study, need=chosen_there))
    assert {row.notes[0].code for row in rows} == {"collinear"}
