"""`jamna pull`: compare a survey with the instrument, then keep its responses as a snapshot."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from jamna.commands.limesurvey.connection import connect_server, find_server, find_survey
from jamna.commands.limesurvey.waves import name_wave
from jamna.pipeline.inputs import read_rules
from jamna.screen.progress import Meter, Screen
from jamna.workspace.layout import Workspace, open_workspace
from jamna.workspace.settings import Settings
from survey.common.errors import CallError, ConfigurationError, Problem, nearest, raise_all
from survey.instrument.records import WAVES, Instrument, Wave
from survey.limesurvey.errors import NotActive
from survey.limesurvey.settings import LimeSurveySettings
from survey.limesurvey.source import LimeSurveySource
from survey.limesurvey.structure.check import compare_structure, find_remarks
from survey.limesurvey.structure.reading import read_structure
from survey.limesurvey.structure.records import ServerStructure, structure_hash
from survey.snapshots.changes import compare_snapshots
from survey.snapshots.partial_pull import count_left
from survey.snapshots.pull import Pace, Pulled, PullPlan, pull
from survey.snapshots.snapshots import Snapshot, find_damage
from survey.snapshots.source import ResponseSource


def pull_workspace(root: Path, wave: str | None, screen: Screen, *, anew: bool) -> Iterator[str]:
    """Pull one wave, or every wave that has a survey; yields lines as soon as one is done.

    A survey that is not active yet gives a note if another survey could be pulled, and NotActive
    if there is no other.
    """
    workspace = open_workspace(root)
    settings, instrument = read_rules(workspace)
    server = find_server(settings)
    surveys = {each: find_survey(server, each) for each in choose_waves(server, wave)}
    idle = list[NotActive]()
    with connect_server(server) as connection:
        for each, survey in surveys.items():
            with screen.step(f"Comparing survey {survey} with instrument.toml"):
                structure = read_structure(connection, survey)
            check_structure(instrument, server, each, structure)
            yield from (f"• {remark}" for remark in find_remarks(instrument, each, structure))
            plan = plan_pull(server, each, structure)
            source = LimeSurveySource(connection, survey, plan.language)
            try:
                pulled = pull_step(source, plan, workspace, screen, anew=anew)
            except NotActive as error:
                idle.append(error)
            else:
                yield from format_pulled(pulled, settings)
    yield from format_idle(idle, alone=len(idle) == len(surveys))


def format_idle(idle: Sequence[NotActive], *, alone: bool) -> Iterator[str]:
    """Yield a note for each survey that is not active; NotActive if no other was pulled."""
    problems = [problem for error in idle for problem in error.problems]
    if alone:
        raise NotActive(*problems)
    yield from (f"• {problem}" for problem in problems)


def choose_waves(server: LimeSurveySettings, wave: str | None) -> Sequence[Wave]:
    """List the wave that is asked for, or every wave that has a survey.

    If no wave has a survey, the first wave is listed: the error that follows then names it.
    """
    if wave is not None:
        return [name_wave(wave)]
    return [each for each in WAVES if each in server.survey] or WAVES[:1]


def check_structure(
    instrument: Instrument, server: LimeSurveySettings, wave: Wave, structure: ServerStructure
) -> None:
    """Raise ConfigurationError if answers to the survey would be unreadable; nothing is written."""
    problems = compare_structure(instrument, wave, structure)
    if server.language is not None and server.language not in structure.languages:
        what = f'survey {structure.survey_id} has no language "{server.language}".'
        problems.append(
            Problem(
                "programme.toml, [limesurvey], language",
                what,
                nearest(server.language, structure.languages),
            )
        )
    raise_all(ConfigurationError, problems)


def plan_pull(server: LimeSurveySettings, wave: Wave, structure: ServerStructure) -> PullPlan:
    """Return what to read from the server, and how."""
    return PullPlan(
        wave=wave,
        server=server.address,
        survey=structure.survey_id,
        structure=structure_hash(structure),
        language=server.language or structure.languages[0],
        languages=tuple(structure.languages),
        size=server.range,
        parallel=server.parallel,
    )


def pull_step(
    source: ResponseSource, plan: PullPlan, workspace: Workspace, screen: Screen, *, anew: bool
) -> Pulled:
    """Pull, and show the pace on the screen. If it is interrupted, say how to go on."""
    with (
        _keep_hope(plan, workspace, screen),
        screen.meter(f"Pulling {plan.wave} from survey {plan.survey}") as meter,
    ):
        return pull(
            source,
            plan,
            workspace.snapshots(plan.wave),
            _now,
            lambda pace: _show(meter, pace),
            anew=anew,
        )


def _now() -> datetime:
    return datetime.now(UTC)


def _show(meter: Meter, pace: Pace) -> None:
    counted = f"{pace.rows:,} of {pace.expected:,} responses"
    remaining = "" if pace.remaining is None else f", {pace.remaining:.0f} s to go"
    meter.show(
        pace.rows,
        pace.expected,
        f"{counted}, {pace.rate:,.0f} a second{remaining}",
        f"{counted}, {pace.rate:,.0f} a second",
    )


@contextmanager
def _keep_hope(plan: PullPlan, workspace: Workspace, screen: Screen) -> Iterator[None]:
    """If the pull is interrupted, say that what was read is kept."""
    try:
        yield
    except CallError:
        raise
    except BaseException:
        if left := count_left(workspace.snapshots(plan.wave)):
            again = f"`jamna pull -w {workspace.root} --wave {plan.wave}`"
            screen.console.print(
                f"What was read is kept ({left} ranges of ids): {again} goes on where it stopped."
            )
        raise


def format_pulled(pulled: Pulled, settings: Settings) -> list[str]:
    """List what was made, what changed since the snapshot before, and whether it will be read."""
    manifest, folder = pulled.snapshot.manifest, pulled.snapshot.folder
    rows, wave = f"{manifest.rows:,} responses", manifest.wave
    if pulled.new:
        lines = [f"{folder}: {rows} of {wave}.", *_format_changes(pulled.before, pulled.snapshot)]
    else:
        lines = [f"Nothing new on the server: {folder} still holds all {rows} of {wave}."]
    if wave not in settings.answers or settings.answers[wave].kind != "limesurvey":
        lines.append(
            "The main job does not read it yet: "
            f'write source = "limesurvey" under [answers.{wave}] in programme.toml.'
        )
    return lines


def _format_changes(old: Snapshot | None, new: Snapshot) -> list[str]:
    if old is None or old.manifest.survey != new.manifest.survey:
        return []
    if find_damage(old):
        return [f"{old.folder} is damaged, so nobody can tell what is different since then."]
    changes = compare_snapshots(old, new)
    counted = f"{len(changes.arrived):,} arrived, {len(changes.continued):,} went on"
    odd = f"{len(changes.changed):,} complete ones changed, {len(changes.vanished):,} vanished"
    more = " `jamna check` names them." if changes.changed or changes.vanished else ""
    return [f"Since the snapshot before: {counted}, {odd}.{more}"]
