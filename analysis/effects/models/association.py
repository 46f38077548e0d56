"""By activity: how the follow-up goes with the hours that a company spent.

It is an association and no effect, because companies chose their hours.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.arrays import Array
from analysis.effects.designs import (
    Design,
    NoEstimate,
    find_few,
    is_estimable,
    is_independent,
    lay_design,
)
from analysis.effects.models.ancova import LEAST
from analysis.effects.models.regression import Fit, fit_effects
from analysis.effects.notes import Note
from analysis.effects.records import (
    ASSOCIATED,
    Estimate,
    Least,
    Sides,
    Study,
    count_sides,
    make_row,
    refuse_row,
)

UNIT = 10
"""Hours that a coefficient stands for."""


def associate_hours(study: Study, hours: pd.DataFrame, least: Least = LEAST) -> list[Estimate]:
    """Give one row per kind of activity.

    `hours`: company x kind. A company or value that is missing spent no hours. All kinds in one
    regression, with the controls and errors of the ANCOVA; `n_treated` are companies with hours of
    the kind. Where too few companies spent such hours, or too few did not, a row says so, and the
    kind is not in the regression.
    """
    design = lay_design(study)
    spent = hours.reindex(design.companies).fillna(0.0) / UNIT
    sides = {str(kind): count_sides(spent[kind] > 0) for kind in spent.columns}
    estimable = [kind for kind, one in sides.items() if find_few(one, least.companies) is None]
    effects = spent[estimable].to_numpy(dtype=float)
    refusal = _find_refusal(design, effects, least)
    few = {kind: find_few(one, least.companies) or refusal for kind, one in sides.items()}
    rows = {
        kind: _refuse(study, kind, sides[kind], why) for kind, why in few.items() if why is not None
    }
    if refusal is None and estimable:
        fits = fit_effects(design.outcome, effects, design.controls)
        rows |= {
            kind: _make_estimate(study, kind, sides[kind], fit)
            for kind, fit in zip(estimable, fits, strict=True)
        }
    return [rows[kind] for kind in sides]


def _find_refusal(design: Design, effects: Array, least: Least) -> NoEstimate | None:
    """What stands in the way of all kinds: the treatment itself is not in this regression."""
    n, parameters = len(design.outcome), design.controls.shape[1] + effects.shape[1]
    if n - parameters < least.freedom:
        return NoEstimate(
            "too_few",
            Note("too_few_freedom", {"n": n, "parameters": parameters, "least": least.freedom}),
        )
    if not is_estimable(effects, design.controls):
        return NoEstimate("not_estimable", Note("collinear_hours"))
    if not is_independent(design.outcome, np.column_stack([design.controls, effects])):
        return NoEstimate("not_estimable", Note("no_variation"))
    return None


def _refuse(study: Study, kind: str, sides: Sides, refusal: NoEstimate) -> Estimate:
    return refuse_row(
        _of(study, kind), "association", refusal.status, sides, ASSOCIATED, refusal.note
    )


def _make_estimate(study: Study, kind: str, sides: Sides, fit: Fit) -> Estimate:
    return make_row(
        _of(study, kind),
        "association",
        fit.numbers(),
        sides,
        ASSOCIATED,
        Note("association", {"unit": UNIT}),
    )


def _of(study: Study, kind: str) -> Study:
    return replace(study, group=kind, family="activities")
