"""Compare the surveys on the server with the instrument."""

from collections.abc import Sequence
from dataclasses import dataclass

from jamna.commands.limesurvey.connection import connect_server
from jamna.workspace.settings import Settings
from survey.common.errors import ConfigurationError, LimeSurveyError, Problem
from survey.instrument.records import Instrument
from survey.limesurvey.contact import find_contact_remarks
from survey.limesurvey.settings import LimeSurveySettings
from survey.limesurvey.structure.check import compare_structure, find_remarks
from survey.limesurvey.structure.reading import read_structure


@dataclass(frozen=True, slots=True)
class ServerCheck:
    """The result of comparing the surveys on the server with the instrument.

    `wrong` would make answers wrong or lose them. `remarks` are differences that do no harm.
    `refused` is the error that stopped the comparison; None if it could be made.
    """

    wrong: Sequence[Problem] = ()
    remarks: Sequence[Problem] = ()
    refused: LimeSurveyError | None = None


def check_server(settings: Settings, instrument: Instrument) -> ServerCheck:
    """Compare every wave's survey with the instrument.

    The result is empty if programme.toml names no survey. It is a remark if no password is known
    on this computer.
    """
    server = settings.limesurvey
    if server is None or not server.survey:
        return ServerCheck()
    try:
        return _compare(server, instrument)
    except ConfigurationError as error:
        return ServerCheck(remarks=[_not_compared(), *error.problems])
    except LimeSurveyError as error:
        return ServerCheck(refused=error)


def _compare(server: LimeSurveySettings, instrument: Instrument) -> ServerCheck:
    wrong, remarks, contacts = list[Problem](), list[Problem](), list[Problem]()
    with connect_server(server) as connection:
        for wave, survey in server.survey.items():
            structure = read_structure(connection, survey)
            wrong += compare_structure(instrument, wave, structure)
            remarks += find_remarks(instrument, wave, structure)
        for survey in server.survey.values():
            contacts += find_contact_remarks(connection, survey)
    return ServerCheck(wrong, [*remarks, *contacts])


def _not_compared() -> Problem:
    return Problem("programme.toml, [limesurvey]", "the surveys on the server were not compared.")
