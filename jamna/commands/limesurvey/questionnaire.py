"""`jamna questionnaire`: write the instrument as a file for LimeSurvey, or import it there."""

from collections.abc import Iterator
from pathlib import Path

from jamna.commands.check.workspace import check_choices
from jamna.commands.limesurvey.connection import connect_server, find_server
from jamna.commands.limesurvey.waves import name_wave
from jamna.pipeline.inputs import read_rules
from jamna.pipeline.provenance import VERSION, recorded
from jamna.screen.progress import Screen
from jamna.workspace.layout import Workspace, open_workspace
from jamna.workspace.settings import Settings
from survey.common.errors import ConfigurationError, LimeSurveyError, Problem, raise_all
from survey.common.files import hash_file, write_with
from survey.instrument.records import Instrument, Wave
from survey.limesurvey.connection import Connection
from survey.limesurvey.deploying import Deployed, deploy, is_there
from survey.limesurvey.questionnaire import suggest_survey_id, write_lss


def write_questionnaire(
    root: Path, wave: str, target: Path | None, screen: Screen, *, to_server: bool
) -> Iterator[str]:
    """Write a wave's questionnaire to `target`, or below results/ if that is None.

    With `to_server` it is imported too. Yields each line as soon as it is true.
    """
    workspace = open_workspace(root)
    settings, instrument = read_rules(workspace)
    named = name_wave(wave)
    path = target or workspace.results / f"questionnaire-{named}.lss"
    lss = write_lss(instrument, named, _wanted(settings, named))
    if path.is_relative_to(workspace.root):
        _write_recorded(workspace, path, lss, named, screen)
    else:
        write_with(path, lambda partial: partial.write_bytes(lss))
    yield f"{path}: {_count(instrument, named)} in {', '.join(instrument.languages)}."
    if to_server:
        raise_all(ConfigurationError, check_choices(workspace, settings, instrument))
        yield from _deploy(settings, lss, instrument, named, screen)
    else:
        yield (
            "Import it in LimeSurvey (Create survey > Import), "
            "or let `jamna questionnaire --deploy` do it."
        )


def _write_recorded(
    workspace: Workspace, path: Path, lss: bytes, wave: Wave, screen: Screen
) -> None:
    facts = {"version": VERSION, "wave": wave, "instrument": hash_file(workspace.instrument)}
    touches = (path.relative_to(workspace.root).as_posix(),)
    with recorded(workspace, f"questionnaire-{wave}", facts, touches, screen) as written:
        write_with(path, lambda partial: partial.write_bytes(lss))
        written.add(path)


def _wanted(settings: Settings, wave: Wave) -> int | None:
    """Return the survey's number in programme.toml; None if it names none."""
    return settings.limesurvey.survey.get(wave) if settings.limesurvey is not None else None


def _count(instrument: Instrument, wave: Wave) -> str:
    asked = [question for question in instrument.question if wave in question.waves]
    pages = {question.section for question in asked}
    return f"{len(asked)} questions on {len(pages)} pages"


def _deploy(
    settings: Settings, lss: bytes, instrument: Instrument, wave: Wave, screen: Screen
) -> Iterator[str]:
    server = find_server(settings)
    with (
        connect_server(server) as connection,
        screen.step(f"Importing the questionnaire at {server.address}, and comparing every code"),
    ):
        _refuse_second(connection, settings, instrument, wave)
        deployed = deploy(connection, lss, instrument, wave)
    _refuse_altered(deployed)
    yield (
        f"Survey {deployed.survey_id} is at {server.address}, "
        "and every code in it is that of instrument.toml."
    )
    if _wanted(settings, wave) != deployed.survey_id:
        yield f"Write under [limesurvey] in programme.toml: survey.{wave} = {deployed.survey_id}"
    yield (
        "It is not active yet: look at it in LimeSurvey, activate it there, "
        f"and go on with `jamna invite --wave {wave}`."
    )


def _refuse_second(
    connection: Connection, settings: Settings, instrument: Instrument, wave: Wave
) -> None:
    """Raise LimeSurveyError if the survey is there: a second one would get half of the answers."""
    wanted = _wanted(settings, wave)
    number = wanted or suggest_survey_id(instrument, wave)
    if not is_there(connection, number):
        return
    if wanted:
        advice = (
            f"To make another one, take survey.{wave} out of programme.toml, "
            "or write a number there that is free."
        )
    else:
        advice = (
            f"If it is this questionnaire, write survey.{wave} = {number} under [limesurvey] "
            "in programme.toml; else a number that is free."
        )
    raise LimeSurveyError(
        Problem(f"survey {number}", "is on the server already; nothing was imported.", advice)
    )


def _refuse_altered(deployed: Deployed) -> None:
    if deployed.problems:
        what = "was made, but is not what was sent."
        whole = Problem(
            f"survey {deployed.survey_id}", what, "Delete it in LimeSurvey once you have seen why:"
        )
        raise LimeSurveyError(whole, *deployed.problems)
