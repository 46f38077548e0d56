"""Several questions asked at once.

P-values are adjusted within their family; all rows become the table that others read.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pandera.pandas as pa
from statsmodels.stats.multitest import multipletests

from analysis.arrays import Array
from analysis.effects.records import Estimate

COLUMNS = [
    "outcome",
    "group",
    "estimator",
    "estimate",
    "low",
    "high",
    "p",
    "p_adjusted",
    "n_treated",
    "n_comparison",
    "minimum_detectable",
    "maryland_level",
    "note",
    "status",
]
DIGITS = 12
_NUMBERS = ["estimate", "low", "high", "p", "p_adjusted", "minimum_detectable"]
_COUNTS = ["n_treated", "n_comparison", "maryland_level"]
_TEXTS = ["outcome", "group", "estimator", "note", "status"]


def _share() -> pa.Column:
    return pa.Column("float64", pa.Check.in_range(0, 1), nullable=True)


EFFECTS = pa.DataFrameSchema(
    {
        "outcome": pa.Column(str),
        "group": pa.Column(str),
        "estimator": pa.Column(str),
        "estimate": pa.Column("float64", nullable=True),
        "low": pa.Column("float64", nullable=True),
        "high": pa.Column("float64", nullable=True),
        "p": _share(),
        "p_adjusted": _share(),
        "n_treated": pa.Column("int64", pa.Check.ge(0)),
        "n_comparison": pa.Column("int64", pa.Check.ge(0)),
        "minimum_detectable": pa.Column("float64", pa.Check.ge(0), nullable=True),
        "maryland_level": pa.Column("int64", pa.Check.in_range(0, 5)),
        "note": pa.Column(str),
        "status": pa.Column(str, pa.Check.isin(["ok", "too_few", "not_estimable"])),
    },
    strict=True,
    ordered=True,
)


def adjust_holm(p: Array) -> Array:
    """Adjust p-values by Holm's (1979) step-down method.

    NaN stays NaN and does not count as a question.
    """
    asked = ~np.isnan(p)
    # `multipletests` collects all garbage, which takes a tenth of a second: one needs no call.
    if asked.sum() < 2:
        return p
    adjusted = np.full(len(p), np.nan)
    adjusted[asked] = multipletests(p[asked], method="holm")[1]
    return adjusted


def adjust_families(estimates: Sequence[Estimate]) -> list[Estimate]:
    """The same rows in the same order with `p_adjusted`, within each family and estimator."""
    keys: list[Hashable] = [(row.family, row.estimator) for row in estimates]
    p = pd.Series([row.p for row in estimates], dtype=float)
    adjusted = p.groupby(pd.Series(keys, dtype=object)).transform(
        lambda one: adjust_holm(one.to_numpy())
    )
    return [
        replace(row, p_adjusted=float(value))
        for row, value in zip(estimates, adjusted, strict=True)
    ]


def tabulate_effects(estimates: Sequence[Estimate]) -> pd.DataFrame:
    """The rows as `results/effects`, columns `COLUMNS`.

    Twelve digits: what comes after them depends on the machine, and the same answers are to give
    the same table.
    """
    table = pd.DataFrame(
        [[getattr(row, column) for column in COLUMNS] for row in estimates], columns=COLUMNS
    )
    kinds = (
        dict.fromkeys(_NUMBERS, "float64")
        | dict.fromkeys(_COUNTS, "int64")
        | dict.fromkeys(_TEXTS, "str")
    )
    typed = table.astype(kinds)
    return EFFECTS.validate(typed.assign(**{name: typed[name].map(_shorten) for name in _NUMBERS}))


def _shorten(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
