"""What goes into an estimate of an effect and what comes out."""

from dataclasses import dataclass, replace
from typing import Literal, Self

import numpy as np
import pandas as pd

from analysis.arrays import Mask
from analysis.effects.notes import Note

Estimator = Literal[
    "ancova",
    "ancova_hc3",
    "ancova_overlap",
    "ancova_ruled",
    "ancova_drawn",
    "aipw",
    "difference_in_differences",
    "before_after",
    "difference_in_differences_expected",
    "before_after_expected",
    "randomisation_inference",
    "lee_bounds",
    "wild_cluster_bootstrap",
    "partial_pooling",
    "association",
]
EstimateStatus = Literal["ok", "too_few", "not_estimable"]

RANDOMISED, ADJUSTED, ASSOCIATED, NAIVE, NO_EFFECT = 5, 3, 2, 1, 0
"""Levels on the Maryland Scientific Methods Scale (What Works Centre for Local Economic Growth).

A lottery; a comparison group with controls; a cross-section with controls; before and after without
a comparison. 0 stands for a row that is no estimate of an effect.
"""

FACTS = {
    "treated": "bool",
    "eligible": "bool",
    "override": "bool",
    "closed": "bool",
    "drawn": "bool",
    "stratum": "str",
}
"""What a study's frame says of every company.

Beside these stand `before`, `after`, the covariates and the backgrounds.
"""


@dataclass(frozen=True, slots=True)
class Least:
    """The fewest companies in either group from which there is an estimate.

    Likewise for the residual degrees of freedom, and for municipalities. Five is the privacy room's
    least for a mean; under five clusters Webb's weights have too few distinct draws (Webb 2014).
    """

    companies: int = 5
    freedom: int = 10
    clusters: int = 5


@dataclass(frozen=True, slots=True)
class Study:
    """One outcome of all companies of the funnel, before and after.

    `frame`: one row per company, index `company_id` (unique), with these columns:

    - `treated`; `eligible` (it answered, wanted support, and nothing spoke against it); `override`
      (a decision broke the rule); `closed`; `drawn` (the seat was drawn by lot among equals);
      `stratum` (text: within it the rule could have taken one company as well as another);
    - `before` and `after`: the outcome, float, NaN missing. An amount of which a closed company has
      none is 0 and not missing;
    - `covariates`: what the selection read at baseline, float, NaN where there was nothing to read,
      which is used too;
    - `backgrounds`: text, where missing is a category of its own.

    `group` names the part of the programme to which the frame is narrowed. P-values are adjusted
    within a `family`, estimator by estimator. `reliability` of the outcome: 0-1, NaN unknown.
    """

    outcome: str
    frame: pd.DataFrame
    covariates: tuple[str, ...]
    backgrounds: tuple[str, ...] = ("municipality", "size", "sector")
    group: str = "all"
    family: str = "outcomes"
    reliability: float = float("nan")

    @property
    def has_baseline(self) -> bool:
        """Whether the outcome was measured before, for any company.

        True for a study without companies, as nothing says otherwise.
        """
        return self.frame.empty or bool(self.frame["before"].notna().any())

    @property
    def measured(self) -> Mask:
        """The eligible companies with a follow-up, as a mask over the frame.

        They need a baseline too, if anybody has one.
        """
        frame = self.frame
        known = frame["after"].notna() & (frame["before"].notna() | (not self.has_baseline))
        return (frame["eligible"] & known).to_numpy(dtype=bool)

    def narrow(
        self, companies: Mask | pd.Series, *, group: str | None = None, family: str | None = None
    ) -> Self:
        """The study of some `companies` (a mask over the frame's rows)."""
        kept = self.frame[np.asarray(companies, dtype=bool)]
        return replace(self, frame=kept, group=group or self.group, family=family or self.family)


@dataclass(frozen=True, slots=True)
class Sides:
    """How many companies an estimate rests on."""

    treated: int
    comparison: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """One row of `results/effects`, in the outcome's unit; NaN where there is no such number.

    `low` and `high`: 95 %. `p`: two-sided. `p_adjusted`: Holm within the `family` and estimator.
    `minimum_detectable`: the least effect seen with 80 % power. `maryland_level`: 1 (weakest) to 5
    (randomised), 0 where it is no estimate of an effect. A row that is not "ok" has no number but
    its `n_`s, and says why in `notes`.
    """

    outcome: str
    group: str
    family: str
    estimator: Estimator
    estimate: float
    low: float
    high: float
    p: float
    n_treated: int
    n_comparison: int
    minimum_detectable: float
    maryland_level: int
    notes: tuple[Note, ...] = ()
    status: EstimateStatus = "ok"
    p_adjusted: float = float("nan")

    @property
    def note(self) -> str:
        """The notes in English."""
        return "; ".join(str(note) for note in self.notes)


@dataclass(frozen=True, slots=True)
class EstimateNumbers:
    """The numbers of an estimate; NaN for what an estimator does not give."""

    estimate: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    p: float = float("nan")
    minimum_detectable: float = float("nan")


def make_row(
    study: Study,
    estimator: Estimator,
    found: EstimateNumbers,
    sides: Sides,
    level: int,
    *notes: Note,
) -> Estimate:
    """An estimate of the study."""
    return _row(study, estimator, found, sides, level, "ok", notes)


def refuse_row(
    study: Study,
    estimator: Estimator,
    status: EstimateStatus,
    sides: Sides,
    level: int,
    *notes: Note,
) -> Estimate:
    """A row that says why there is no estimate."""
    return _row(study, estimator, EstimateNumbers(), sides, level, status, notes)


def count_sides(treated: pd.Series | Mask) -> Sides:
    """How many are and are not `treated`."""
    chosen = int(np.sum(np.asarray(treated, dtype=bool)))
    return Sides(chosen, len(treated) - chosen)


def _row(
    study: Study,
    estimator: Estimator,
    found: EstimateNumbers,
    sides: Sides,
    level: int,
    status: EstimateStatus,
    notes: tuple[Note, ...],
) -> Estimate:
    return Estimate(
        outcome=study.outcome,
        group=study.group,
        family=study.family,
        estimator=estimator,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        p=found.p,
        n_treated=sides.treated,
        n_comparison=sides.comparison,
        minimum_detectable=found.minimum_detectable,
        maryland_level=level,
        notes=notes,
        status=status,
    )
