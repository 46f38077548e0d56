"""`jamna decisions`: list every decision and what it changed, as `results/decisions` too."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rich.table import Table
from rich.text import Text

from diagnostics.records import Decision, DemandChange, Impact, Seat
from diagnostics.selection.binding_decisions import Standing, find_standings
from diagnostics.stage_names import describe_unknown, find_stages
from jamna.commands.decisions.words import (
    OUTCOMES,
    ScreenNames,
    format_demand,
    format_time,
    gather_names,
)
from jamna.pipeline.inputs import hash_files, read_rules
from jamna.pipeline.provenance import VERSION
from jamna.pipeline.steps import write_step
from jamna.screen.progress import Screen
from jamna.workspace.decision_store import DecisionStore
from jamna.workspace.layout import open_workspace
from jamna.workspace.settings import Settings
from jamna.workspace.tables import COLUMNS
from survey.common.errors import CallError, Problem, nearest, raise_all
from survey.register.register import read_register

TABLE = "decisions"
NUMBERS = ["rank_before", "rank_after", "priority"]
HEADINGS = ("When", "Company", "Decision", "Why", "By", "Rank", "What it changed")


@dataclass(frozen=True, slots=True)
class Filed:
    """A decision, and whether it still binds."""

    decision: Decision
    standing: Standing


@dataclass(frozen=True, slots=True)
class Filter:
    """Which decisions are shown.

    `company` is an id and `stage` is any name of a stage; "" stands for all of them.
    """

    company: str = ""
    stage: str = ""


def list_decisions(
    root: Path, wanted: Filter, show: Callable[[Table], None], screen: Screen
) -> list[str]:
    """Show the wanted decisions, the oldest first, and write all of them to `results/decisions`.

    Returns the lines to print. CallError if `wanted` names a company or a stage that is not there.
    """
    workspace = open_workspace(root)
    facts = {"version": VERSION, "decisions": hash_files([workspace.decisions])}
    settings, instrument = read_rules(workspace)
    register = read_register(workspace.register)
    decisions = DecisionStore(workspace.decisions).all()
    filed = [Filed(*pair) for pair in zip(decisions, find_standings(decisions), strict=True)]
    shown = choose_filed(filed, wanted, settings, register)
    if shown:
        show(draw_table(shown, gather_names(register, settings, instrument)))
    lines = write_step(workspace, TABLE, facts, {TABLE: tabulate_filed(filed)}, screen)
    return [_count(len(shown), len(filed)), *lines]


def choose_filed(
    filed: Sequence[Filed], wanted: Filter, settings: Settings, register: pd.DataFrame
) -> list[Filed]:
    """List the decisions that are wanted.

    CallError if `wanted` names a company or a stage that is not there.
    """
    stages = settings.selection.stage
    found = find_stages(wanted.stage, stages)
    companies = {*register.index, *(one.decision.company_id for one in filed)}
    problems = []
    if wanted.stage and len(found) != 1:
        problems.append(describe_unknown(wanted.stage, found, stages))
    if wanted.company and wanted.company not in companies:
        problems.append(
            Problem(
                "--company",
                f'"{wanted.company}" is not in the register.',
                nearest(wanted.company, companies),
            )
        )
    raise_all(CallError, problems)
    stage = found[0].id if wanted.stage else ""
    return [one for one in filed if _matches(one.decision, wanted.company, stage)]


def _matches(decision: Decision, company: str, stage: str) -> bool:
    return company in ("", decision.company_id) and stage in ("", decision.stage)


def _count(shown: int, known: int) -> str:
    if not known:
        return "Nobody has decided anything: the selection is the rule's alone."
    return (
        f"{shown} of {known} decisions."
        if shown < known
        else f"{known} {'decision' if known == 1 else 'decisions'}."
    )


def draw_table(filed: Sequence[Filed], names: ScreenNames) -> Table:
    """Return the table for the screen; a decision that no longer binds is dim."""
    table = Table(*HEADINGS, show_lines=True)
    for one in filed:
        table.add_row(
            *(
                Text(cell, style="" if one.standing == "binds" else "dim")
                for cell in _format_cells(one, names)
            )
        )
    return table


def _format_cells(filed: Filed, names: ScreenNames) -> list[str]:
    decision = filed.decision
    note = f'\n"{decision.note}"' if decision.note else ""
    standing = "" if filed.standing in ("binds", "withdrawal") else f"\n({filed.standing})"
    return [
        format_time(decision),
        names.company(decision.company_id),
        f"{decision.action}: {names.stage(decision.stage)}{standing}",
        names.reason(decision.reason_code) + note,
        decision.by,
        f"{_format_rank(decision.rank_before)} → {_format_rank(decision.rank_after)}",
        "\n".join(_format_changes(decision.impact, names)),
    ]


def _format_rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _format_changes(impact: Impact | None, names: ScreenNames) -> Iterator[str]:
    if impact is None:
        yield "not recorded"
        return
    if impact.outcome_before == impact.outcome_after:
        yield f"still {OUTCOMES[impact.outcome_after]}"
    else:
        yield f"{OUTCOMES[impact.outcome_before]} → {OUTCOMES[impact.outcome_after]}"
    if impact.fell_out:
        yield f"Fell out: {list_seats(impact.fell_out, names.stages)}"
    if impact.moved_up:
        yield f"Moved up: {list_seats(impact.moved_up, names.stages)}"
    yield from (format_demand(change, names) for change in impact.demands)


def list_seats(seats: Sequence[Seat], stages: Mapping[str, str] | None = None) -> str:
    """Return seats as one text: "deep_dive: C0007, C0012; advised: C0099"."""
    by_stage: dict[str, list[str]] = {}
    for seat in seats:
        by_stage.setdefault((stages or {}).get(seat.stage, seat.stage), []).append(seat.company_id)
    return "; ".join(f"{stage}: {', '.join(companies)}" for stage, companies in by_stage.items())


def tabulate_filed(filed: Sequence[Filed]) -> pd.DataFrame:
    """Return `results/decisions`: one row per decision, the oldest first.

    A cell is missing if nothing was recorded.
    """
    table = pd.DataFrame([_tabulate(one) for one in filed], columns=COLUMNS[TABLE])
    text = [column for column in COLUMNS[TABLE] if column not in NUMBERS]
    return table.astype(dict.fromkeys(NUMBERS, "Int64") | dict.fromkeys(text, "str"))


def _tabulate(filed: Filed) -> dict[str, object]:
    decision = filed.decision
    kept = {name: getattr(decision, name) for name in COLUMNS[TABLE] if hasattr(decision, name)}
    changed = {} if decision.impact is None else _tabulate_impact(decision.impact)
    return (
        kept | {"decided_at": decision.decided_at.isoformat(), "standing": filed.standing} | changed
    )


def _tabulate_impact(impact: Impact) -> dict[str, object]:
    return {
        "outcome_before": impact.outcome_before,
        "outcome_after": impact.outcome_after,
        "fell_out": list_seats(impact.fell_out),
        "moved_up": list_seats(impact.moved_up),
        "lost": "; ".join(_tabulate_demand(one) for one in impact.demands if one.is_worse),
        "regained": "; ".join(_tabulate_demand(one) for one in impact.demands if not one.is_worse),
    }


def _tabulate_demand(change: DemandChange) -> str:
    return f"{change.stage}: {change.name} {change.before} to {change.after} of {change.asked}"
