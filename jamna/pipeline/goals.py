"""Count what the programme has reached of its goals."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.programme.goal_groups import name_parts
from analysis.programme.goals import Achieved, count_results
from analysis.programme.horizontal_criteria import (
    CriterionJudged,
    ProgrammeEvidence,
    judge_criteria,
    tabulate_criteria,
)
from diagnostics.records import Selection
from jamna.pipeline.delivery import Effort
from jamna.pipeline.followup import SecondRound
from jamna.pipeline.inputs import Inputs
from survey.answers.background import backgrounds
from survey.instrument.records import INDEX


@dataclass(frozen=True, slots=True)
class Results:
    """The programme's goals with what was reached, and its horizontal criteria.

    `goals` has the columns of `analysis.programme.goals.count_results`.
    """

    goals: pd.DataFrame
    criteria: Sequence[CriterionJudged]


def gather_results(
    baseline: Inputs, selection: Selection, effort: Effort, later: SecondRound | None
) -> Results:
    """Count results and judge criteria; what needs a second round is missing without one."""
    settings = baseline.settings
    parts = name_parts(tabulate_backgrounds(baseline), settings.target_group)
    return Results(
        goals=count_results(
            settings.goal, gather_achieved(effort, selection, later), parts, settings.privacy
        ),
        criteria=judge_criteria(
            settings.criterion, find_evidence(effort, later), settings.privacy.mean
        ),
    )


def gather_achieved(effort: Effort, selection: Selection, later: SecondRound | None) -> Achieved:
    """Gather who took part, who reached which stage, and what was counted.

    A company takes part if it has more than 0 hours of activities.
    """
    spent = effort.activities[effort.activities["hours"] > 0]
    return Achieved(
        participants=frozenset(spent["company_id"]) if len(effort.activities) else None,
        stages={
            count.stage: frozenset(selection.chosen(count.stage)) for count in selection.counts
        },
        before=later.facts.before if later else pd.DataFrame(),
        after=later.facts.after if later else pd.DataFrame(),
        events=effort.events,
    )


def tabulate_backgrounds(baseline: Inputs) -> pd.DataFrame:
    """Return every contact's backgrounds, as a company can take part that never answered."""
    everyone = baseline.answers.companies.reindex(baseline.register.index)
    return backgrounds(everyone, baseline.register, baseline.instrument)


def find_evidence(effort: Effort, later: SecondRound | None) -> ProgrammeEvidence:
    """Find what shows that the programme worked on the horizontal criteria."""
    hours, numbers = (
        effort.activities.groupby("kind")["hours"].sum(),
        effort.events.groupby("kind")["number"].sum(),
    )
    return ProgrammeEvidence(
        activities=frozenset(hours.index[hours > 0]),
        events=frozenset(numbers.index[numbers > 0]),
        measured=count_measured(later) if later else {},
    )


def count_measured(later: SecondRound) -> dict[str, int]:
    """Count the companies that have each measured value in the second round.

    The keys are the index and the ids of domains, indicators and outcomes.
    """
    scores = later.numbers.scores
    index = scores.index.rename(INDEX).to_frame()
    frames = [index, scores.domains, scores.points.values, later.facts.after]
    return {
        str(name): int(known) for frame in frames for name, known in frame.notna().sum().items()
    }


def tabulate_results(results: Results) -> dict[str, pd.DataFrame]:
    """Return the tables by name, as they are written to `results/`."""
    return {"goals": results.goals, "criteria": tabulate_criteria(results.criteria)}
