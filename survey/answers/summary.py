"""Faults in answers as sentences for a screen: one a kind of fault, however many cells have it."""

import re

import pandas as pd

from survey.answers.records import Answers
from survey.common.errors import Problem

MOST_ROWS = 5
"""So many rows are named; the table of faults holds them all."""

_OWN = re.compile(r'"[^"]*"|\([^)]*\)|\b[Rr]esponse \S+| Write \S+| (Did you mean|Known:).*')
"""What differs between two sentences about the same kind of fault."""


def check_answers(answers: Answers) -> list[Problem]:
    """One problem for each file, column and kind of fault, in the order of the files, the commonest fault of a file first.

    The sentence is that of the first such row; the others are counted, and the first few of them named, by
    the response's own id where the file has ids.
    """
    faults = answers.faults.assign(kind=[_OWN.sub("…", what) for what in answers.faults["what"]])
    groups = [group for _, group in faults.groupby(["source", "column", "kind"], sort=False)]
    places = {source: place for place, source in enumerate(faults["source"].unique())}
    ordered = sorted(groups, key=lambda group: (places[group["source"].iloc[0]], -len(group)))
    with_ids = _find_sources_with_ids(answers.responses)
    return [_tell_group(group, by_id=group["source"].iloc[0] in with_ids) for group in ordered]


def _find_sources_with_ids(responses: pd.DataFrame) -> set[str]:
    """The files that come from LimeSurvey; a plain table has neither ids nor languages, and its rows are counted."""
    own = responses["response_id"] != responses["row"].astype("str")
    return set(responses.loc[own | responses["language"].notna(), "source"])


def _tell_group(group: pd.DataFrame, *, by_id: bool) -> Problem:
    first = group.iloc[0]
    if not first["row"]:
        return Problem(first["source"], str(first["what"]))
    response = f" (response {first['response_id']})" if by_id else ""
    column = f", {first['column']}" if first["column"] else ""
    others = group["response_id" if by_id else "row"].iloc[1:]
    where = f"{first['source']}, row {first['row']}{response}{column}"
    return Problem(where, str(first["what"]), _tell_others("response" if by_id else "row", others))


def _tell_others(word: str, numbers: pd.Series) -> str:
    if numbers.empty:
        return ""
    named = ", ".join(str(number) for number in numbers.head(MOST_ROWS))
    more = f" and {len(numbers) - MOST_ROWS} more" if len(numbers) > MOST_ROWS else ""
    return f"The same in {word if len(numbers) == 1 else f'{word}s'} {named}{more}."
