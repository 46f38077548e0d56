"""`cleared.csv`: companies' own words that a person has read and cleared for print (columns company_id and words)."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from survey.common.errors import AnswersError, Problem, nearest, raise_all
from survey.common.personal_numbers import find_personal_numbers
from survey.register.register import read_texts, tell_first

COLUMNS = ("company_id", "words")


def read_cleared(path: Path, register: pd.DataFrame) -> Mapping[str, str]:
    """The words by company; none where there is no file. A company without words has nothing cleared.

    AnswersError with everything that is wrong, row by row (from 1, below the headings); personal identity numbers are never cleared.
    """
    if not path.exists():
        return {}
    frame = read_texts(path)
    absent = [name for name in COLUMNS if name not in frame]
    raise_all(
        AnswersError,
        (
            Problem(path.name, f'has no column "{name}".', nearest(name, frame.columns))
            for name in absent
        ),
    )
    companies = [str(company) for company in frame["company_id"]]
    wrong = [
        problem
        for row in range(len(companies))
        for problem in _find_problems(row, companies, path, register)
    ]
    raise_all(
        AnswersError,
        [*wrong, *tell_first(find_personal_numbers(frame[["words"]], path.name), path.name)],
    )
    return {
        company: str(words)
        for company, words in zip(companies, frame["words"], strict=True)
        if words
    }


def _find_problems(
    row: int, companies: list[str], path: Path, register: pd.DataFrame
) -> list[Problem]:
    company = companies[row]
    where = f"{path.name}, row {row + 1}, company_id"
    if company not in register.index:
        return [
            Problem(where, f'there is no company "{company}".', nearest(company, register.index))
        ]
    repeated = company in companies[:row]
    return (
        [Problem(where, f'"{company}" stands there twice.', "Put its words into one row.")]
        if repeated
        else []
    )
