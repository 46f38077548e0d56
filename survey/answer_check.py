"""Faults in answers as sentences for a screen: one a kind of fault, however many cells have it."""

import re

import pandas as pd

from survey.answers import Answers
from survey.errors import Problem

MOST_ROWS = 5
"""So many rows are named; the table of faults holds them all."""

_OWN = re.compile(r'"[^"]*"|\([^)]*\)|\b[Rr]esponse \S+| Write \S+| (Did you mean|Known:).*')
"""What differs between two sentences about the same kind of fault."""


def check_answers(answers: Answers) -> list[Problem]:
    """One problem for each file, column and kind of fault, in the order of the files, the commonest fault of a file first.

    The sentence is that of the first such row; the others are counted, and the first few of them named.
    """
    faults = answers.faults.assign(kind=[_OWN.sub("…", what) for what in answers.faults["what"]])
    groups = [group for _, group in faults.groupby(["source", "column", "kind"], sort=False)]
    places = {source: place for place, source in enumerate(faults["source"].unique())}
    ordered = sorted(groups, key=lambda group: (places[group["source"].iloc[0]], -len(group)))
    return [_tell_group(group) for group in ordered]


def _tell_group(group: pd.DataFrame) -> Problem:
    first = group.iloc[0]
    row = f", row {first['row']}" if first["row"] else ""
    column = f", {first['column']}" if first["column"] and row else ""
    return Problem(f"{first['source']}{row}{column}", str(first["what"]), _tell_others(group["row"].iloc[1:]))


def _tell_others(rows: pd.Series) -> str:
    if rows.empty or not rows.any():
        return ""
    named = ", ".join(str(row) for row in rows.head(MOST_ROWS))
    more = f" and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
    return f"The same in {'row' if len(rows) == 1 else 'rows'} {named}{more}."
