"""From scores to flags and the selection, as a table of contents."""

from pathlib import Path

from app.inputs import Inputs
from app.judgement import Judgement, judge, tabulate_judgement
from app.numbers import Numbers
from app.progress import Screen
from app.scoring import compute_step, read_step, write_step
from app.workspace import Workspace, open_workspace
from diagnostics.decisions import DecisionStore


def select_workspace(root: Path, screen: Screen) -> list[str]:
    """Flags and the selection."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    judgement = judge_step(workspace, inputs, compute_step(inputs, screen), screen)
    return write_step(workspace, inputs, "select", tabulate_judgement(judgement), screen) + list(judgement.selection.notes)


def judge_step(workspace: Workspace, inputs: Inputs, numbers: Numbers, screen: Screen) -> Judgement:
    """Flags and selection, with the decisions taken so far."""
    with screen.step("Raising flags and choosing companies"):
        return judge(inputs, numbers, DecisionStore(workspace.decisions).all())
