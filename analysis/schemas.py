"""The tables that this floor hands upstairs: their columns, types and ranges.

Names of companies, items and groups are text, or categories of text.
"""

import pandas as pd
import pandera.pandas as pa

ENDS = 1000

"""Only so many first and last rows are checked.

To check millions of rows takes longer than to make them.
"""

FAVOURED = ["women", "men", "neither"]
"""Whom a gap can favour."""

_SCORE = pa.Check.in_range(0, 100)
_SHARE = pa.Check.in_range(0, 1)


def _share() -> pa.Column:
    return pa.Column("float64", _SHARE, nullable=True)


def _score() -> pa.Column:
    return pa.Column("float64", _SCORE, nullable=True)


def _category() -> pa.Column:
    return pa.Column("category")


def _rank() -> pa.Column:
    return pa.Column("Int64", pa.Check.ge(1), nullable=True)


SCORES = pa.DataFrameSchema(
    {
        "company_id": _category(),
        "wave": _category(),
        "level": _category(),
        "item": _category(),
        "score": _score(),
        "completeness": _share(),
        "status": _category(),
        "n": pa.Column("int32", pa.Check.ge(0)),
        "favours": pa.Column(pd.CategoricalDtype(FAVOURED), nullable=True),
    },
    strict=True,
    ordered=True,
)
NEEDS = pa.DataFrameSchema(
    {
        "company_id": _category(),
        "wave": _category(),
        "need": _category(),
        "severity": _score(),
        "priority": _rank(),
        "rank": _rank(),
    },
    strict=True,
    ordered=True,
)
NEEDS_PROGRAMME = pa.DataFrameSchema(
    {
        "group": pa.Column(str),
        "need": pa.Column(str),
        "n": pa.Column("Int64", pa.Check.ge(0), nullable=True),
        "share_severe": _share(),
        "low": _share(),
        "high": _share(),
        "mean_severity": _score(),
        "first_choice_share": _share(),
        "rank": _rank(),
        "status": pa.Column(str, pa.Check.isin(["ok", "hidden", "empty"])),
    },
    strict=True,
    ordered=True,
)
_STATUS = ["ok", "hidden", "empty"]
REGION = pa.DataFrameSchema(
    {
        "group": pa.Column(str),
        "level": pa.Column(str, pa.Check.isin(["index", "domain", "indicator"])),
        "item": pa.Column(str),
        "n": pa.Column("Int64", pa.Check.ge(0), nullable=True),
        "mean": _score(),
        "low": _score(),
        "high": _score(),
        "status": pa.Column(str, pa.Check.isin(_STATUS)),
        "spread": pa.Column(str, pa.Check.isin(_STATUS)),
    },
    strict=True,
    ordered=True,
)
FREQUENCIES = pa.DataFrameSchema(
    {
        "group": pa.Column(str),
        "question": pa.Column(str),
        "answer": pa.Column(str),
        "n": pa.Column("Int64", pa.Check.ge(0), nullable=True),
        "share": _share(),
        "status": pa.Column(str, pa.Check.isin([*_STATUS, "range"])),
        "low": _share(),
        "high": _share(),
    },
    strict=True,
    ordered=True,
)
GOALS = pa.DataFrameSchema(
    {
        "goal": pa.Column(str),
        "group": pa.Column(str),
        "counts": pa.Column(str, pa.Check.isin(["participants", "stage", "jobs", "event"])),
        "value": pa.Column("float64", nullable=True),
        "target": pa.Column("float64", pa.Check.gt(0), nullable=True),
        "share": pa.Column("float64", nullable=True),
        "before": pa.Column("float64", nullable=True),
        "after": pa.Column("float64", nullable=True),
        "n": pa.Column("Int64", pa.Check.ge(0), nullable=True),
        "missing": pa.Column("Int64", pa.Check.ge(0), nullable=True),
        "status": pa.Column(str, pa.Check.isin(["ok", "hidden", "missing"])),
    },
    strict=True,
    ordered=True,
)
CRITERIA = pa.DataFrameSchema(
    {
        "criterion": pa.Column(str),
        "grade": pa.Column(str, pa.Check.isin(["active", "partly", "not"])),
        "part": pa.Column(str, pa.Check.isin(["background", "activities", "followup"])),
        "shown": pa.Column(bool),
        "missing": pa.Column(str),
    },
    strict=True,
    ordered=True,
)


def check_table(table: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """The same table, when it is what the schema promises."""
    for end in (table.head(ENDS), table.tail(ENDS)):
        schema.validate(end)
    return table
