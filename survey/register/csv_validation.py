"""Check tables that people type: each column has a rule, and all wrong cells are named at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from survey.answers.faults import advise
from survey.common.errors import AnswersError, Problem, raise_all
from survey.common.formula_injection import find_formulas
from survey.register.register import (
    MOST_NAMED,
    find_missing_columns,
    limit_problems,
    read_texts,
)

Fits = Callable[[str], bool]
Describe = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which values a column may have (`fits`), and a sentence about a value that does not fit."""

    fits: Fits
    describe: Describe


@dataclass(frozen=True, slots=True, order=True)
class WrongCell:
    """A wrong cell: its `row` (1 is below the headings), its column's `place`, name and value."""

    row: int
    place: int
    column: str
    value: str


def _is_date(value: str) -> bool:
    return len(value) == len("2026-03-01") and not pd.isna(
        pd.to_datetime(value, format="%Y-%m-%d", errors="coerce")
    )


def _format_date_fault(value: str) -> str:
    return f'"{value}" is not a date such as 2026-03-01.' if value else "has no date."


def _is_amount(value: str) -> bool:
    """Whether the value is a number from 0 up, with a decimal point."""
    try:
        return 0 <= float(value) < np.inf
    except ValueError:
        return False


def _format_amount_fault(value: str) -> str:
    if not value:
        return "has no number."
    mended = value.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
    advice = f" Write {mended}." if _is_amount(mended) else ""
    return f'"{value}" is not a number from 0 up.{advice}'


DATE, AMOUNT = Rule(_is_date, _format_date_fault), Rule(_is_amount, _format_amount_fault)


def one_of(noun: str, names: Iterable[str]) -> Rule:
    """The rule that a value is one of the `names`, and not empty."""
    allowed = frozenset(names)

    def describe(value: str) -> str:
        return (
            f'there is no {noun} "{value}". {advise(value, allowed)}'.rstrip()
            if value
            else f"has no {noun}."
        )

    return Rule(allowed.__contains__, describe)


def read_table(path: Path, rules: Mapping[str, Rule]) -> pd.DataFrame:
    """The columns that have rules, as text; no rows if there is no file.

    AnswersError with every wrong cell, row by row (row 1 is the first below the headings).
    """
    if not path.exists():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in rules})
    frame = read_texts(path)
    raise_all(AnswersError, find_missing_columns(frame, rules, path.name))
    formulas = limit_problems(find_formulas(frame[list(rules)], path.name), path.name)
    raise_all(AnswersError, [*_find_problems(frame, rules, path.name), *formulas])
    return frame[list(rules)].reset_index(drop=True)


def _find_problems(frame: pd.DataFrame, rules: Mapping[str, Rule], name: str) -> Iterator[Problem]:
    """One problem per wrong cell, in the order of the rows, at most `MOST_NAMED`."""
    wrong = sorted(
        cell
        for place, column in enumerate(rules)
        for cell in _find_cells(frame[column], place, rules[column])
    )
    for cell in wrong[:MOST_NAMED]:
        what = rules[cell.column].describe(cell.value)
        yield Problem(f"{name}, row {cell.row}, {cell.column}", what)
    if len(wrong) > MOST_NAMED:
        yield Problem(name, f"{len(wrong) - MOST_NAMED} more cells are wrong.")


def _find_cells(values: pd.Series, place: int, rule: Rule) -> list[WrongCell]:
    """The cells that do not fit. Each distinct value is checked once."""
    unfit = [value for value in values.unique().tolist() if not rule.fits(value)]
    wrong = values[values.isin(unfit)]
    return [
        WrongCell(row + 1, place, str(values.name), value)
        for row, value in zip(wrong.index.tolist(), wrong.tolist(), strict=True)
    ]
