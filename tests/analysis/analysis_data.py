"""A small instrument and answers to it, made from a few cells."""

import tomllib
from pathlib import Path

import pandas as pd
from pydantic import TypeAdapter

from analysis.rules import PrivacyRules
from survey.answers.records import FAULT_COLUMNS, Answers
from survey.instrument.records import Instrument

DATA = Path(__file__).parent / "data"


def under_the_floors(**limits):
    """Privacy rules that no configuration can have, so that small tables show numbers."""
    rules = PrivacyRules()
    for name, least in limits.items():
        object.__setattr__(rules, name, least)
    return rules


def small_instrument():
    return TypeAdapter(Instrument).validate_python(
        tomllib.loads((DATA / "instrument.toml").read_text(encoding="utf-8"))
    )


def make_answers(instrument, companies, wave="baseline", faults=()):
    """Make answers from {company: {column: text}}; a column that is not named is NULL.

    `faults` are (company, column, counts), each with a row of its own.
    """
    columns = list(instrument.columns)
    frame = pd.DataFrame(
        [{column: cells.get(column) for column in columns} for cells in companies.values()],
        columns=columns,
        dtype="str",
    )
    frame.index = pd.Index(list(companies), name="company_id", dtype="str")
    names = list(companies)
    responses = pd.DataFrame(
        {
            "source": ["a.csv"] * (2 * len(names)),
            "row": range(1, 2 * len(names) + 1),
            "company_id": names * 2,
            "counts": [True] * len(names) + [False] * len(names),
        }
    )
    listed = [
        {
            "source": "a.csv",
            "row": names.index(company) + 1 + (0 if counts else len(names)),
            "company_id": company,
            "column": column,
        }
        for company, column, counts in faults
    ]
    return Answers(wave, responses, frame, pd.DataFrame(listed, columns=FAULT_COLUMNS))
