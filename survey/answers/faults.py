"""Find single answers that are wrong: unknown codes, and texts where a number should be.

Each distinct value is judged once.
"""

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
"""If a column has more distinct wrong values, no nearest right one is looked for: it takes time."""
LONGEST_LIST = 12

Judge = Callable[[Sequence[str]], Mapping[str, str]]
"""Gets a column's distinct values; returns a sentence for each value that is wrong."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Faulty cells of one column; whole faulty rows if `column` is "".

    `rows` are labels of the table of responses. `what` is a sentence that says what is wrong, and
    `value` is the wrong text. Each is one for all rows, or one per row.
    """

    column: str
    rows: pd.Index
    what: pd.Series | str
    value: pd.Series | str = ""


def advise(word: str, known: Iterable[str]) -> str:
    """Return advice for a wrong name: the nearest known one, or a short list; else ""."""
    names = list(known)
    advice = nearest(word, names)
    return advice if advice.startswith("Did") or len(names) <= LONGEST_LIST else ""


def find_cell_faults(rows: pd.DataFrame, instrument: Instrument) -> list[Fault]:
    """List the cells of `rows` that are wrong by themselves, in the instrument's columns."""
    counts = count_columns(instrument)
    found: list[Fault] = []
    for column in instrument.columns.values():
        judge = _judge_of(column, instrument, counted=column.name in counts)
        if judge is not None and column.name in rows:
            found += _judge_column(rows[column.name], judge)
    return found


def count_columns(instrument: Instrument) -> frozenset[str]:
    """Return the columns that hold numbers of people or pay, which cannot be negative."""
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
    """Return the answer's code by its case-folded text, in every language."""
    options = instrument.lists[question.answers].options if question.answers else []
    return {text.casefold(): option.code for option in options for text in option.text.values()}


def judge_codes(
    values: Sequence[str], codes: Sequence[str], texts: Mapping[str, str]
) -> dict[str, str]:
    """Return a sentence for each of `values` that is not in `codes`, by the value.

    `texts` gives the code by an answer's case-folded text.
    """
    wrong = [value for value in values if value not in codes]
    advised = [code for code in codes if code != OTHER] if len(wrong) <= MOST_ADVISED else []
    return {value: _format_wrong_code(value, advised, texts) for value in wrong}


def _format_wrong_code(value: str, codes: Sequence[str], texts: Mapping[str, str]) -> str:
    if value.casefold() in texts:
        return f'"{value}" is the text of an answer; its code is "{texts[value.casefold()]}".'
    return f'"{value}" is not an answer to this question. {advise(value, codes)}'.strip()


def judge_numbers(values: Sequence[str], question: Question, *, counted: bool) -> dict[str, str]:
    """Return a sentence for each of `values` that is not a number the question allows.

    The keys are the values. `counted`: the question counts people or pay, which are never under 0.
    """
    judged = {value: judge_number(value, question, counted=counted) for value in values}
    return {value: what for value, what in judged.items() if what is not None}


def judge_number(value: str, question: Question, *, counted: bool) -> str | None:
    """Return why `value` is not a number the question allows; None if it is one."""
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
    """Return one `Fault` with the wrong cells of a column; empty if there are none.

    Blank and missing cells are not wrong.
    """
    wrong = judge([str(value) for value in values.dropna().unique() if value != ""])
    if not wrong:
        return []
    faulty = values[values.isin(list(wrong))]
    return [Fault(str(values.name), faulty.index, faulty.map(wrong), faulty)]


def tabulate_faults(rows: pd.DataFrame, faults: Sequence[Fault]) -> pd.DataFrame:
    """Return the table of faults, with `FAULT_COLUMNS`.

    `rows` has `source`, `row`, `response_id`, `company_id` and the answers.
    """
    places = rows[["source", "row", "response_id", "company_id"]]
    parts = [_tabulate_fault(places, fault) for fault in faults if len(fault.rows)]
    return pd.concat(parts, ignore_index=True) if parts else empty_faults()


def _tabulate_fault(places: pd.DataFrame, fault: Fault) -> pd.DataFrame:
    table = places.loc[fault.rows]
    for name, content in (("column", fault.column), ("value", fault.value), ("what", fault.what)):
        table[name] = pd.Series(content, index=table.index, dtype="str").fillna("")
    return table[FAULT_COLUMNS]


def empty_faults() -> pd.DataFrame:
    """Return a table of faults without rows."""
    return pd.DataFrame(
        {name: pd.Series(dtype="int64" if name == "row" else "str") for name in FAULT_COLUMNS}
    )
