"""Compare the two newest snapshots of each wave."""

from pathlib import Path

from jamna.workspace.layout import Workspace
from survey.common.errors import Problem
from survey.instrument.records import WAVES
from survey.snapshots.changes import compare_snapshots, list_changes
from survey.snapshots.snapshots import find_damage, list_snapshots


def check_snapshots(workspace: Workspace) -> list[Problem]:
    """List the changes to look at in every wave that was pulled more than once."""
    return [problem for wave in WAVES for problem in _check_wave(workspace.snapshots(wave))]


def _check_wave(folder: Path) -> list[Problem]:
    pair = list_snapshots(folder)[-2:]
    if len(pair) < 2 or pair[0].manifest.survey != pair[1].manifest.survey:
        return []
    damage = [problem for snapshot in pair for problem in find_damage(snapshot)]
    return damage or list_changes(compare_snapshots(*pair), *pair)
