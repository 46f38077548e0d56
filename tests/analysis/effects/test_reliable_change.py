from math import inf, isnan, nan

import pytest

from analysis.effects.reliable_change import judge_change


@pytest.mark.parametrize(
    ("before", "after", "expected", "limit", "verdict"),
    [
        (50, 65, 52, 12, "better"),
        (50, 64, 52, 12, "within_error"),
        (50, 39, 52, 12, "worse"),
        (50, 40, 52, 12, "within_error"),
        (30, 44, 40, 3, "better"),
    ],
)
def test_the_verdict_turns_at_the_limit_beyond_what_was_expected(
    before, after, expected, limit, verdict
):
    found = judge_change(before, after, expected, limit)
    assert (found.verdict, found.change, found.expected, found.limit) == (
        verdict,
        after - before,
        expected - before,
        limit,
    )


def test_who_stays_while_others_rise_is_not_worse_and_who_falls_less_is_not_better():
    assert judge_change(50, 50, 62, 10).verdict == "within_error"
    assert judge_change(50, 52, 65, 10).verdict == "within_error"
    assert judge_change(90, 88, 70, 10).verdict == "within_error"


@pytest.mark.parametrize(
    ("before", "after", "expected", "limit"),
    [(nan, 50, 50, 5), (50, nan, 50, 5), (50, 60, nan, nan), (50, 60, 50, inf)],
)
def test_without_a_measurement_or_a_limit_there_is_no_verdict(before, after, expected, limit):
    found = judge_change(before, after, expected, limit)
    assert (found.verdict, isnan(found.expected), isnan(found.limit)) == (
        "not_calculable",
        True,
        True,
    )


def test_the_change_stands_even_where_nothing_can_be_said_of_it():
    assert judge_change(50, 60, nan, nan).change == 10
