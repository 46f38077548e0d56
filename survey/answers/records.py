"""The answers of one wave, as the floors above get them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa

from survey.instrument.records import Wave

FAULT_COLUMNS = ["source", "row", "response_id", "company_id", "column", "value", "what"]


@dataclass(frozen=True, slots=True)
class Answers:
    """One wave's answers.

    `responses`: every row of every file, one a response: `source` (file name), `row` (the record's number in its file, from 1),
    `response_id`, `company_id` (missing if unknown), `complete` (bool), `submitted` (datetime, NaT if incomplete or not recorded),
    `language`, `counts` (bool: the response that counts for its company: the last complete one, else the last incomplete one).
    `companies`: index `company_id` (unique, sorted), `complete`, `submitted`, `language`, then one text column for each column
    of the instrument: missing (NA) is NULL, so not shown or not reached; "" is shown and left blank. Faulty cells are NA here.
    `faults`: one row a faulty cell or row (`FAULT_COLUMNS`); `column` is "" where the whole row is meant, and `row` is 0 where the whole
    file is. `what` is a sentence.
    Cells of `faults` that belong to a counting response are kept out of every score (state "not calculable").
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
    """The same answers, when their frames have the promised columns, kinds and unique companies."""
    _RESPONSES.validate(answers.responses)
    _COMPANIES.validate(answers.companies)
    _FAULTS.validate(answers.faults)
    return answers
