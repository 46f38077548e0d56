"""What each command does that makes pages, as a table of contents. Apart from the tables, because drawing takes long to load."""

from pathlib import Path

from app.effects import compare_rounds, tabulate_all
from app.judgement import tabulate_judgement
from app.made import Made, Wanted
from app.numbers import tabulate_numbers
from app.pages import check_wanted, make_pages, needs_second
from app.progress import Screen
from app.provenance import read_provenance, tell_provenance, write_provenance
from app.scoring import compute_step, read_step, write_step
from app.second_round import read_second_round, tell_second_round
from app.selecting import judge_step, tell_note
from app.workspace import Workspace, open_workspace
from reports.rendering.manifest import read_manifest


def report_workspace(root: Path, wanted: Wanted, screen: Screen) -> list[str]:
    """Pages, from the workspace as it is now."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    check_wanted(wanted, inputs)
    second = read_second_round(workspace, inputs, screen) if needs_second(wanted) else None
    numbers = compute_step(inputs, screen)
    return make_pages(Made(workspace, inputs, numbers, judge_step(workspace, inputs, numbers, screen), second), wanted, screen)


def run_workspace(root: Path, screen: Screen) -> list[str]:
    """All tables and all pages; the tables only if their inputs changed, each page only if what it shows did."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    provenance = {**tell_provenance(workspace, inputs), **tell_second_round(workspace, inputs.settings)}
    if read_provenance(workspace, "run") == provenance and _is_whole(workspace):
        return ["Nothing has changed since the last run."]
    second = read_second_round(workspace, inputs, screen)
    numbers = compute_step(inputs, screen)
    judgement = judge_step(workspace, inputs, numbers, screen)
    effects = compare_rounds(workspace, inputs, numbers, judgement, screen) if second else None
    tables = tabulate_numbers(numbers, inputs) | tabulate_judgement(judgement) | (tabulate_all(effects) if effects else {})
    lines = write_step(workspace, inputs, "tables", tables, screen)
    lines += make_pages(Made(workspace, inputs, numbers, judgement, second, effects), Wanted(), screen)
    write_provenance(workspace, "run", provenance)
    return [*lines, *map(tell_note, judgement.selection.notes)]


def _is_whole(workspace: Workspace) -> bool:
    """Whether the pages of the last run are all there; what a person took away is made again."""
    return "overview.html" in read_manifest(workspace.reports)
