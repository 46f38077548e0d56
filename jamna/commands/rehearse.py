"""`jamna rehearse`: fill a workspace with a simulated programme whose truth is known."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from jamna.pipeline.provenance import VERSION, Facts, Written, sweep, write_record
from jamna.screen.progress import Screen
from jamna.simulation.planted_effect import Planted, plant_effect
from jamna.simulation.simulated_run import choose_companies, involve, take_inputs
from jamna.workspace.decision_store import DecisionStore
from jamna.workspace.layout import PROGRAMME, Workspace, new_workspace
from jamna.workspace.settings import load_settings
from survey.common.errors import CallError, Problem
from survey.common.files import PRIVATE_FOLDER, write_text
from survey.common.locking import in_turn
from survey.instrument.file import load_instrument
from survey.instrument.records import Instrument
from survey.register.register import read_register
from survey.rehearsal import Rehearsal, RehearsalPlan, rehearse, write_rehearsal
from survey.rehearsal.followup import (
    FollowupPlan,
    FollowupRehearsal,
    clear_followup,
    write_followup,
)

SECOND_ROUND = 1
"""The second number of the second round's seed.

With random numbers of its own, the second round leaves the first one as it is without it.
"""

INVENTED_CONTACT = """
[[programme.contact_for]]                # invented, like everything in a rehearsal
name = "Jämställdhetsrådgivaren"
telephone = "0970-000 00"
email = "radgivare@example.org"
"""
"""Whom a rehearsed company can call. A real programme names its own person."""


def fill_workspace(
    root: Path, seed: int, companies: int, screen: Screen, *, effect: float | None = None
) -> list[str]:
    """Simulate `companies` contacts and their answers, and write them as LimeSurvey's files.

    With an `effect` the second round is simulated too: the index of the companies in the last
    stage has then moved by `effect` points. Makes the workspace if there is none. Returns the
    lines to print. CallError if the workspace holds a real register or real answers: those are
    never overwritten.
    """
    workspace = Workspace(root) if (root / PROGRAMME).exists() else _new_rehearsal(root)
    _refuse_real(workspace)
    workspace.root.chmod(PRIVATE_FOLDER)
    instrument = load_instrument(workspace.instrument)
    with screen.step(f"Simulating {companies:,} contacts"):
        rehearsal = rehearse(
            instrument, replace(RehearsalPlan(), companies=companies), np.random.default_rng(seed)
        )
    planted = None
    if effect is not None:
        planted = simulate_second_round(workspace, rehearsal, instrument, effect, seed, screen)
    facts = {"version": VERSION, "seed": seed, "companies": companies, "effect": effect}
    with in_turn(
        workspace.results, lambda: screen.say("Waiting for another jamna that writes here …")
    ):
        _write(workspace, rehearsal, planted.followup if planted else None, seed)
        _vouch(workspace, facts)
    return list(_format_made(workspace, seed, planted))


def _new_rehearsal(root: Path) -> Workspace:
    """A new workspace whose programme names somebody to call, so that the pages show it."""
    workspace = new_workspace(root)
    text = workspace.programme.read_text(encoding="utf-8")
    places = text.index("\n[answers.baseline]")
    write_text(workspace.programme, f"{text[:places]}{INVENTED_CONTACT}{text[places:]}")
    return workspace


def simulate_second_round(
    workspace: Workspace,
    rehearsal: Rehearsal,
    instrument: Instrument,
    effect: float,
    seed: int,
    screen: Screen,
) -> Planted:
    """Choose companies as `jamna select` does, and simulate every company's second round."""
    settings = load_settings(workspace.programme)
    place = load_instrument(workspace.place) if workspace.place.exists() else None
    with screen.step("Simulating the second round"):
        inputs = take_inputs(rehearsal, rehearsal.answers, "baseline", settings, instrument)
        selection = choose_companies(inputs, DecisionStore(workspace.decisions).all())
        return plant_effect(
            effect,
            inputs,
            rehearsal,
            involve(selection, settings, place),
            FollowupPlan(),
            [seed, SECOND_ROUND],
        )


def _write(
    workspace: Workspace, rehearsal: Rehearsal, followup: FollowupRehearsal | None, seed: int
) -> None:
    """Write what was simulated, and delete the second round of an earlier rehearsal."""
    workspace.rehearsal.mkdir(parents=True, exist_ok=True)
    workspace.rehearsed.unlink(missing_ok=True)
    for folder in (
        workspace.root,
        workspace.rehearsal,
        workspace.keys,
        *workspace.root.glob("answers/*"),
    ):
        sweep(folder.glob("*"))
    write_rehearsal(rehearsal, workspace.root)
    clear_followup(workspace.root)
    if followup is not None:
        write_followup(followup, workspace.root)
    write_text(workspace.rehearsal / "seed.txt", f"{seed}\n")


def _vouch(workspace: Workspace, facts: Facts) -> None:
    """Write what the rehearsal was made from, with the hash of each file. This comes last."""
    written = Written(workspace.root)
    beside = [
        workspace.register,
        workspace.tokens,
        workspace.activities,
        workspace.events,
        *workspace.rehearsal.glob("*"),
    ]
    answers = workspace.root.glob("answers/*/responses.csv")
    written.add(*sorted(path for path in [*beside, *answers] if path.is_file()))
    write_record(workspace.rehearsed, facts, written)


def _format_made(workspace: Workspace, seed: int, planted: Planted | None) -> Iterator[str]:
    yield f"A simulated programme lies in {workspace.root} (seed {seed})."
    yield "Every page made from it says SIMULATED."
    if planted is not None:
        yield _format_planted(planted)
    yield f"What is really wrong in each company: {workspace.rehearsal / 'truth.csv'}."
    yield f"Next: jamna run -w {workspace.root}"


def _format_planted(planted: Planted) -> str:
    truth = planted.followup.truth
    treated, again = int(truth["treated"].sum()), int(truth["answered_again"].sum())
    moved = f"true levels have moved by {planted.shift:.3g} points in every domain"
    index = (
        ""
        if np.isnan(planted.reached)
        else f". The index of those that answered again moves by {planted.reached:.1f} on average"
    )
    return f"{again} companies answered again; in the {treated} with a deep dive {moved}{index}."


def _refuse_real(workspace: Workspace) -> None:
    if workspace.is_simulated:
        return
    answers = [path for path in (workspace.root / "answers").rglob("*") if path.is_file()]
    contacts = workspace.register.exists() and len(read_register(workspace.register)) > 0
    effort = [path for path in (workspace.activities, workspace.events) if path.exists()]
    if answers or contacts or effort:
        what = str([*answers, *effort, workspace.register][0])
        problem = Problem(
            what,
            "is not from a rehearsal and would be overwritten; nothing was written.",
            "Rehearse in another folder: -w DIR.",
        )
        raise CallError(problem)
