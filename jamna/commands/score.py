"""`jamna score`: compute scores and needs."""

from pathlib import Path

from jamna.pipeline.provenance import gather_provenance
from jamna.pipeline.scores import tabulate_numbers
from jamna.pipeline.steps import compute_step, read_step, write_step
from jamna.screen.progress import Screen
from jamna.workspace.layout import open_workspace


def score_workspace(root: Path, screen: Screen) -> list[str]:
    """Write `results/scores` and the tables of needs; returns the lines to print."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    facts = gather_provenance(workspace, inputs)
    tables = tabulate_numbers(compute_step(inputs, screen), inputs)
    return write_step(workspace, "score", facts, tables, screen)
