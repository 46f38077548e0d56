"""One round of the survey, as the pages for a company read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.records import Benchmark, Needs, Scores
from analysis.rules import PrivacyRules, ScoringRules
from diagnostics.findings.laws import Duty
from diagnostics.findings.measures import FittedAction
from diagnostics.records import Finding, Flag
from diagnostics.rules import FlagRule
from reports.company.records import ContactPerson
from survey.answers.records import Answers
from survey.common.texts import Text
from survey.instrument.records import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSource:
    """Everything that is known of the companies after one round.

    `language` is the programme's; it is used for companies whose own language has no pages.
    `register`: index `company_id`, text. `backgrounds`: same index as `answers.companies`.
    `contacts`: whom to ask, the first that is for a company's municipality.
    `benchmarks`, `findings`, `actions` and `duties` are by company; `flags` can be those of all
    companies.
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
    duties: Mapping[str, Sequence[Duty]] = field(default_factory=dict)
    contacts: Sequence[ContactPerson] = ()
