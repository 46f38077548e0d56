"""`jamna invite`: make the register's companies participants of the survey on the server."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jamna.commands.limesurvey.connection import connect_server, find_server, find_survey
from jamna.commands.limesurvey.participation import tabulate_participation, write_links
from jamna.commands.limesurvey.waves import name_wave
from jamna.pipeline.inputs import read_rules
from jamna.screen.progress import Screen
from jamna.workspace.layout import Workspace, open_workspace
from jamna.workspace.tables import write_table
from survey.common.errors import (
    AnswersError,
    CallError,
    ConfigurationError,
    LimeSurveyError,
    Problem,
    raise_all,
)
from survey.common.locking import alone
from survey.instrument.records import Instrument, Wave
from survey.limesurvey.connection import Connection
from survey.limesurvey.participants.participants import (
    Invitations,
    check_survey,
    find_participants,
    invite,
    plan_invitations,
    read_participation,
)
from survey.limesurvey.structure.check import compare_structure
from survey.limesurvey.structure.reading import read_structure
from survey.register.register import read_register, read_tokens, write_tokens


@dataclass(frozen=True, slots=True)
class InviteOptions:
    """What a person asked for on the command line.

    `dry` only shows what would happen. `with_email` sends the register's e-mail addresses along.
    `despite_strangers` goes on although some participants have tokens that are unknown here.
    """

    wave: str = "baseline"
    dry: bool = False
    with_email: bool = False
    despite_strangers: bool = False


@dataclass(frozen=True, slots=True)
class InvitationTarget:
    """The survey that companies are invited to, and the register (index `company_id`)."""

    workspace: Workspace
    wave: Wave
    survey: int
    register: pd.DataFrame


def invite_workspace(root: Path, options: InviteOptions, screen: Screen) -> Iterator[str]:
    """Add every company that is not a participant yet, or only say which would be added.

    Yields each line as soon as it is true. At the end, LimeSurveyError with every company that
    the server refused.
    """
    workspace = open_workspace(root)
    wave = name_wave(options.wave)
    settings, instrument = read_rules(workspace)
    server = find_server(settings)
    target = InvitationTarget(
        workspace, wave, find_survey(server, wave), _read_register(workspace, options)
    )
    with _alone(workspace, options), connect_server(server) as connection:
        with screen.step(f"Looking at survey {target.survey} and its participants"):
            plan = _plan(connection, target, instrument, options)
        yield from format_plan(plan, target.survey, dry=options.dry)
        if not options.dry:
            _refuse_strangers(plan, target, options)
            yield from _carry_out(connection, target, plan, server.address, screen)


def _alone(workspace: Workspace, options: InviteOptions) -> AbstractContextManager[None]:
    """Keep a second `jamna invite` out.

    Two at once would each draw tokens, and one would overwrite the tokens of the other.
    """
    if options.dry:
        return nullcontext()
    workspace.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    return alone(workspace.keys, "jamna invite")


def _refuse_strangers(plan: Invitations, target: InvitationTarget, options: InviteOptions) -> None:
    """Raise AnswersError if participants have tokens that are unknown here and others are missing.

    The file of tokens may be damaged then. A company whose token was lost would be added a second
    time, and nobody could tell whose the first answer is.
    """
    if not (plan.strangers and plan.missing) or options.despite_strangers:
        return
    name = target.workspace.tokens.relative_to(target.workspace.root)
    what = (
        f"{plan.strangers:,} participants of survey {target.survey} hold tokens "
        "that belong to no company here, "
        f"and {len(plan.missing):,} companies would be added."
    )
    advice = (
        "If the file was damaged, put its last copy back. "
        "If they have nothing to do with the register: --despite-strangers."
    )
    unknown = sorted(
        {company for company in plan.tokens.values() if company not in target.register.index}
    )
    odd = [
        Problem(str(name), f'has a token of "{company}", which is not in companies.csv.')
        for company in unknown
    ]
    raise AnswersError(Problem(str(name), what, advice), *odd)


def _read_register(workspace: Workspace, options: InviteOptions) -> pd.DataFrame:
    register = read_register(workspace.register)
    if options.with_email and "email" not in register:
        raise CallError(
            Problem(
                str(workspace.register), 'has no column "email".', "Add one, or leave out --email."
            )
        )
    return register


def _plan(
    connection: Connection, target: InvitationTarget, instrument: Instrument, options: InviteOptions
) -> Invitations:
    """Plan who is to be added.

    ConfigurationError if the survey is not the instrument's: nobody is invited to a wrong survey.
    """
    structure = read_structure(connection, target.survey)
    raise_all(ConfigurationError, compare_structure(instrument, target.wave, structure))
    check_survey(connection, target.survey)
    tokens = read_tokens(target.workspace.tokens) if target.workspace.tokens.exists() else {}
    participants = find_participants(connection, target.survey) or []
    return plan_invitations(
        target.register,
        tokens,
        participants,
        languages=structure.languages,
        with_email=options.with_email,
    )


def format_plan(plan: Invitations, survey: int, *, dry: bool) -> Iterator[str]:
    """Yield who is a participant, who is missing, and what happens next."""
    would = "would be added" if dry else "are to be added"
    missing = f"{len(plan.missing):,} {would}, {plan.new_tokens:,} of them with a new token"
    yield f"Survey {survey}: {plan.present:,} companies are participants, {missing}."
    if plan.strangers:
        yield (
            f"• {plan.strangers:,} participants hold no token of a company in the register: "
            "their answers belong to nobody."
        )
    if dry:
        yield (
            "Nothing was sent and nothing was written. "
            "Without --dry-run it is done; even then no e-mail is sent."
        )


def _carry_out(
    connection: Connection,
    target: InvitationTarget,
    plan: Invitations,
    address: str,
    screen: Screen,
) -> Iterator[str]:
    """Write the tokens here before the server gets them, add participants, see who answered."""
    if plan.new_tokens:
        write_tokens(plan.tokens, target.workspace.tokens)
    with _say_again(target, screen), screen.bar("Adding participants", len(plan.missing)) as bar:
        invited = invite(connection, target.survey, plan, bar.advance)
    yield (
        f"{invited.added:,} were added; the survey is closed to everybody without a token. "
        "No e-mail was sent."
    )
    yield from (f"• {remark}" for remark in invited.remarks)
    yield from _write_views(connection, target, plan, address)
    raise_all(LimeSurveyError, invited.refused)


def _write_views(
    connection: Connection, target: InvitationTarget, plan: Invitations, address: str
) -> Iterator[str]:
    participation = read_participation(connection, target.survey)
    table = tabulate_participation(target.register, plan.tokens, participation, target.wave)
    made, _ = write_table(target.workspace.results, f"participation_{target.wave}", table)
    done = int(table["completed"].sum())
    yield f"{made}: {done:,} of {len(table):,} companies have sent their answers."
    links = target.workspace.keys / f"links_{target.wave}.csv"
    write_links(
        target.register, plan.tokens, participation, f"{address}/index.php/{target.survey}", links
    )
    yield (
        f"{links}: each company's own link to the survey, for your letter or e-mail; "
        "readable by you only."
    )


@contextmanager
def _say_again(target: InvitationTarget, screen: Screen) -> Iterator[None]:
    """If the work is interrupted, say that it is safe to start it again."""
    try:
        yield
    except (LimeSurveyError, KeyboardInterrupt):
        again = f"`jamna invite -w {target.workspace.root} --wave {target.wave}`"
        screen.console.print(
            f"All tokens are kept. {again} goes on: whoever was added is not added again."
        )
        raise
