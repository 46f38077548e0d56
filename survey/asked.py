"""Which questions a response was shown: what an export leaves open, settled from the questionnaire's own conditions.

LimeSurvey exports a number that was shown and left blank as NULL, like one that was never shown. A plain
table has no NULL at all, and neither has the export of an older server: `SurveyObj::getShortAnswer` of
LimeSurvey 6.4 turns every NULL into "".
"""

import numpy as np
import pandas as pd

from survey.instrument import Instrument, Question, columns_of


def settle_blanks(rows: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """`rows` with NULL (missing) only where a question was not shown or not reached, and "" where it was left blank.

    `rows` has `complete` (bool) beside the answers, and `without_null` (bool): its file knows no NULL.
    """
    rows = _forget_unreached(rows, instrument)
    settled: dict[str, pd.Series] = {}
    for question in instrument.question:
        names = [column.name for column in columns_of(question, instrument.lists) if column.name in rows]
        if question.kind == "number":
            seen = _is_shown(rows, question, instrument) & _is_reached(rows, question, instrument)
            settled |= {name: _blank_where(rows[name], seen) for name in names}
        if question.asked_if is not None and rows["without_null"].any():
            hidden = rows["without_null"] & ~_is_shown(rows, question, instrument)
            settled |= {name: _null_where(settled.get(name, rows[name]), hidden) for name in names}
    return rows.assign(**settled)


def _forget_unreached(rows: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """`rows` with NULL on the pages after the last one with an answer, where the file itself cannot tell."""
    open_end = rows["without_null"] & ~rows["complete"]
    for section in reversed(instrument.section) if open_end.any() else ():
        names = _columns_on(rows, section.id, instrument)
        open_end &= (rows[names].isna() | (rows[names] == "")).all(axis="columns")
        rows = rows.assign(**{name: _null_where(rows[name], open_end) for name in names})
    return rows


def _is_shown(rows: pd.DataFrame, question: Question, instrument: Instrument) -> pd.Series:
    """Whether the question's condition holds; True where there is none, or where it rests on a column that is not there."""
    condition = question.asked_if
    if condition is None:
        return pd.Series(data=True, index=rows.index)
    parent = instrument.questions[condition.question]
    if parent.kind == "multiple":
        boxes = [f"{parent.code}[{answer}]" for answer in condition.answers]
        return (rows[[box for box in boxes if box in rows]] == "Y").any(axis="columns")
    if parent.code not in rows:
        return pd.Series(data=True, index=rows.index)
    return rows[parent.code].isin(condition.answers)


def _is_reached(rows: pd.DataFrame, question: Question, instrument: Instrument) -> pd.Series:
    """Whether the question's page was reached: the response is complete, or something else on the page is not NULL."""
    names = _columns_on(rows, question.section, instrument)
    return rows["complete"] | rows[names].notna().any(axis="columns")


def _columns_on(rows: pd.DataFrame, section: str, instrument: Instrument) -> list[str]:
    """The names of a page's columns that are there."""
    columns = instrument.columns.values()
    return [column.name for column in columns if column.question.section == section and column.name in rows]


def _blank_where(values: pd.Series, seen: pd.Series) -> pd.Series:
    return values.mask(values.isna() & seen, "")


def _null_where(values: pd.Series, hidden: pd.Series) -> pd.Series:
    return values.mask(hidden & values.eq(""), np.nan)
