"""`jamna effects`: estimate what the programme changed, and count what it reached."""

from pathlib import Path

from jamna.pipeline.effects import compare_rounds, tabulate_all
from jamna.pipeline.followup import gather_provenance_of_both, read_second_round
from jamna.pipeline.steps import compute_step, judge_step, read_step, write_step
from jamna.screen.progress import Screen
from jamna.workspace.layout import open_workspace


def estimate_workspace(root: Path, screen: Screen) -> list[str]:
    """Write `results/effects` and the goals from both rounds' answers; returns lines to print.

    AnswersError if there are no answers of the second round.
    """
    workspace = open_workspace(root)
    baseline = read_step(workspace, screen)
    facts = gather_provenance_of_both(workspace, baseline)
    numbers = compute_step(baseline, screen)
    judgement = judge_step(workspace, baseline, numbers, screen)
    second = read_second_round(workspace, baseline, screen)
    effects = compare_rounds(baseline, numbers, judgement, second, screen)
    return write_step(workspace, "effects", facts, tabulate_all(effects), screen)
