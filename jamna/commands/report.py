"""What each command does that makes pages, as a table of contents. Apart from the tables, because drawing takes long to load."""

from pathlib import Path

from jamna.commands.select import tell_note
from jamna.pages.kinds import check_wanted, make_pages, needs_second
from jamna.pages.rendering import remove_strays
from jamna.pipeline.effects import AT_TIMES as AFTER_SECOND
from jamna.pipeline.effects import compare_rounds, tabulate_all
from jamna.pipeline.followup import read_second_round, tell_second_round
from jamna.pipeline.provenance import recorded, stands, tell_provenance
from jamna.pipeline.run import Made, Wanted
from jamna.pipeline.scores import tabulate_numbers
from jamna.pipeline.selection import AT_TIMES, tabulate_judgement
from jamna.pipeline.steps import compute_step, judge_step, read_step, touched_by, write_there
from jamna.screen.progress import Screen
from jamna.workspace.layout import open_workspace

PAGES = "reports/"
"""How the path of every page begins, from the workspace."""


def report_workspace(root: Path, wanted: Wanted, screen: Screen) -> list[str]:
    """Pages, from the workspace as it is now; beside the overview the tables that it links to."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    check_wanted(wanted, inputs)
    facts = {**tell_provenance(workspace, inputs), **tell_second_round(workspace, inputs.settings)}
    second = read_second_round(workspace, inputs, screen) if needs_second(wanted) else None
    numbers = compute_step(inputs, screen)
    judgement = judge_step(workspace, inputs, numbers, screen)
    made = Made(workspace, inputs, numbers, judgement, second)
    tables = (
        tabulate_numbers(numbers, inputs) | tabulate_judgement(judgement)
        if wanted.has("overview")
        else {}
    )
    with recorded(
        workspace, "report", facts, (PAGES, *touched_by([*tables, *AT_TIMES])), screen
    ) as written:
        lines = write_there(workspace, tables, written, screen, AT_TIMES) if tables else []
        lines += make_pages(made, wanted, screen)
        written.add_pages(workspace.reports)
    return lines


def run_workspace(root: Path, screen: Screen) -> list[str]:
    """All tables and all pages, unless all are there as they were made of these inputs; each page only if what it shows changed."""
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    facts = {**tell_provenance(workspace, inputs), **tell_second_round(workspace, inputs.settings)}
    if stands(workspace, "run", facts):
        return ["Nothing has changed since the last run."]
    second = read_second_round(workspace, inputs, screen)
    numbers = compute_step(inputs, screen)
    judgement = judge_step(workspace, inputs, numbers, screen)
    chosen = bool(inputs.settings.selection.stage)
    effects = (
        compare_rounds(workspace, inputs, numbers, judgement, screen) if second and chosen else None
    )
    tables = (
        tabulate_numbers(numbers, inputs)
        | tabulate_judgement(judgement)
        | (tabulate_all(effects) if effects else {})
    )
    made = Made(workspace, inputs, numbers, judgement, second, effects)
    now_and_then = [*AT_TIMES, *AFTER_SECOND]
    with recorded(
        workspace, "run", facts, (PAGES, *touched_by([*tables, *now_and_then])), screen
    ) as written:
        lines = write_there(workspace, tables, written, screen, now_and_then)
        lines += make_pages(made, Wanted(), screen)
        remove_strays(workspace)
        written.add_pages(workspace.reports)
    return [*lines, *map(tell_note, judgement.selection.notes)]
