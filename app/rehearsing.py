"""The rehearsal: a workspace filled with a simulated programme whose truth is known."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from app.progress import Screen
from app.workspace import Workspace, new_workspace
from survey.errors import CallError, Problem
from survey.instrument_file import load_instrument
from survey.register import read_register
from survey.rehearsal import RehearsalPlan, rehearse, write_rehearsal


def fill_workspace(root: Path, seed: int, companies: int, screen: Screen) -> list[str]:
    """Simulate `companies` contacts and their answers, and write them where LimeSurvey's files would lie.

    Makes the workspace where there is none. CallError if it holds a real register or real answers: those are never overwritten.
    """
    workspace = Workspace(root) if (root / "programme.toml").exists() else new_workspace(root)
    _refuse_real(workspace)
    instrument = load_instrument(workspace.instrument)
    with screen.step(f"Simulating {companies:,} contacts"):
        rehearsal = rehearse(instrument, replace(RehearsalPlan(), companies=companies), np.random.default_rng(seed))
        workspace.rehearsal.mkdir(parents=True, exist_ok=True)
        write_rehearsal(rehearsal, root)
        (workspace.rehearsal / "seed.txt").write_text(f"{seed}\n", encoding="utf-8")
    return [
        f"A simulated programme lies in {root} (seed {seed}); every page made from it says SIMULATED.",
        f"What is really wrong in each company: {workspace.rehearsal / 'truth.csv'}. Next: jamna run -w {root}",
    ]


def _refuse_real(workspace: Workspace) -> None:
    if workspace.is_simulated:
        return
    answers = [path for path in (workspace.root / "answers").rglob("*") if path.is_file()]
    contacts = workspace.register.exists() and len(read_register(workspace.register)) > 0
    if answers or contacts:
        what = str(answers[0]) if answers else str(workspace.register)
        problem = Problem(
            what, "is not from a rehearsal and would be overwritten; nothing was written.", "Rehearse in another folder: -w DIR."
        )
        raise CallError(problem)
