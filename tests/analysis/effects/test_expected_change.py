"""What is expected where nobody is helped, and how far from it is chance."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.effects.expected_change import (
    LEAST_RETEST,
    Retest,
    find_limit,
    find_limits,
    find_reach,
)

N = 400


def world(seed=1, n=N, trend=0.0, items=3):
    """The same truth measured twice; half of the scores rest on 1 answer, half on 9."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(50, 8, (n, items))
    answers = np.where(np.arange(n) % 2 == 0, 1.0, 9.0)[:, np.newaxis] * np.ones((1, items))
    before, after = (truth + rng.normal(0, 12, (n, items)) / np.sqrt(answers) for _ in range(2))
    return Retest(before, after + trend, answers, before.mean(axis=1), np.ones(n, dtype=bool))


def claims(retest):
    reach = find_reach(retest)
    return np.abs(retest.after - reach.expected) > reach.limit


@pytest.mark.parametrize("trend", [0.0, 6.0])
def test_one_in_twenty_is_told_of_a_change_where_nothing_happened_to_one_alone(trend):
    told = np.concatenate([claims(world(seed, trend=trend)).any(axis=1) for seed in range(10)])
    assert np.mean(told) == pytest.approx(0.045, abs=0.012)


def test_few_answers_reach_further_and_claim_no_more():
    retests = [world(seed) for seed in range(10)]
    few = [retest.answers[:, 0] == 1 for retest in retests]
    reach = find_reach(retests[0]).limit[:, 0]
    assert reach[few[0]].mean() > 1.8 * reach[~few[0]].mean()
    told = [claims(retest).any(axis=1) for retest in retests]
    small, large = (
        np.mean(np.concatenate([one[mask] for one, mask in zip(told, masks, strict=True)]))
        for masks in (few, [~mask for mask in few])
    )
    assert max(small, large) < 0.07


def test_the_trend_that_all_share_is_expected():
    still, moved = (find_reach(world(trend=trend)).expected for trend in (0.0, 6.0))
    assert moved - still == pytest.approx(6.0)


def test_a_low_start_is_expected_to_rise_by_itself():
    retest = world()
    expected = find_reach(retest).expected[:, 0] - retest.before[:, 0]
    low = retest.before[:, 0] < 35
    assert expected[low].min() > 0


def test_those_who_were_helped_do_not_count_as_chance():
    retest = world()
    helped = np.arange(N) < 20
    moved = replace(
        retest,
        after=retest.after + 60 * helped[:, np.newaxis],
        untouched=~helped,
    )
    reach = find_reach(moved)
    rest = find_reach(replace(retest, untouched=~helped))
    assert reach.limit == pytest.approx(rest.limit, nan_ok=True)
    assert claims(moved)[helped].any(axis=1).all()


def test_too_few_measured_twice_tell_nothing():
    def known(n):
        return ~np.isnan(find_reach(world(n=n)).limit).any()

    assert known(LEAST_RETEST)
    assert not known(LEAST_RETEST - 1)


def test_a_score_that_nobody_changes_has_no_reach():
    retest = world()
    flat = replace(retest, before=np.full((N, 1), 50.0), after=np.full((N, 1), 50.0))
    assert np.isnan(find_reach(flat).limit).all()


def test_a_missing_score_is_told_of_nothing_and_spoils_no_other():
    retest = world()
    retest.after[3, 0] = np.nan
    reach = find_reach(retest)
    assert np.isnan(reach.limit[3, 0])
    assert not np.isnan(reach.limit[3, 1:]).any()


@pytest.mark.parametrize(("n", "rank"), [(19, 19), (20, 20), (39, 38), (99, 95), (100, 96)])
def test_the_limit_is_the_value_of_a_rank(n, rank):
    assert find_limit(np.arange(1.0, n + 1)) == rank


def test_fewer_than_nineteen_have_no_limit():
    assert find_limit(np.arange(18.0)) == np.inf


def test_one_more_company_of_the_same_kind_passes_the_limit_in_one_of_twenty_tries():
    draws = np.random.default_rng(1).exponential(size=(4000, 40))
    passed = [draw[-1] > find_limit(draw[:-1]) for draw in draws]
    assert np.mean(passed) == pytest.approx(0.05, abs=0.01)


def test_the_lowest_eighth_has_a_limit_of_its_own_if_it_is_enough():
    index = np.arange(400.0)
    stray = np.where(index < 50, 5.0, 1.0)[:, np.newaxis]
    everybody = np.ones(400, dtype=bool)
    assert find_limits(stray, index, everybody)[[0, 399]].tolist() == [5.0, 1.0]


def test_too_few_with_a_low_index_have_the_furthest_that_anybody_strayed():
    index = np.arange(100.0)
    stray = np.linspace(1, 9, 100)[:, np.newaxis]
    limits = find_limits(stray, index, np.ones(100, dtype=bool))
    assert (limits[0], limits[99]) == (9.0, pytest.approx(stray[95, 0]))
