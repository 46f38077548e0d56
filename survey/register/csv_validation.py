"""Tables that people type: each column has a rule, and every cell that breaks one is told at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from survey.answers.faults import advise
from survey.common.errors import AnswersError, Problem, nearest, raise_all
from survey.common.formula_injection import find_formulas
from survey.register.register import MOST_TOLD, read_texts, tell_first

Fits = Callable[[str], bool]
Tell = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which values a column may have, and a sentence about one that does not fit."""

    fits: Fits
    tell: Tell


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A wrong cell: its `row` (from 1, below the headings), its column's place and name, and what stands there."""

    row: int
    place: int
    column: str
    value: str


def _is_date(value: str) -> bool:
    return len(value) == len("2026-03-01") and not pd.isna(
        pd.to_datetime(value, format="%Y-%m-%d", errors="coerce")
    )


def _tell_date(value: str) -> str:
    return f'"{value}" is not a date such as 2026-03-01.' if value else "has no date."


def _is_amount(value: str) -> bool:
    """Whether the value is a number from 0 up, with a decimal point."""
    try:
        return 0 <= float(value) < np.inf
    except ValueError:
        return False


def _tell_amount(value: str) -> str:
    if not value:
        return "has no number."
    mended = value.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
    advice = f" Write {mended}." if _is_amount(mended) else ""
    return f'"{value}" is not a number from 0 up.{advice}'


DATE, AMOUNT = Rule(_is_date, _tell_date), Rule(_is_amount, _tell_amount)


def one_of(noun: str, names: Iterable[str]) -> Rule:
    """One of the `names`, and not nothing."""
    allowed = frozenset(names)

    def tell(value: str) -> str:
        return (
            f'there is no {noun} "{value}". {advise(value, allowed)}'.rstrip()
            if value
            else f"has no {noun}."
        )

    return Rule(allowed.__contains__, tell)


def read_table(path: Path, rules: Mapping[str, Rule]) -> pd.DataFrame:
    """The columns that there are rules for, as text, when everything fits; no rows where there is no file.

    AnswersError with everything that is wrong, row by row (from 1, below the headings).
    """
    if not path.exists():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in rules})
    frame = read_texts(path)
    absent = [name for name in rules if name not in frame]
    raise_all(
        AnswersError,
        (
            Problem(path.name, f'has no column "{name}".', nearest(name, frame.columns))
            for name in absent
        ),
    )
    formulas = tell_first(find_formulas(frame[list(rules)], path.name), path.name)
    raise_all(AnswersError, [*_find_problems(frame, rules, path.name), *formulas])
    return frame[list(rules)].reset_index(drop=True)


def _find_problems(frame: pd.DataFrame, rules: Mapping[str, Rule], name: str) -> Iterator[Problem]:
    """A problem a wrong cell, in the order of the rows, the first `MOST_TOLD` of them."""
    wrong = sorted(
        cell
        for place, column in enumerate(rules)
        for cell in _find_cells(frame[column], place, rules[column])
    )
    for cell in wrong[:MOST_TOLD]:
        yield Problem(f"{name}, row {cell.row}, {cell.column}", rules[cell.column].tell(cell.value))
    if len(wrong) > MOST_TOLD:
        yield Problem(name, f"{len(wrong) - MOST_TOLD} more cells are wrong.")


def _find_cells(values: pd.Series, place: int, rule: Rule) -> list[Cell]:
    """The cells that do not fit; each distinct value is judged once."""
    unfit = [value for value in values.unique().tolist() if not rule.fits(value)]
    wrong = values[values.isin(unfit)]
    return [
        Cell(row + 1, place, str(values.name), value)
        for row, value in zip(wrong.index.tolist(), wrong.tolist(), strict=True)
    ]
