"""Put a questionnaire on the server, and check that all of it arrived."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from survey.common.errors import Problem
from survey.instrument.records import Instrument, Wave
from survey.limesurvey.errors import Failed, Garbled, MayNotMake, NoPermission, Refusal, Unreachable
from survey.limesurvey.structure.check import compare_structure, find_remarks
from survey.limesurvey.structure.reading import Calls, read_structure
from survey.limesurvey.structure.records import ServerStructure


@dataclass(frozen=True, slots=True)
class Deployed:
    """The survey that was made, and where it differs from what was sent.

    LimeSurvey renames some codes without saying so.
    """

    survey_id: int
    problems: Sequence[Problem]


def deploy(connection: Calls, lss: bytes, instrument: Instrument, wave: Wave) -> Deployed:
    """Import `lss` as a new, inactive survey, and compare it with the instrument.

    LimeSurvey keeps the number in the file if it is free, and takes another one if not. An import
    is never repeated. It can stop half-way: after a broken connection or a failure, the error says
    that the survey may be there.
    """
    survey_id = _import(connection, lss)
    structure = _read_back(connection, survey_id)
    return Deployed(
        survey_id,
        [
            *compare_structure(instrument, wave, structure),
            *find_remarks(instrument, wave, structure),
        ],
    )


def is_there(connection: Calls, survey_id: int) -> bool:
    """Return whether there is a survey with this number that the user may see."""
    try:
        connection.call("get_survey_properties", survey_id, ["active"])
    except NoPermission:
        return False
    return True


def _import(connection: Calls, lss: bytes) -> int:
    try:
        return int(connection.call("import_survey", base64.b64encode(lss).decode("ascii"), "lss"))
    except NoPermission as error:
        doubt: Refusal = MayNotMake.at(error.problems[0].where)
    except (Unreachable, Garbled, Failed) as error:
        doubt = _add_hint(error, "The survey may have been made all the same, or a part of it.")
    raise doubt


def _read_back(connection: Calls, survey_id: int) -> ServerStructure:
    try:
        return read_structure(connection, survey_id)
    except Refusal as error:
        doubt = _add_hint(
            error, f"Survey {survey_id} was made, and could not be compared with what was sent."
        )
    raise doubt


def _add_hint(error: Refusal, what: str) -> Refusal:
    return type(error)(
        *error.problems,
        Problem("", what, "Look for it in LimeSurvey, and delete it there, before you try again."),
    )
