"""A person's decision about a company: appended, with its rank before and after."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from app.inputs import Inputs, read_inputs
from app.judgement import find_flags, line_up
from app.numbers import compute_numbers
from app.progress import Screen
from app.workspace import Workspace, open_workspace
from diagnostics.decisions import DecisionStore
from diagnostics.records import Decision, Selection
from diagnostics.selection import select
from survey.errors import CallError, Problem, nearest, raise_all


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says on the command line."""

    company: str
    stage: str
    include: bool
    reason: str
    by: str
    note: str


def record_decision(root: Path, verdict: Verdict, screen: Screen) -> str:
    """Append the decision and say what it changes; CallError, with every problem, if it names what is not there."""
    workspace = open_workspace(root)
    inputs = read_inputs(workspace)
    _check(verdict, inputs)
    store = DecisionStore(workspace.decisions)
    with screen.step("Working out what the decision changes"):
        decision = _place(inputs, store, verdict)
    store.append(decision)
    return _tell(decision, workspace)


def _check(verdict: Verdict, inputs: Inputs) -> None:
    stages = [stage.id for stage in inputs.settings.selection.stage]
    codes = inputs.settings.selection.reason_code
    problems = []
    if verdict.company not in inputs.register.index:
        problems.append(Problem("COMPANY", f'"{verdict.company}" is not in the register.', nearest(verdict.company, inputs.register.index)))
    if verdict.stage not in stages:
        problems.append(Problem("--stage", f'"{verdict.stage}" is not a stage.', nearest(verdict.stage, stages)))
    if verdict.reason not in codes:
        problems.append(Problem("--reason", f'"{verdict.reason}" is not one of the reason codes.', nearest(verdict.reason, codes)))
    if not verdict.by.strip():
        problems.append(Problem("--by", "says nobody.", "Write who decides."))
    raise_all(CallError, problems)


def _place(inputs: Inputs, store: DecisionStore, verdict: Verdict) -> Decision:
    numbers = compute_numbers(inputs)
    candidates = line_up(inputs, numbers, find_flags(inputs, numbers))
    rules, language = inputs.settings.selection, inputs.settings.programme.language
    decision = Decision(
        decided_at=datetime.now(UTC),
        company_id=verdict.company,
        stage=verdict.stage,
        include=verdict.include,
        reason_code=verdict.reason,
        by=verdict.by,
        note=verdict.note,
    )
    before = _standing(select(candidates, rules, store.all(), language=language), decision)
    after = _standing(select(candidates, rules, [*store.all(), decision], language=language), decision)
    return replace(decision, rank_before=_whole(before, "rank"), rank_after=_whole(after, "rank"), priority=_whole(before, "priority"))


def _standing(selection: Selection, decision: Decision) -> pd.Series | None:
    table = selection.table
    rows = table[(table["company_id"] == decision.company_id) & (table["stage"] == decision.stage)]
    return None if rows.empty else rows.iloc[0]


def _whole(standing: pd.Series | None, column: str) -> int | None:
    return None if standing is None or pd.isna(standing[column]) else int(standing[column])


def _tell(decision: Decision, workspace: Workspace) -> str:
    what = "is to be in" if decision.include else "is to be left out of"
    ranks = f"rank {decision.rank_before or 'none'} before, {decision.rank_after or 'none'} after"
    return f"Noted: {decision.company_id} {what} {decision.stage} ({ranks}). `jamna run -w {workspace.root}` brings the pages up to date."
