import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.effects.models.ancova import estimate_ancova
from analysis.effects.models.lee import Answered, bound_effect, estimate_lee, trim_top
from tests.analysis.effects.studies import change, make_study


def slow_bounds(treated, comparison, asked):
    """Repeat every answer until the share to trim is a whole number, then cut one by one."""
    shares = (len(treated) / asked[0], len(comparison) / asked[1])
    more, fewer = (treated, comparison) if shares[0] >= shares[1] else (comparison, treated)
    times = asked[0] * asked[1] * max(len(more), 1)
    repeated = np.repeat(np.sort(more), times)
    cut = round((1 - min(shares) / max(shares)) * len(repeated))
    ends = [repeated[: len(repeated) - cut].mean(), repeated[cut:].mean()]
    return sorted((end - np.mean(fewer)) * (1 if more is treated else -1) for end in ends)


@given(
    st.integers(0, 10_000),
    st.integers(2, 6),
    st.integers(2, 6),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_bounds_are_those_of_cutting_away_one_answer_after_the_other(
    seed, treated, comparison, silent, quiet
):
    rng = np.random.default_rng(seed)
    one, other = rng.standard_normal(treated), rng.standard_normal(comparison)
    asked = (treated + silent, comparison + quiet)
    found = bound_effect(Answered(one, asked[0]), Answered(other, asked[1]))
    assert (found.lower, found.upper) == pytest.approx(tuple(slow_bounds(one, other, asked)))
    assert found.low <= found.lower <= found.upper + 1e-9 <= found.high + 2e-9


def test_a_whole_number_is_trimmed_as_by_hand():
    found = bound_effect(
        Answered(np.arange(1.0, 11), 10), Answered(np.array([0.0, 1, 0, 1, 0]), 10)
    )
    assert (found.lower, found.upper, found.share, found.trimmed) == pytest.approx(
        (3 - 0.4, 8 - 0.4, 0.5, "chosen")
    )


def test_with_the_same_share_of_answers_it_is_the_t_test():
    rng = np.random.default_rng(1)
    one, other = rng.standard_normal(30) + 1, rng.standard_normal(40)
    found = bound_effect(Answered(one, 30), Answered(other, 40))
    outside = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    assert found.lower == pytest.approx(found.upper)
    assert (found.low, found.high) == pytest.approx(tuple(outside), abs=0.05)


def test_the_interval_is_narrower_on_each_side_where_the_bounds_are_far_apart():
    rng = np.random.default_rng(1)
    values = rng.standard_normal(100)
    apart, close = (
        bound_effect(Answered(values, 100), Answered(values, asked), 0.2) for asked in (300, 101)
    )
    assert (apart.lower - apart.low) / 0.2 < (close.lower - close.low) / 0.2
    assert stats.norm.ppf(0.95) < (close.lower - close.low) / max(0.2, 0.15) < 2.2


def test_the_variance_of_a_trimmed_mean_is_the_one_that_comes_about():
    rng = np.random.default_rng(1)
    draws = rng.standard_normal((4_000, 80))
    means = [trim_top(row, 0.25) for row in draws]
    assert np.mean([one.variance for one in means]) == pytest.approx(
        np.var([one.mean for one in means]), rel=0.08
    )


def test_bounds_hold_the_truth_when_the_unhelped_with_bad_results_stay_silent():
    study = make_study(n=2_000, chosen=400, effect=5.0, lottery=True)
    silent = ~study.frame["treated"] & (study.frame["after"] < 45)
    dropped = change(study, after=study.frame["after"].mask(silent))
    row = estimate_lee(dropped)
    assert estimate_ancova(dropped).high < 5.0
    assert row.low < 5.0 < row.high
    assert (row.notes[0].code, row.notes[0].values["group"]) == ("bounds", "chosen")


def test_without_drop_out_the_interval_is_about_that_of_the_ancova():
    study = make_study(effect=5)
    row, main = estimate_lee(study), estimate_ancova(study)
    assert (row.low, row.high) == pytest.approx((main.low, main.high), abs=0.1)
    assert row.note == "both groups answered to the same degree: nothing to trim"
    assert np.isnan(row.estimate)


def test_too_few_after_trimming_is_a_row_without_numbers():
    study = make_study(n=300, chosen=20, lottery=True)
    silent = ~study.frame["treated"] & (np.arange(300) % 6 > 0)
    row = estimate_lee(change(study, after=study.frame["after"].mask(silent)))
    assert (row.status, row.notes[0].code) == ("too_few", "too_few_left")
    assert np.isnan([row.low, row.high]).all()


def test_too_few_companies_is_a_row_without_numbers():
    row = estimate_lee(make_study(n=50, chosen=3))
    assert (row.status, row.notes[0].code) == ("too_few", "too_few_companies")


def test_the_interval_knows_that_who_answers_is_chance_too():
    rng = np.random.default_rng(1)
    found = []
    for _ in range(1_500):
        one, other = (rng.exponential(1.0, 100)[rng.random(100) < share] for share in (0.9, 0.5))
        found.append(bound_effect(Answered(one, 100), Answered(other, 100)))
    errors = [(one.lower - one.low) / stats.norm.ppf(0.95) for one in found]
    assert np.mean(errors) == pytest.approx(np.std([one.lower for one in found]), rel=0.06)
