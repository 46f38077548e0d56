"""What the municipalities' business developers answer about their place."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.answers.skip_logic import are_met, conditions_of
from survey.instrument.columns import columns_of
from survey.instrument.records import Instrument, Question
from survey.rehearsal.answers.marks import nearest_codes, ordered_codes
from survey.rehearsal.answers.paradata import keep_books
from survey.rehearsal.answers.remarks import draw_remarks
from survey.rehearsal.cells import Cells, Sheet, blank_out, choose_any, fill
from survey.rehearsal.followup.plan import FollowupPlan

_TICKED = 0.45
_LEVEL, _SPREAD = 62.0, 22.0
"""Mean and standard deviation of what they think of their place, in points."""


def draw_place_answers(
    instrument: Instrument | None, plan: FollowupPlan, rng: np.random.Generator
) -> pd.DataFrame:
    """The export of a place survey, all text; no rows where nobody was asked.

    At least one person answers for each municipality.
    """
    background = (
        next((each for each in instrument.background if each.id == "municipality"), None)
        if instrument
        else None
    )
    if instrument is None or background is None or background.question is None:
        return pd.DataFrame()
    places = instrument.lists[instrument.questions[background.question].answers or ""].codes
    counts = np.maximum(rng.poisson(plan.place_answers, size=len(places)), 1)
    whose = np.repeat(np.array(places, dtype=object), counts)
    languages = fill(instrument.languages[0], len(whose))
    sheet = {background.question: whose} | {
        name: cells
        for question in instrument.question
        if question.code != background.question
        for name, cells in _answer(question, instrument, languages, rng).items()
    }
    books = keep_books(
        _draw_books(len(whose), instrument, plan, rng), fill(None, len(whose)), languages, rng
    )
    shown = {name: _hide(name, cells, sheet, instrument) for name, cells in sheet.items()}
    order = [column.name for column in instrument.columns.values()]
    return pd.concat(
        [books.drop(columns="token"), pd.DataFrame(shown, dtype="str")[order]], axis="columns"
    )


def _answer(
    question: Question, instrument: Instrument, languages: Cells, rng: np.random.Generator
) -> Sheet:
    columns, size = columns_of(question, instrument.lists), len(languages)
    match question.kind:
        case "text" | "long_text":
            return {question.code: draw_remarks(languages, rng)}
        case "multiple":
            return _tick(question, instrument, size, rng)
        case "grid" | "choice":
            stated = (_LEVEL + _SPREAD * rng.standard_normal(size) for _ in columns)
            return {
                column.name: nearest_codes(level, ordered_codes(column, instrument))
                for column, level in zip(columns, stated, strict=True)
            }
        case "yes_no":
            return {question.code: choose_any(["Y", "Y", "N"], size, rng)}
        case _:
            return {column.name: fill(None, size) for column in columns}


def _hide(name: str, cells: Cells, sheet: Sheet, instrument: Instrument) -> Cells:
    """A column's answers, NULL where what was answered before does not open the question."""
    column = instrument.columns[name]
    conditions = conditions_of(column.question, instrument, column.part)
    return blank_out(cells, ~are_met(pd.DataFrame(sheet), conditions, instrument), None)


def _tick(question: Question, instrument: Instrument, size: int, rng: np.random.Generator) -> Sheet:
    """Boxes; who ticks none of those that mean something ticks the one that means nothing."""
    nothing = instrument.followup.nothing if instrument.followup else []
    columns = columns_of(question, instrument.lists)
    meant = {
        column.name: rng.random(size) < _TICKED for column in columns if column.part not in nothing
    }
    none = ~np.logical_or.reduce([np.zeros(size, dtype=bool), *meant.values()])
    return {column.name: _box(meant.get(column.name, none)) for column in columns}


def _box(ticked: npt.NDArray[np.bool_]) -> Cells:
    return np.where(ticked, fill("Y", len(ticked)), fill("", len(ticked)))


def _draw_books(
    size: int, instrument: Instrument, plan: FollowupPlan, rng: np.random.Generator
) -> pd.DataFrame:
    """When each answered, complete and to the last page."""
    days = pd.to_timedelta(rng.uniform(0.3, plan.days, size=size), unit="D").round("s")
    pages = len({question.section for question in instrument.question})
    start = pd.Series(pd.Timestamp(plan.first_day) + days).sort_values(ignore_index=True)
    return pd.DataFrame(
        {"start": start, "minutes": rng.integers(3, 12, size=size), "complete": True, "page": pages}
    )
