"""The surveys on the server against the instrument, where a server and its password are known."""

from collections.abc import Iterator

from app.connecting import connect_server
from app.settings import Settings
from survey.errors import ConfigurationError, LimeSurveyError, Problem
from survey.instrument import Instrument
from survey.limesurvey.settings import LimeSurveySettings
from survey.limesurvey.structure import compare_structure, find_remarks, read_structure


def check_server(settings: Settings, instrument: Instrument) -> list[Problem]:
    """What is different there, or why nobody could look. Nothing if programme.toml names no survey."""
    server = settings.limesurvey
    if server is None or not server.survey:
        return []
    try:
        return list(_compare(server, instrument))
    except (LimeSurveyError, ConfigurationError) as error:
        return [Problem("programme.toml, [limesurvey]", "the surveys on the server were not compared."), *error.problems]


def _compare(server: LimeSurveySettings, instrument: Instrument) -> Iterator[Problem]:
    with connect_server(server) as connection:
        for wave, survey in server.survey.items():
            structure = read_structure(connection, survey)
            yield from compare_structure(instrument, wave, structure)
            yield from find_remarks(instrument, wave, structure)
