"""Sum up faults in answers for the screen: one sentence per kind of fault."""

import re

import pandas as pd

from survey.answers.records import Answers
from survey.common.errors import Problem

MOST_ROWS = 5
"""How many rows a sentence names; the table of faults has them all."""

_OWN = re.compile(r'"[^"]*"|\([^)]*\)|\b[Rr]esponse \S+| Write \S+| (Did you mean|Known:).*')
"""The words that may differ between two sentences about the same kind of fault."""


def check_answers(answers: Answers) -> list[Problem]:
    """Return one problem per file, column and kind of fault.

    They follow the order of the files; within a file the most common fault comes first. The
    sentence is that of the first faulty row. The other rows are counted, and a few of them are
    named: by the response's id if the file has ids, or else by the row's number.
    """
    faults = answers.faults.assign(kind=[_OWN.sub("…", what) for what in answers.faults["what"]])
    groups = [group for _, group in faults.groupby(["source", "column", "kind"], sort=False)]
    places = {source: place for place, source in enumerate(faults["source"].unique())}
    ordered = sorted(groups, key=lambda group: (places[group["source"].iloc[0]], -len(group)))
    with_ids = _find_sources_with_ids(answers.responses)
    return [_summarise(group, by_id=group["source"].iloc[0] in with_ids) for group in ordered]


def _find_sources_with_ids(responses: pd.DataFrame) -> set[str]:
    """Return the files with ids of responses: those from LimeSurvey.

    A plain table has neither ids nor languages; its `response_id` is the row's number.
    """
    own = responses["response_id"] != responses["row"].astype("str")
    return set(responses.loc[own | responses["language"].notna(), "source"])


def _summarise(group: pd.DataFrame, *, by_id: bool) -> Problem:
    first = group.iloc[0]
    if not first["row"]:
        return Problem(first["source"], str(first["what"]))
    response = f" (response {first['response_id']})" if by_id else ""
    column = f", {first['column']}" if first["column"] else ""
    others = group["response_id" if by_id else "row"].iloc[1:]
    where = f"{first['source']}, row {first['row']}{response}{column}"
    return Problem(where, str(first["what"]), _list_others("response" if by_id else "row", others))


def _list_others(word: str, numbers: pd.Series) -> str:
    if numbers.empty:
        return ""
    named = ", ".join(str(number) for number in numbers.head(MOST_ROWS))
    more = f" and {len(numbers) - MOST_ROWS} more" if len(numbers) > MOST_ROWS else ""
    return f"The same in {word if len(numbers) == 1 else f'{word}s'} {named}{more}."
