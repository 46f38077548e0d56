"""Read the second round: the same questions again, and what was done in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.programme.followup import FollowupFacts, gather_followup
from jamna.pipeline.delivery import Effort, find_place_files, read_effort
from jamna.pipeline.inputs import Inputs, hash_files, read_inputs
from jamna.pipeline.progress import Progress
from jamna.pipeline.provenance import Facts, gather_provenance
from jamna.pipeline.scores import Numbers
from jamna.pipeline.steps import compute_step
from jamna.pipeline.stored_answers import find_stored
from jamna.workspace.layout import Workspace
from jamna.workspace.settings import Settings
from survey.common.errors import AnswersError
from survey.instrument.records import Wave

WAVE: Wave = "followup"


@dataclass(frozen=True, slots=True)
class SecondRound:
    """The second round, read and scored once.

    `inputs` and `numbers` are made as in the first round. `facts` sets the two rounds side by
    side. `effort` is what was done in between.
    """

    inputs: Inputs
    numbers: Numbers
    facts: FollowupFacts
    effort: Effort


def find_second_round(
    workspace: Workspace, first: Inputs, progress: Progress
) -> SecondRound | None:
    """Read and score the second round; None if it has no answers yet."""
    if not find_second_sources(workspace, first.settings):
        return None
    return read_second_round(workspace, first, progress)


def read_second_round(workspace: Workspace, first: Inputs, progress: Progress) -> SecondRound:
    """Read and score the second round; AnswersError if it has no answers."""
    with progress.step("Reading the second round"):
        inputs = read_inputs(workspace, WAVE)
        effort = read_effort(workspace, first.settings, first.instrument, first.register)
    return SecondRound(
        inputs=inputs,
        numbers=compute_step(inputs, progress),
        facts=gather_followup(first.answers, inputs.answers, first.instrument),
        effort=effort,
    )


def find_second_sources(workspace: Workspace, settings: Settings) -> Sequence[Path]:
    """List the files of the second round's answers; empty if there are none yet."""
    if WAVE not in settings.answers:
        return []
    try:
        return find_stored(workspace, settings, WAVE).files
    except AnswersError:
        return []


def gather_provenance_of_both(workspace: Workspace, first: Inputs) -> Facts:
    """Gather the provenance of results that are made from both rounds."""
    second = hash_second_round(workspace, first.settings)
    return {**gather_provenance(workspace, first), **second}


def hash_second_round(workspace: Workspace, settings: Settings) -> Mapping[str, str]:
    """Hash the files that the second round is read from."""
    own = [workspace.activities, workspace.events, workspace.cleared, workspace.place]
    return {
        "followup": hash_files(find_second_sources(workspace, settings)),
        "effort": hash_files([*own, *find_place_files(workspace, settings)]),
    }
