"""Shares of a group, and how sure they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.stats.proportion import proportion_confint

from analysis.arrays import Array


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper bounds of shares, 0-1; NaN where nobody answered."""

    low: Array
    high: Array


def wilson_interval(share: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Wilson's interval of shares (0-1) of `n` answers.

    `n` may be an effective number, and so need not be whole.
    """
    share, n = np.broadcast_arrays(np.asarray(share, dtype=float), np.asarray(n, dtype=float))
    low, high = np.full(share.shape, np.nan), np.full(share.shape, np.nan)
    known = (n > 0) & ~np.isnan(share)
    low[known], high[known] = proportion_confint(
        share[known] * n[known], n[known], alpha=1 - confidence, method="wilson"
    )
    return Interval(low, high)


def effective_n(weights: ArrayLike) -> float:
    """Kish's effective sample size: how many equally weighted answers would be as sure.

    0 without any weight.
    """
    weights = np.asarray(weights, dtype=float)
    squares = float(np.sum(weights**2))
    return float(np.sum(weights)) ** 2 / squares if squares else 0.0
