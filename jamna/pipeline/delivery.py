"""What the programme did and what it gave the places, as a run reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jamna.workspace.layout import Workspace
from jamna.workspace.settings import Settings
from survey.common.errors import AnswersError, gather_problems
from survey.common.patterns import find_files
from survey.instrument.records import Instrument
from survey.register.activities import read_activities, read_events
from survey.register.place_survey import PlaceAnswers, read_place_survey


@dataclass(frozen=True, slots=True)
class Effort:
    """What was done, for whom. No rows where nobody has written anything down.

    `activities`: `company_id, kind, date, hours`. `events`: `kind, municipality, date, number` (municipality missing: the whole region).
    `place`: None where nobody was asked, or nobody has answered.
    """

    activities: pd.DataFrame
    events: pd.DataFrame
    place: PlaceAnswers | None


def read_effort(
    workspace: Workspace, settings: Settings, instrument: Instrument, register: pd.DataFrame
) -> Effort:
    """Read activities, events and the place survey; AnswersError with everything that is wrong in either of the two tables."""
    activities, problems = gather_problems(
        lambda: read_activities(workspace.activities, settings.activity, register), AnswersError
    )
    events, others = gather_problems(
        lambda: read_events(workspace.events, settings.event, instrument), AnswersError
    )
    if activities is None or events is None:
        raise AnswersError(*problems, *others)
    return Effort(activities, events, read_place(workspace, settings, instrument))


def read_place(
    workspace: Workspace, settings: Settings, instrument: Instrument
) -> PlaceAnswers | None:
    """The place survey; None where it is not set up, or not answered yet."""
    sources = find_place_files(workspace, settings)
    return (
        read_place_survey(workspace.place, sources, instrument, settings.programme.language)
        if sources
        else None
    )


def find_place_files(workspace: Workspace, settings: Settings) -> Sequence[Path]:
    """The files of the place survey, in order of their names."""
    patterns = settings.place.files if settings.place else []
    return find_files(workspace.root, patterns)
