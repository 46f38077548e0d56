"""Run a rehearsal in memory to see who would be chosen. A second round is simulated from that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from diagnostics.records import Candidates, Decision, Selection
from diagnostics.selection.selection import find_cases, select
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.scores import Numbers, compute_numbers
from jamna.pipeline.selection import find_flags, line_up
from jamna.workspace.settings import Settings
from survey.answers.gather import gather_answers
from survey.exports.reading import Export
from survey.instrument.records import Instrument, Wave
from survey.register.register import backgrounds
from survey.rehearsal import Rehearsal
from survey.rehearsal.followup import Involvement


def take_inputs(
    rehearsal: Rehearsal,
    answers: pd.DataFrame,
    wave: Wave,
    settings: Settings,
    instrument: Instrument,
) -> Inputs:
    """Return what a run would read from a rehearsal's files; `answers` is the wave's export."""
    tokens = dict(
        zip(
            rehearsal.tokens["token"].tolist(), rehearsal.tokens["company_id"].tolist(), strict=True
        )
    )
    gathered = gather_answers(
        [Export("responses.csv", "csv", answers)],
        instrument,
        rehearsal.register,
        tokens,
        wave,
        "token",
    )
    return Inputs(
        settings,
        instrument,
        rehearsal.register,
        gathered,
        backgrounds(gathered.companies, rehearsal.register, instrument),
        [],
    )


@dataclass(frozen=True, slots=True)
class PlainChoice:
    """One round's numbers, the candidates, and the selection."""

    numbers: Numbers
    candidates: Candidates
    selection: Selection


def choose_companies(inputs: Inputs, decisions: Sequence[Decision] = ()) -> Selection:
    """Choose companies as `jamna select` does."""
    return judge_plainly(inputs, decisions).selection


def judge_plainly(inputs: Inputs, decisions: Sequence[Decision] = ()) -> PlainChoice:
    """Score, flag and choose as `jamna select` does, without the share of variants that hold.

    That share takes time and changes no selection.
    """
    settings = inputs.settings.without_variants()
    plain = replace(inputs, settings=settings)
    numbers = compute_numbers(plain)
    candidates = line_up(plain, numbers, find_flags(plain, numbers))
    return PlainChoice(
        numbers,
        candidates,
        select(candidates, settings.selection, decisions, language=settings.programme.language),
    )


def involve(selection: Selection, settings: Settings, place: Instrument | None) -> Involvement:
    """Return what the programme does with whom.

    Companies of the last stage are treated. Companies of every stage take part in activities.
    """
    chosen = pd.Series(
        [company for stage in settings.selection.stage for company in selection.chosen(stage.id)],
        dtype="str",
    )
    return Involvement(
        treated=frozenset(find_cases(selection, settings.selection)),
        stages=chosen.groupby(chosen).size().rename_axis("company_id"),
        activities=[kind.id for kind in settings.activity],
        events=[kind.id for kind in settings.event],
        place=place,
    )
