"""How often a company's report says "better" or "worse" in a world where nothing changes.

`docs/evaluation.md` shows it.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis.effects.company_change import Change, measure_changes
from diagnostics.selection.selection import find_cases
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.scores import Numbers, compute_numbers
from jamna.simulation.effect_recovery import World
from jamna.simulation.simulated_run import PlainChoice, involve, judge_plainly, take_inputs
from survey.rehearsal import RehearsalPlan, rehearse
from survey.rehearsal.followup import FollowupPlan, Involvement, rehearse_followup

LARGE = 10
"""From so many employees a company counts as large: smaller ones are micro firms (EU 2003/361)."""
GROUPS = ("all", "under 10 employees", "10 employees or more", "with a deep dive")


@dataclass(frozen=True, slots=True)
class Claimed:
    """Of `companies` that answered twice, so many were told that something had changed."""

    companies: int
    claimed: int

    def __add__(self, other: "Claimed") -> "Claimed":
        """Both together."""
        return Claimed(self.companies + other.companies, self.claimed + other.claimed)

    @property
    def share(self) -> float:
        """0-1; NaN without companies."""
        return self.claimed / self.companies if self.companies else float("nan")


def count_false_claims(
    world: World,
    seeds: Sequence[int],
    plan: RehearsalPlan | None = None,
    workers: int | None = None,
) -> Mapping[str, Claimed]:
    """Simulate a programme without any effect for each seed, and count by group of companies."""
    with ProcessPoolExecutor(workers) as pool:
        counted = list(pool.map(partial(count_in_programme, world, plan or RehearsalPlan()), seeds))
    return {group: sum((counts[group] for counts in counted), Claimed(0, 0)) for group in GROUPS}


def count_in_programme(world: World, plan: RehearsalPlan, seed: int) -> Mapping[str, Claimed]:
    """One programme: what its companies that answered twice are told."""
    rehearsal = rehearse(world.instrument, plan, np.random.default_rng(seed))
    first = take_inputs(rehearsal, rehearsal.answers, "baseline", world.settings, world.instrument)
    chosen = judge_plainly(first)
    involved = involve(chosen.selection, world.settings, None)
    followup = rehearse_followup(
        rehearsal,
        world.instrument,
        Involvement(involved.treated, involved.stages),
        FollowupPlan(shift=0),
        np.random.default_rng([seed, 2]),
    )
    second = take_inputs(rehearsal, followup.answers, "followup", world.settings, world.instrument)
    return _count(_measure(first, chosen, compute_numbers(second)), first, chosen)


def _measure(first: Inputs, chosen: PlainChoice, later: Numbers) -> Mapping[str, Sequence[Change]]:
    before = chosen.numbers.outcome_scores
    cases = find_cases(chosen.selection, first.settings.selection)
    return measure_changes(
        before,
        later.outcome_scores,
        before.index.index.difference(cases),
        first.backgrounds,
        first.instrument,
        first.settings.comparison,
        first.settings.privacy,
    )


def _count(
    changes: Mapping[str, Sequence[Change]], first: Inputs, chosen: PlainChoice
) -> Mapping[str, Claimed]:
    claims = pd.Series({company: _claims(theirs) for company, theirs in changes.items()})
    staff = pd.to_numeric(first.backgrounds["size_number"], errors="coerce").reindex(claims.index)
    cases = set(find_cases(chosen.selection, first.settings.selection))
    members = (
        np.ones(len(claims), dtype=bool),
        staff.lt(LARGE).to_numpy(),
        staff.ge(LARGE).to_numpy(),
        claims.index.isin(sorted(cases)),
    )
    return {
        group: Claimed(int(inside.sum()), int(claims[inside].sum()))
        for group, inside in zip(GROUPS, members, strict=True)
    }


def _claims(changes: Sequence[Change]) -> bool:
    """Whether any of the verdicts says that something has changed."""
    return any(change.reliable.verdict in {"better", "worse"} for change in changes)


def format_claims(counts: Mapping[str, Claimed]) -> str:
    """A Markdown table, one row a group of companies."""
    heads = ["companies", "answered twice", "told of a change"]
    rows = [
        [group, f"{count.companies:,}", f"{count.share:.1%}"] for group, count in counts.items()
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in [heads, ["---"] * 3, *rows])
