"""Which of the decisions count at each stage."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from diagnostics.records import Decision
from diagnostics.rules import Stage

Standing = Literal["binds", "replaced", "withdrawn", "withdrawal"]
"""What became of a decision: it binds, a later one replaced it, it was withdrawn, or it withdraws."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """By stage, then company: the decision that counts. `unused` are about companies or stages that are not there."""

    by_stage: Mapping[str, Mapping[str, Decision]]
    unused: Sequence[Decision]


@dataclass(frozen=True, slots=True)
class Overfull:
    """A stage at which more `companies` (ids, sorted) are included by decision than it has seats."""

    stage: Stage
    companies: Sequence[str]


def find_rulings(
    decisions: Sequence[Decision], stages: Sequence[str], companies: Collection[str]
) -> Rulings:
    """The last decision about a company and a stage counts; `decisions` are oldest first, `stages` in the funnel's order.

    Each stage chooses among those in the one before. So a company that is included at a stage is included in those before it, and one that
    is excluded at a stage is excluded from those after it, unless something else was decided there later. After a withdrawal nothing
    that was decided about the company and the stage before counts.
    """
    unused = [
        one for one in decisions if one.stage not in stages or one.company_id not in companies
    ]
    by_stage: dict[str, dict[str, Decision]] = {stage: {} for stage in stages}
    for decision in _last(
        one for one in decisions if one.stage in stages and one.company_id in companies
    ):
        place = stages.index(decision.stage)
        for stage in stages[: place + 1] if decision.include else stages[place:]:
            by_stage[stage][decision.company_id] = decision
    return Rulings(by_stage, unused)


def find_standings(decisions: Sequence[Decision]) -> Sequence[Standing]:
    """What became of each decision, in the order given (oldest first)."""
    standings: list[Standing] = []
    open_at: dict[tuple[str, str], int] = {}
    for place, decision in enumerate(decisions):
        subject = (decision.company_id, decision.stage)
        earlier = open_at.pop(subject, None)
        if earlier is not None:
            standings[earlier] = "withdrawn" if decision.withdraws else "replaced"
        if not decision.withdraws:
            open_at[subject] = place
        standings.append("withdrawal" if decision.withdraws else "binds")
    return standings


def find_binding(decisions: Sequence[Decision], company: str, stage: str) -> Decision | None:
    """The decision about this company and this very stage that binds now; None if there is none."""
    about = [one for one in decisions if (one.company_id, one.stage) == (company, stage)]
    return about[-1] if about and not about[-1].withdraws else None


def find_overfull(rulings: Rulings, stages: Sequence[Stage]) -> Sequence[Overfull]:
    """The stages that cannot seat everybody whom people included."""
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
    """The last decision about each company and stage, in the order in which they were made; none where that is a withdrawal."""
    last: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        last.pop((decision.company_id, decision.stage), None)
        if not decision.withdraws:
            last[decision.company_id, decision.stage] = decision
    return last.values()
