"""Which demands of a stage cannot hold together, in plain words with numbers."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from diagnostics.rules import Quota, Stage
from diagnostics.selection.assignment.assignment import assign
from diagnostics.selection.assignment.records import Task
from survey.common.errors import ConfigurationError, Problem
from survey.common.texts import said


def explain_collision(task: Task, stage: Stage, language: str) -> ConfigurationError:
    """Make the error that names the colliding demands of a stage.

    The set is irreducible: without any one of its demands, the others can hold together. `task`
    must have no assignment. `language` is that of the stage's name.
    """
    asked = {
        "included": bool(task.included.any()),
        "must": bool(task.must.any()),
        **{
            f"quota {number}": True
            for number in dict.fromkeys(demand.quota for demand in task.demands)
        },
        "contrast": any(pool.seats for pool in task.contrasts),
    }
    colliding = [part for part, is_asked in asked.items() if is_asked]
    # A deletion filter (Chinneck and Dravnieks 1991): a demand is no part of the collision if the
    # others still collide without it.
    for part in list(reversed(colliding)):
        rest = [other for other in colliding if other != part]
        if assign(_only_parts(task, rest)) is None:
            colliding = rest
    clauses = [_format_part(part, task, stage) for part in colliding]
    name = said(stage.name, language)
    return ConfigurationError(
        Problem(
            f"programme.toml ([[selection.stage]] {stage.id})",
            f"{name} has {_count(stage.capacity, 'seat')}, but {' and '.join(clauses)}.",
            "Give the stage more seats, or ask for less.",
        )
    )


def _only_parts(task: Task, parts: Sequence[str]) -> Task:
    nobody = np.zeros(task.size, dtype=bool)
    return replace(
        task,
        included=task.included if "included" in parts else nobody,
        must=task.must if "must" in parts else nobody,
        demands=[demand for demand in task.demands if f"quota {demand.quota}" in parts],
        contrasts=task.contrasts if "contrast" in parts else (),
    )


def _format_part(part: str, task: Task, stage: Stage) -> str:
    match part.split():
        case ["included"]:
            included = _count(int(task.included.sum()), "company is", "companies are")
            return f"{included} included by decision"
        case ["must"]:
            flagged = _count(int(task.must.sum()), "company", "companies")
            return f"{flagged} with a {' or '.join(stage.must)} equality flag must go in"
        case ["quota", number]:
            return _format_quota(
                stage.quota[int(number)],
                [demand.least for demand in task.demands if demand.quota == int(number)],
            )
        case _:
            seats = sum(pool.seats for pool in task.contrasts)
            return f"{_count(seats, 'is', 'are')} for contrast"


def _format_quota(quota: Quota, least: Sequence[int]) -> str:
    if quota.each is None:
        return f"at least {sum(least)} must be in the target group {quota.target_group}"
    return f"at least {quota.least} for each {quota.each} makes {sum(least)}"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
