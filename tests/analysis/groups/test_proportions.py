import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.groups.proportions import effective_n, wilson_interval


@pytest.mark.parametrize(("count", "n", "low", "high"), [(3, 9, 12, 65), (7, 20, 18, 57)])
def test_wilson_interval_is_the_published_one(count, n, low, high):
    found = wilson_interval(count / n, n)
    assert (round(100 * float(found.low)), round(100 * float(found.high))) == (low, high)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_solves_its_equation(case):
    count, n = case
    share, z = count / n, 1.959963984540054
    found = wilson_interval(share, n)
    for bound in (float(found.low), float(found.high)):
        assert (share - bound) ** 2 == pytest.approx(z**2 * bound * (1 - bound) / n, abs=1e-9)


def test_nobody_answered_leaves_no_interval():
    found = wilson_interval([np.nan, 0, 0.5], [0, 0, 10])
    assert np.isnan(found.low).tolist() == [True, True, False]


def test_effective_n_counts_equal_weights_fully_and_unequal_ones_less():
    assert effective_n([2, 2, 2]) == pytest.approx(3)
    assert effective_n([1, 1, 4]) == pytest.approx(36 / 18)
    assert effective_n([]) == 0


def test_a_narrower_confidence_gives_a_narrower_interval():
    """Wilson's formula by hand: z = 1.6448536, p = 81 / 263."""
    z, n, p = 1.6448536, 263, 81 / 263
    middle, half = (
        (p + z**2 / (2 * n)) / (1 + z**2 / n),
        z * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5 / (1 + z**2 / n),
    )
    interval = wilson_interval(p, n, confidence=0.90)
    assert (float(interval.low), float(interval.high)) == pytest.approx(
        (middle - half, middle + half), abs=1e-6
    )
