"""`jamna report`: make the pages that are asked for."""

from pathlib import Path

from jamna.pages.kinds import check_wanted, make_pages, needs_second
from jamna.pipeline.followup import find_second_round, gather_provenance_of_both
from jamna.pipeline.provenance import PAGES, recorded
from jamna.pipeline.run import Made, Wanted
from jamna.pipeline.scores import tabulate_numbers
from jamna.pipeline.selection import AT_TIMES, tabulate_judgement
from jamna.pipeline.steps import compute_step, judge_step, read_step, touched_by, write_there
from jamna.screen.progress import Screen
from jamna.workspace.layout import open_workspace


def report_workspace(root: Path, wanted: Wanted, screen: Screen) -> list[str]:
    """Make pages from the workspace as it is now; returns the lines to print.

    With the overview, the tables that it links to are written too.
    """
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    check_wanted(wanted, inputs)
    facts = gather_provenance_of_both(workspace, inputs)
    second = find_second_round(workspace, inputs, screen) if needs_second(wanted) else None
    numbers = compute_step(inputs, screen)
    judgement = judge_step(workspace, inputs, numbers, screen)
    made = Made(workspace, inputs, numbers, judgement, second)
    tables = (
        tabulate_numbers(numbers, inputs) | tabulate_judgement(judgement)
        if wanted.has("overview")
        else {}
    )
    touched = (PAGES, *touched_by([*tables, *AT_TIMES]))
    with recorded(workspace, "report", facts, touched, screen) as written:
        lines = write_there(workspace, tables, written, screen, AT_TIMES) if tables else []
        lines += make_pages(made, wanted, screen)
        written.add_pages(workspace.reports)
    return lines
