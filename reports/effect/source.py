"""What a company's effect report is made from: both rounds as a diagnosis sees them, and what lies between."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.effects.company_change import Change
from analysis.programme.followup import FollowupFacts
from reports.diagnosis import DiagnosisSource
from survey.register.activities import ActivityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectSource:
    """Everything the pages are made from.

    `before` and `after`: the two rounds; measures of `before` were suggested then, those of `after` suit the company now. `changes`: by
    company, the index and every domain. `activities`: `company_id, kind, date, hours`. `diagnosed`: the companies that got a diagnosis.
    `cleared`: what a company wrote in its own words, where a person has read it and cleared it for print.
    """

    before: DiagnosisSource
    after: DiagnosisSource
    changes: Mapping[str, Sequence[Change]]
    facts: FollowupFacts
    activities: pd.DataFrame
    kinds: Sequence[ActivityKind]
    diagnosed: Collection[str]
    cleared: Mapping[str, str]
