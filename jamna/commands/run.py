"""`jamna run`: make all tables and all pages."""

from pathlib import Path

import pandas as pd

from jamna.commands.select import format_note
from jamna.pages.kinds import make_pages
from jamna.pages.rendering import remove_strays
from jamna.pipeline.effects import AT_TIMES as AFTER_SECOND
from jamna.pipeline.effects import compare_rounds, tabulate_all
from jamna.pipeline.followup import find_second_round, gather_provenance_of_both
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.provenance import PAGES, recorded, stands
from jamna.pipeline.run import Made, Wanted
from jamna.pipeline.scores import tabulate_numbers
from jamna.pipeline.selection import AT_TIMES, tabulate_judgement
from jamna.pipeline.steps import compute_step, judge_step, read_step, touched_by, write_there
from jamna.screen.progress import Screen
from jamna.workspace.layout import Workspace, open_workspace


def run_workspace(root: Path, screen: Screen) -> list[str]:
    """Make all tables and pages, unless nothing changed since the last run; returns lines to print.

    Only pages whose inputs changed are made again.
    """
    workspace = open_workspace(root)
    inputs = read_step(workspace, screen)
    facts = gather_provenance_of_both(workspace, inputs)
    if stands(workspace, "run", facts):
        return ["Nothing has changed since the last run."]
    made = _work_out(workspace, inputs, screen)
    tables, at_times = _tabulate(made), [*AT_TIMES, *AFTER_SECOND]
    touched = (PAGES, *touched_by([*tables, *at_times]))
    with recorded(workspace, "run", facts, touched, screen) as written:
        lines = write_there(workspace, tables, written, screen, at_times)
        lines += make_pages(made, Wanted(), screen)
        remove_strays(workspace)
        written.add_pages(workspace.reports)
    return [*lines, *map(format_note, made.judgement.selection.notes)]


def _work_out(workspace: Workspace, inputs: Inputs, screen: Screen) -> Made:
    """Compute every result. Effects need a second round and a stage that chooses companies."""
    second = find_second_round(workspace, inputs, screen)
    numbers = compute_step(inputs, screen)
    judgement = judge_step(workspace, inputs, numbers, screen)
    effects = (
        compare_rounds(inputs, numbers, judgement, second, screen)
        if second and inputs.settings.selection.stage
        else None
    )
    return Made(workspace, inputs, numbers, judgement, second, effects)


def _tabulate(made: Made) -> dict[str, pd.DataFrame]:
    first = tabulate_numbers(made.numbers, made.inputs) | tabulate_judgement(made.judgement)
    return first | (tabulate_all(made.effects) if made.effects else {})
