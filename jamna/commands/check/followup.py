"""Check the second round's answers, and the activities and events between the two rounds."""

from dataclasses import replace

from jamna.pipeline.delivery import read_effort
from jamna.pipeline.followup import WAVE, find_second_sources
from jamna.pipeline.inputs import Inputs, read_inputs
from jamna.workspace.layout import Workspace
from survey.answers.summary import check_answers
from survey.common.errors import ConfigurationError, Problem, raise_all
from survey.instrument.file import load_instrument
from survey.register.place_survey import check_place


def check_second_round(workspace: Workspace, first: Inputs) -> list[Problem]:
    """List the remarks about the second round's answers; empty before there are any answers.

    ConfigurationError if place.toml does not fit the instrument. AnswersError if activities,
    events or answers cannot be read.
    """
    if workspace.place.exists():
        raise_all(
            ConfigurationError,
            check_place(
                load_instrument(workspace.place, first.settings.programme.language),
                first.instrument,
                workspace.place.name,
            ),
        )
    read_effort(workspace, first.settings, first.instrument, first.register)
    if not find_second_sources(workspace, first.settings):
        return []
    remarks = check_answers(read_inputs(workspace, WAVE).answers)
    return [replace(remark, where=f"{WAVE}, {remark.where}") for remark in remarks]
