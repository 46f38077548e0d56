"""How far scores move where nobody is helped.

What to expect of each company is read from the companies that were measured twice and not helped:
the trend that all share, the way back towards the mean after a bad or a good day, and how far
single companies stray from both. Such an expectation is that of McSweeny et al. (1993) and of
Crawford and Garthwaite (2006). How far is chance is found and not assumed: it is a limit that at
most one in twenty companies that were not helped passes with any of its scores (conformal
prediction: Lei et al. 2018; one limit for all scores of a company: Westfall and Young 1993).
"""

from dataclasses import dataclass
from math import ceil, nan

import numpy as np

from analysis.arrays import Array, Mask

FALSE_CLAIMS = 0.05
"""The largest share of companies that may read a change which is none."""
LEAST_RETEST = 30
"""So many companies must have been measured twice to tell how far a score moves by itself."""
LOWEST, LEAST_LOWEST = 0.125, 20
"""The share of companies with the lowest index that have a limit of their own, if they are enough.

Those who are helped are nearly all among them, and stray further than others. Where they are
too few, their limit is the furthest that anybody strayed.
"""
LEAST_ERROR = 0.4
"""The smallest error of a company, as a share of the mean error, whatever the fitted line says."""
FOLDED = float(np.sqrt(np.pi / 2))
"""From a mean absolute error to a standard deviation, where errors are normal."""


@dataclass(frozen=True, slots=True)
class Retest:
    """Scores (0-100, NaN where missing) of n companies in k items, `before` and `after` (n x k).

    The first item is the index. `answers` (n x k): how many answers a score rests on, in the round
    with fewer. `start` (n): the mean of the company's domains before, NaN where it has none.
    `untouched` (n): who was not helped.
    """

    before: Array
    after: Array
    answers: Array
    start: Array
    untouched: Mask

    @property
    def known(self) -> Mask:
        """Where both rounds have a score (n x k)."""
        measured = ~np.isnan(self.before) & ~np.isnan(self.after)
        return np.asarray(measured & ~np.isnan(self.start)[:, np.newaxis], dtype=bool)


@dataclass(frozen=True, slots=True)
class Reach:
    """What chance does to each score (n x k), NaN where nobody can tell.

    `expected`: the score after, if nobody is helped. `limit`: so many points from that are chance.
    """

    expected: Array
    limit: Array


@dataclass(frozen=True, slots=True)
class _Line:
    """One item's `expected` score after (n), its typical `error` (n), and `stray`.

    `stray` (n): how many errors the company lies from the expected score. That of a company on
    which the line rests is what it would be had the line been drawn without it.
    """

    expected: Array
    error: Array
    stray: Array


def find_reach(retest: Retest) -> Reach:
    """What to expect of every score if nobody is helped, and how far from it is still chance."""
    lines = [_fit_line(retest, item) for item in range(retest.before.shape[1])]
    expected, error, stray = (
        np.column_stack([getattr(line, name) for line in lines])
        for name in ("expected", "error", "stray")
    )
    limits = find_limits(np.abs(stray), retest.before[:, 0], retest.untouched)
    return Reach(expected, error * limits[:, np.newaxis])


def find_limits(stray: Array, index: Array, untouched: Mask) -> Array:
    """How many errors are chance, for each company (n).

    `stray` (n x k): how many errors each score lies from the expected one, without sign. `index`
    (n): before, NaN where there is none.
    """
    told = ~np.isnan(stray).all(axis=1)
    furthest = np.max(np.nan_to_num(stray, nan=-np.inf), axis=1)
    rest = untouched & told
    ranked = index[rest & ~np.isnan(index)]
    low = index <= (np.quantile(ranked, LOWEST) if len(ranked) else nan)
    if np.sum(rest & low) >= LEAST_LOWEST:
        lowest, other = find_limit(furthest[rest & low]), find_limit(furthest[rest & ~low])
    else:
        lowest, other = np.max(furthest[rest], initial=-np.inf), find_limit(furthest[rest])
    return np.where(low, max(lowest, other), other)


def find_limit(furthest: Array) -> float:
    """The limit that one more company of the same kind passes with a chance of `FALSE_CLAIMS`.

    It is the value of a rank and not a quantile between two: with 30 companies, the largest.
    """
    rank = ceil((len(furthest) + 1) * (1 - FALSE_CLAIMS))
    return float(np.sort(furthest)[rank - 1]) if rank <= len(furthest) else float("inf")


def _fit_line(retest: Retest, item: int) -> _Line:
    """Regress the score after on the score before and on the company's start."""
    known = retest.known[:, item]
    fitted = known & retest.untouched
    if np.sum(fitted) < LEAST_RETEST:
        return _unknown(len(known))
    columns = np.column_stack(
        [np.ones(len(known)), np.nan_to_num(retest.before[:, item]), np.nan_to_num(retest.start)]
    )
    expected = np.clip(_predict(columns, retest.after[:, item], fitted), 0, 100)
    away = (retest.after[:, item] - expected) * _without_itself(columns, fitted)
    error = _predict_error(away, _lay_error(retest, item), fitted)
    if np.allclose(away[fitted], 0):
        return _unknown(len(known))
    return _Line(*(np.where(known, values, nan) for values in (expected, error, away / error)))


def _unknown(companies: int) -> _Line:
    missing = np.full(companies, nan)
    return _Line(missing, missing, missing)


def _lay_error(retest: Retest, item: int) -> Array:
    """What the error of a score depends on: how few answers it rests on, and how low an index is.

    A geometric mean strays further where one of its domains is low.
    """
    few = 1 / np.sqrt(np.maximum(retest.answers[:, item], 1))
    low = [100 - np.nan_to_num(retest.before[:, item], nan=100)] if item == 0 else []
    return np.column_stack([np.ones(len(few)), few, *low])


def _predict_error(away: Array, columns: Array, fitted: Mask) -> Array:
    """A typical error of every company, from the sizes of those that were found (Glejser 1969)."""
    size = np.abs(away)
    least = LEAST_ERROR * float(np.mean(size[fitted]))
    return np.asarray(FOLDED * np.maximum(_predict(columns, size, fitted), least), dtype=float)


def _predict(columns: Array, values: Array, fitted: Mask) -> Array:
    """Least squares on the `fitted` rows, for all rows."""
    found = np.linalg.lstsq(columns[fitted], values[fitted], rcond=None)[0]
    return np.asarray(columns @ found, dtype=float)


def _without_itself(columns: Array, fitted: Mask) -> Array:
    """By how much each residual grows if its own row is left out, or is the error of a new row."""
    own = columns[fitted]
    leverage = np.einsum("ij,jk,ik->i", columns, np.linalg.pinv(own.T @ own), columns)
    outside = 1 / np.sqrt(1 + leverage)
    inside = 1 / np.maximum(1 - leverage, LEAST_ERROR)
    return np.asarray(np.where(fitted, inside, outside), dtype=float)
