from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scoring.pay_gap import gap, gap_after_tolerance, name_favoured, score_gap

DECREE = """0:40 1:39 2:38 3:37 4:36 5:35 6:34 7:33 8:31 9:29 10:27
11:25 12:23 13:21 14:19 15:17 16:14 17:11 18:8 19:5 20:2 21:0"""
POINTS = {int(gap): int(points) for gap, points in (pair.split(":") for pair in DECREE.split())}
"""Code du travail, annexe I to art. D. 1142-2: points of 40 for a gap up to so many per cent."""


@pytest.mark.parametrize(
    ("women", "men", "size"),
    [(12000, 19000, 0.368421), (28000, 21500, -0.302326), (20000, 20000, 0)],
)
def test_gap_is_a_share_of_mens_pay(women, men, size):
    assert gap(women, men) == pytest.approx(size, abs=1e-6)


@pytest.mark.parametrize(
    ("women", "men"),
    [(0, 20000), (20000, 0), (0, 0), (np.nan, 20000), (20000, np.nan), (-1, 20000)],
)
def test_nobody_is_paid_nothing(women, men):
    assert np.isnan(gap(women, men))


@pytest.mark.parametrize(
    ("size", "left"),
    [(0.05, 0), (0.051, 0.001), (0.067, 0.017), (0.333, 0.283), (-0.3, -0.25), (-0.05, 0)],
)
def test_tolerance_shortens_a_gap_but_keeps_its_direction(size, left):
    assert gap_after_tolerance(size) == pytest.approx(left, abs=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
def test_whole_per_cents_score_what_the_decree_says(sign):
    percents = np.arange(101)
    expected = [100 * POINTS[min(max(0, percent - 5), 21)] / 40 for percent in percents]
    assert score_gap(sign * percents / 100).tolist() == expected


@given(st.integers(0, 10_000))
def test_a_gap_between_two_steps_scores_the_worse(hundredths):
    beyond = max(0, hundredths - 500)
    assert score_gap(hundredths / 10_000) == 100 * POINTS[min(ceil(beyond / 100), 21)] / 40


def test_unknown_gap_has_no_score():
    assert np.isnan(score_gap([np.nan, 0.3])).tolist() == [True, False]


@pytest.mark.parametrize(
    ("size", "favoured"),
    [
        (0.3, "men"),
        (0.051, "men"),
        (0.05, "neither"),
        (0, "neither"),
        (-0.05, "neither"),
        (-0.051, "women"),
        (np.nan, None),
    ],
)
def test_a_gap_favours_somebody_beyond_the_tolerance(size, favoured):
    assert name_favoured(size).tolist() == favoured


@given(st.floats(-2, 1))
def test_a_gap_favours_somebody_exactly_where_it_costs_points(size):
    assert (name_favoured(size).tolist() != "neither") == (score_gap(size) < 100)


def test_pay_can_be_told_in_any_unit():
    assert gap(0.5, 1.0) == pytest.approx(0.5)
    assert gap(0.9, 0.6) == pytest.approx(-0.5)


@pytest.mark.parametrize(("size", "step"), [(0.1 + 4e-7, 5), (0.1 + 6e-7, 6)])
def test_a_gap_is_taken_to_the_ten_thousandth_of_a_per_cent(size, step):
    assert score_gap(size) == 100 * POINTS[step] / 40
