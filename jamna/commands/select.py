"""`jamna select`: raise flags and choose companies."""

from pathlib import Path

from diagnostics.records import StageNote
from jamna.pipeline.provenance import gather_provenance
from jamna.pipeline.selection import AT_TIMES, tabulate_judgement
from jamna.pipeline.steps import compute_step, judge_step, read_step, write_step
from jamna.screen.progress import Screen
from jamna.workspace.layout import open_workspace


def select_workspace(root: Path, screen: Screen) -> list[str]:
    """Write `results/flags` and `results/selection`; returns the lines to print."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    facts = gather_provenance(workspace, inputs)
    judgement = judge_step(workspace, inputs, compute_step(inputs, screen), screen)
    lines = write_step(workspace, "select", facts, tabulate_judgement(judgement), screen, AT_TIMES)
    return [*lines, *map(format_note, judgement.selection.notes)]


def format_note(note: StageNote) -> str:
    """Return a note about a stage as one line for the screen."""
    match note.kind:
        case "quota":
            return (
                f"{note.stage}: only {note.got} of the {note.asked} "
                f"that the quota {note.name} asks for can be chosen."
            )
        case "contrast":
            return (
                f"{note.stage}: {note.got} of {note.asked} contrast places found a clear case; "
                "the rest go by order."
            )
        case "must":
            return (
                f"{note.stage}: decisions left no room for all that the rule asks for; "
                f"{note.asked} that must go in are not in."
            )
