"""Check a whole workspace and say everything that is wrong with it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.programme.goal_checks import Known, check_goals, list_known
from diagnostics.findings.measure_file import find_missing_action_texts, read_actions
from diagnostics.flags.checks import check_rules
from diagnostics.selection.checks import check_selection
from jamna.commands.check.choices import check_names, find_uncontacted
from jamna.commands.check.followup import check_second_round
from jamna.commands.check.reading import format_reading
from jamna.commands.check.server import ServerCheck, check_server
from jamna.commands.check.snapshots import check_snapshots
from jamna.pipeline.inputs import Inputs, read_inputs, read_rules
from jamna.screen.progress import Screen
from jamna.simulation.simulated_run import judge_plainly
from jamna.workspace.decision_store import DecisionStore
from jamna.workspace.layout import Workspace, open_workspace, refuse_half_rehearsed
from jamna.workspace.settings import Settings
from reports.style.brand import load_brand
from reports.style.language import languages
from survey.answers.summary import check_answers
from survey.common.errors import (
    AnswersError,
    ConfigurationError,
    JamnaError,
    Problem,
    gather_problems,
    raise_all,
)
from survey.common.toml import read_toml
from survey.common.translations import check_office_language, check_register_languages
from survey.instrument.file import find_missing_texts
from survey.instrument.records import Instrument
from survey.register.differences import find_differences
from survey.register.register import check_register
from survey.register.secrecy import check_folder_secrecy, check_secrecy


def check_workspace(root: Path, screen: Screen) -> list[str]:
    """Return the lines that `jamna check` prints: how files were read, remarks, and a summary.

    If something stops the work, one error is raised. It holds everything else that was found too.
    """
    workspace = open_workspace(root)
    refuse_half_rehearsed(workspace)
    settings, instrument = read_rules(workspace)
    problems = check_choices(workspace, settings, instrument)
    if problems:
        raise ConfigurationError(*problems)
    there = _look_there(settings, instrument, screen)
    beside = [*check_snapshots(workspace), *check_privacy(workspace)]
    with screen.step("Reading register and answers"):
        inputs, second = _read_beside(
            workspace, [*there.wrong, *there.remarks, *_problems_in(there.refused), *beside]
        )
    raise_all(AnswersError, check_register_languages(inputs.register, instrument.languages))
    remarks = [*_find_remarks(workspace, inputs), *second, *beside, *there.remarks]
    _refuse_there(there, remarks)
    return [
        *format_reading(workspace, inputs),
        *(f"• {remark}" for remark in remarks),
        _sum_up(inputs, len(remarks)),
    ]


def _find_remarks(workspace: Workspace, inputs: Inputs) -> list[Problem]:
    """List the remarks about texts, register and answers."""
    return [
        *_find_missing_texts(workspace, inputs.instrument, inputs.settings.programme.language),
        *find_uncontacted(inputs.settings, inputs.instrument),
        *check_register(inputs.register, inputs.instrument),
        *find_differences(inputs.answers.companies, inputs.register, inputs.instrument),
        *check_answers(inputs.answers),
    ]


def _find_missing_texts(workspace: Workspace, instrument: Instrument, office: str) -> list[Problem]:
    """List one remark per file in which a text is missing and another language is used."""
    place = find_missing_texts(workspace.place, office) if workspace.place.exists() else []
    return [
        *find_missing_texts(workspace.instrument, office),
        *find_missing_action_texts(read_toml(workspace.measures), instrument, office),
        *place,
    ]


def _look_there(settings: Settings, instrument: Instrument, screen: Screen) -> ServerCheck:
    if settings.limesurvey is None:
        return ServerCheck()
    with screen.step(f"Comparing with the surveys at {settings.limesurvey.address}"):
        return check_server(settings, instrument)


def _read_beside(
    workspace: Workspace, others: Sequence[Problem]
) -> tuple[Inputs, Sequence[Problem]]:
    """Return the inputs, and the remarks about the second round.

    Raises one error, with the `others` in it, if the inputs cannot be read, scored, weighted, or
    used to choose companies.
    """
    try:
        inputs = read_inputs(workspace)
        second = check_second_round(workspace, inputs)
        judge_plainly(inputs, DecisionStore(workspace.decisions).all())
    except JamnaError as error:
        refusal = type(error)(*error.problems, *others)
    else:
        return inputs, second
    raise refusal


def check_privacy(workspace: Workspace) -> list[Problem]:
    """List what other users of this computer can read: the workspace and the files in keys/."""
    return [
        *check_folder_secrecy(workspace.root.absolute()),
        *check_secrecy(sorted(workspace.keys.glob("*"))),
    ]


def _refuse_there(there: ServerCheck, remarks: Sequence[Problem]) -> None:
    """Raise if a survey on the server is not the instrument's, or could not be looked at."""
    if there.wrong:
        raise ConfigurationError(*there.wrong, *remarks)
    if there.refused is not None:
        raise type(there.refused)(*there.refused.problems, *remarks)


def _problems_in(error: JamnaError | None) -> Sequence[Problem]:
    return error.problems if error is not None else ()


def check_choices(
    workspace: Workspace, settings: Settings, instrument: Instrument
) -> list[Problem]:
    """List where programme.toml, measures.toml and the brand do not fit the instrument."""
    office = settings.programme.language
    return [
        *check_settings(settings, instrument),
        *_find_problems(lambda: read_actions(read_toml(workspace.measures), instrument, office)),
        *_find_problems(lambda: load_brand(workspace.brand if workspace.brand.exists() else None)),
    ]


def check_settings(settings: Settings, instrument: Instrument) -> list[Problem]:
    """List where programme.toml does not fit the instrument."""
    return [
        *check_names(settings, instrument),
        *check_rules(settings.flag, instrument),
        *check_selection(settings.selection, instrument, settings.target_group),
        *check_goals(settings.goal, settings.criterion, _known_names(settings, instrument)),
        *check_office_language(settings.programme.language, {*instrument.languages, *languages()}),
    ]


def _known_names(settings: Settings, instrument: Instrument) -> Known:
    activities, events = (
        [kind.id for kind in settings.activity],
        [kind.id for kind in settings.event],
    )
    return list_known(
        instrument, activities, events, [stage.id for stage in settings.selection.stage]
    )


def _find_problems(load: Callable[[], object]) -> list[Problem]:
    return gather_problems(load)[1]


def _sum_up(inputs: Inputs, remarks: int) -> str:
    companies = inputs.answers.companies
    complete = int(companies["complete"].sum())
    kept_out = (
        f"{remarks} kinds of remarks; what is faulty is kept out of the scores"
        if remarks
        else "nothing is wrong"
    )
    answered = f"{len(companies):,} answered, {complete:,} completely"
    return f"{len(inputs.register):,} contacts, {answered}: {kept_out}."
