"""The command line: each command reads the workspace, does one thing, and says what it made."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from jamna.commands.completion import (
    complete_companies,
    complete_kinds,
    complete_reasons,
    complete_stages,
    complete_waves,
)
from jamna.commands.options import HERE, FolderOption, WaveOption, WorkspaceOption
from jamna.screen.errors import run_safely
from jamna.screen.exit_codes import STOPPED
from jamna.screen.progress import Screen

WIDE = 200
"""The width, in characters, of a table that is not shown on a terminal."""


class SafeGroup(TyperGroup):
    """Commands whose errors become sentences on the screen and an exit code for the shell."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        code = run_safely(lambda: super(SafeGroup, self).invoke(ctx), Screen().console)
        if code:
            raise typer.Exit(code)


app = typer.Typer(
    name="jamna",
    cls=SafeGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version
        from platform import python_version

        typer.echo(f"jamna {version('jamna')} (Python {python_version()})")
        raise typer.Exit


@app.callback()
def jamna(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_say_version,
            help="Show the versions of Jamna and of Python.",
        ),
    ] = False,
) -> None:
    """From a company survey to the few companies that get a deep dive, and a report for each."""


@app.command()
def new(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder to make, or an empty one.")
    ],
) -> None:
    """Make a workspace to edit: questionnaire, configuration and a template of the register.

    The configuration explains every choice.
    """
    from jamna.commands.new import make_workspace

    _say(make_workspace(directory))


@app.command()
def rehearse(
    workspace: FolderOption = HERE,
    seed: Annotated[int, typer.Option(min=0, help="Another seed is another programme.")] = 1,
    companies: Annotated[int, typer.Option(min=0, help="How many contacts.")] = 1200,
    effect: Annotated[
        float | None,
        typer.Option(
            metavar="X",
            min=-100,
            max=100,
            help=(
                "Simulate the second round too. A deep dive moves a company's index by X points; "
                "0 is no effect."
            ),
        ),
    ] = None,
) -> None:
    """Fill a workspace with a simulated programme whose truth is known."""
    from jamna.commands.rehearse import fill_workspace

    _say(fill_workspace(workspace, seed, companies, Screen(), effect=effect))


@app.command()
def register(
    contacts: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A contact list with organisation numbers: a workbook (.xlsx) or CSV.",
        ),
    ],
    workspace: WorkspaceOption = HERE,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HEADING=NAME",
            help='What a heading means, such as "Bolag=name"; may be repeated.',
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="HEADING", help="Keep this column too; may be repeated."),
    ] = None,
) -> None:
    """Turn a contact list into the register.

    Each company gets an id. Organisation numbers stay in keys/.
    """
    from jamna.commands.register import import_contacts, read_choices

    ask = _ask_on_terminal if sys.stdin.isatty() and sys.stderr.isatty() else None
    _say(import_contacts(workspace, contacts, read_choices(column or [], keep or [], ask)))


def _ask_on_terminal(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False, err=True))


@app.command()
def check(workspace: WorkspaceOption = HERE) -> None:
    """Say everything that is wrong with configuration, instrument, register and answers."""
    from jamna.commands.check.workspace import check_workspace

    _say(check_workspace(workspace, Screen()))


@app.command()
def questionnaire(
    workspace: WorkspaceOption = HERE,
    wave: WaveOption = "baseline",
    deploy: Annotated[
        bool,
        typer.Option(
            "--deploy",
            help="Import it into LimeSurvey too, and check that every code arrived unchanged.",
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Where to write it, instead of results/."
        ),
    ] = None,
) -> None:
    """Write the questionnaire as a file that LimeSurvey imports (.lss)."""
    from jamna.commands.limesurvey.questionnaire import write_questionnaire

    _say(write_questionnaire(workspace, wave, output, Screen(), to_server=deploy))


@app.command()
def invite(
    workspace: WorkspaceOption = HERE,
    wave: WaveOption = "baseline",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    email: Annotated[
        bool,
        typer.Option(
            "--email",
            help="Send the register's e-mail addresses along, so that LimeSurvey can use them.",
        ),
    ] = False,
    despite_strangers: Annotated[
        bool,
        typer.Option(
            "--despite-strangers",
            help="Go on although the survey has participants who are not in keys/tokens.csv.",
        ),
    ] = False,
) -> None:
    """Make the register's companies participants of the survey in LimeSurvey.

    Each company gets its own token. Jamna sends no e-mail.
    """
    from jamna.commands.limesurvey.invite import InviteOptions, invite_workspace

    _say(
        invite_workspace(
            workspace,
            InviteOptions(wave, dry=dry_run, with_email=email, despite_strangers=despite_strangers),
            Screen(),
        )
    )


@app.command()
def pull(
    workspace: WorkspaceOption = HERE,
    wave: Annotated[
        str | None,
        typer.Option(
            help="baseline or followup; every wave with a survey if not given.",
            autocompletion=complete_waves,
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Start anew, without what an interrupted pull has read.")
    ] = False,
) -> None:
    """Fetch the answers from LimeSurvey as a new snapshot, which is never changed afterwards."""
    from jamna.commands.limesurvey.pull import pull_workspace

    _say(pull_workspace(workspace, wave, Screen(), anew=full))


@app.command()
def score(workspace: WorkspaceOption = HERE) -> None:
    """Compute scores and needs."""
    from jamna.commands.score import score_workspace

    _say(score_workspace(workspace, Screen()))


@app.command()
def select(workspace: WorkspaceOption = HERE) -> None:
    """Raise flags and choose companies stage by stage."""
    from jamna.commands.select import select_workspace

    _say(select_workspace(workspace, Screen()))


@app.command()
def effects(workspace: WorkspaceOption = HERE) -> None:
    """Estimate what the programme changed, from both rounds' answers."""
    from jamna.commands.effects import estimate_workspace

    _say(estimate_workspace(workspace, Screen()))


@app.command()
def decide(
    company: Annotated[
        str,
        typer.Argument(
            metavar="COMPANY", help="The company's id.", autocompletion=complete_companies
        ),
    ],
    stage: Annotated[
        str,
        typer.Option(
            help="The stage it is about: its id, or its name on the pages.",
            autocompletion=complete_stages,
        ),
    ] = "",
    include: Annotated[bool, typer.Option("--include", help="Take it in.")] = False,
    exclude: Annotated[bool, typer.Option("--exclude", help="Leave it out.")] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take back what was decided: the rule decides again.")
    ] = False,
    reason: Annotated[
        str, typer.Option(help="One of the programme's reasons.", autocompletion=complete_reasons)
    ] = "",
    by: Annotated[str, typer.Option(help="Who decides.")] = "",
    note: Annotated[str, typer.Option(help="Why, in words.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what it would change.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Say what a decision changes, then append it; the rule's own outcome stays visible beside it.

    --stage, --reason, --by and one of --include, --exclude and --withdraw are needed.
    """
    from jamna.commands.decisions.decide import ACTIONS, DecisionRequest, Talk, record_decision

    named = {"include": include, "exclude": exclude, "withdraw": withdraw}
    actions = [action for action in ACTIONS if named[action]]
    request = DecisionRequest(company, stage, actions, reason, by, note, dry_run=dry_run)
    record_decision(
        workspace,
        request,
        Talk(typer.echo, _agree if yes or not sys.stdin.isatty() else _ask),
        Screen(),
    )


def _ask(question: str) -> bool:
    """Ask on the terminal. Enter and the end of the input mean no."""
    typer.echo(f"{question} [y/N] ", nl=False, err=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def _agree(_question: str) -> bool:
    """Agree without asking: there is no terminal, or `--yes` was given."""
    return True


@app.command()
def decisions(
    company: Annotated[
        str,
        typer.Option(
            metavar="ID", help="Only about this company.", autocompletion=complete_companies
        ),
    ] = "",
    stage: Annotated[
        str, typer.Option(help="Only about this stage.", autocompletion=complete_stages)
    ] = "",
    workspace: WorkspaceOption = HERE,
) -> None:
    """List every decision: who, when, why, and what it changed; also as results/decisions."""
    from jamna.commands.decisions.listing import Filter, list_decisions

    console = Console(highlight=False)
    wide = console if console.is_terminal else Console(highlight=False, width=WIDE)
    _say(list_decisions(workspace, Filter(company, stage), wide.print, Screen()))


@app.command()
def report(
    workspace: WorkspaceOption = HERE,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="overview, card, region, diagnosis, effect or evaluation; all if not given.",
            autocompletion=complete_kinds,
        ),
    ] = None,
    company: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Only this company; may be repeated.",
            autocompletion=complete_companies,
        ),
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Every company that answered, not only the last stage.")
    ] = False,
) -> None:
    """Make the pages."""
    from jamna.commands.report import report_workspace
    from jamna.pipeline.run import Wanted

    _say(
        report_workspace(
            workspace,
            Wanted(frozenset(kind or ()), frozenset(company or ()), everyone=everyone),
            Screen(),
        )
    )


@app.command()
def run(workspace: WorkspaceOption = HERE) -> None:
    """Do all of it, redoing only what changed."""
    from jamna.commands.run import run_workspace

    _say(run_workspace(workspace, Screen()))
    typer.echo(f"\nOpen this page first: {workspace / 'reports' / 'overview.html'}")


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def main() -> None:
    """Run the command line; the exit codes are listed in `jamna.screen.exit_codes`."""
    try:
        app(prog_name="jamna")
    except SystemExit as end:
        if end.code == STOPPED:
            # After a second Ctrl-C, threads may still read from the server. `sys.exit` would
            # wait for them; `os._exit` does not.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(STOPPED)
        raise
