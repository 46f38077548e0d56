"""How far women's and men's mean pay are apart."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

TOLERANCE = 0.05
"""A gap up to this size counts as none: EU 2023/970, art. 10, and the French "seuil de pertinence"."""

FEWEST = 3
"""Women, and men, that a mean must rest on: Code du travail, annexe I to art. D. 1142-2."""

EGAPRO_POINTS = (40, 39, 38, 37, 36, 35, 34, 33, 31, 29, 27, 25, 23, 21, 19, 17, 14, 11, 8, 5, 2, 0)
"""Points of 40 for a gap of 0 %, of at most 1 %, of at most 2 % ... and over 20 %: same annexe, indicator 1."""

Gaps = NDArray[np.float64]


def gap(women: ArrayLike, men: ArrayLike) -> Gaps:
    """The gap between mean pays as a share of men's, positive where men earn more: EU 2023/970, art. 3.

    NaN where a mean is missing or 0: nobody is paid nothing, so nothing can be said.
    """
    women, men = np.asarray(women, dtype=float), np.asarray(men, dtype=float)
    paid = (women > 0) & (men > 0)
    size: Gaps = np.full(np.broadcast(women, men).shape, np.nan)
    np.divide(men - women, men, out=size, where=paid)
    return size


def gap_after_tolerance(size: ArrayLike) -> Gaps:
    """What is left of signed gaps (shares) after the tolerance; the sign stays."""
    size = np.asarray(size, dtype=float)
    left: Gaps = np.sign(size) * np.maximum(0, np.abs(size) - TOLERANCE)
    return left


def score_gap(size: ArrayLike) -> NDArray[np.float64]:
    """Score signed gaps (shares), after the tolerance and whatever the direction: Egapro's points as a percentage, 0-100, 100 is no gap.

    Gaps are taken to the millionth, as Egapro does: exactly 10 % must not fall into the next step by a rounding error.
    """
    left = np.abs(gap_after_tolerance(size))
    step = np.ceil(np.round(100 * left, 4))
    points = np.asarray(EGAPRO_POINTS, dtype=float) * 100 / EGAPRO_POINTS[0]
    known = ~np.isnan(step)
    place = np.minimum(np.where(known, step, 0), len(EGAPRO_POINTS) - 1).astype(int)
    return np.where(known, points[place], np.nan)
