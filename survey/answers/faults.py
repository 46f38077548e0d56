"""What is wrong with single answers: codes outside their list, numbers that are none. Each distinct value is judged once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from survey.answers.records import FAULT_COLUMNS
from survey.common.errors import nearest
from survey.instrument.columns import OTHER, Column
from survey.instrument.records import Instrument, Question

NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
MOST_ADVISED = 100
"""So many distinct wrong values of a column get the nearest right one; looking for it takes time."""
LONGEST_LIST = 12

Judge = Callable[[Sequence[str]], Mapping[str, str]]
"""Turns a column's distinct values into a sentence for each that is wrong."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Faulty cells of one column, or rows where `column` is "". `rows` are labels of the table of responses.

    `what` is a sentence, one for all or one a row, and so is `value`, the text that is wrong.
    """

    column: str
    rows: pd.Index
    what: pd.Series | str
    value: pd.Series | str = ""


def advise(word: str, known: Iterable[str]) -> str:
    """Advice for a wrong name, left out where it would be a long list."""
    names = list(known)
    advice = nearest(word, names)
    return advice if advice.startswith("Did") or len(names) <= LONGEST_LIST else ""


def find_cell_faults(rows: pd.DataFrame, instrument: Instrument) -> list[Fault]:
    """The faulty cells of every column of the instrument that is in `rows`, each judged by itself."""
    counts = count_columns(instrument)
    found: list[Fault] = []
    for column in instrument.columns.values():
        judge = _judge_of(column, instrument, counted=column.name in counts)
        if judge is not None and column.name in rows:
            found += _judge_column(rows[column.name], judge)
    return found


def count_columns(instrument: Instrument) -> frozenset[str]:
    """The columns that hold people or pay, which cannot be negative."""
    named = [
        name
        for indicator in instrument.indicator
        if indicator.form.head_counts
        for name in indicator.columns
    ]
    checked = [name for check in instrument.check for name in check.at_most]
    summed = [name for background in instrument.background for name in background.sum]
    return frozenset([*named, *checked, *summed])


def _judge_of(column: Column, instrument: Instrument, *, counted: bool) -> Judge | None:
    if column.codes is not None:
        return partial(
            judge_codes, codes=sorted(column.codes), texts=_texts_of(column.question, instrument)
        )
    if column.question.kind == "number":
        return partial(judge_numbers, question=column.question, counted=counted)
    return None


def _texts_of(question: Question, instrument: Instrument) -> Mapping[str, str]:
    """The answer's code by its text, folded, in every language."""
    options = instrument.lists[question.answers].options if question.answers else []
    return {text.casefold(): option.code for option in options for text in option.text.values()}


def judge_codes(
    values: Sequence[str], codes: Sequence[str], texts: Mapping[str, str]
) -> dict[str, str]:
    """Why each of `values` that is not one of `codes` is none. `texts` gives the code by an answer's folded text."""
    wrong = [value for value in values if value not in codes]
    advised = [code for code in codes if code != OTHER] if len(wrong) <= MOST_ADVISED else []
    return {value: _tell_code(value, advised, texts) for value in wrong}


def _tell_code(value: str, codes: Sequence[str], texts: Mapping[str, str]) -> str:
    if value.casefold() in texts:
        return f'"{value}" is the text of an answer; its code is "{texts[value.casefold()]}".'
    return f'"{value}" is not an answer to this question. {advise(value, codes)}'.strip()


def judge_numbers(values: Sequence[str], question: Question, *, counted: bool) -> dict[str, str]:
    """Why each of `values` that is not a number the question allows is none. `counted`: people or pay, never under 0."""
    judged = {value: judge_number(value, question, counted=counted) for value in values}
    return {value: what for value, what in judged.items() if what is not None}


def judge_number(value: str, question: Question, *, counted: bool) -> str | None:
    """Why `value` is not a number the question allows; None if it is."""
    if _DECIMAL_COMMA.fullmatch(value):
        return f'"{value}" has a decimal comma. Write {value.replace(",", ".")}.'
    if not NUMBER.fullmatch(value):
        return f'"{value}" is not a number.'
    if counted and float(value) < 0:
        return f'"{value}" is negative, and this counts people or pay.'
    if question.decimals == 0 and not float(value).is_integer():
        return f'"{value}" is not a whole number.'
    return _judge_bounds(value, question)


def _judge_bounds(value: str, question: Question) -> str | None:
    if question.least is not None and float(value) < question.least:
        return f'"{value}" is under the least that is possible, {question.least:g}.'
    if question.most is not None and float(value) > question.most:
        return f'"{value}" is over the most that is possible, {question.most:g}.'
    return None


def _judge_column(values: pd.Series, judge: Judge) -> list[Fault]:
    """One `Fault` for a column with any. Blank and missing cells are none."""
    wrong = judge([str(value) for value in values.dropna().unique() if value != ""])
    if not wrong:
        return []
    faulty = values[values.isin(list(wrong))]
    return [Fault(str(values.name), faulty.index, faulty.map(wrong), faulty)]


def tabulate_faults(rows: pd.DataFrame, faults: Sequence[Fault]) -> pd.DataFrame:
    """`FAULT_COLUMNS` for faults found in `rows` (`source`, `row`, `response_id`, `company_id` and the answers)."""
    places = rows[["source", "row", "response_id", "company_id"]]
    parts = [_tabulate_fault(places, fault) for fault in faults if len(fault.rows)]
    return pd.concat(parts, ignore_index=True) if parts else empty_faults()


def _tabulate_fault(places: pd.DataFrame, fault: Fault) -> pd.DataFrame:
    table = places.loc[fault.rows]
    for name, content in (("column", fault.column), ("value", fault.value), ("what", fault.what)):
        table[name] = pd.Series(content, index=table.index, dtype="str").fillna("")
    return table[FAULT_COLUMNS]


def empty_faults() -> pd.DataFrame:
    """A table of faults without a fault."""
    return pd.DataFrame(
        {name: pd.Series(dtype="int64" if name == "row" else "str") for name in FAULT_COLUMNS}
    )
