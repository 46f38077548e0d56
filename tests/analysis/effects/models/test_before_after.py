import numpy as np
import pytest
from scipy import stats

from analysis.effects.models.before_after import (
    estimate_before_after,
    estimate_difference_in_differences,
    expect_before_after,
    expect_difference_in_differences,
    expected_regression_gain,
    find_pairs,
    find_slope,
)
from analysis.effects.records import Study
from tests.analysis.effects.studies import change, make_study


@pytest.mark.parametrize(
    ("chosen", "reliability", "gain"), [(20, 0.75, 0.45), (20, 0.60, 0.72), (70, 0.75, 0.28)]
)
def test_choosing_the_worst_of_220_gives_the_published_gain_for_nothing(chosen, reliability, gain):
    assert expected_regression_gain(chosen / 220, reliability) == pytest.approx(gain, abs=0.005)


def test_the_expected_gain_is_the_one_that_comes_about():
    study = make_study(n=20_000, chosen=2_000, blur=0.0)
    row, expected = estimate_before_after(study), expect_before_after(study)
    assert expected.estimate == pytest.approx(10 * expected_regression_gain(0.1, 0.75), abs=0.15)
    assert row.estimate == pytest.approx(expected.estimate, abs=0.5)
    assert estimate_difference_in_differences(study).estimate == pytest.approx(
        expect_difference_in_differences(study).estimate, abs=0.5
    )
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
    assert estimate_difference_in_differences(study).estimate == pytest.approx(
        gains[True] - gains[False]
    )


def test_without_a_known_reliability_the_other_companies_tell_the_regression():
    study = make_study(n=5_000, chosen=500)
    unknown = Study(study.outcome, study.frame, study.covariates)
    slope = find_slope(find_pairs(study))
    others = study.frame[~study.frame["treated"]]
    assert slope == pytest.approx(stats.linregress(others["before"], others["after"]).slope)
    row = expect_before_after(unknown)
    assert row.estimate == pytest.approx(
        (1 - slope) * (study.frame["before"].mean() - study.frame.query("treated")["before"].mean())
    )
    assert [note.code for note in row.notes] == ["expected_gain_observed"]


@pytest.mark.parametrize(
    "estimate",
    [
        estimate_before_after,
        estimate_difference_in_differences,
        expect_before_after,
        expect_difference_in_differences,
    ],
)
def test_naive_rows_refuse_too_few_and_no_baseline(estimate):
    few, blind = estimate(make_study(n=50, chosen=4)), estimate(change(make_study(), before=np.nan))
    assert (few.status, blind.status) == ("too_few", "not_estimable")
    assert np.isnan([few.estimate, blind.estimate, few.p, blind.p]).all()
    assert blind.note == "the outcome was not measured before"


def test_a_baseline_that_does_not_vary_among_the_others_tells_no_regression():
    study = make_study()
    same = Study(
        study.outcome,
        study.frame.assign(before=study.frame["before"].where(study.frame["treated"], 50.0)),
        study.covariates,
    )
    assert expect_before_after(same).note == "how reliably the outcome is measured is not known"


def test_gains_that_do_not_vary_have_no_test():
    row = estimate_before_after(change(make_study(), before=1.0, after=2.0))
    assert (row.status, row.note) == ("not_estimable", "the outcome does not vary")


def codes(row):
    return [note.code for note in row.notes]


@pytest.mark.parametrize(
    ("estimate", "name", "said"),
    [
        (estimate_before_after, "before_after", ["naive"]),
        (estimate_difference_in_differences, "difference_in_differences", ["same_trend"]),
        (expect_before_after, "before_after_expected", ["expected_gain", "expected_gain_observed"]),
        (
            expect_difference_in_differences,
            "difference_in_differences_expected",
            ["expected_gain", "expected_gain_observed"],
        ),
    ],
)
def test_each_row_says_what_it_is_and_what_it_cannot_say(estimate, name, said):
    row = estimate(make_study())
    assert (row.estimator, row.status, codes(row)) == (name, "ok", said)
    assert estimate(make_study(chosen=4)).estimator == name
    assert "{" not in row.note


def test_five_chosen_are_enough_and_four_are_not():
    few = estimate_before_after(make_study(chosen=4))
    assert str(few.note) == "4 chosen companies; at least 5 are needed"
    assert estimate_before_after(make_study(chosen=5)).status == "ok"


def test_the_expected_gain_names_its_reliability_and_what_was_observed():
    study = make_study()
    stated, observed = expect_before_after(study).notes
    slope = find_slope(find_pairs(study))
    chosen, everybody = study.frame.query("treated")["before"].mean(), study.frame["before"].mean()
    assert stated.values == {"reliability": 0.75}
    assert observed.values == pytest.approx(
        {"gain": (1 - slope) * (everybody - chosen), "slope": slope}
    )


def test_a_company_without_one_of_the_two_measurements_has_no_gain():
    study = make_study()
    before, after = study.frame["before"].copy(), study.frame["after"].copy()
    before.iloc[:3], after.iloc[5:9] = np.nan, np.nan
    pairs = find_pairs(change(study, before=before, after=after))
    assert len(pairs.gain) == 220 - 7
    assert not np.isnan(pairs.gain).any()
    assert len(pairs.everybody) == 217


def test_too_few_goes_before_a_reliability_that_is_not_known():
    study = make_study(chosen=4, reliability=0.75)
    flat = study.frame["before"].where(study.frame["treated"], 50.0)
    unknown = Study(study.outcome, study.frame.assign(before=flat), study.covariates)
    assert codes(expect_before_after(unknown)) == ["too_few_companies"]
    assert expect_before_after(unknown).status == "too_few"


def test_a_slope_that_cannot_be_known_does_not_matter_where_the_reliability_is():
    study = make_study()
    row = expect_before_after(
        change(study, before=study.frame["before"].where(study.frame["treated"], 50.0))
    )
    assert (row.status, codes(row)) == ("ok", ["expected_gain"])


def test_too_few_goes_before_gains_that_do_not_vary():
    assert (
        estimate_before_after(change(make_study(chosen=4), before=1.0, after=2.0)).status
        == "too_few"
    )


def test_the_slope_does_not_depend_on_the_unit():
    study = make_study()
    small = change(study, before=study.frame["before"] / 1000, after=study.frame["after"] / 1000)
    assert find_slope(find_pairs(small)) == pytest.approx(find_slope(find_pairs(study)))


def test_without_other_companies_there_is_no_slope():
    assert np.isnan(find_slope(find_pairs(change(make_study(), treated=True))))
