"""What a company tells about the time between the rounds.

Whether it runs, what the programme gave it, which steps it has taken.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.instrument.columns import columns_of
from survey.instrument.records import Followup, Instrument, Question
from survey.rehearsal.answers.paradata import write_number
from survey.rehearsal.answers.remarks import ABOUT_STEPS, draw_remarks
from survey.rehearsal.cells import Cells, Sheet, choose_any, fill

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

_GAINED = (0.0, 0.16, 0.3, 0.42)
"""The share that ticks each gain, by the number of stages; the last goes for more, too."""
_SAYS_NOTHING = 0.6
"""The share that ticks "nothing" among those without a gain; the others tick no box at all."""
_HIRED = "RECR"
"""The gain "a new employee": ticked only where somebody was hired."""
_MOST_AGREED, _AGREES, _TAKES = 4, 0.6, 0.55
"""Of so many steps each is agreed on, and then taken, with these chances; the first always."""
_ABOUT = 0.5
_ABOUT_OTHERS = frozenset({"LEAD", "RECR", "WORK", "EVEN"})
"""Areas that do not concern somebody who works alone."""
_ADVISED = 2
"""From this stage on steps are agreed on."""


def answer_followup(
    companies: pd.DataFrame, languages: Cells, instrument: Instrument, rng: np.random.Generator
) -> Sheet:
    """The answers to the questions of [followup], by column.

    `companies`: one row a response, with `stages` (how many the company was in and took part in),
    `closed`, `hired` (whether anybody was, lately) and `alone`.
    """
    followup = instrument.followup
    if followup is None:
        return {}
    stages = companies["stages"].to_numpy(dtype=np.int64)
    agreed, taken = draw_steps(stages, rng)
    gains = _tick_gains(followup, companies, instrument, rng)
    told = gains | _tick_areas(followup, taken, companies, instrument, rng)
    told |= _feel(followup, gains, stages, instrument, rng)
    if followup.running:
        told |= {
            followup.running: np.where(
                companies["closed"], fill("N", len(stages)), fill("Y", len(stages))
            )
        }
    if followup.steps:
        told |= {followup.steps: _write_counts(taken)}
    if followup.agreed:
        told |= {followup.agreed: _write_counts(agreed)}
    if followup.words:
        told |= {
            followup.words: np.where(
                taken >= 0, draw_remarks(languages, rng, ABOUT_STEPS), fill("", len(stages))
            )
        }
    return told


def draw_steps(stages: IntArray, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """How many steps each company agreed on and has taken; NaN where none were agreed on."""
    size = len(stages)
    agreed = 1 + rng.binomial(_MOST_AGREED - 1, _AGREES, size=size)
    taken = rng.binomial(agreed, _TAKES)
    advised = stages >= _ADVISED
    return np.where(advised, agreed, np.nan), np.where(advised, taken, np.nan)


def _write_counts(counts: FloatArray) -> Cells:
    return np.array(
        [None if np.isnan(count) else write_number(count, 0) for count in counts.tolist()],
        dtype=object,
    )


def _feel(
    followup: Followup,
    gains: Sheet,
    stages: IntArray,
    instrument: Instrument,
    rng: np.random.Generator,
) -> dict[str, Cells]:
    """The answer that opens the question about gains, where a choice does.

    Who gained something gives an answer that opens it. Of the others, who took no part says that it
    does not apply; the rest choose among what is left on the scale.
    """
    gate = _find_gate(followup, instrument)
    if gate is None or not gate[0].answers:
        return {}
    question, opening = gate
    listed = instrument.lists[question.answers or ""]
    closing = [code for code in listed.scale if code not in opening] or opening
    outside = list(listed.not_applicable) or closing
    size = len(stages)
    gained = np.logical_or.reduce(
        [
            cells == "Y"
            for name, cells in gains.items()
            if name.partition("[")[2].rstrip("]") not in followup.nothing
        ]
    )
    others = np.where(stages == 0, choose_any(outside, size, rng), choose_any(closing, size, rng))
    return {question.code: np.where(gained, choose_any(opening, size, rng), others)}


def _find_gate(followup: Followup, instrument: Instrument) -> tuple[Question, Sequence[str]] | None:
    """The choice that decides whether gains are asked for, and its answers that open them."""
    gains = instrument.questions[followup.gains] if followup.gains else None
    for condition in gains.asked_if if gains else []:
        question = instrument.questions[condition.question]
        if question.kind == "choice" and condition.answers:
            return question, condition.answers
    return None


def _tick_gains(
    followup: Followup, companies: pd.DataFrame, instrument: Instrument, rng: np.random.Generator
) -> dict[str, Cells]:
    if followup.gains is None:
        return {}
    stages = companies["stages"].to_numpy(dtype=np.int64)
    share = np.array(_GAINED)[np.minimum(stages, len(_GAINED) - 1)]
    hired = companies["hired"].to_numpy(dtype=bool)
    columns = columns_of(instrument.questions[followup.gains], instrument.lists)
    meant = {
        column.name: (rng.random(len(stages)) < share) & (hired | (column.part != _HIRED))
        for column in columns
        if column.part not in {*followup.nothing, "other"}
    }
    none = ~np.logical_or.reduce(list(meant.values())) & (rng.random(len(stages)) < _SAYS_NOTHING)
    return {
        column.name: _box(meant.get(column.name, none & (column.part != "other")))
        for column in columns
    }


def _tick_areas(
    followup: Followup,
    taken: FloatArray,
    companies: pd.DataFrame,
    instrument: Instrument,
    rng: np.random.Generator,
) -> dict[str, Cells]:
    """No more areas than steps; of a lone owner's, those that are about others are left out."""
    if followup.areas is None:
        return {}
    alone = companies["alone"].to_numpy(dtype=bool)
    left = np.nan_to_num(taken)
    told = {}
    for column in columns_of(instrument.questions[followup.areas], instrument.lists):
        wanted = (rng.random(len(taken)) < _ABOUT) & (left > 0) & (column.part != "other")
        ticked = wanted & ~(alone & (column.part in _ABOUT_OTHERS))
        left = left - ticked
        told[column.name] = _box(ticked)
    return told


def _box(ticked: BoolArray) -> Cells:
    return np.where(ticked, fill("Y", len(ticked)), fill("", len(ticked)))
