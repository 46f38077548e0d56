"""Lee's bounds (2009): the effect on those who would have answered either way.

They hold whatever made the others drop out.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.stats import t

from analysis.arrays import Array
from analysis.effects.designs import Design, NoEstimate, find_refusal, lay_design
from analysis.effects.models.ancova import LEAST, find_level
from analysis.effects.models.regression import fit_effect
from analysis.effects.notes import Note
from analysis.effects.records import (
    Estimate,
    EstimateNumbers,
    Least,
    Sides,
    Study,
    count_sides,
    make_row,
    refuse_row,
)

Group = Literal["chosen", "others"]
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Answered:
    """The outcome of those of a group who answered (m), and how many were asked (n >= m)."""

    values: Array
    asked: int

    @property
    def share(self) -> float:
        """How many answered, 0-1."""
        return len(self.values) / self.asked


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The mean of what is left without the highest answers, and its sampling variance."""

    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class LeeBounds:
    """The bounds of the effect, `lower` and `upper`.

    `low` to `high` is the 95 % interval of the effect itself (Imbens and Manski 2004). `share`
    (0-1) of the answers of the group `trimmed`, in which more answered, were taken away.
    """

    lower: float
    upper: float
    low: float
    high: float
    share: float
    trimmed: Group


def estimate_lee(study: Study, least: Least = LEAST) -> Estimate:
    """Bounds for the effect, on the outcome less what the baseline explains of it in the ANCOVA.

    The row has no estimate: `low` and `high` are the interval around the bounds, which the note
    gives. No bound is taken as surer than the ANCOVA itself is. Assumes that being chosen moves
    every company's answering in the same direction, if at all.
    """
    design, level = lay_design(study), find_level(study)
    refusal = find_refusal(design, least) or _find_refusal(
        count_asked(study, design), design.sides, least
    )
    if refusal is not None:
        return refuse_row(study, "lee_bounds", refusal.status, design.sides, level, refusal.note)
    fit = fit_effect(design.outcome, design.treated, design.controls)
    adjusted, asked, chosen = adjust_outcome(design), count_asked(study, design), design.treated > 0
    bounds = bound_effect(
        Answered(adjusted[chosen], asked.treated),
        Answered(adjusted[~chosen], asked.comparison),
        fit.standard_error,
    )
    return make_row(
        study,
        "lee_bounds",
        EstimateNumbers(low=bounds.low, high=bounds.high),
        design.sides,
        level,
        _note(bounds),
    )


def count_asked(study: Study, design: Design) -> Sides:
    """Count the companies that the estimate would rest on if all had answered.

    Those that the design sets aside are not counted.
    """
    frame = study.frame
    away = study.measured & ~frame.index.isin(design.companies)
    asked = frame["eligible"] & (frame["before"].notna() | (not study.has_baseline)) & ~away
    return count_sides(frame.loc[asked, "treated"])


def adjust_outcome(design: Design) -> Array:
    """The outcome less the controls' part of it, by their coefficients beside the treatment."""
    columns = np.column_stack([design.treated, design.controls])
    coefficients = np.linalg.lstsq(columns, design.outcome, rcond=None)[0]
    return np.asarray(design.outcome - design.controls @ coefficients[1:], dtype=float)


def bound_effect(treated: Answered, comparison: Answered, least_error: float = 0.0) -> LeeBounds:
    """Trim the group of which more answered, until both groups answered at the same rate.

    Trimmed from the top gives one bound, and from the bottom the other. `least_error`: the standard
    error that no bound's may be under. At least two answers in either group.
    """
    more, fewer = (
        (treated, comparison) if treated.share >= comparison.share else (comparison, treated)
    )
    share, rates = 1 - fewer.share / more.share, _vary_rate(treated) + _vary_rate(comparison)
    lowest, highest = trim_top(more.values, share, rates), trim_top(-more.values, share, rates)
    mean, variance = (
        float(np.mean(fewer.values)),
        float(np.var(fewer.values, ddof=1)) / len(fewer.values),
    )
    errors = [
        max(float(np.sqrt(one.variance + variance)), least_error) for one in (lowest, highest)
    ]
    ends = (lowest.mean - mean, -highest.mean - mean)
    group: Group = "chosen" if more is treated else "others"
    freedom = len(more.values) + len(fewer.values) - 2
    if group == "chosen":
        return _make_bounds(ends[0], ends[1], errors[0], errors[1], freedom, share, group)
    return _make_bounds(-ends[1], -ends[0], errors[1], errors[0], freedom, share, group)


def trim_top(values: Array, share: float, rates: float = 0.0) -> Trimmed:
    """The mean of `values` without the highest `share` (0 to under 1) of them.

    The value at the border counts in part. The variance is Lee's (2009, proposition 3): of the
    values left, of the border, and (`rates`) of how many answered.
    """
    ordered, kept = np.sort(values), len(values) * (1 - share)
    weights = np.clip(kept - np.arange(len(values)), 0.0, 1.0)
    mean = float(weights @ ordered) / kept
    spread = float(weights @ (ordered - mean) ** 2) / max(kept - 1, 1.0)
    border = float(ordered[weights > 0][-1]) - mean if share > 0 else 0.0
    return Trimmed(mean, (spread + border**2 * share) / kept + border**2 * rates)


def _vary_rate(group: Answered) -> float:
    """The variance of the logarithm of the share who answered."""
    return (1 - group.share) / len(group.values)


def _make_bounds(
    lower: float,
    upper: float,
    lower_error: float,
    upper_error: float,
    freedom: float,
    share: float,
    trimmed: Group,
) -> LeeBounds:
    """Put an interval around the bounds, with Imbens and Manski's c and the t distribution.

    c lies between 1.65, where the bounds are far apart, and 1.96, where they meet.
    """
    apart = (
        (upper - lower) / max(lower_error, upper_error)
        if max(lower_error, upper_error) > 0
        else 0.0
    )
    c = float(
        brentq(lambda c: t.cdf(c + apart, freedom) - t.cdf(-c, freedom) - CONFIDENCE, 0.0, 100.0)
    )
    return LeeBounds(lower, upper, lower - c * lower_error, upper + c * upper_error, share, trimmed)


def _find_refusal(asked: Sides, answered: Sides, least: Least) -> NoEstimate | None:
    """Refuse where trimming would leave too few.

    It leaves as many of a group as had answered at the other group's rate.
    """
    rates = (answered.treated / asked.treated, answered.comparison / asked.comparison)
    left = min(rates) * (asked.treated if rates[0] >= rates[1] else asked.comparison)
    return (
        None
        if left >= least.companies
        else NoEstimate("too_few", Note("too_few_left", {"n": int(left), "least": least.companies}))
    )


def _note(bounds: LeeBounds) -> Note:
    if bounds.share == 0:
        return Note("no_drop_out")
    values = {
        "share": 100 * bounds.share,
        "group": bounds.trimmed,
        "lower": bounds.lower,
        "upper": bounds.upper,
    }
    return Note("bounds", values)
