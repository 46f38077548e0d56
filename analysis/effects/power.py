"""What an estimate could have seen.

A null result says "an effect of this size would have been seen", and not "no effect".
"""

from functools import lru_cache
from math import sqrt

from scipy.optimize import brentq
from scipy.stats import nct, t

POWER = 0.80
LEVEL = 0.05


def minimum_detectable_effect(
    treated: int, comparison: int, spread: float = 1.0, correlation: float = 0.0
) -> float:
    """The least difference seen with 80 % power in a two-sided test at 5 %.

    Between `treated` and `comparison` companies, three or more in all. `spread`: the outcome's
    standard deviation; 1 gives the answer in SD. A baseline that correlates r with the outcome
    takes off sqrt(1 - r^2) (Borm, Fransen and Lemmens 2007).
    """
    return find_detectable(
        spread * sqrt((1 - correlation**2) * (1 / treated + 1 / comparison)),
        treated + comparison - 2,
    )


def find_detectable(standard_error: float, freedom: float) -> float:
    """The minimum detectable effect of an estimate with this `standard_error` (Bloom 1995).

    `freedom`: residual degrees of freedom, at least 1.
    """
    return _find_multiple(float(freedom)) * standard_error


@lru_cache(maxsize=1024)
def _find_multiple(freedom: float) -> float:
    """The noncentrality at which the t test rejects on the right side with 80 %.

    On the wrong side it then practically never rejects.
    """
    limit = float(t.ppf(1 - LEVEL / 2, freedom))
    return float(
        brentq(lambda shift: float(nct.sf(limit, freedom, shift)) - POWER, 0.0, 2 * limit + 1)
    )
