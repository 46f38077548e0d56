"""The wild cluster bootstrap, for claims about municipalities.

There are too few of them for cluster-robust errors. Cameron, Gelbach and Miller (2008), with the
null imposed; Webb's (2014) six-point weights, as two-point ones have only 2^G draws.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import inf, isinf, nan, sqrt

import numpy as np
from scipy.optimize import brentq

from analysis.arrays import Array, Integers
from analysis.effects.designs import (
    Design,
    NoEstimate,
    find_refusal,
    lay_design,
    orthonormalise,
    take_out,
)
from analysis.effects.inference.randomisation import DRAWS, TIE, number_strata
from analysis.effects.models.ancova import LEAST, find_level, note_companies
from analysis.effects.notes import Note
from analysis.effects.power import LEVEL, find_detectable
from analysis.effects.records import (
    Estimate,
    EstimateNumbers,
    Least,
    Sides,
    Study,
    make_row,
    refuse_row,
)

WEBB = np.sqrt([0.5, 1.0, 1.5]) * np.array([[-1.0], [1.0]])
"""The weights, each as likely as another."""

LEAST_TREATED = 3
"""With chosen companies in fewer clusters, the test hardly ever rejects.

MacKinnon and Webb (2017).
"""

CLOSE = 1e-4
"""How near, in standard errors, a bound of the interval is found."""

REACH = 1000.0
"""How many standard errors away a bound of the interval is looked for."""


@dataclass(frozen=True, slots=True)
class Clustered:
    """A regression by cluster, with the controls taken out (G clusters, k controls).

    It holds what any null needs, so that a draw costs G x G. `t_y`, `t_t`: sums over the cluster of
    the treatment's residual times the outcome's, and squared (G). `q_y`, `q_t`: the basis of the
    controls times these residuals (G x k).
    """

    t_y: Array
    t_t: Array
    q_y: Array
    q_t: Array

    @property
    def estimate(self) -> float:
        """The least squares coefficient."""
        return float(self.t_y.sum() / self.t_t.sum())


@dataclass(frozen=True, slots=True)
class WildBootstrap:
    """The `p` of no effect, and the interval of effects that are not rejected at 5 %.

    `low` and `high` are infinite where no effect on that side is rejected. `standard_error` is the
    cluster-robust one (CR1). `exact`: every combination of weights was looked at.
    """

    estimate: float
    standard_error: float
    p: float
    low: float
    high: float
    exact: bool


def estimate_wild_cluster(
    study: Study, rng: np.random.Generator, draws: int = DRAWS, least: Least = LEAST
) -> Estimate:
    """The ANCOVA estimate with p and interval from the bootstrap over municipalities."""
    design, level = lay_design(study), find_level(study)
    clusters = number_strata(study.frame.loc[design.companies, "municipality"])
    refusal = find_refusal(design, least) or _find_refusal(design, clusters, least)
    notes = list(note_companies(study, design))
    if refusal is not None:
        return refuse_row(
            study,
            "wild_cluster_bootstrap",
            refusal.status,
            design.sides,
            level,
            refusal.note,
            *notes,
        )
    found = bootstrap_clusters(
        design.outcome, design.treated, design.controls, clusters, rng, draws
    )
    unbounded = [Note("unbounded")] if isinf(found.low) or isinf(found.high) else []
    return make_row(
        study,
        "wild_cluster_bootstrap",
        _gather_numbers(found, int(clusters.max())),
        design.sides,
        level,
        *unbounded,
        *notes,
    )


def bootstrap_clusters(
    outcome: Array,
    treated: Array,
    controls: Array,
    clusters: Integers,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> WildBootstrap:
    """Test the coefficient of `treated` (n) beside `controls` (n x k).

    Errors may correlate within `clusters` (n, numbers from 0). All 6^G combinations of weights are
    looked at if they are no more than `draws`; else p = (1 + b) / (1 + draws).
    """
    parts = sum_clusters(outcome, treated, controls, clusters)
    groups, exact = len(parts.t_t), 6 ** len(parts.t_t) <= draws
    weights = (
        np.array(list(product(WEBB.ravel(), repeat=groups)))
        if exact
        else rng.choice(WEBB.ravel(), (draws, groups))
    )
    error = find_cluster_error(parts, len(outcome), controls.shape[1] + 1)

    def test(null: float) -> float:
        as_large = int(
            np.sum(
                bootstrap_statistics(parts, null, weights)
                >= observed_statistic(parts, null) * (1 - TIE)
            )
        )
        return as_large / len(weights) if exact else (1 + as_large) / (1 + len(weights))

    low, high = (find_bound(test, parts.estimate, side * error) for side in (-1, 1))
    return WildBootstrap(parts.estimate, error, test(0.0), low, high, exact)


def sum_clusters(outcome: Array, treated: Array, controls: Array, clusters: Integers) -> Clustered:
    """Take the controls out of both (Frisch and Waugh) and add up by cluster."""
    basis = orthonormalise(controls)
    y, t = take_out(outcome, basis), take_out(treated, basis)
    member = np.equal.outer(np.arange(int(clusters.max()) + 1), clusters).astype(float)
    return Clustered(
        member @ (t * y),
        member @ t**2,
        member @ (basis * y[:, None]),
        member @ (basis * t[:, None]),
    )


def observed_statistic(parts: Clustered, null: float) -> float:
    """|t| of the null, cluster-robust, but for the factors that every draw shares."""
    scores = parts.t_y - parts.estimate * parts.t_t
    return abs(parts.estimate - null) * float(parts.t_t.sum()) / float(np.linalg.norm(scores))


def bootstrap_statistics(parts: Clustered, null: float, weights: Array) -> Array:
    """The t statistic, absolute, in outcomes that were made under the null (draw).

    Each outcome is the fitted value plus its cluster's residuals times the cluster's weight (draw x
    G).
    """
    own = parts.t_y - null * parts.t_t
    spill = parts.q_t @ (parts.q_y - null * parts.q_t).T
    scores = np.diag(own) - spill - np.outer(parts.t_t, own) / parts.t_t.sum()
    return np.asarray(
        np.abs(weights @ own) / np.linalg.norm(weights @ scores.T, axis=1), dtype=float
    )


def find_cluster_error(parts: Clustered, n: int, parameters: int) -> float:
    """The cluster-robust standard error with the usual small-sample factor (CR1)."""
    groups, scores = len(parts.t_t), parts.t_y - parts.estimate * parts.t_t
    factor = groups / (groups - 1) * (n - 1) / (n - parameters)
    return sqrt(factor) * float(np.linalg.norm(scores)) / float(parts.t_t.sum())


def find_bound(test: Callable[[float], float], start: float, step: float) -> float:
    """The null on the side of `step` at which the p-value of `test` falls to 5 %.

    Infinite where p is still higher far away.
    """
    reach = 1.0
    while reach <= REACH and test(start + reach * step) > LEVEL:
        reach *= 2
    if reach > REACH:
        return inf if step > 0 else -inf
    return float(
        brentq(
            lambda null: test(null) - LEVEL - TIE,
            start,
            start + reach * step,
            xtol=CLOSE * abs(step),
        )
    )


def _find_refusal(design: Design, clusters: Integers, least: Least) -> NoEstimate | None:
    groups = len(np.unique(clusters))
    if groups < least.clusters:
        return NoEstimate(
            "too_few", Note("too_few_clusters", {"clusters": groups, "least": least.clusters})
        )
    sides = Sides(*(len(np.unique(clusters[design.treated == side])) for side in (1, 0)))
    if min(sides.treated, sides.comparison) >= LEAST_TREATED:
        return None
    values = {"treated": sides.treated, "comparison": sides.comparison, "least": LEAST_TREATED}
    return NoEstimate("too_few", Note("too_few_treated_clusters", values))


def _gather_numbers(found: WildBootstrap, freedom: int) -> EstimateNumbers:
    detectable = find_detectable(found.standard_error, freedom)
    low, high = (nan if isinf(bound) else bound for bound in (found.low, found.high))
    return EstimateNumbers(
        estimate=found.estimate, low=low, high=high, p=found.p, minimum_detectable=detectable
    )
