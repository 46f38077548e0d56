from math import ceil, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scoring.balance import balance, score_share

PEOPLE = st.integers(0, 500)


def slow_balance(women, men):
    people = women + men
    if people < 2:
        return None
    target = min(ceil(people * 40 / 100), people // 2)
    smaller = min(women, men)
    return 100 * min(1.0, smaller / target), max(0, target - smaller)


@pytest.mark.parametrize(
    ("women", "men", "score", "short"),
    [(1, 2, 100, 0), (1, 3, 50, 1), (0, 2, 0, 1), (4, 6, 100, 0), (3, 7, 75, 1)],
)
def test_balance_asks_no_more_than_the_size_allows(women, men, score, short):
    found = balance(women, men)
    assert (found.score, found.short) == (score, short)


@pytest.mark.parametrize(("women", "men"), [(0, 0), (1, 0), (0, 1), (np.nan, 4), (4, np.nan)])
def test_nothing_is_shared_by_fewer_than_two_people_or_unknown_ones(women, men):
    assert isnan(balance(women, men).score)


@given(PEOPLE, PEOPLE)
def test_balance_does_not_care_which_sex_is_which(women, men):
    one, other = balance(women, men), balance(men, women)
    np.testing.assert_equal([one.score, one.short], [other.score, other.short])


@given(st.lists(st.tuples(PEOPLE, PEOPLE), min_size=1, max_size=5))
def test_balance_of_many_groups_is_the_balance_of_each(groups):
    women, men = np.array(groups).T
    found = balance(women, men)
    for place, group in enumerate(groups):
        expected = slow_balance(*group)
        if expected is None:
            assert isnan(found.score[place])
        else:
            assert (found.score[place], found.short[place]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("percent", "score"),
    [
        (0, 0),
        (20, 50),
        (40, 100),
        (50, 100),
        (60, 100),
        (70, 75),
        (100, 0),
        (-1, None),
        (101, None),
        (np.nan, None),
    ],
)
def test_a_share_is_even_from_forty_to_sixty(percent, score):
    found = score_share(percent)
    assert np.isnan(found) if score is None else found == pytest.approx(score)
