"""Answers on a scale.

Each comes of the true level, how hard the question is, the error of asking, and the nearest answer
that there is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.instrument.columns import Column
from survey.instrument.records import Indicator, Instrument
from survey.rehearsal.cells import Cells, choose, choose_any
from survey.rehearsal.plan import RehearsalPlan
from survey.rehearsal.population import draw_codes, weigh

FloatArray = npt.NDArray[np.float64]

LEVEL_SPREAD = 15.0
"""The standard deviation, in points, of ordinary companies' true levels in one domain.

The errors are set against it.
"""
_DIFFICULTY = 7.0
_SEVERITY_ERROR = 10.0
"""Standard deviations, in points: between a domain's questions, and of severities as stated."""
_HAPPENED, _WORST = 0.22, 1 / 3
"""How often something rare has happened at a true level of 0, and which part of it often."""


def marked_indicators(instrument: Instrument) -> Mapping[str, Indicator]:
    """The indicators that rest on one answer with an order, by its column."""
    return {
        indicator.question: indicator
        for indicator in instrument.indicator
        if indicator.question and indicator.form.reversible
    }


def weighing_indicators(instrument: Instrument) -> Mapping[str, Indicator]:
    """Those of them that are part of a domain, by their column."""
    marked = marked_indicators(instrument)
    return {column: indicator for column, indicator in marked.items() if indicator.weight}


def draw_difficulties(instrument: Instrument, rng: np.random.Generator) -> "pd.Series[float]":
    """By column, how many points a question gives beside its domain; the same in every wave."""
    columns = list(marked_indicators(instrument))
    return pd.Series(_DIFFICULTY * rng.standard_normal(len(columns)), index=columns, dtype=float)


def error_spread(instrument: Instrument, reliability: float) -> Mapping[str, float]:
    """By domain, the standard deviation of one answer's error (Spearman-Brown).

    It makes the domain's questions together as reliable as asked.
    """
    counts = Counter(indicator.domain for indicator in weighing_indicators(instrument).values())
    return {
        domain: LEVEL_SPREAD * float(np.sqrt(count * (1 / reliability - 1)))
        for domain, count in counts.items()
    }


def draw_marks(
    column: Column,
    levels: FloatArray,
    spread: float,
    instrument: Instrument,
    indicator: Indicator,
    rng: np.random.Generator,
) -> Cells:
    """An answer for each true level (0-100, difficulty included).

    `spread` is the error's standard deviation in points. Rounding to an answer is an error too, of
    a scale's step over the root of 12, and counts as part of it.
    """
    codes = ordered_codes(column, instrument)
    rounding = 100 / max(len(codes) - 1, 1) / np.sqrt(12)
    error = np.sqrt(max(spread**2 - rounding**2, 1.0)) * rng.standard_normal(len(levels))
    stated = levels + error
    return nearest_codes(100 - stated if indicator.reversed else stated, codes)


def draw_rare_marks(
    column: Column,
    levels: FloatArray,
    instrument: Instrument,
    indicator: Indicator,
    rng: np.random.Generator,
) -> Cells:
    """Answers about something rare that is not part of the score, such as harassment.

    Most give the best answer. The lower the domain's true level (0-100), the more do not; one in
    three of these gives the worst answer, the others one beside the best.
    """
    codes = list(ordered_codes(column, instrument))
    best_first = codes if indicator.reversed else codes[::-1]
    happened = rng.random(len(levels)) < _HAPPENED * (1 - np.clip(levels, 0, 100) / 100) ** 2
    worst = rng.random(len(levels)) < _WORST
    places = np.where(happened, np.where(worst, len(codes) - 1, 1), 0)
    return choose(best_first, places)


def draw_severity_marks(
    column: Column, severities: FloatArray, instrument: Instrument, rng: np.random.Generator
) -> Cells:
    """The stated severity of a need for each true one (0-100)."""
    return nearest_codes(
        severities + _SEVERITY_ERROR * rng.standard_normal(len(severities)),
        ordered_codes(column, instrument),
    )


def ordered_codes(column: Column, instrument: Instrument) -> Sequence[str]:
    """What can be answered in a column, from 0 to 100 points; a box is ticked or left blank."""
    question = column.question
    if question.kind == "multiple":
        return ["", "Y"]
    return instrument.lists[question.answers].scale if question.answers else ["N", "Y"]


def nearest_codes(stated: FloatArray, codes: Sequence[str]) -> Cells:
    """The codes nearest to what should be stated, on a scale evenly spaced from 0 to 100."""
    steps = len(codes) - 1
    positions = np.clip(np.rint(stated / 100 * steps), 0, steps).astype(int)
    return choose(codes, positions)


def draw_unmeasured(
    column: Column, size: int, instrument: Instrument, rng: np.random.Generator
) -> Cells:
    """Answers to a question that measures nothing the truth knows of."""
    codes = ordered_codes(column, instrument)
    return draw_codes(codes, weigh(codes, {}), size, rng)


def choose_not_applicable(
    cells: Cells,
    column: Column,
    instrument: Instrument,
    plan: RehearsalPlan,
    rng: np.random.Generator,
) -> Cells:
    """Let some answer "does not apply" or "don't know" where that can be answered."""
    question = column.question
    outside = instrument.lists[question.answers].outside if question.answers else []
    if not outside or question.kind not in {"choice", "grid"}:
        return cells
    return np.where(
        rng.random(len(cells)) < plan.not_applicable, choose_any(outside, len(cells), rng), cells
    )
