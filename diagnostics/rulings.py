"""Which of the decisions count at each stage."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.records import Decision


@dataclass(frozen=True, slots=True)
class Rulings:
    """By stage, then company: the decision that counts. `unused` are about companies or stages that are not there."""

    by_stage: Mapping[str, Mapping[str, Decision]]
    unused: Sequence[Decision]


def find_rulings(decisions: Sequence[Decision], stages: Sequence[str], companies: Collection[str]) -> Rulings:
    """The last decision about a company and a stage counts; `decisions` are oldest first, `stages` in the funnel's order.

    Each stage chooses among those in the one before. So a company that is included at a stage is included in those before it, and one that
    is excluded at a stage is excluded from those after it, unless something else was decided there later.
    """
    unused = [one for one in decisions if one.stage not in stages or one.company_id not in companies]
    by_stage: dict[str, dict[str, Decision]] = {stage: {} for stage in stages}
    for decision in _last(one for one in decisions if one.stage in stages and one.company_id in companies):
        place = stages.index(decision.stage)
        for stage in stages[: place + 1] if decision.include else stages[place:]:
            by_stage[stage][decision.company_id] = decision
    return Rulings(by_stage, unused)


def _last(decisions: Iterable[Decision]) -> Iterable[Decision]:
    """The last decision about each company and stage, in the order in which they were made."""
    last: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        last.pop((decision.company_id, decision.stage), None)
        last[decision.company_id, decision.stage] = decision
    return last.values()
