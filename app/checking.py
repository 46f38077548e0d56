"""Everything that is wrong with a workspace, all at once."""

from collections.abc import Callable
from pathlib import Path

from analysis.goal_checks import Known, check_goals, list_known
from app.inputs import Inputs, read_inputs, read_rules
from app.progress import Screen
from app.second_check import check_second_round
from app.server_check import check_server
from app.settings import Settings
from app.snapshot_check import check_snapshots
from app.workspace import Workspace, open_workspace
from diagnostics.flag_rules import check_rules
from diagnostics.measures import load_measures
from diagnostics.selection_rules import check_selection
from reports.brand import load_brand
from survey.answer_check import check_answers
from survey.errors import ConfigurationError, JamnaError, Problem
from survey.instrument import Instrument
from survey.register import check_register, check_secrecy


def check_workspace(root: Path, screen: Screen) -> list[str]:
    """What stands in the way is raised as one error; what was kept out of the scores is told, and the rest is fine."""
    workspace = open_workspace(root)
    settings, instrument = read_rules(workspace)
    problems = check_choices(workspace, settings, instrument)
    if problems:
        raise ConfigurationError(*problems)
    there = _look_there(settings, instrument, screen)
    with screen.step("Reading register and answers"):
        inputs = _read_beside(workspace, there)
        second = check_second_round(workspace, inputs)
    remarks = [*check_register(inputs.register, instrument), *check_answers(inputs.answers), *check_snapshots(workspace)]
    remarks += [*second, *check_secrecy([workspace.tokens])]
    remarks += there
    return [f"• {remark}" for remark in remarks] + [_sum_up(inputs, len(remarks))]


def _look_there(settings: Settings, instrument: Instrument, screen: Screen) -> list[Problem]:
    if settings.limesurvey is None:
        return []
    with screen.step(f"Comparing with the surveys at {settings.limesurvey.address}"):
        return check_server(settings, instrument)


def _read_beside(workspace: Workspace, there: list[Problem]) -> Inputs:
    """The inputs; if they cannot be read, one error that also tells what is wrong on the server."""
    try:
        return read_inputs(workspace)
    except JamnaError as error:
        refusal = type(error)(*error.problems, *there)
    raise refusal


def check_choices(workspace: Workspace, settings: Settings, instrument: Instrument) -> list[Problem]:
    """Problems between the files: rules, measures and brand against the instrument."""
    return [
        *check_rules(settings.flag, instrument),
        *check_selection(settings.selection, instrument, settings.target_group),
        *check_goals(settings.goal, settings.criterion, _known_names(settings, instrument)),
        *_problems_of(lambda: load_measures(workspace.measures, instrument)),
        *_problems_of(lambda: load_brand(workspace.brand if workspace.brand.exists() else None)),
    ]


def _known_names(settings: Settings, instrument: Instrument) -> Known:
    activities, events = [kind.id for kind in settings.activity], [kind.id for kind in settings.event]
    return list_known(instrument, activities, events, [stage.id for stage in settings.selection.stage])


def _problems_of(load: Callable[[], object]) -> list[Problem]:
    try:
        load()
    except JamnaError as error:
        return list(error.problems)
    return []


def _sum_up(inputs: Inputs, remarks: int) -> str:
    companies = inputs.answers.companies
    complete = int(companies["complete"].sum())
    kept_out = f"{remarks} kinds of remarks; what is faulty is kept out of the scores" if remarks else "nothing is wrong"
    return f"{len(inputs.register):,} contacts, {len(companies):,} answered, {complete:,} completely: {kept_out}."
