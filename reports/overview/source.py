"""What the overview is made from: tables and records of the floors below, as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis.records import Needs
from analysis.rules import PrivacyRules, TargetGroup
from diagnostics.records import Decision, Flag, Selection
from diagnostics.rules import FlagRule, SelectionRules
from survey.answers.records import Answers
from survey.instrument.records import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewSource:
    """Everything the page can say.

    `data_date` is the day of the newest answer (None without one); `snapshot` and `instrument_hash`
    say what the numbers were made from. `shown` are the backgrounds that stand beside a company's
    name, the first of which splits the funnel; those that the instrument lacks are left out.
    `register`: index `company_id`, text. `backgrounds`: index as `answers.companies`. `scores` and
    `needs_programme`: the columns of the result tables. `stability`: by `company_id`, the share
    (0-1) of variants in which it is selected at the last stage; None if it was not worked out.
    `reliability`: as `analysis.reliability.assess_reliability` gives it, or None. `reported`:
    companies that have a report of their own; `carded`: those that have a card with all answers.
    `needs`: by company; None where the questionnaire asks about none.
    """

    title: Mapping[str, str]
    data_date: date | None
    simulated: bool
    snapshot: str
    instrument_hash: str
    version: str
    seed: int | None
    instrument: Instrument
    rules: SelectionRules
    flag_rules: Sequence[FlagRule]
    target_groups: Sequence[TargetGroup]
    register: pd.DataFrame
    answers: Answers
    backgrounds: pd.DataFrame
    scores: pd.DataFrame
    needs_programme: pd.DataFrame
    flags: Sequence[Flag]
    selection: Selection
    decisions: Sequence[Decision] = ()
    stability: pd.Series | None = None
    reliability: pd.DataFrame | None = None
    reported: frozenset[str] = frozenset()
    carded: frozenset[str] = frozenset()
    needs: Needs | None = None
    privacy: PrivacyRules = field(default_factory=PrivacyRules)
    shown: Sequence[str] = ("municipality", "trade", "size")
