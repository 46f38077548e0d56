"""Find answers of one response that cannot all be right, such as a part greater than its whole."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from survey.answers.faults import Fault
from survey.common.texts import said
from survey.instrument.columns import columns_of
from survey.instrument.records import Check, Instrument, Question


def find_rule_faults(
    rows: pd.DataFrame, written: pd.DataFrame, instrument: Instrument
) -> list[Fault]:
    """List the faults between cells of the same row.

    In `rows`, cells that are wrong by themselves are missing; `written` still has them. Every cell
    of a contradiction is faulty, as nobody can know which one is right.
    """
    checks = [fault for check in instrument.check for fault in check_at_most(rows, check)]
    rankings = [question for question in instrument.question if question.kind == "ranking"]
    return checks + [
        fault
        for question in rankings
        for fault in check_ranking(rows, written, question, instrument)
    ]


def check_at_most(rows: pd.DataFrame, check: Check) -> list[Fault]:
    """All cells where the first number is greater than the sum of the others.

    For example, more people who lead than there are staff and owners.
    """
    columns = list(check.at_most)
    if not set(columns) <= set(rows.columns):
        return []
    numbers = rows[columns].apply(pd.to_numeric, errors="coerce")
    whole = numbers[columns[1:]].sum(axis="columns", skipna=False)
    wrong = rows.loc[numbers[columns[0]] > whole, columns]
    cells = (wrong[columns].radd([f"{column} " for column in columns])).agg(", ".join, axis=1)
    what = said(check.says, "en").rstrip(".") + " (" + cells + ")."
    return [Fault(column, wrong.index, what, wrong[column]) for column in columns]


def check_ranking(
    rows: pd.DataFrame, written: pd.DataFrame, question: Question, instrument: Instrument
) -> list[Fault]:
    """Find cells with an answer that has two ranks, and cells after an empty rank."""
    places = [
        column.name for column in columns_of(question, instrument.lists) if column.name in rows
    ]
    chosen = rows[places].mask(rows[places] == "", np.nan)
    empty = written[places].isna() | (written[places] == "")
    return [*_find_repeats(chosen, places), *_find_gaps(chosen, empty, places)]


def _find_repeats(chosen: pd.DataFrame, places: Sequence[str]) -> list[Fault]:
    repeated = {place: np.zeros(len(chosen), dtype=bool) for place in places}
    for first, second in combinations(places, 2):
        same = (chosen[first] == chosen[second]).to_numpy(dtype=bool, na_value=False)
        repeated[first] |= same
        repeated[second] |= same
    return [
        _fault(chosen, place, wrong, "stands in two places of the ranking.")
        for place, wrong in repeated.items()
    ]


def _find_gaps(chosen: pd.DataFrame, empty: pd.DataFrame, places: Sequence[str]) -> list[Fault]:
    found: list[Fault] = []
    empty_before = np.zeros(len(chosen), dtype=bool)
    for place in places:
        found.append(
            _fault(
                chosen,
                place,
                empty_before & chosen[place].notna().to_numpy(),
                "stands after an empty place of the ranking.",
            )
        )
        empty_before |= empty[place].to_numpy(dtype=bool)
    return found


def _fault(chosen: pd.DataFrame, place: str, wrong: np.ndarray, says: str) -> Fault:
    values = chosen.loc[wrong, place]
    return Fault(place, values.index, '"' + values + '" ' + says, values)
