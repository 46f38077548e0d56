"""Work out what a decision would change, before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from diagnostics.records import Candidates, Decision, Selection
from diagnostics.rules import SelectionRules, Stage
from diagnostics.selection.binding_decisions import (
    Overfull,
    Rulings,
    find_binding,
    find_overfull,
    find_rulings,
)
from diagnostics.selection.consequences import compare_selections
from diagnostics.selection.selection import select
from survey.common.errors import CallError, Problem, raise_all
from survey.common.texts import said


@dataclass(frozen=True, slots=True)
class Overridden:
    """An earlier decision about the same company that no longer counts at `stage`."""

    stage: Stage
    decision: Decision


@dataclass(frozen=True, slots=True)
class Weighed:
    """A decision with what it changes.

    `replaces` is the earlier decision about the same company and stage; None if there is none.
    `overfull` are stages with more included companies than seats. If there are any, nobody can be
    chosen and the decision has no impact yet.
    """

    decision: Decision
    replaces: Decision | None
    overrides: Sequence[Overridden]
    overfull: Sequence[Overfull]


def weigh_decision(
    decision: Decision,
    known: Sequence[Decision],
    candidates: Candidates,
    rules: SelectionRules,
    language: str,
) -> Weighed:
    """Choose companies without the decision and with it, and compare.

    CallError if the decision includes more companies than a stage has seats. ConfigurationError
    if the programme's quotas and other demands cannot all be met.
    """
    was = _rule(known, candidates, rules)
    now = _rule([*known, decision], candidates, rules)
    overfull = find_overfull(now, rules.stage)
    raise_all(CallError, (_refuse_overfull(one) for one in overfull if _is_new(one, decision, was)))
    if not overfull and not find_overfull(was, rules.stage):
        before = select(candidates, rules, known, language=language)
        after = select(candidates, rules, [*known, decision], language=language)
        decision = _place(decision, before, after, candidates, rules)
    binding = find_binding(known, decision.company_id, decision.stage)
    return Weighed(decision, binding, _find_overridden(decision, was, now, rules.stage), overfull)


def _rule(decisions: Sequence[Decision], candidates: Candidates, rules: SelectionRules) -> Rulings:
    return find_rulings(decisions, [stage.id for stage in rules.stage], candidates.facts.index)


def _is_new(overfull: Overfull, decision: Decision, was: Rulings) -> bool:
    """Return whether it is this decision that takes one seat too many."""
    earlier = was.by_stage[overfull.stage.id].get(decision.company_id)
    return decision.company_id in overfull.companies and not (
        earlier is not None and earlier.include
    )


def _refuse_overfull(overfull: Overfull) -> Problem:
    stage, companies = overfull.stage, overfull.companies
    word = "seat" if stage.capacity == 1 else "seats"
    what = (
        f"{said(stage.name, 'en')} has {stage.capacity} {word}, and {len(companies)} companies "
        f"would be included by decision: {', '.join(companies)}."
    )
    return Problem(
        "--include", what, f"Withdraw one first: jamna decide ID --stage {stage.id} --withdraw ..."
    )


def _place(
    decision: Decision,
    before: Selection,
    after: Selection,
    candidates: Candidates,
    rules: SelectionRules,
) -> Decision:
    was, now = _find_row(before, decision), _find_row(after, decision)
    return replace(
        decision,
        rank_before=_whole(was, "rank"),
        rank_after=_whole(now, "rank"),
        priority=_whole(was, "priority"),
        impact=compare_selections(before, after, decision, candidates, rules),
    )


def _find_row(selection: Selection, decision: Decision) -> pd.Series | None:
    table = selection.table
    rows = table[(table["company_id"] == decision.company_id) & (table["stage"] == decision.stage)]
    return None if rows.empty else rows.iloc[0]


def _whole(row: pd.Series | None, column: str) -> int | None:
    return None if row is None or pd.isna(row[column]) else int(row[column])


def _find_overridden(
    decision: Decision, was: Rulings, now: Rulings, stages: Sequence[Stage]
) -> Sequence[Overridden]:
    """List the decisions of other stages that counted until now and say the opposite."""
    found = []
    for stage in stages:
        earlier, later = (
            rulings.by_stage[stage.id].get(decision.company_id) for rulings in (was, now)
        )
        gives_way = earlier is not None and later is decision and earlier.include != later.include
        if earlier is not None and gives_way and earlier.stage != decision.stage:
            found.append(Overridden(stage, earlier))
    return found
