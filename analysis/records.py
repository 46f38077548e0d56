"""The records that the rooms of this floor hand to one another and upstairs.

Frames are wide: one row per company, index `company_id`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import pandas as pd

from survey.instrument.records import Wave

Status = Literal["ok", "not_calculable", "not_applicable"]
Aggregation = Literal["geometric", "arithmetic"]


class State(IntEnum):
    """Why an indicator has points or has none. Missing is not zero."""

    OK = 0
    NOT_ASKED = 1
    NOT_ANSWERED = 2
    NOT_APPLICABLE = 3
    NOT_CALCULABLE = 4


@dataclass(frozen=True, slots=True)
class Points:
    """Indicators as points.

    `values`: company x indicator, 0-100, NaN where the state is not OK. `states`: the same shape,
    int8 of `State`. `people`: the same shape, how many people a balance or gap rests on, 1 for any
    other answered question, 0 without an answer.
    """

    values: pd.DataFrame
    states: pd.DataFrame
    people: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores at every level, 0-100 with 100 best, NaN where not calculable or not applicable.

    `domains`: company x domain; `index`: by company. The `_completeness` beside each is the share
    of the applicable weight that is calculable (0-1, NaN where nothing is applicable).
    """

    wave: Wave
    points: Points
    domains: pd.DataFrame
    index: pd.Series
    domain_completeness: pd.DataFrame
    index_completeness: pd.Series


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs by company.

    `severity`: company x need, 0-100 (position on the severity scale, 100 worst), NaN without an
    answer. `priority`: company x need, 1 for what the company put first in the forced choice, NaN
    where it is not among the top choices. `severe`: company x need, boolean with missing: severity
    at or over the programme's limit.
    """

    wave: Wave
    severity: pd.DataFrame
    priority: pd.DataFrame
    severe: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One company beside comparable ones, for one item.

    The company itself is left out. `low` and `high` are the quartiles of the others (0-100, rounded
    outwards to whole fives so that nobody can be worked out), None where `hidden`. `group` names
    what makes them comparable (background id -> value; empty: all companies), `n` how many the
    others are.
    """

    item: str
    score: float | None
    low: float | None
    high: float | None
    n: int
    group: Mapping[str, str]
    hidden: bool
