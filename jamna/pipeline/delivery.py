"""Read what the programme did: activities, events, and the survey of the municipalities."""

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
    """What was done, and for whom. A table is empty if nobody has written anything down.

    `activities`: `company_id, kind, date, hours`. `events`: `kind, municipality, date, number`;
    a missing municipality stands for the whole region. `place`: the answers of the place survey;
    None if nobody was asked or nobody has answered.
    """

    activities: pd.DataFrame
    events: pd.DataFrame
    place: PlaceAnswers | None


def read_effort(
    workspace: Workspace, settings: Settings, instrument: Instrument, register: pd.DataFrame
) -> Effort:
    """Read activities, events and the place survey.

    AnswersError with everything that is wrong in activities.csv and events.csv.
    """
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
    """Read the place survey; None if it is not set up or not answered yet."""
    sources = find_place_files(workspace, settings)
    return (
        read_place_survey(workspace.place, sources, instrument, settings.programme.language)
        if sources
        else None
    )


def find_place_files(workspace: Workspace, settings: Settings) -> Sequence[Path]:
    """List the files of the place survey, ordered by name."""
    patterns = settings.place.files if settings.place else []
    return find_files(workspace.root, patterns)
