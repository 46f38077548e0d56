"""From a workspace to scores and needs, as a table of contents; the steps serve the later commands too."""

from pathlib import Path

import pandas as pd

from app.inputs import Inputs, read_inputs
from app.numbers import Numbers, compute_numbers, tabulate_numbers
from app.progress import Screen
from app.provenance import tell_provenance, write_provenance
from app.tables import write_tables
from app.workspace import Workspace, open_workspace


def score_workspace(root: Path, screen: Screen) -> list[str]:
    """Scores and needs."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    numbers = compute_step(inputs, screen)
    return write_step(workspace, inputs, "score", tabulate_numbers(numbers, inputs), screen)


def read_step(workspace: Workspace, screen: Screen) -> Inputs:
    """Everything the workspace holds."""
    with screen.step("Reading register and answers"):
        return read_inputs(workspace)


def compute_step(inputs: Inputs, screen: Screen) -> Numbers:
    """Scores and needs of every company that answered."""
    with screen.step(f"Scoring {len(inputs.answers.companies):,} companies"):
        return compute_numbers(inputs)


def write_step(workspace: Workspace, inputs: Inputs, name: str, tables: dict[str, pd.DataFrame], screen: Screen) -> list[str]:
    """Write the tables and what they were made from; gives the line that says so."""
    with screen.step("Writing the tables"):
        write_tables(workspace.results, tables)
        write_provenance(workspace, name, tell_provenance(workspace, inputs))
    return [f"{workspace.results}: {', '.join(tables)} (CSV and Parquet)"]
