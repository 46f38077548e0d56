"""Find the decisions that count at each stage."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from diagnostics.records import Decision
from diagnostics.rules import Stage

Standing = Literal["binds", "replaced", "withdrawn", "withdrawal"]
"""What became of a decision: it binds, was replaced, was withdrawn, or itself withdraws one."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """The decisions that count.

    `by_stage`: by stage, then by company, the decision that counts there. `unused`: decisions about
    companies or stages that do not exist.
    """

    by_stage: Mapping[str, Mapping[str, Decision]]
    unused: Sequence[Decision]


@dataclass(frozen=True, slots=True)
class Overfull:
    """A stage with fewer seats than `companies` (ids, sorted) included by decision."""

    stage: Stage
    companies: Sequence[str]


def find_rulings(
    decisions: Sequence[Decision], stages: Sequence[str], companies: Collection[str]
) -> Rulings:
    """Find which decisions count at which stage.

    `decisions` are oldest first, `stages` in the funnel's order. The last decision about a company
    and a stage counts. If it is a withdrawal, no decision about them counts.

    Each stage chooses among the companies selected at the stage before. Therefore an inclusion also
    counts at all earlier stages, and an exclusion at all later ones, unless a later decision says
    otherwise there.
    """
    unused = [
        one for one in decisions if one.stage not in stages or one.company_id not in companies
    ]
    by_stage: dict[str, dict[str, Decision]] = {stage: {} for stage in stages}
    for decision in _last(
        one for one in decisions if one.stage in stages and one.company_id in companies
    ):
        position = stages.index(decision.stage)
        for stage in stages[: position + 1] if decision.include else stages[position:]:
            by_stage[stage][decision.company_id] = decision
    return Rulings(by_stage, unused)


def find_standings(decisions: Sequence[Decision]) -> Sequence[Standing]:
    """Return what became of each decision; `decisions` are oldest first."""
    standings: list[Standing] = []
    open_at: dict[tuple[str, str], int] = {}
    for position, decision in enumerate(decisions):
        subject = (decision.company_id, decision.stage)
        earlier = open_at.pop(subject, None)
        if earlier is not None:
            standings[earlier] = "withdrawn" if decision.withdraws else "replaced"
        if not decision.withdraws:
            open_at[subject] = position
        standings.append("withdrawal" if decision.withdraws else "binds")
    return standings


def find_binding(decisions: Sequence[Decision], company: str, stage: str) -> Decision | None:
    """Return the decision that binds now about this company and exactly this stage, or None."""
    about = [one for one in decisions if (one.company_id, one.stage) == (company, stage)]
    return about[-1] if about and not about[-1].withdraws else None


def find_overfull(rulings: Rulings, stages: Sequence[Stage]) -> Sequence[Overfull]:
    """List the stages with fewer seats than companies included by decision."""
    included = {
        stage.id: sorted(
            company for company, one in rulings.by_stage[stage.id].items() if one.include
        )
        for stage in stages
    }
    return [
        Overfull(one, included[one.id]) for one in stages if len(included[one.id]) > one.capacity
    ]


def _last(decisions: Iterable[Decision]) -> Iterable[Decision]:
    """Return the last decision about each company and stage, in the order of their dates.

    A withdrawal is not returned, and nothing is for its company and stage.
    """
    last: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        last.pop((decision.company_id, decision.stage), None)
        if not decision.withdraws:
            last[decision.company_id, decision.stage] = decision
    return last.values()
