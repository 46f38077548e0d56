"""Read `cleared.csv`: companies' own words that a person has cleared for print."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from survey.common.errors import AnswersError, Problem, nearest, raise_all
from survey.common.personal_numbers import find_personal_numbers
from survey.register.register import find_missing_columns, limit_problems, read_texts

COLUMNS = ("company_id", "words")


def read_cleared(path: Path, register: pd.DataFrame) -> Mapping[str, str]:
    """The cleared words by company_id, without companies that have none; empty if there is no file.

    AnswersError with every wrong row (row 1 is the first below the headings). Words with a personal
    identity number are an error.
    """
    if not path.exists():
        return {}
    frame = read_texts(path)
    raise_all(AnswersError, find_missing_columns(frame, COLUMNS, path.name))
    companies = [str(company) for company in frame["company_id"]]
    wrong = [
        problem
        for row in range(len(companies))
        for problem in _find_problems(row, companies, path, register)
    ]
    raise_all(
        AnswersError,
        [*wrong, *limit_problems(find_personal_numbers(frame[["words"]], path.name), path.name)],
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
