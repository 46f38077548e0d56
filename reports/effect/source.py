"""What a company's effect report is made from: both rounds, and what happened between them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.effects.company_change import Change
from analysis.programme.followup import FollowupFacts
from reports.company.source import RoundSource
from survey.register.activities import ActivityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectSource:
    """Everything the pages are made from.

    `before` and `after` are the two rounds: the actions of `before` were suggested then, those of
    `after` suit the company now. `changes`: by company, of the index and every domain.
    `activities`: `company_id, kind, date, hours`. `diagnosed`: the companies that got a diagnosis.
    `cleared`: what a company wrote in its own words and a person has cleared for print.
    """

    before: RoundSource
    after: RoundSource
    changes: Mapping[str, Sequence[Change]]
    facts: FollowupFacts
    activities: pd.DataFrame
    kinds: Sequence[ActivityKind]
    diagnosed: Collection[str]
    cleared: Mapping[str, str]
