"""What can be wrong with goals and criteria: all of it at once."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from analysis.programme.goal_settings import Goal, HorizontalCriterion
from survey.common.errors import Problem, nearest
from survey.instrument.records import INDEX, Instrument


@dataclass(frozen=True, slots=True)
class Known:
    """The names that goals and criteria can use.

    `measures`: the index, domains, indicators and outcomes of the instrument.
    """

    activities: Collection[str]
    events: Collection[str]
    stages: Collection[str]
    outcomes: Collection[str]
    measures: Collection[str]


def list_known(
    instrument: Instrument,
    activities: Collection[str],
    events: Collection[str],
    stages: Collection[str],
) -> Known:
    """List the names of an instrument, and of a programme's activities, events and stages."""
    outcomes = [outcome.id for outcome in instrument.outcome]
    measures = [
        INDEX,
        *(domain.id for domain in instrument.domain),
        *(indicator.id for indicator in instrument.indicator),
        *outcomes,
    ]
    return Known(activities, events, stages, outcomes, measures)


def check_goals(
    goals: Sequence[Goal], criteria: Sequence[HorizontalCriterion], known: Known
) -> list[Problem]:
    """Ids that stand twice, and names that nothing has."""
    problems = [
        *_check_ids("goal", [goal.id for goal in goals]),
        *_check_ids("criterion", [each.id for each in criteria]),
    ]
    for goal in goals:
        problems += _check_goal(goal, known)
    for criterion in criteria:
        problems += _check_criterion(criterion, known)
    return problems


def _check_goal(goal: Goal, known: Known) -> Iterator[Problem]:
    where = f"programme.toml ([[goal]] {goal.id})"
    match goal.counts:
        case "participants":
            return
        case "stage":
            yield from _check_names(where, "stage", [goal.subject], known.stages)
        case "jobs":
            yield from _check_names(where, "outcome", [goal.subject], known.outcomes)
        case "event":
            yield from _check_names(where, "[[event]]", [goal.subject], known.events)


def _check_criterion(criterion: HorizontalCriterion, known: Known) -> Iterator[Problem]:
    where = f"programme.toml ([[criterion]] {criterion.id})"
    yield from _check_names(where, "[[activity]]", criterion.activities, known.activities)
    yield from _check_names(where, "[[event]]", criterion.events, known.events)
    yield from _check_names(
        where, "index, domain, indicator or outcome", criterion.followup, known.measures
    )


def _check_names(
    where: str, noun: str, names: Sequence[str], known: Collection[str]
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(where, f'there is no {noun} "{name}".', nearest(name, known))


def _check_ids(table: str, ids: Sequence[str]) -> Iterator[Problem]:
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield Problem(
            f"programme.toml ([[{table}]] {name})",
            f"{ids.count(name)} of them have this id.",
            "Give each an id of its own.",
        )
