"""What companies put first, and whether they want support."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit

from survey.instrument import Instrument, Question, Support
from survey.rehearsal.cells import Cells, Sheet, choose, choose_any

_CHANGE_OF_MIND = 8.0
"""The standard deviation, in points of severity, with which a need's place in the ranking strays from its true severity."""
_FEWER_PLACES = 0.08
_UNSEEN = 30.0
"""The severity of an answer in the ranking that no need stands for."""


def draw_ranking(question: Question, severities: pd.DataFrame, instrument: Instrument, rng: np.random.Generator) -> Sheet:
    """The columns of a ranking, by place: the truly most severe needs first, more or less. Some fill in fewer places.

    LimeSurvey exports a column for every answer, also beyond the places there are.
    """
    codes = list(instrument.lists[question.answers].codes) if question.answers else []
    places = min(question.places or len(codes), len(codes))
    felt = _severity_by_code(codes, severities, instrument) + _CHANGE_OF_MIND * rng.standard_normal((len(severities), len(codes)))
    order = np.argsort(-felt, axis=1)
    filled = np.where(rng.random(len(severities)) < _FEWER_PLACES, rng.integers(1, places + 1, size=len(severities)), places)
    chosen = np.where(np.arange(len(codes)) < filled[:, np.newaxis], choose(codes, order), "")
    return {f"{question.code}[{place + 1}]": chosen[:, place] for place in range(len(codes))}


def _severity_by_code(codes: Sequence[str], severities: pd.DataFrame, instrument: Instrument) -> npt.NDArray[np.float64]:
    need_of = {need.option: need.id for need in instrument.need}
    columns = [severities[need_of[code]].to_numpy() if code in need_of else np.full(len(severities), _UNSEEN) for code in codes]
    return np.column_stack(columns)


def draw_support(support: Support, answers: Sequence[str], severities: pd.DataFrame, wanting: float, rng: np.random.Generator) -> Cells:
    """Whether each company wants support: the more, the more severe its needs are."""
    refusals = [answer for answer in answers if answer not in support.yes] or list(support.yes)
    need = severities.mean(axis="columns").fillna(50).to_numpy() if severities.shape[1] else np.full(len(severities), 50.0)
    wants = rng.random(len(severities)) < expit(logit(np.clip(wanting, 1e-9, 1 - 1e-9)) + (need - 53) / 15)
    return np.where(wants, choose_any(support.yes, len(wants), rng), choose_any(refusals, len(wants), rng))
