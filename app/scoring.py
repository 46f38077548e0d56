"""From a workspace to scores and needs, as a table of contents; the steps serve the later commands too."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from app.inputs import Inputs, read_inputs
from app.numbers import Numbers, compute_numbers, tabulate_numbers
from app.progress import Screen
from app.provenance import Facts, Written, recorded, tell_provenance
from app.tables import remove_tables, write_tables
from app.workspace import Workspace, open_workspace, refuse_half_rehearsed


def score_workspace(root: Path, screen: Screen) -> list[str]:
    """Scores and needs."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    facts = tell_provenance(workspace, inputs)
    tables = tabulate_numbers(compute_step(inputs, screen), inputs)
    return write_step(workspace, "score", facts, tables, screen)


def read_step(workspace: Workspace, screen: Screen) -> Inputs:
    """Everything the workspace holds."""
    refuse_half_rehearsed(workspace)
    with screen.step("Reading register and answers"):
        return read_inputs(workspace)


def compute_step(inputs: Inputs, screen: Screen) -> Numbers:
    """Scores and needs of every company that answered."""
    with screen.step(f"Scoring {len(inputs.answers.companies):,} companies"):
        return compute_numbers(inputs)


def write_step(
    workspace: Workspace,
    step: str,
    facts: Facts,
    tables: Mapping[str, pd.DataFrame],
    screen: Screen,
    at_times: Collection[str] = (),
) -> list[str]:
    """Write the tables and the record of them; gives the line that says so. `at_times`: as in `write_there`."""
    with recorded(workspace, step, facts, touched_by([*tables, *at_times]), screen) as written:
        return write_there(workspace, tables, written, screen, at_times)


def write_there(
    workspace: Workspace, tables: Mapping[str, pd.DataFrame], written: Written, screen: Screen, at_times: Collection[str] = ()
) -> list[str]:
    """Write the tables. Those that are made `at_times`, but not this time, are taken away."""
    with screen.step("Writing the tables"):
        remove_tables(workspace.results, [name for name in at_times if name not in tables])
        written.add(*write_tables(workspace.results, tables))
    return [f"{workspace.results}: {', '.join(tables)} (CSV and Parquet)"]


def touched_by(tables: Collection[str]) -> tuple[str, ...]:
    """How the paths of these tables begin, from the workspace."""
    return tuple(f"results/{name}." for name in tables)
