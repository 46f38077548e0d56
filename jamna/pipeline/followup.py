"""The second round, when there is one: the same questions again, and what has happened in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.programme.followup import FollowupFacts, gather_followup
from jamna.pipeline.delivery import Effort, find_place_files, read_effort
from jamna.pipeline.inputs import Inputs, find_snapshot, find_sources, hash_files, read_inputs
from jamna.pipeline.scores import Numbers, compute_numbers
from jamna.screen.progress import Screen
from jamna.workspace.layout import Workspace
from jamna.workspace.settings import Settings
from survey.common.errors import AnswersError
from survey.instrument.records import Wave

WAVE: Wave = "followup"


@dataclass(frozen=True, slots=True)
class SecondRound:
    """Inputs and numbers as in the first round, the two rounds side by side (`facts`), and what was done in between (`effort`)."""

    inputs: Inputs
    numbers: Numbers
    facts: FollowupFacts
    effort: Effort


def read_second_round(workspace: Workspace, first: Inputs, screen: Screen) -> SecondRound | None:
    """The second round beside the `first`; None as long as nothing of it is there."""
    if not find_second_sources(workspace, first.settings):
        return None
    with screen.step("Reading the second round"):
        inputs = read_inputs(workspace, WAVE)
        return SecondRound(
            inputs=inputs,
            numbers=compute_numbers(inputs),
            facts=gather_followup(first.answers, inputs.answers, first.instrument),
            effort=read_effort(workspace, first.settings, first.instrument, first.register),
        )


def find_second_sources(workspace: Workspace, settings: Settings) -> Sequence[Path]:
    """The files of the second round's answers; none as long as there are none."""
    if WAVE not in settings.answers:
        return []
    try:
        if settings.answers[WAVE].is_pulled:
            return [find_snapshot(workspace, WAVE).manifest_path]
        return find_sources(workspace, settings, WAVE)
    except AnswersError:
        return []


def tell_second_round(workspace: Workspace, settings: Settings) -> Mapping[str, str]:
    """Hashes of what the second round is read from."""
    own = [workspace.activities, workspace.events, workspace.cleared, workspace.place]
    return {
        "followup": hash_files(find_second_sources(workspace, settings)),
        "effort": hash_files([*own, *find_place_files(workspace, settings)]),
    }
