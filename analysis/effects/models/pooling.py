"""By municipality: each estimate shrunken towards the mean of all.

Each has its interval. They are not ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm, t

from analysis.arrays import Array
from analysis.effects.designs import (
    Design,
    NoEstimate,
    find_few,
    find_refusal,
    is_estimable,
    lay_design,
)
from analysis.effects.models.ancova import LEAST
from analysis.effects.models.regression import Fit, fit_effects
from analysis.effects.notes import Note
from analysis.effects.records import (
    ADJUSTED,
    Estimate,
    EstimateNumbers,
    Least,
    Sides,
    Study,
    count_sides,
    make_row,
    refuse_row,
)

FEWEST_GROUPS = 3
"""Two estimates cannot tell how much estimates differ (Gelman 2006)."""

TAIL = 0.975
REACH = 10.0
"""How many standard errors away the ends of an interval are looked for."""

POINTS = 2000
"""How many values of the spread between groups are weighed against one another."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """One group's effect, shrunken towards the `mean` of all.

    The posterior mean and its 95 % interval.
    """

    estimate: float
    low: float
    high: float
    mean: float


@dataclass(frozen=True, slots=True)
class Spreads:
    """Values (m) of tau, the standard deviation of the true effects.

    Given each tau: the `mean` effect (m) and its `variance` (m). `weight`: the posterior, sum 1.
    """

    tau: Array
    mean: Array
    variance: Array
    weight: Array


def estimate_by_group(
    study: Study, by: str = "municipality", least: Least = LEAST
) -> list[Estimate]:
    """Give one row per value of the background `by`, in the order of their names.

    Only measured companies count. Each has its own effect in one ANCOVA for all, and these are
    shrunken. A group with too few companies gets a row that says so, and its chosen companies are
    not in the regression.
    """
    whole = replace(study, backgrounds=tuple(dict.fromkeys((*study.backgrounds, by))))
    names = study.frame[by].astype("str").fillna("")
    sides = {
        str(name): count_sides(one)
        for name, one in study.frame.loc[study.measured, "treated"].groupby(names[study.measured])
    }
    estimable = [name for name, one in sides.items() if find_few(one, least.companies) is None]
    design = lay_design(whole.narrow(names.isin(estimable) | ~study.frame["treated"]))
    effects = _split_treatment(design, names, estimable)
    refusal = _find_refusal(design, effects, least)
    few = {name: find_few(one, least.companies) or refusal for name, one in sides.items()}
    rows = {
        name: _refuse(study, name, sides[name], why) for name, why in few.items() if why is not None
    }
    if refusal is None:
        fits = fit_effects(design.outcome, effects, design.controls)
        for name, fit, pooled in zip(estimable, fits, shrink(fits), strict=True):
            rows[name] = _make_estimate(study, name, sides[name], fit, pooled)
    return [rows[name] for name in sides]


def shrink(fits: Sequence[Fit]) -> list[Pooled]:
    """Shrink the effects of at least three groups towards their mean.

    y_j ~ N(theta_j, s_j^2), theta_j ~ N(mu, tau^2), mu and tau uniform. Averaged over tau by its
    posterior, not at its best estimate, which is often 0 and then hides how much groups may differ
    (Gelman et al., Bayesian Data Analysis, 3rd ed., 5.4). Few degrees of freedom widen s_j by the
    ratio of the t to the normal quantile.
    """
    y = np.array([fit.estimate for fit in fits])
    s = np.array([fit.standard_error * t.ppf(TAIL, fit.freedom) / norm.ppf(TAIL) for fit in fits])
    spreads = weigh_spreads(y, s)
    own = spreads.tau[:, None] ** 2 / (spreads.tau[:, None] ** 2 + s**2)
    means = own * y + (1 - own) * spreads.mean[:, None]
    errors = np.sqrt(own * s**2 + (1 - own) ** 2 * spreads.variance[:, None])
    return [
        _summarise(spreads, means[:, position], errors[:, position]) for position in range(len(y))
    ]


def weigh_spreads(y: Array, s: Array) -> Spreads:
    """Weigh values of tau from 0 to far away by their posterior (BDA3, equation 5.21).

    The values lie close together where they are small.
    """
    angle = (np.arange(POINTS) + 0.5) / POINTS * np.pi / 2
    tau = np.median(s) * np.tan(angle)
    total = s**2 + tau[:, None] ** 2
    variance = 1 / np.sum(1 / total, axis=1)
    mean = np.sum(y / total, axis=1) * variance
    density = (
        np.log(variance) - np.sum(np.log(total) + (y - mean[:, None]) ** 2 / total, axis=1)
    ) / 2
    log = density - 2 * np.log(np.cos(angle))
    weight = np.exp(log - log.max())
    return Spreads(tau, mean, variance, weight / weight.sum())


def _summarise(spreads: Spreads, means: Array, errors: Array) -> Pooled:
    """Mean and central 95 % of a mixture of normal distributions."""
    ends = (float(np.min(means - REACH * errors)), float(np.max(means + REACH * errors)))

    def find(share: float) -> float:
        return float(
            brentq(lambda x: float(spreads.weight @ norm.cdf((x - means) / errors)) - share, *ends)
        )

    return Pooled(
        float(spreads.weight @ means),
        find(1 - TAIL),
        find(TAIL),
        float(spreads.weight @ spreads.mean),
    )


def _split_treatment(design: Design, names: pd.Series, estimable: Sequence[str]) -> Array:
    """One column a group: the treatment there, 0 elsewhere."""
    group = names.loc[design.companies].to_numpy()
    return np.column_stack(
        [
            np.empty((len(group), 0)),
            *(np.where(group == name, design.treated, 0.0) for name in estimable),
        ]
    )


def _find_refusal(design: Design, effects: Array, least: Least) -> NoEstimate | None:
    groups = effects.shape[1]
    if groups < FEWEST_GROUPS:
        return NoEstimate(
            "too_few", Note("too_few_to_pool", {"groups": groups, "least": FEWEST_GROUPS})
        )
    if not is_estimable(effects, design.controls):
        return NoEstimate("not_estimable", Note("collinear"))
    return find_refusal(design, replace(least, freedom=least.freedom + groups - 1))


def _refuse(study: Study, name: str, sides: Sides, refusal: NoEstimate) -> Estimate:
    return refuse_row(
        replace(study, group=name), "partial_pooling", refusal.status, sides, ADJUSTED, refusal.note
    )


def _make_estimate(study: Study, name: str, sides: Sides, fit: Fit, pooled: Pooled) -> Estimate:
    found = EstimateNumbers(estimate=pooled.estimate, low=pooled.low, high=pooled.high)
    note = Note("pooled", {"mean": pooled.mean, "own": fit.estimate})
    return make_row(replace(study, group=name), "partial_pooling", found, sides, ADJUSTED, note)
