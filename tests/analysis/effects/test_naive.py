import numpy as np
import pytest
from scipy import stats
from studies import change, make_study

from analysis.effects.naive import (
    estimate_before_after,
    estimate_difference_in_differences,
    expect_before_after,
    expect_difference_in_differences,
    expected_regression_gain,
    find_pairs,
    find_slope,
)
from analysis.effects.records import Study


@pytest.mark.parametrize(("chosen", "reliability", "gain"), [(20, 0.75, 0.45), (20, 0.60, 0.72), (70, 0.75, 0.28)])
def test_choosing_the_worst_of_220_gives_the_published_gain_for_nothing(chosen, reliability, gain):
    assert expected_regression_gain(chosen / 220, reliability) == pytest.approx(gain, abs=0.005)


def test_the_expected_gain_is_the_one_that_comes_about():
    study = make_study(n=20_000, chosen=2_000, blur=0.0)
    row, expected = estimate_before_after(study), expect_before_after(study)
    assert expected.estimate == pytest.approx(10 * expected_regression_gain(0.1, 0.75), abs=0.15)
    assert row.estimate == pytest.approx(expected.estimate, abs=0.5)
    assert estimate_difference_in_differences(study).estimate == pytest.approx(expect_difference_in_differences(study).estimate, abs=0.5)
    assert expected.maryland_level == 0


def test_before_after_is_the_paired_t_test():
    study = make_study(effect=3)
    chosen = study.frame[study.frame["treated"]]
    outside = stats.ttest_rel(chosen["after"], chosen["before"])
    row = estimate_before_after(study)
    assert row.p == pytest.approx(outside.pvalue)
    assert (row.low, row.high) == pytest.approx(tuple(outside.confidence_interval(0.95)))
    assert (row.n_treated, row.n_comparison, row.maryland_level) == (40, 0, 1)


def test_difference_in_differences_is_the_difference_of_mean_gains():
    study = make_study(effect=3)
    gains = (study.frame["after"] - study.frame["before"]).groupby(study.frame["treated"]).mean()
    assert estimate_difference_in_differences(study).estimate == pytest.approx(gains[True] - gains[False])


def test_without_a_known_reliability_the_other_companies_tell_the_regression():
    study = make_study(n=5_000, chosen=500)
    unknown = Study(study.outcome, study.frame, study.covariates)
    slope = find_slope(find_pairs(study))
    others = study.frame[~study.frame["treated"]]
    assert slope == pytest.approx(stats.linregress(others["before"], others["after"]).slope)
    row = expect_before_after(unknown)
    assert row.estimate == pytest.approx((1 - slope) * (study.frame["before"].mean() - study.frame.query("treated")["before"].mean()))
    assert [note.code for note in row.notes] == ["expected_gain_observed"]


@pytest.mark.parametrize(
    "estimate",
    [estimate_before_after, estimate_difference_in_differences, expect_before_after, expect_difference_in_differences],
)
def test_naive_rows_refuse_too_few_and_no_baseline(estimate):
    few, blind = estimate(make_study(n=50, chosen=4)), estimate(change(make_study(), before=np.nan))
    assert (few.status, blind.status) == ("too_few", "not_estimable")
    assert np.isnan([few.estimate, blind.estimate, few.p, blind.p]).all()
    assert blind.note == "the outcome was not measured before"


def test_a_baseline_that_does_not_vary_among_the_others_tells_no_regression():
    study = make_study()
    same = Study(study.outcome, study.frame.assign(before=study.frame["before"].where(study.frame["treated"], 50.0)), study.covariates)
    assert expect_before_after(same).note == "how reliably the outcome is measured is not known"


def test_gains_that_do_not_vary_have_no_test():
    row = estimate_before_after(change(make_study(), before=1.0, after=2.0))
    assert (row.status, row.note) == ("not_estimable", "the outcome does not vary")
