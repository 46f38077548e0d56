"""The record of one wave's answers, with the schemas of its frames."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa

from survey.instrument.records import Wave

FAULT_COLUMNS = ["source", "row", "response_id", "company_id", "column", "value", "what"]


@dataclass(frozen=True, slots=True)
class Answers:
    """One wave's answers.

    `responses` has one row per response of any file. `source` is the file's name and `row` the
    record's number in it, from 1. `company_id` is missing if unknown. `complete` is bool.
    `submitted` is a time, NaT if the response is incomplete or the time was not recorded.
    `counts` (bool) marks the response that counts for its company: its last complete one, or else
    its last incomplete one. `response_id` and `language` are text.

    `companies` has the index `company_id` (unique, sorted), the columns `complete`, `submitted` and
    `language`, and one text column per column of the instrument. A missing cell (NA) was not shown
    or not reached, or it is faulty; "" was shown and left blank.

    `faults` has one row per faulty cell, row or file (`FAULT_COLUMNS`). `column` is "" if the whole
    row is faulty, and `row` is 0 if the whole file is. `what` is a sentence. A faulty cell of a
    response that counts is left out of every score: its state is "not calculable".
    """

    wave: Wave
    responses: pd.DataFrame
    companies: pd.DataFrame
    faults: pd.DataFrame


_TEXT = pd.StringDtype(na_value=np.nan)
_RESPONSES = pa.DataFrameSchema(
    {
        "source": pa.Column(_TEXT),
        "row": pa.Column("int64", pa.Check.ge(1)),
        "response_id": pa.Column(_TEXT),
        "company_id": pa.Column(_TEXT, nullable=True),
        "complete": pa.Column(bool),
        "submitted": pa.Column("datetime64[us]", nullable=True),
        "language": pa.Column(_TEXT, nullable=True),
        "counts": pa.Column(bool),
    },
    strict=True,
    ordered=True,
)
_COMPANIES = pa.DataFrameSchema(
    {
        "complete": pa.Column(bool),
        "submitted": pa.Column("datetime64[us]", nullable=True),
    },
    checks=pa.Check(
        lambda frame: (frame.dtypes.drop(["complete", "submitted"]) == _TEXT).all(),
        error="every answer is text",
    ),
    index=pa.Index(_TEXT, name="company_id", unique=True),
)
_FAULTS = pa.DataFrameSchema(
    {
        name: pa.Column("int64", pa.Check.ge(0))
        if name == "row"
        else pa.Column(_TEXT, nullable=name == "company_id")
        for name in FAULT_COLUMNS
    },
    strict=True,
    ordered=True,
)


def check_frames(answers: Answers) -> Answers:
    """Return the answers unchanged; pandera's SchemaError if a frame breaks its schema."""
    _RESPONSES.validate(answers.responses)
    _COMPANIES.validate(answers.companies)
    _FAULTS.validate(answers.faults)
    return answers
