import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.power import TTestIndPower

from analysis.effects.power import find_detectable, minimum_detectable_effect


@pytest.mark.parametrize(
    ("treated", "comparison", "least"), [(20, 50, 0.75), (35, 35, 0.68), (110, 110, 0.38)]
)
def test_the_least_that_is_seen_is_the_published_one(treated, comparison, least):
    assert minimum_detectable_effect(treated, comparison) == pytest.approx(least, abs=0.005)


@pytest.mark.parametrize(("treated", "comparison"), [(20, 50), (5, 200), (110, 110), (6, 5)])
def test_the_power_there_is_80_percent_by_statsmodels(treated, comparison):
    least = minimum_detectable_effect(treated, comparison)
    power = TTestIndPower().power(least, treated, 0.05, ratio=comparison / treated)
    assert float(power) == pytest.approx(0.8, abs=1e-3)


def test_a_baseline_that_goes_with_the_outcome_takes_off_its_share():
    assert minimum_detectable_effect(20, 50, 12.0, 0.6) == pytest.approx(
        minimum_detectable_effect(20, 50) * 12 * 0.8
    )


def test_an_effect_as_large_is_seen_four_times_of_five():
    rng = np.random.default_rng(1)
    least = find_detectable(1.0, 12)
    statistics = (least + rng.standard_normal(40_000)) / np.sqrt(rng.chisquare(12, 40_000) / 12)
    assert np.mean(np.abs(statistics) > stats.t.ppf(0.975, 12)) == pytest.approx(0.8, abs=0.01)


def test_any_degrees_of_freedom_have_an_answer():
    found = [find_detectable(1.0, freedom) for freedom in (1.0, 1.3, 2, 7.5, 100, 450, 1e5)]
    assert found == sorted(found, reverse=True)
    assert found[-1] == pytest.approx(stats.norm.ppf(0.975) + stats.norm.ppf(0.8), abs=1e-3)
