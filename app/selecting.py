"""From scores to flags and the selection, as a table of contents."""

from pathlib import Path

from app.inputs import Inputs
from app.judgement import AT_TIMES, Judgement, judge, tabulate_judgement
from app.numbers import Numbers
from app.progress import Screen
from app.provenance import tell_provenance
from app.scoring import compute_step, read_step, write_step
from app.workspace import Workspace, open_workspace
from diagnostics.decisions import DecisionStore
from diagnostics.records import StageNote


def select_workspace(root: Path, screen: Screen) -> list[str]:
    """Flags and the selection."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    facts = tell_provenance(workspace, inputs)
    judgement = judge_step(workspace, inputs, compute_step(inputs, screen), screen)
    lines = write_step(workspace, "select", facts, tabulate_judgement(judgement), screen, AT_TIMES)
    return [*lines, *map(tell_note, judgement.selection.notes)]


def tell_note(note: StageNote) -> str:
    """What a person should know of a stage, for the screen."""
    match note.kind:
        case "quota":
            return f"{note.stage}: only {note.got} of the {note.asked} that the quota {note.name} asks for can be chosen."
        case "contrast":
            return f"{note.stage}: {note.got} of {note.asked} contrast places found a clear case; the rest go by order."
        case "must":
            return f"{note.stage}: decisions left no room for all that the rule asks for; {note.asked} that must go in are not in."


def judge_step(workspace: Workspace, inputs: Inputs, numbers: Numbers, screen: Screen) -> Judgement:
    """Flags and selection, with the decisions taken so far."""
    with screen.step("Raising flags and choosing companies"):
        return judge(inputs, numbers, DecisionStore(workspace.decisions).all())
