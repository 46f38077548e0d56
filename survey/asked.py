"""Which questions a response was shown: what an export leaves open, settled from the questionnaire's own conditions.

LimeSurvey exports a number that was shown and left blank as NULL, like one that was never shown, and a plain table has no NULL at all.
"""

import numpy as np
import pandas as pd

from survey.instrument import Instrument, Question, columns_of


def settle_blanks(rows: pd.DataFrame, instrument: Instrument, plain: pd.Series) -> pd.DataFrame:
    """`rows` with NULL (missing) only where a question was not shown or not reached, and "" where it was left blank.

    `rows` has `complete` (bool) beside the answers; `plain` (bool, same index) marks those from plain tables.
    """
    settled: dict[str, pd.Series] = {}
    for question in instrument.question:
        names = [column.name for column in columns_of(question, instrument.lists) if column.name in rows]
        if question.kind == "number":
            seen = _is_shown(rows, question, instrument) & _is_reached(rows, question, instrument)
            settled |= {name: _blank_where(rows[name], seen) for name in names}
        if question.asked_if is not None and plain.any():
            hidden = plain & ~_is_shown(rows, question, instrument)
            settled |= {name: _null_where(settled.get(name, rows[name]), hidden) for name in names}
    return rows.assign(**settled)


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
    names = [column.name for column in instrument.columns.values() if column.question.section == question.section and column.name in rows]
    return rows["complete"] | rows[names].notna().any(axis="columns")


def _blank_where(values: pd.Series, seen: pd.Series) -> pd.Series:
    return values.mask(values.isna() & seen, "")


def _null_where(values: pd.Series, hidden: pd.Series) -> pd.Series:
    return values.mask(hidden & values.eq(""), np.nan)
