"""The arithmetic of scores, on plain arrays: indicators make domains, and domains make the index.

Nothing missing is filled in. A mean is taken of what is calculable, if that is enough.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.arrays import EXACT, Array, Mask
from analysis.records import Aggregation
from analysis.rules import ScoringRules

LIFT = 0.99
"""Before a geometric mean, a score x (0-100) becomes 1 + 0.99 x (1-100), as EIGE does.

Without that, one domain at 0 would make the whole index 0.
"""

SLACK = 1e-9
"""The rounding error that is allowed where a completeness stands exactly at its limit."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of `indicators` (i), 0 or more, and of `domains` (d), all over 0.

    `member` (i x d) says which indicator belongs to which domain.
    """

    indicators: Array
    domains: Array
    member: Mask


@dataclass(frozen=True, slots=True)
class Cells:
    """The points of companies x indicators, in three arrays of one shape.

    `values`: 0-100, and 0 where there are no points. `calculable`: where there are points.
    `applicable`: where there should be.
    """

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
    """The means of `domains` (company x domain) and of the `index` (company), without labels."""

    domains: Means
    index: Means


def score_arrays(cells: Cells, weights: Weights, rules: ScoringRules) -> ArrayScores:
    """Score the domains and, from them, the index."""
    domains = score_domains(cells, weights, rules.least_complete)
    return ArrayScores(domains, score_index(domains, weights.domains, rules))


def score_domains(cells: Cells, weights: Weights, least_complete: float) -> Means:
    """Score each domain: the weighted arithmetic mean of its indicators, 0-100."""
    shape = (len(cells.values), len(weights.domains))
    score, completeness = np.empty(shape), np.empty(shape)
    for domain, members in enumerate(weights.member.T):
        calculable, own = cells.calculable[:, members], weights.indicators[members]
        share = share_calculable(calculable, cells.applicable[:, members], own)
        mean = take_mean(cells.values[:, members], own, calculable, "arithmetic")
        score[:, domain] = _keep_complete(mean, share, least_complete)
        completeness[:, domain] = share
    return Means(np.round(score, EXACT), completeness)


def score_index(domains: Means, weights: Array, rules: ScoringRules) -> Means:
    """Score the index from the domains, 0-100.

    A geometric mean is taken of lifted scores and lowered again, so that the index of equal domains
    is equal to them.
    """
    calculable, applicable = ~np.isnan(domains.score), ~np.isnan(domains.completeness)
    share = share_calculable(calculable, applicable, weights)
    if rules.aggregation == "geometric":
        mean = (take_mean(1 + LIFT * domains.score, weights, calculable, "geometric") - 1) / LIFT
    else:
        mean = take_mean(domains.score, weights, calculable, "arithmetic")
    return Means(np.round(_keep_complete(mean, share, rules.least_complete), EXACT), share)


def take_mean(values: Array, weights: Array, held: Mask, aggregation: Aggregation) -> Array:
    """The weighted mean of each company's `values` (company x item) over the items that are `held`.

    `weights` are by item, 0 or more. NaN where a company holds no item with a weight. A geometric
    mean needs values over 0.
    """
    scale, back = _SCALES[aggregation]
    total = (held * scale(np.where(held, values, 1)) * weights).sum(axis=1)
    weight = (held * weights).sum(axis=1)
    mean: Array = back(np.divide(total, weight, out=np.full(len(values), np.nan), where=weight > 0))
    return mean


def share_calculable(calculable: Mask, applicable: Mask, weights: Array) -> Array:
    """The share (0-1) of each company's applicable weight that is calculable.

    NaN where nothing applies.
    """
    held, asked = (calculable * weights).sum(axis=1), (applicable * weights).sum(axis=1)
    share: Array = np.divide(held, asked, out=np.full(len(held), np.nan), where=asked > 0)
    return share


def _keep_complete(mean: Array, completeness: Array, least: float) -> Array:
    return np.where(completeness >= least - SLACK, mean, np.nan)


def _as_it_is(values: Array) -> Array:
    return values


_SCALES: Mapping[Aggregation, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "geometric": (np.log, np.exp),
    "arithmetic": (_as_it_is, _as_it_is),
}
"""The scale on which each mean is taken, and the way back from it."""
