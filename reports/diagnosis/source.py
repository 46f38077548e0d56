"""What a company's page is made from: records of the floors below, as they are, and how to read one cell of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.records import Benchmark, Needs, Scores
from analysis.rules import PrivacyRules, ScoringRules
from diagnostics.measures import FittedAction
from diagnostics.records import Finding, Flag
from diagnostics.rules import FlagRule
from survey.answers import Answers
from survey.instrument import Instrument
from survey.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisSource:
    """Everything the pages of one programme are made from.

    `language` is the programme's, for companies whose own has no pages. `register`: index `company_id`, text. `backgrounds`: index as
    `answers.companies`. `benchmarks`, `findings` and `actions` are by company; `flags` may be everybody's. `band_firm`: by company,
    whether the band of the index is the same whichever single indicator is left out; a company missing there is told nothing about it.
    """

    programme: str
    title: Text
    contact: Text
    help_until: Text | None = None
    language: str
    simulated: bool
    version: str
    instrument: Instrument
    flag_rules: Sequence[FlagRule]
    scoring: ScoringRules
    privacy: PrivacyRules
    register: pd.DataFrame
    answers: Answers
    backgrounds: pd.DataFrame
    scores: Scores
    needs: Needs
    benchmarks: Mapping[str, Sequence[Benchmark]]
    flags: Sequence[Flag]
    findings: Mapping[str, Sequence[Finding]]
    actions: Mapping[str, Sequence[FittedAction]]
    band_firm: Mapping[str, bool]


def row_of(frame: pd.DataFrame, company_id: str) -> pd.Series:
    """The company's row of a frame whose index is `company_id`; an empty one where it has none."""
    return frame.loc[[company_id]].iloc[0] if company_id in frame.index else pd.Series(dtype="object")


def number_in(row: pd.Series, column: str) -> float | None:
    """The number in a cell; None where it is missing or there is no such column."""
    value: Any = row.get(column)
    return None if value is None or pd.isna(value) else float(value)


def text_in(row: pd.Series, column: str) -> str:
    """The text in a cell; "" where it is missing or there is no such column."""
    value: Any = row.get(column)
    return "" if value is None or pd.isna(value) else str(value)
