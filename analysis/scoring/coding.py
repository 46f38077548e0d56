"""From answers to points: each indicator 0-100, with the reason where it has none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import Array
from analysis.records import Points, State
from analysis.scoring.balance import balance, score_share
from analysis.scoring.pay_gap import FEWEST, gap, score_gap
from survey.answers.records import Answers
from survey.answers.skip_logic import Filters, conditions_of
from survey.instrument.points_kinds import PointsKind
from survey.instrument.records import Indicator, Instrument, Question

FULL = 100.0
PER_CENT = 100.0

States = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Coded:
    """One indicator over all companies.

    `values`: 0-100, NaN where the state is not OK. `states`: of `State`. `people`: how many stand
    behind it.
    """

    values: Array
    states: States
    people: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class CodingSheet:
    """The answers of one wave, with what is needed to read a cell.

    `faulty`: the companies with a fault in each column. `filters`: which conditions their answers
    meet. `numbers` remembers columns already read as numbers: head counts stand behind several
    indicators.
    """

    answers: Answers
    instrument: Instrument
    faulty: Mapping[str, pd.Index]
    filters: Filters
    numbers: dict[str, Array] = field(default_factory=dict)


def code_points(answers: Answers, instrument: Instrument) -> Points:
    """Score every indicator of every company of one wave."""
    sheet = open_sheet(answers, instrument)
    coded = {indicator.id: code_indicator(sheet, indicator) for indicator in instrument.indicator}
    return Points(
        values=_frame(answers, {name: one.values for name, one in coded.items()}, float),
        states=_frame(answers, {name: one.states for name, one in coded.items()}, np.int8),
        people=_frame(answers, {name: one.people for name, one in coded.items()}, np.int32),
    )


def code_gaps(answers: Answers, instrument: Instrument) -> pd.DataFrame:
    """The signed gap of each company (row) in each indicator (column) that scores a gap.

    A gap is a share of men's pay, positive where men earn more. The tolerance is not taken off. NaN
    where the indicator has no points: the direction of a gap is shown only where its size is
    scored.
    """
    sheet = open_sheet(answers, instrument)
    gaps = {
        indicator.id: np.where(
            code_indicator(sheet, indicator).states == State.OK, read_gap(sheet, indicator), np.nan
        )
        for indicator in instrument.indicator
        if (read_gap := CODERS[indicator.points].gap) is not None
    }
    return _frame(answers, gaps, float)


def open_sheet(answers: Answers, instrument: Instrument) -> CodingSheet:
    """Lay the answers ready for reading cell by cell."""
    filters = Filters(answers.companies, instrument)
    return CodingSheet(answers, instrument, _find_faulty(answers), filters)


def code_indicator(sheet: CodingSheet, indicator: Indicator) -> Coded:
    """Score one indicator."""
    return CODERS[indicator.points].points(sheet, indicator)


def read_states(sheet: CodingSheet, column: str) -> States:
    """Whether each company's cell in `column` has an answer (OK), and if not, why."""
    question = sheet.instrument.columns[column].question
    if sheet.answers.wave not in question.waves:
        return np.full(len(sheet.answers.companies), State.NOT_ASKED, dtype=np.int8)
    cells = sheet.answers.companies[column]
    null = cells.isna().to_numpy()
    blank = cells.isin(["", *_not_answered(question, sheet.instrument)]).to_numpy(dtype=bool)
    states = np.where(null | blank, State.NOT_ANSWERED, State.OK).astype(np.int8)
    conditions = conditions_of(question, sheet.instrument, sheet.instrument.columns[column].part)
    states[null & ~sheet.filters.met(conditions)] = State.NOT_ASKED
    if column in sheet.faulty:
        states[sheet.answers.companies.index.isin(sheet.faulty[column])] = State.NOT_CALCULABLE
    return states


def _not_answered(question: Question, instrument: Instrument) -> Sequence[str]:
    """The answers that count as none, such as "don't know"."""
    return instrument.lists[question.answers].not_answered if question.answers else []


def read_numbers(sheet: CodingSheet, column: str) -> Array:
    """The number in each cell of `column`, NaN where there is none."""
    if column not in sheet.numbers:
        cells = sheet.answers.companies[column]
        sheet.numbers[column] = pd.to_numeric(cells, errors="coerce").to_numpy(
            dtype=float, na_value=np.nan
        )
    return sheet.numbers[column]


def scale_points(scale: Sequence[str], *, reverse: bool = False) -> Mapping[str, float]:
    """The points (0-100) of each code of a scale, evenly spaced.

    The last code is best, or the first if `reverse`.
    """
    points = np.linspace(0, FULL, len(scale))
    return dict(zip(scale, points[::-1] if reverse else points, strict=True))


def look_up(cells: pd.Series, table: Mapping[str, float]) -> Array:
    """Look each cell up in `table`; NaN for a cell that is not in it."""
    positions, codes = pd.factorize(cells)
    known = np.array([*(table.get(code, np.nan) for code in codes), np.nan])
    return known[positions]


def _code_scale(sheet: CodingSheet, indicator: Indicator) -> Coded:
    """Score a position on a scale.

    "Don't know" is no answer. Every other code outside the scale ("does not apply", "other") is an
    answer that the question does not judge.
    """
    column = _named(indicator.question)
    question = sheet.instrument.columns[column].question
    scale = sheet.instrument.lists[_named(question.answers)].scale
    states, values = (
        read_states(sheet, column),
        look_up(sheet.answers.companies[column], scale_points(scale, reverse=indicator.reversed)),
    )
    states[(states == State.OK) & np.isnan(values)] = State.NOT_APPLICABLE
    return _settle(values, states, _answered(states))


def _code_yes_no(sheet: CodingSheet, indicator: Indicator) -> Coded:
    column = _named(indicator.question)
    states, values = (
        read_states(sheet, column),
        look_up(sheet.answers.companies[column], scale_points("NY", reverse=indicator.reversed)),
    )
    return _settle(values, states, _answered(states))


def _code_share(sheet: CodingSheet, indicator: Indicator) -> Coded:
    column = _named(indicator.question)
    states = read_states(sheet, column)
    return _settle(score_share(read_numbers(sheet, column)), states, _answered(states))


def _code_gap_percent(sheet: CodingSheet, indicator: Indicator) -> Coded:
    states = read_states(sheet, _named(indicator.question))
    return _settle(score_gap(_answered_gap(sheet, indicator)), states, _answered(states))


def _code_balance(sheet: CodingSheet, indicator: Indicator) -> Coded:
    women, men = (
        read_numbers(sheet, _named(column)) for column in (indicator.women, indicator.men)
    )
    values = balance(women, men).score
    states = _join_states(sheet, indicator.columns)
    states[(states == State.OK) & np.isnan(values)] = State.NOT_APPLICABLE
    return _settle(values, states, _count(women + men))


def _code_gap(sheet: CodingSheet, indicator: Indicator) -> Coded:
    """Score a computed gap.

    Too few women or men goes before "pay was not answered": no answer could have made it
    calculable.
    """
    women, men = (
        read_numbers(sheet, _named(column))
        for column in (indicator.women_count, indicator.men_count)
    )
    states = _join_states(sheet, indicator.columns)
    states[(states == State.NOT_ANSWERED) & ((women < FEWEST) | (men < FEWEST))] = (
        State.NOT_CALCULABLE
    )
    values = score_gap(
        np.where((women >= FEWEST) & (men >= FEWEST), _computed_gap(sheet, indicator), np.nan)
    )
    return _settle(values, states, _count(women + men))


def _answered_gap(sheet: CodingSheet, indicator: Indicator) -> Array:
    return read_numbers(sheet, _named(indicator.question)) / PER_CENT


def _computed_gap(sheet: CodingSheet, indicator: Indicator) -> Array:
    return gap(
        read_numbers(sheet, _named(indicator.women)), read_numbers(sheet, _named(indicator.men))
    )


@dataclass(frozen=True, slots=True)
class Coder:
    """How one kind of points is made.

    `points` scores an indicator. `gap` gives its signed gap, where the kind scores one.
    """

    points: Callable[[CodingSheet, Indicator], Coded]
    gap: Callable[[CodingSheet, Indicator], Array] | None = None


CODERS: Mapping[PointsKind, Coder] = {
    "scale": Coder(_code_scale),
    "yes_no": Coder(_code_yes_no),
    "balance": Coder(_code_balance),
    "gap": Coder(_code_gap, _computed_gap),
    "share": Coder(_code_share),
    "gap_percent": Coder(_code_gap_percent, _answered_gap),
}
"""What the instrument has to know of each kind stands in `survey.points_kinds.POINTS`."""


def _settle(values: Array, states: States, people: NDArray[np.int32]) -> Coded:
    """Points stand only where the state is OK; an answer without points is not calculable."""
    states[(states == State.OK) & np.isnan(values)] = State.NOT_CALCULABLE
    return Coded(np.where(states == State.OK, values, np.nan), states, people)


def _join_states(sheet: CodingSheet, columns: Sequence[str]) -> States:
    """Join the states of several cells into one.

    A fault in any cell goes first, then a cell that was not asked, then one that was not answered.
    """
    cells = [read_states(sheet, column) for column in columns]
    joined = np.full(len(sheet.answers.companies), State.OK, dtype=np.int8)
    for state in (State.NOT_ANSWERED, State.NOT_ASKED, State.NOT_CALCULABLE):
        joined[np.any([cell == state for cell in cells], axis=0)] = state
    return joined


def _answered(states: States) -> NDArray[np.int32]:
    return np.isin(states, (State.OK, State.NOT_APPLICABLE)).astype(np.int32)


def _count(people: Array) -> NDArray[np.int32]:
    return np.nan_to_num(people).astype(np.int32)


def _find_faulty(answers: Answers) -> Mapping[str, pd.Index]:
    """The companies with a fault in each column, in the response that counts."""
    record = ["source", "row"]
    counting = pd.MultiIndex.from_frame(
        answers.responses.loc[answers.responses["counts"].astype(bool), record]
    )
    faults = answers.faults[pd.MultiIndex.from_frame(answers.faults[record]).isin(counting)]
    return {str(column): pd.Index(rows["company_id"]) for column, rows in faults.groupby("column")}


def _named(column: str | None) -> str:
    """A column that the instrument's check has made sure of."""
    if column is None:
        raise TypeError("an indicator without its column got past the instrument's check")
    return column


def _frame(
    answers: Answers, columns: Mapping[str, NDArray[np.generic]], dtype: type[np.generic | float]
) -> pd.DataFrame:
    index = answers.companies.index
    stacked = np.empty((len(index), len(columns)), dtype=dtype, order="F")
    for position, values in enumerate(columns.values()):
        stacked[:, position] = values
    return pd.DataFrame(
        stacked, index=index, columns=pd.Index(list(columns), dtype=object), copy=False
    )
