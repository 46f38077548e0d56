"""The gap between women's and men's mean pay."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Array

TOLERANCE = 0.05
"""A gap of at most this size counts as none.

EU 2023/970, art. 10, and the French "seuil de pertinence".
"""

FEWEST = 3
"""A mean pay must rest on so many women or men: Code du travail, annexe I to art. D. 1142-2."""

EGAPRO_POINTS = (40, 39, 38, 37, 36, 35, 34, 33, 31, 29, 27, 25, 23, 21, 19, 17, 14, 11, 8, 5, 2, 0)
"""Points of 40 for a gap of 0 %, at most 1 %, at most 2 %, ..., at most 20 %, and over 20 %.

The same annexe, indicator 1.
"""

DECIMALS = 4
"""Egapro takes a gap in per cent to four decimals."""


def gap(women: ArrayLike, men: ArrayLike) -> Array:
    """The gap between mean pays: (men - women) / men, EU 2023/970, art. 3.

    It is positive where men earn more. NaN where a mean is missing or 0. Nobody is paid nothing, so
    a pay of 0 is an answer of another kind.
    """
    women, men = np.asarray(women, dtype=float), np.asarray(men, dtype=float)
    paid = (women > 0) & (men > 0)
    size: Array = np.full(np.broadcast(women, men).shape, np.nan)
    np.divide(men - women, men, out=size, where=paid)
    return size


def gap_after_tolerance(size: ArrayLike) -> Array:
    """What is left of signed gaps (shares) after the tolerance. The sign stays; NaN stays NaN."""
    size = np.asarray(size, dtype=float)
    left: Array = np.sign(size) * np.maximum(0, np.abs(size) - TOLERANCE)
    return left


def score_gap(size: ArrayLike) -> Array:
    """Score signed gaps (shares): Egapro's points as a percentage, 0-100, where 100 is no gap.

    The tolerance is taken off first. The direction does not count. NaN stays NaN.
    """
    # Rounded before it is compared with a whole per cent: 10 % must not land in the step of 11 %.
    step = np.ceil(np.abs(_percent_left(size)))
    points = np.asarray(EGAPRO_POINTS, dtype=float) * 100 / EGAPRO_POINTS[0]
    known = ~np.isnan(step)
    position = np.minimum(np.where(known, step, 0), len(EGAPRO_POINTS) - 1).astype(int)
    return np.where(known, points[position], np.nan)


def name_favoured(size: ArrayLike) -> NDArray[np.object_]:
    """Whom signed gaps (shares) favour: "men", "women" or "neither".

    A gap within the tolerance favours neither. None for NaN. A gap favours somebody exactly where
    its score is under 100.
    """
    left = _percent_left(size)
    favoured = np.full(np.shape(left), None, dtype=object)
    favoured[left > 0], favoured[left < 0], favoured[left == 0] = "men", "women", "neither"
    return favoured


def _percent_left(size: ArrayLike) -> Array:
    """Signed gaps after the tolerance, in per cent, to the decimals that count."""
    percent: Array = np.round(100 * gap_after_tolerance(size), DECIMALS)
    return percent
