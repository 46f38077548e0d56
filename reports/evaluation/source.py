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


@dataclass(frozen=True, slots=True)
class Stage:
    """A level of the funnel and how many companies reached it."""

    name: Text
    count: int


@dataclass(frozen=True, slots=True)
class Given:
    """What respondents say it gave them: `table` as `analysis.given.share_given` makes it, `names` of the answers by code.

    The groups are "all", and for companies "chosen" and "others" beside it.
    """

    table: pd.DataFrame
    names: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSource:
    """Everything the report is made from.

    `estimates`: the rows of `results/effects`. `spreads`: by outcome, the standard deviation of the follow-up among the companies compared.
    `stage`: what the chosen companies were chosen for. `contacted` to `again`: companies in the register, with a complete first answer, and
    of those with a complete second one. `response` as `analysis.response.tabulate_response` makes it. `place` is None where the
    municipalities were not asked. `goals` and `criteria` as `analysis.goals` and `analysis.criteria` make them.
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
    stages: Sequence[Stage]
    again: int
    response: pd.DataFrame
    given: Given | None
    place: Given | None
    target_groups: Sequence[TargetGroup]
    activities: Sequence[ActivityKind]
    events: Sequence[EventKind]
    goal_rules: Sequence[Goal]
    goals: pd.DataFrame
    criteria: Sequence[CriterionJudged]
