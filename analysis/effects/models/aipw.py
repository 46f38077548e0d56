"""A doubly robust estimate (Robins, Rotnitzky and Zhao 1994).

It is right if the model of the choice or the model of the outcome is right.
"""

from dataclasses import dataclass

import numpy as np

from analysis.arrays import Array, Mask
from analysis.effects.designs import (
    ALONE,
    Design,
    NoEstimate,
    find_independent,
    find_leverage,
    find_refusal,
    lay_design,
)
from analysis.effects.models.ancova import LEAST, find_level, note_companies
from analysis.effects.models.overlap import Overlap, estimate_chance
from analysis.effects.models.regression import Fit
from analysis.effects.notes import Note
from analysis.effects.records import Estimate, Least, Study, make_row, refuse_row
from analysis.groups.proportions import effective_n


@dataclass(frozen=True, slots=True)
class Residuals:
    """How much each outcome exceeds what it would have been without being chosen.

    `treated`: by chosen company. `comparison`: by other company. `weights` of the others: the odds
    of being chosen.
    """

    treated: Array
    comparison: Array
    weights: Array


def estimate_aipw(study: Study, overlap: Overlap, least: Least = LEAST) -> Estimate:
    """Estimate the effect on the chosen inside the overlap.

    A row with the note "no_overlap" where nobody is inside.
    """
    inside = study.narrow(overlap.companies)
    design, level = lay_design(inside), find_level(inside)
    refusal = (
        find_refusal(design, least)
        if overlap.companies.any()
        else NoEstimate("not_estimable", Note("no_overlap"))
    )
    refusal = refusal or _find_refusal(design, least)
    notes = list(note_companies(inside, design))
    if refusal is not None:
        return refuse_row(study, "aipw", refusal.status, design.sides, level, refusal.note, *notes)
    residuals = find_residuals(design)
    heaviest = Note(
        "weights", {"share": 100 * float(residuals.weights.max() / residuals.weights.sum())}
    )
    return make_row(
        study, "aipw", weigh_residuals(residuals).numbers(), design.sides, level, heaviest, *notes
    )


def find_residuals(design: Design) -> Residuals:
    """Y - m0(X), where m0 is least squares among the others, and the odds e / (1 - e).

    Cross-fitted: each of the others is predicted by m0 without it, r / (1 - h); a company that m0
    cannot do without has no residual.
    """
    chosen = design.treated > 0
    columns = _independent_among(design, ~chosen)
    others, outcome = columns[~chosen], design.outcome[~chosen]
    coefficients = np.linalg.lstsq(others, outcome, rcond=None)[0]
    left = 1 - find_leverage(others)
    fitted = left > ALONE
    chance = estimate_chance(design.treated, design.controls)[~chosen][fitted]
    return Residuals(
        treated=design.outcome[chosen] - columns[chosen] @ coefficients,
        comparison=(outcome - others @ coefficients)[fitted] / left[fitted],
        weights=chance / (1 - chance),
    )


def weigh_residuals(residuals: Residuals) -> Fit:
    """Subtract the others' weighted mean residual from the mean residual of the chosen.

    Moodie, Saarela and Stephens (2018). The standard error is that of the influence function; the
    degrees of freedom are Welch's, where the others count by Kish's effective n.
    """
    share = residuals.weights / residuals.weights.sum()
    base = float(share @ residuals.comparison)
    n, n_effective = len(residuals.treated), effective_n(residuals.weights)
    chosen = float(np.var(residuals.treated, ddof=1)) / n
    others = float(np.sum((share * (residuals.comparison - base)) ** 2))
    freedom = (chosen + others) ** 2 / (chosen**2 / (n - 1) + others**2 / max(n_effective - 1, 1.0))
    return Fit(float(np.mean(residuals.treated)) - base, float(np.sqrt(chosen + others)), freedom)


def _independent_among(design: Design, rows: Mask) -> Array:
    """The controls (all rows) that are independent of one another among `rows`."""
    kept, columns = [0], design.controls
    for position in range(1, columns.shape[1]):
        if find_independent(columns[rows][:, [*kept, position]]).shape[1] > len(kept):
            kept.append(position)
    return columns[:, kept]


def _find_refusal(design: Design, least: Least) -> NoEstimate | None:
    """The outcome's model rests on the others alone."""
    n, parameters = (
        design.sides.comparison,
        _independent_among(design, design.treated == 0).shape[1],
    )
    if n - parameters < least.freedom:
        return NoEstimate(
            "too_few",
            Note("too_few_freedom", {"n": n, "parameters": parameters, "least": least.freedom}),
        )
    return None
