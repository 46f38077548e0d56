"""The steps that several commands share: read, score, choose, write. Each shows its progress."""

from collections.abc import Collection, Mapping

import pandas as pd

from jamna.pipeline.inputs import Inputs, read_inputs
from jamna.pipeline.progress import Progress
from jamna.pipeline.provenance import Facts, Written, recorded
from jamna.pipeline.scores import Numbers, compute_numbers
from jamna.pipeline.selection import Judgement, judge
from jamna.workspace.decision_store import DecisionStore
from jamna.workspace.layout import Workspace, refuse_half_rehearsed
from jamna.workspace.tables import remove_tables, write_tables


def read_step(workspace: Workspace, progress: Progress) -> Inputs:
    """Read everything the workspace holds."""
    refuse_half_rehearsed(workspace)
    with progress.step("Reading register and answers"):
        return read_inputs(workspace)


def compute_step(inputs: Inputs, progress: Progress) -> Numbers:
    """Compute scores and needs of every company that answered."""
    with progress.step(f"Scoring {len(inputs.answers.companies):,} companies"):
        return compute_numbers(inputs)


def judge_step(
    workspace: Workspace, inputs: Inputs, numbers: Numbers, progress: Progress
) -> Judgement:
    """Raise flags and choose companies, with the decisions made so far."""
    with progress.step("Raising flags and choosing companies"):
        return judge(inputs, numbers, DecisionStore(workspace.decisions).all())


def write_step(
    workspace: Workspace,
    step: str,
    facts: Facts,
    tables: Mapping[str, pd.DataFrame],
    progress: Progress,
    at_times: Collection[str] = (),
) -> list[str]:
    """Write the tables and their record, as `write_there` does; returns the line to print."""
    with recorded(workspace, step, facts, touched_by([*tables, *at_times]), progress) as written:
        return write_there(workspace, tables, written, progress, at_times)


def write_there(
    workspace: Workspace,
    tables: Mapping[str, pd.DataFrame],
    written: Written,
    progress: Progress,
    at_times: Collection[str] = (),
) -> list[str]:
    """Write the tables; returns the line to print.

    `at_times` are tables that are not made every time. Those not made this time are deleted.
    """
    with progress.step("Writing the tables"):
        remove_tables(workspace.results, [name for name in at_times if name not in tables])
        written.add(*write_tables(workspace.results, tables))
    return [f"{workspace.results}: {', '.join(tables)} (CSV and Parquet)"]


def touched_by(tables: Collection[str]) -> tuple[str, ...]:
    """Return how the paths of these tables begin, seen from the workspace."""
    return tuple(f"results/{name}." for name in tables)
