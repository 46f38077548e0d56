"""Work out from the questionnaire's conditions which questions each response was shown.

This tells "left blank" from "not asked", which exports do not always do. LimeSurvey exports a
number as NULL both if it was left blank and if it was never shown. A plain table has no NULL at
all. Neither has the export of an older server: `SurveyObj::getShortAnswer` of LimeSurvey 6.4 turns
every NULL into "".
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.instrument.records import AskedIf, Column, Instrument, Question, columns_of

Flags = npt.NDArray[np.bool_]


def conditions_of(
    question: Question, instrument: Instrument, part: str | None = None
) -> Sequence[AskedIf]:
    """List all conditions of a question, or of its row `part`: those of its page and its own."""
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
    """List the condition that something was chosen in the question `chosen_in`; empty without one.

    That is the `row`; without a `row`, it is any row or answer of the question.
    """
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
    """Return `rows` with missing cells for what was not shown or not reached, and "" for blank.

    Beside the answers, `rows` has `complete` (bool) and `without_null` (bool): its file has no
    NULL. If a question was rightly not asked and has `if_not_asked`, that number is filled in.
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
        values = values.mask(
            values.isna() & _is_spared(rows, question, instrument), f"{question.if_not_asked:g}"
        )
    return values


def _forget_unreached(rows: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Return `rows` with NULL on every page after the last one that has an answer.

    Only rows of files without NULL are changed, and only incomplete ones.
    """
    open_end = rows["without_null"] & ~rows["complete"]
    for section in reversed(instrument.section) if open_end.any() else ():
        names = _columns_on(rows, section.id, instrument)
        open_end &= (rows[names].isna() | (rows[names] == "")).all(axis="columns")
        rows = rows.assign(
            **{name: rows[name].mask(open_end & rows[name].eq(""), np.nan) for name in names}
        )
    return rows


def _columns_on(rows: pd.DataFrame, section: str, instrument: Instrument) -> list[str]:
    """List the columns of a page that `rows` has."""
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
    """Whether the question's own conditions were answered otherwise, on a page that was shown."""
    page = instrument.sections[question.section].asked_if
    gates = [
        rows[each.question].notna() & rows[each.question].ne("")
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


def _is_reached(rows: pd.DataFrame, question: Question, instrument: Instrument) -> pd.Series:
    """Return where the question's page was reached (bool).

    The response is complete, or something on the page is not NULL.
    """
    names = _columns_on(rows, question.section, instrument)
    return rows["complete"] | rows[names].notna().any(axis="columns")
