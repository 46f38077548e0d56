"""What a company's page is made from: records of the floors below, as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.records import Benchmark, Needs, Scores
from analysis.rules import PrivacyRules, ScoringRules
from diagnostics.findings.measures import FittedAction
from diagnostics.records import Finding, Flag
from diagnostics.rules import FlagRule
from survey.answers.records import Answers
from survey.common.texts import Text
from survey.instrument.records import Instrument


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
