"""What each command does, as a table of contents."""

from pathlib import Path

import pandas as pd

from app.inputs import Inputs, read_inputs
from app.judgement import Judgement, judge, tabulate_judgement
from app.numbers import Numbers, compute_numbers, tabulate_numbers
from app.pages import Made, Wanted, check_wanted, make_pages
from app.progress import Screen
from app.provenance import read_provenance, tell_provenance, write_provenance
from app.tables import write_table
from app.workspace import Workspace, open_workspace
from diagnostics.decisions import DecisionStore
from reports.rendering.manifest import read_manifest


def score_workspace(root: Path, screen: Screen) -> list[str]:
    """Scores and needs."""
    workspace = open_workspace(root)
    inputs = _read(workspace, screen)
    numbers = _compute(inputs, screen)
    return _write(workspace, inputs, "score", tabulate_numbers(numbers, inputs), screen)


def select_workspace(root: Path, screen: Screen) -> list[str]:
    """Flags and the selection."""
    workspace = open_workspace(root)
    inputs = _read(workspace, screen)
    judgement = _judge(workspace, inputs, _compute(inputs, screen), screen)
    return _write(workspace, inputs, "select", tabulate_judgement(judgement), screen) + list(judgement.selection.notes)


def report_workspace(root: Path, wanted: Wanted, screen: Screen) -> list[str]:
    """Pages, from the workspace as it is now."""
    workspace = open_workspace(root)
    inputs = _read(workspace, screen)
    check_wanted(wanted, inputs)
    numbers = _compute(inputs, screen)
    return make_pages(Made(workspace, inputs, numbers, _judge(workspace, inputs, numbers, screen)), wanted, screen)


def run_workspace(root: Path, screen: Screen) -> list[str]:
    """All tables and all pages; the tables only if their inputs changed, each page only if what it shows did."""
    workspace = open_workspace(root)
    inputs = _read(workspace, screen)
    provenance = tell_provenance(workspace, inputs)
    if read_provenance(workspace, "run") == provenance and _is_whole(workspace):
        return ["Nothing has changed since the last run."]
    numbers = _compute(inputs, screen)
    judgement = _judge(workspace, inputs, numbers, screen)
    tables = tabulate_numbers(numbers, inputs) | tabulate_judgement(judgement)
    lines = _write(workspace, inputs, "tables", tables, screen)
    lines += make_pages(Made(workspace, inputs, numbers, judgement), Wanted(), screen)
    write_provenance(workspace, "run", provenance)
    return [*lines, *judgement.selection.notes]


def _read(workspace: Workspace, screen: Screen) -> Inputs:
    with screen.step("Reading register and answers"):
        return read_inputs(workspace)


def _compute(inputs: Inputs, screen: Screen) -> Numbers:
    with screen.step(f"Scoring {len(inputs.answers.companies):,} companies"):
        return compute_numbers(inputs)


def _judge(workspace: Workspace, inputs: Inputs, numbers: Numbers, screen: Screen) -> Judgement:
    with screen.step("Raising flags and choosing companies"):
        return judge(inputs, numbers, DecisionStore(workspace.decisions).all())


def _write(workspace: Workspace, inputs: Inputs, name: str, tables: dict[str, pd.DataFrame], screen: Screen) -> list[str]:
    with screen.step("Writing the tables"):
        for table, frame in tables.items():
            write_table(workspace.results, table, frame)
        write_provenance(workspace, name, tell_provenance(workspace, inputs))
    return [f"{workspace.results}: {', '.join(tables)} (CSV and Parquet)"]


def _is_whole(workspace: Workspace) -> bool:
    """Whether the pages of the last run are all there; what a person took away is made again."""
    return "overview.html" in read_manifest(workspace.reports)
