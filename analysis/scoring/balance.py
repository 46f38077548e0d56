"""How evenly groups of people are shared between women and men."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Array

FEWEST = 2
"""One person alone cannot be shared."""

EVEN_PERCENT = 40.0
"""A group counts as even from this share of the smaller sex.

The 40-60 interval of Swedish official statistics.
"""


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of each group: `score` is 0-100, and 100 is even.

    `short` is how many people of the smaller sex are missing. Both have the shape of the head
    counts; NaN where a count is missing or fewer than two people leave nothing to share.
    """

    score: Array
    short: Array


def balance(women: ArrayLike, men: ArrayLike) -> Balance:
    """Score groups of `women` and `men` (head counts, >= 0, NaN is unknown).

    The target is what a group of this size can reach, so one of three is even: a small company is
    not punished for being small.
    """
    women, men = np.asarray(women, dtype=float), np.asarray(men, dtype=float)
    people = women + men
    target = np.minimum(np.ceil(people * 2 / 5), np.floor(people / 2))
    target = np.where(people >= FEWEST, target, np.nan)
    smaller = np.minimum(women, men)
    return Balance(
        score=100 * np.minimum(1, smaller / target), short=np.maximum(0, target - smaller)
    )


def score_share(percent: ArrayLike) -> Array:
    """Score the share of women in per cent, for groups whose head counts are unknown.

    The score is 0-100. NaN where the share is outside 0-100.
    """
    percent = np.asarray(percent, dtype=float)
    smaller = np.minimum(percent, 100 - percent)
    return np.where(smaller >= 0, 100 * np.minimum(1, smaller / EVEN_PERCENT), np.nan)
