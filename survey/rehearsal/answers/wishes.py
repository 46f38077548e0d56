"""What companies put first, and whether they want support."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit

from survey.instrument.records import Instrument, Question, Support
from survey.rehearsal.cells import Cells, Sheet, choose, choose_any, fill

_CHANGE_OF_MIND = 8.0
"""The standard deviation, in points, with which a need's rank strays from its true severity."""
_FEWER_PLACES = 0.08
_WORTH_HELP = 45.0
"""The felt severity from which a company chooses a need to get help with."""
_UNSEEN = 30.0
"""The severity of an answer in the ranking that no need stands for."""


def find_choices(instrument: Instrument) -> frozenset[str]:
    """The questions in which needs are chosen, of which others then ask more."""
    return frozenset(question.chosen_in for question in instrument.question if question.chosen_in)


def find_chosen(question: Question, sheet: Sheet) -> Sheet | None:
    """The boxes that a question follows, by answer; None where it follows none."""
    start = f"{question.chosen_in}["
    boxes = {
        name.removeprefix(start).rstrip("]"): cells
        for name, cells in sheet.items()
        if name.startswith(start)
    }
    return boxes if question.chosen_in else None


def draw_choice(
    question: Question, severities: pd.DataFrame, instrument: Instrument, rng: np.random.Generator
) -> Sheet:
    """The boxes of the needs that are felt to be severe, at most as many as can be ticked.

    Who has no such need ticks the box that means none, where there is one.
    """
    listed = instrument.lists[question.answers] if question.answers else None
    codes, needs = (list(listed.codes), list(listed.scale)) if listed else ([], [])
    felt = _severity_by_code(needs, severities, instrument) + _CHANGE_OF_MIND * rng.standard_normal(
        (len(severities), len(needs))
    )
    standing = np.argsort(np.argsort(-felt, axis=1), axis=1)
    meant = (felt >= _WORTH_HELP) & (standing < (question.places or len(needs)))
    none = np.asarray(~meant.any(axis=1), dtype=bool)
    ticked = {code: meant[:, needs.index(code)] if code in needs else none for code in codes}
    return {
        f"{question.code}[{code}]": np.where(
            ticked[code], fill("Y", len(none)), fill("", len(none))
        )
        for code in codes
    }


def draw_ranking(
    question: Question,
    severities: pd.DataFrame,
    boxes: Sheet | None,
    instrument: Instrument,
    rng: np.random.Generator,
) -> Sheet:
    """The columns of a ranking, by place: the truly most severe needs first, more or less.

    Some fill in fewer places. Only what was ticked before (`boxes` by answer) can be ranked; None
    is everything. LimeSurvey exports a column for every answer, also beyond the places there are.
    """
    codes = list(instrument.lists[question.answers].codes) if question.answers else []
    places = min(question.places or len(codes), len(codes))
    felt = _severity_by_code(codes, severities, instrument) + _CHANGE_OF_MIND * rng.standard_normal(
        (len(severities), len(codes))
    )
    offered = np.column_stack(
        [boxes[code] == "Y" if boxes else np.ones(len(felt), dtype=bool) for code in codes]
    )
    order = np.argsort(np.where(offered, -felt, np.inf), axis=1)
    filled = np.where(
        rng.random(len(severities)) < _FEWER_PLACES,
        rng.integers(1, places + 1, size=len(severities)),
        places,
    )
    filled = np.minimum(filled, offered.sum(axis=1))
    chosen = np.where(np.arange(len(codes)) < filled[:, np.newaxis], choose(codes, order), "")
    return {f"{question.code}[{place + 1}]": chosen[:, place] for place in range(len(codes))}


def _severity_by_code(
    codes: Sequence[str], severities: pd.DataFrame, instrument: Instrument
) -> npt.NDArray[np.float64]:
    need_of = {need.option: need.id for need in instrument.need}
    columns = [
        severities[need_of[code]].to_numpy()
        if code in need_of
        else np.full(len(severities), _UNSEEN)
        for code in codes
    ]
    return np.column_stack(columns)


def draw_support(
    support: Support,
    answers: Sequence[str],
    severities: pd.DataFrame,
    wanting: float,
    rng: np.random.Generator,
) -> Cells:
    """Whether each company wants support: the more, the more severe its needs are."""
    refusals = [answer for answer in answers if answer not in support.yes] or list(support.yes)
    need = (
        severities.mean(axis="columns").fillna(50).to_numpy()
        if severities.shape[1]
        else np.full(len(severities), 50.0)
    )
    wants = rng.random(len(severities)) < expit(
        logit(np.clip(wanting, 1e-9, 1 - 1e-9)) + (need - 53) / 15
    )
    return np.where(
        wants, choose_any(support.yes, len(wants), rng), choose_any(refusals, len(wants), rng)
    )
