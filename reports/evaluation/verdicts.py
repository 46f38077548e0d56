"""What an estimate may be said to show.

The rules are strict in both directions: no claim from chance, and no "no effect" from silence.
"""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Literal

from analysis.effects.notes import NoteCode
from analysis.effects.records import Estimate, Estimator
from analysis.groups.groups import EVERYONE

LEVEL = 0.05
"""The risk of a false claim, for all questions of a family together (Holm)."""

EffectVerdict = Literal["higher", "lower", "leaning_higher", "leaning_lower", "unclear", "unknown"]
"""What an estimate shows.

`leaning`: significant alone, but not among all questions of its family. `unclear`: neither shown
nor ruled out. `unknown`: there is no estimate.
"""


def judge(row: Estimate | None) -> EffectVerdict:
    """What `row` shows: by its p-values, and by its interval where it has none."""
    if row is None or row.status != "ok" or not isfinite(row.estimate):
        return "unknown"
    up = row.estimate > 0
    if _passes(row.p_adjusted if isfinite(row.p_adjusted) else row.p, row):
        return "higher" if up else "lower"
    if isfinite(row.p) and row.p < LEVEL:
        return "leaning_higher" if up else "leaning_lower"
    return "unclear"


def find_row(
    estimates: Iterable[Estimate], outcome: str, estimator: Estimator, group: str = EVERYONE
) -> Estimate | None:
    """The row of an outcome by one estimator; None if there is none."""
    return next(
        (
            row
            for row in estimates
            if (row.outcome, row.estimator, row.group) == (outcome, estimator, group)
        ),
        None,
    )


def find_outcomes(estimates: Iterable[Estimate]) -> Sequence[str]:
    """The outcomes with a main estimate, in their order."""
    return list(
        dict.fromkeys(
            row.outcome for row in estimates if row.estimator == "ancova" and row.group == EVERYONE
        )
    )


def noted(row: Estimate | None, code: NoteCode, value: str = "n") -> float:
    """A number that a row's note tells; 0 without the note."""
    found = next((note for note in row.notes if note.code == code), None) if row else None
    return float(found.values[value]) if found else 0.0


def _passes(p: float, row: Estimate) -> bool:
    """An interval that leaves 0 out counts where there is no p at all."""
    if isfinite(p):
        return p < LEVEL
    return isfinite(row.low) and isfinite(row.high) and row.low * row.high > 0
