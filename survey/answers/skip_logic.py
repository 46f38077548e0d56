"""Which questions a response was shown, by the questionnaire's own conditions, and what follows from that.

LimeSurvey exports a number that was shown and left blank as NULL, like one that was never shown. A plain
table has no NULL at all, and neither has the export of an older server: `SurveyObj::getShortAnswer` of
LimeSurvey 6.4 turns every NULL into "".
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.instrument.columns import Column, columns_of
from survey.instrument.records import AskedIf, Instrument, Question

Flags = npt.NDArray[np.bool_]


def conditions_of(
    question: Question, instrument: Instrument, part: str | None = None
) -> Sequence[AskedIf]:
    """All that has to hold for a question, or for its row `part`: its page's conditions and its own."""
    row = next((each for each in question.rows if each.code == part), None)
    page = instrument.sections.get(question.section)
    return [
        *(page.asked_if if page else []),
        *question.asked_if,
        *(row.asked_if if row else []),
        *choice_conditions(question, instrument, part if row else None),
    ]


def choice_conditions(
    question: Question, instrument: Instrument, row: str | None = None
) -> Sequence[AskedIf]:
    """That something was chosen in `chosen_in`: the `row`, or any row or answer of the question."""
    if question.chosen_in is None:
        return []
    listed = instrument.lists[question.answers].scale if question.answers else []
    parts = [each.code for each in question.rows] if question.kind == "grid" else listed
    return [AskedIf(question=question.chosen_in, answers=[row] if row else list(parts))]


def are_met(answers: pd.DataFrame, conditions: Sequence[AskedIf], instrument: Instrument) -> Flags:
    """Whether all `conditions` hold, row by row of `answers`; one that rests on a column which is not there does."""
    met = np.ones(len(answers), dtype=bool)
    for condition in conditions:
        met &= _is_met(answers, condition, instrument)
    return met


def settle_blanks(rows: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """`rows` with NULL (missing) only where a question was not shown or not reached, and "" where it was left blank.

    `rows` has `complete` (bool) beside the answers, and `without_null` (bool): its file knows no NULL. A number that follows from not
    having been asked (`if_not_asked`) stands there, and so does a box.
    """
    rows = _forget_unreached(rows, instrument)
    settled: dict[str, pd.Series] = {}
    for question in instrument.question:
        here = [column for column in columns_of(question, instrument.lists) if column.name in rows]
        settled |= {column.name: _settle(rows, column, instrument) for column in here}
    return rows.assign(**settled)


def _settle(rows: pd.DataFrame, column: Column, instrument: Instrument) -> pd.Series:
    question, values = column.question, rows[column.name]
    conditions = conditions_of(question, instrument, column.part)
    shown = pd.Series(are_met(rows, conditions, instrument), index=rows.index)
    if question.kind == "number":
        seen = shown & _is_reached(rows, question, instrument)
        values = values.mask(values.isna() & seen, "")
    if conditions and rows["without_null"].any():
        values = values.mask(rows["without_null"] & ~shown & values.eq(""), np.nan)
    if question.if_not_asked is not None:
        spared = values.isna() & _is_spared(rows, question, instrument)
        values = values.mask(spared, _implied(column, question.if_not_asked))
    return values


def _implied(column: Column, answer: float | str) -> str:
    """What stands in a column of a company that was spared the question: a number, or a box."""
    if isinstance(answer, str):
        return "Y" if column.part == answer else ""
    return f"{answer:g}"


def _forget_unreached(rows: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """`rows` with NULL on the pages after the last one with an answer, where the file itself cannot tell."""
    open_end = rows["without_null"] & ~rows["complete"]
    for section in reversed(instrument.section) if open_end.any() else ():
        names = _columns_on(rows, section.id, instrument)
        open_end &= (rows[names].isna() | (rows[names] == "")).all(axis="columns")
        rows = rows.assign(
            **{name: rows[name].mask(open_end & rows[name].eq(""), np.nan) for name in names}
        )
    return rows


def _columns_on(rows: pd.DataFrame, section: str, instrument: Instrument) -> list[str]:
    """The names of a page's columns that are there."""
    columns = instrument.columns.values()
    return [
        column.name
        for column in columns
        if column.question.section == section and column.name in rows
    ]


def _is_met(answers: pd.DataFrame, condition: AskedIf, instrument: Instrument) -> Flags:
    parent = instrument.questions[condition.question]
    if parent.kind == "multiple":
        boxes = [f"{parent.code}[{answer}]" for answer in condition.answers]
        ticked = answers[[box for box in boxes if box in answers]].isin(["Y"])
        return ticked.any(axis="columns").to_numpy(dtype=bool)
    if parent.code not in answers:
        return np.ones(len(answers), dtype=bool)
    if condition.at_least is not None:
        return (
            pd.to_numeric(answers[parent.code], errors="coerce") >= condition.at_least
        ).to_numpy(dtype=bool, na_value=False)
    return answers[parent.code].isin(condition.answers).to_numpy(dtype=bool)


def _is_spared(rows: pd.DataFrame, question: Question, instrument: Instrument) -> pd.Series:
    """Whether the question's own conditions were answered otherwise, on a page that was shown.

    "Does not apply" and "don't know" say nothing of what the question asks.
    """
    page = instrument.sections[question.section].asked_if
    gates = [
        rows[each.question].notna()
        & ~rows[each.question].isin(["", *_outside(each.question, instrument)])
        for each in question.asked_if
        if each.question in rows
    ]
    answered = (
        pd.concat(gates, axis="columns").all(axis="columns")
        if gates
        else pd.Series(data=False, index=rows.index)
    )
    return (
        answered & are_met(rows, page, instrument) & ~are_met(rows, question.asked_if, instrument)
    )


def _outside(code: str, instrument: Instrument) -> Sequence[str]:
    """The answers to a question that are no positions on its scale."""
    listed = instrument.questions[code].answers
    return instrument.lists[listed].outside if listed else []


def _is_reached(rows: pd.DataFrame, question: Question, instrument: Instrument) -> pd.Series:
    """Whether the question's page was reached: the response is complete, or something else on the page is not NULL."""
    names = _columns_on(rows, question.section, instrument)
    return rows["complete"] | rows[names].notna().any(axis="columns")
