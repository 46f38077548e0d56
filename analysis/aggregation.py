"""The arithmetic of scores, on plain arrays: indicators make domains, domains make the index, and missing is not zero."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.records import Aggregation
from analysis.rules import ScoringRules

LIFT = 0.99
"""The geometric mean is taken of 1 + 0.99 x, 1-100, so that a domain at 0 does not make the index 0: EIGE's Gender Equality Index."""

SLACK = 1e-9
"""The rounding error allowed where a completeness stands exactly at its limit."""

EXACT = 9
"""Decimals that are kept: the rest is the machine's rounding, and would put a score of exactly 50 under a limit of 50 and break ties."""

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """`indicators` (i) and `domains` (d), all over 0; `member` (i x d) says which indicator belongs to which domain."""

    indicators: Array
    domains: Array
    member: Mask


@dataclass(frozen=True, slots=True)
class Cells:
    """Points of companies x indicators: `values` (0-100, 0 where there are none), where they are `calculable` and where `applicable`."""

    values: Array
    calculable: Mask
    applicable: Mask


@dataclass(frozen=True, slots=True)
class Means:
    """`score` is 0-100, NaN where too little is calculable or nothing applies.

    `completeness` is the calculable share of the applicable weight, 0-1, NaN where nothing applies.
    """

    score: Array
    completeness: Array


@dataclass(frozen=True, slots=True)
class ArrayScores:
    """`domains` (company x domain) and `index` (company): as `analysis.records.Scores`, without labels."""

    domains: Means
    index: Means


def score_arrays(cells: Cells, weights: Weights, rules: ScoringRules) -> ArrayScores:
    """Score the domains and, from them, the index."""
    domains = score_domains(cells, weights, rules.least_complete)
    return ArrayScores(domains, score_index(domains, weights.domains, rules))


def score_domains(cells: Cells, weights: Weights, least_complete: float) -> Means:
    """Weighted arithmetic means of each domain's indicators."""
    shape = (len(cells.values), len(weights.domains))
    score, completeness = np.empty(shape), np.empty(shape)
    for domain, members in enumerate(weights.member.T):
        mean = _weighted_mean(
            cells.values[:, members],
            cells.calculable[:, members],
            cells.applicable[:, members],
            weights.indicators[members],
            least_complete,
        )
        score[:, domain], completeness[:, domain] = mean.score, mean.completeness
    return Means(np.round(score, EXACT), completeness)


def score_index(domains: Means, weights: Array, rules: ScoringRules) -> Means:
    """The index of the domains, 0-100: lowered again after a geometric mean, so that equal domains have an index equal to them."""
    calculable, applicable = ~np.isnan(domains.score), ~np.isnan(domains.completeness)
    scale, back = _SCALES[rules.aggregation]
    mean = _weighted_mean(scale(np.where(calculable, domains.score, 0)), calculable, applicable, weights, rules.least_complete)
    return Means(np.round(back(mean.score), EXACT), mean.completeness)


def aggregate(values: ArrayLike, weights: ArrayLike, aggregation: Aggregation) -> float:
    """The weighted mean of positive values, as it is: nothing lifted, nothing missing."""
    values, weights = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if aggregation == "geometric":
        return float(np.exp(np.average(np.log(values), weights=weights)))
    return float(np.average(values, weights=weights))


def _weighted_mean(values: Array, calculable: Mask, applicable: Mask, weights: Array, least_complete: float) -> Means:
    held, asked = (calculable * weights).sum(axis=1), (applicable * weights).sum(axis=1)
    completeness = np.divide(held, asked, out=np.full(len(held), np.nan), where=asked > 0)
    complete = (completeness >= least_complete - SLACK) & (held > 0)
    total = (calculable * values * weights).sum(axis=1)
    return Means(np.divide(total, held, out=np.full(len(held), np.nan), where=complete), completeness)


def _lift(score: Array) -> Array:
    return np.log(1 + LIFT * score)


def _lower(lifted: Array) -> Array:
    return (np.exp(lifted) - 1) / LIFT


def _as_it_is(score: Array) -> Array:
    return score


_SCALES: dict[Aggregation, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "geometric": (_lift, _lower),
    "arithmetic": (_as_it_is, _as_it_is),
}
"""How scores are laid on the scale on which the mean is taken, and brought back."""
