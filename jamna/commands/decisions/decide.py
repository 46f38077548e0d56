"""`jamna decide`: say what a decision about a company would change, then append it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from diagnostics.records import Candidates, Decision
from diagnostics.rules import SelectionRules, Stage
from diagnostics.selection.binding_decisions import find_binding
from diagnostics.stage_names import describe_unknown, find_stages
from jamna.commands.decisions.weighing import weigh_decision
from jamna.commands.decisions.words import ScreenNames, format_consequences, gather_names
from jamna.pipeline.inputs import Inputs, read_inputs
from jamna.pipeline.scores import compute_numbers
from jamna.pipeline.selection import find_flags, line_up
from jamna.screen.progress import Screen
from jamna.workspace.decision_store import DecisionStore, OvertakenError
from jamna.workspace.layout import Workspace, open_workspace
from survey.common.errors import CallError, Problem, nearest, raise_all
from survey.common.formula_injection import refuse_formula

DecisionAction = Literal["include", "exclude", "withdraw"]
ACTIONS: tuple[DecisionAction, ...] = ("include", "exclude", "withdraw")
"""What a person can do; she names one of them."""


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """What a person typed on the command line. `actions` should hold exactly one action."""

    company: str
    stage: str
    actions: Sequence[DecisionAction]
    reason: str
    by: str
    note: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """`say` prints a line; `ask` asks a question and returns True for yes."""

    say: Callable[[str], None]
    ask: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision is weighed with: the candidates, the rules and the names for the screen."""

    candidates: Candidates
    rules: SelectionRules
    language: str
    names: ScreenNames


def record_decision(root: Path, request: DecisionRequest, talk: Talk, screen: Screen) -> None:
    """Say what the decision changes, ask whether to write it, and append it.

    CallError with every problem of the request, for example a company that is not in the register.
    """
    workspace = open_workspace(root)
    with screen.step("Reading register and answers"):
        inputs = read_inputs(workspace)
    store = DecisionStore(workspace.decisions)
    raise_all(CallError, find_problems(request, inputs, store.all()))
    with screen.step("Working out what the decision changes"):
        basis = _gather_basis(inputs)
    while not _decide(request, basis, store, talk, workspace):
        talk.say("Somebody else decided meanwhile; once more, with that decision:")


def find_problems(
    request: DecisionRequest, inputs: Inputs, known: Sequence[Decision]
) -> list[Problem]:
    """List everything that is wrong with the request."""
    rules = inputs.settings.selection
    return [
        *_check_company(request, inputs),
        *_check_stage(request, rules.stage, known),
        *_check_action(request.actions),
        *_check_reason(request, rules),
        *_check_person(request.by),
        *refuse_formula(request.note, "--note"),
    ]


def _check_company(request: DecisionRequest, inputs: Inputs) -> Iterator[Problem]:
    if request.company not in inputs.register.index:
        near = nearest(request.company, inputs.register.index)
        yield Problem("COMPANY", f'"{request.company}" is not in the register.', near)


def _check_stage(
    request: DecisionRequest, stages: Sequence[Stage], known: Sequence[Decision]
) -> Iterator[Problem]:
    found = find_stages(request.stage, stages)
    if len(found) != 1:
        yield describe_unknown(request.stage, found, stages)
    elif (
        tuple(request.actions) == ("withdraw",)
        and find_binding(known, request.company, found[0].id) is None
    ):
        what = f"nothing that binds was decided about {request.company} at {found[0].id}."
        yield Problem(
            "--withdraw",
            what,
            f"`jamna decisions --company {request.company}` lists what was decided.",
        )


def _check_action(actions: Sequence[DecisionAction]) -> Iterator[Problem]:
    if len(actions) != 1:
        what = "are too many." if actions else "one of them is missing."
        where = " and ".join(f"--{one}" for one in actions) or ", ".join(
            f"--{one}" for one in ACTIONS
        )
        yield Problem(where, what, "Write one of them.")


def _check_reason(request: DecisionRequest, rules: SelectionRules) -> Iterator[Problem]:
    codes = {code.id: code for code in rules.reason_code}
    if not request.reason.strip():
        yield Problem("--reason", "is missing.", nearest("", codes))
    elif request.reason not in codes:
        near = nearest(request.reason, codes)
        yield Problem(
            "--reason", f'"{request.reason}" is not one of the reasons in programme.toml.', near
        )
    elif codes[request.reason].needs_note and not request.note.strip():
        yield Problem(
            "--note",
            f'is missing: the reason "{request.reason}" needs one.',
            'Write why: --note "..."',
        )


def _check_person(by: str) -> Iterator[Problem]:
    if not by.strip():
        yield Problem("--by", "names nobody.", "Write who decides.")
    elif not by.isprintable():
        yield Problem(
            "--by", "holds a character that cannot be printed.", "Write a name in one line."
        )
    yield from refuse_formula(by, "--by")


def _gather_basis(inputs: Inputs) -> Basis:
    numbers = compute_numbers(inputs)
    rules, language = inputs.settings.selection, inputs.settings.programme.language
    candidates = line_up(inputs, numbers, find_flags(inputs, numbers))
    return Basis(
        candidates,
        rules,
        language,
        gather_names(inputs.register, inputs.settings, inputs.instrument),
    )


def _decide(
    request: DecisionRequest,
    basis: Basis,
    store: DecisionStore,
    talk: Talk,
    workspace: Workspace,
) -> bool:
    """Show what the decision changes, given all earlier decisions, and append it if agreed.

    False if somebody else appended a decision meanwhile: then it must be weighed again.
    """
    known = store.all()
    draft = _draft(request, basis.rules.stage, known)
    weighed = weigh_decision(draft, known, basis.candidates, basis.rules, basis.language)
    for line in format_consequences(weighed, basis.candidates, basis.rules, basis.names):
        talk.say(line)
    if request.dry_run:
        talk.say("Nothing was written (--dry-run).")
        return True
    if not talk.ask("Write this decision?"):
        talk.say("Nothing was written.")
        return True
    try:
        store.append(weighed.decision, after=len(known))
    except OvertakenError:
        return False
    talk.say(f"Written. `jamna run -w {workspace.root}` brings the pages up to date.")
    return True


def _draft(
    request: DecisionRequest, stages: Sequence[Stage], known: Sequence[Decision]
) -> Decision:
    stage, action = find_stages(request.stage, stages)[0].id, request.actions[0]
    ended = find_binding(known, request.company, stage)
    if action == "withdraw" and ended is None:
        raise CallError(Problem("--withdraw", "somebody else has withdrawn it meanwhile."))
    include = ended.include if action == "withdraw" and ended is not None else action == "include"
    return Decision(
        decided_at=datetime.now(UTC),
        company_id=request.company,
        stage=stage,
        include=include,
        reason_code=request.reason,
        by=request.by.strip(),
        note=request.note.strip(),
        withdraws=action == "withdraw",
    )
