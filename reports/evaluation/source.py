"""What the evaluator's report is made from: records of the floors below, as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.effects.records import Estimate
from analysis.programme.goal_settings import Goal
from analysis.programme.horizontal_criteria import CriterionJudged
from analysis.rules import PrivacyRules, TargetGroup
from survey.common.texts import Text
from survey.instrument.records import Instrument
from survey.register.activities import ActivityKind, EventKind

ANYTHING = "anything"
"""The row of what was given that says whether there was anything at all."""


@dataclass(frozen=True, slots=True)
class StageCount:
    """A level of the funnel and how many companies reached it."""

    name: Text
    count: int


@dataclass(frozen=True, slots=True)
class PerceivedBenefits:
    """What respondents say it gave them.

    `table` is made by `share_given`; `names` are the answers' texts by code. The groups are "all"
    and, for companies, also "chosen" and "others".
    """

    table: pd.DataFrame
    names: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSource:
    """Everything the report is made from.

    `estimates`: the rows of `results/effects`. `spreads`: by outcome, the standard deviation at
    follow-up among the compared companies. `stage`: the stage that the chosen companies were chosen
    for. `contacted`, `answered`, `again`: companies in the register, those with a complete first
    answer, and those of them with a complete second one. `response` is made by `tabulate_response`.
    `felt`: what the companies say the programme meant, for better or worse; None where nobody was
    asked. `place` is None where the municipalities were not asked. `goals` and `criteria` come from
    `analysis.programme`.
    """

    programme: str
    title: Text
    contact: Text
    simulated: bool
    version: str
    instrument: Instrument
    privacy: PrivacyRules
    estimates: Sequence[Estimate]
    spreads: Mapping[str, float]
    stage: Text
    contacted: int
    answered: int
    stages: Sequence[StageCount]
    again: int
    response: pd.DataFrame
    given: PerceivedBenefits | None
    place: PerceivedBenefits | None
    target_groups: Sequence[TargetGroup]
    activities: Sequence[ActivityKind]
    events: Sequence[EventKind]
    goal_rules: Sequence[Goal]
    goals: pd.DataFrame
    criteria: Sequence[CriterionJudged]
    felt: PerceivedBenefits | None = None
