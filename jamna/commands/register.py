"""`jamna register`: turn an office's contact list into the register.

Each company gets an id. The organisation numbers are kept in a file of their own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jamna.workspace.layout import Workspace, open_workspace
from survey.common.errors import AnswersError, CallError, JamnaError, Problem, nearest, raise_all
from survey.common.files import beside
from survey.instrument.file import load_instrument
from survey.instrument.records import Instrument
from survey.register.contacts import Contacts, make_register
from survey.register.headings import Headings, knows_heading, match_headings, our_names
from survey.register.pseudonyms import read_keys, write_keys
from survey.register.register import Typed, check_register, read_register, read_texts, read_typed

Ask = Callable[[str], str]
"""Asks a question on the terminal and returns what was typed."""


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """What a person says about the columns of the contact list.

    `names` gives our name for a heading of the list. `keep` lists headings that stay as they are.
    `ask` asks about all other headings; None if there is no terminal.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    keep: Sequence[str] = ()
    ask: Ask | None = None


def import_contacts(root: Path, contacts: Path, choices: ColumnChoices) -> Iterator[str]:
    """Write the register and the key file from the list `contacts`; yields the lines to print.

    Companies that are already known keep their ids. A register that cannot be used is renamed,
    never deleted. AnswersError with everything that is wrong with the list, CallError if a company
    of the present register would be lost; in both cases nothing is written.
    """
    workspace = open_workspace(root)
    instrument = load_instrument(workspace.instrument)
    typed = read_typed(contacts, knows_heading)
    if typed.assumed:
        yield f"{contacts.name}: {typed.assumed}."
    made = _make(typed, contacts, choices, workspace, instrument)
    yield from _format_left_out(made)
    yield from _put_in_place(made, workspace, contacts)
    yield from (f"• {problem}" for problem in check_register(made.register, instrument))


def read_choices(columns: Sequence[str], keep: Sequence[str], ask: Ask | None) -> ColumnChoices:
    """Read the values of `--column` and `--keep`; CallError for a `--column` without "="."""
    raise_all(
        CallError,
        (
            Problem("--column", f'"{each}" has no "=".', 'Write --column "Bolag=name".')
            for each in columns
            if "=" not in each
        ),
    )
    pairs = [each.rpartition("=") for each in columns]
    return ColumnChoices(
        {heading.strip(): name.strip() for heading, _, name in pairs},
        [each.strip() for each in keep],
        ask,
    )


def _make(
    typed: Typed,
    contacts: Path,
    choices: ColumnChoices,
    workspace: Workspace,
    instrument: Instrument,
) -> Contacts:
    columns = [str(name) for name in typed.frame.columns]
    raise_all(CallError, _find_wrong_choices(columns, choices, instrument))
    headings = match_headings(columns, instrument, choices.names)
    if choices.ask is not None:
        answers = _ask(
            headings,
            [each for each in headings.strange if each not in choices.keep],
            choices.ask,
            instrument,
        )
        headings = match_headings(columns, instrument, {**choices.names, **answers})
    return make_register(
        typed.frame,
        headings,
        choices.keep,
        read_keys(_key_file(workspace)),
        instrument,
        contacts.name,
    )


def _find_wrong_choices(
    columns: Sequence[str], choices: ColumnChoices, instrument: Instrument
) -> Iterator[Problem]:
    for heading in (*choices.names, *choices.keep):
        if heading not in columns:
            yield Problem(
                "--column" if heading in choices.names else "--keep",
                f'there is no heading "{heading}".',
                nearest(heading, columns),
            )
    for name in choices.names.values():
        if name not in our_names(instrument):
            yield Problem(
                "--column",
                f'"{name}" is no column of a register.',
                nearest(name, our_names(instrument)),
            )


def _ask(
    headings: Headings, strange: Sequence[str], ask: Ask, instrument: Instrument
) -> Mapping[str, str]:
    """Ask about each heading in `strange`; returns our name by heading.

    Enter, or a word that is not one of our names, leaves the column out.
    """
    names = [name for name in our_names(instrument) if name not in headings.ours.values()]
    said = {
        heading: ask(f'What is "{heading}"? One of {", ".join(names)}; Enter leaves it out').strip()
        for heading in strange
    }
    return {heading: name for heading, name in said.items() if name in names}


def _format_left_out(made: Contacts) -> Iterator[str]:
    if made.left_out:
        named = ", ".join(f'"{heading}"' for heading in made.left_out)
        yield (
            f"Left out, as the programme needs them not: {named}. "
            f'--keep "{made.left_out[0]}" would keep one.'
        )


def _put_in_place(made: Contacts, workspace: Workspace, contacts: Path) -> Iterator[str]:
    """Write the register, read it back as a test, then write the keys; yields lines to print."""
    unusable = _look_at_present(made, workspace, contacts)
    with beside(workspace.register) as partial:
        made.register.to_csv(partial, encoding="utf-8", lineterminator="\n")
        read_register(partial)
        write_keys(made.keys, _key_file(workspace))
        if unusable:
            aside = _set_aside(workspace.register)
            yield f"The register that was there cannot be used; it lies in {aside} now."
    held = f"{workspace.register} holds {len(made.register):,} companies"
    yield (
        f"{held}; their organisation numbers lie in {_key_file(workspace)}, readable by you only."
        if made.keys
        else f"{held}."
    )


def _look_at_present(made: Contacts, workspace: Workspace, contacts: Path) -> bool:
    """Return whether the present register cannot be used.

    CallError if it can be used, and holds companies that the new one does not hold.
    """
    if not workspace.register.exists():
        return False
    try:
        present = read_register(workspace.register).index
    except AnswersError:
        return _has_rows(workspace.register)
    lost = set(present) - set(made.register.index)
    if lost:
        what = (
            f"{len(lost)} companies of the register are not in {contacts.name}, "
            f"{min(lost)} for one; nothing was written."
        )
        raise CallError(
            Problem(
                str(workspace.register),
                what,
                "Add them to the list, or move the register away first.",
            )
        )
    return False


def _has_rows(register: Path) -> bool:
    """Return whether the file has rows; also True if it cannot be read, as it may have some."""
    try:
        return not read_texts(register).empty
    except JamnaError:
        return True


def _set_aside(path: Path) -> Path:
    """Rename a file to a free name in the same folder; returns the new path."""
    names = (
        path.with_name(f"{path.stem}.unusable{number or ''}{path.suffix}")
        for number in range(10_000)
    )
    free = next(name for name in names if not name.exists())
    path.rename(free)
    return free


def _key_file(workspace: Workspace) -> Path:
    return workspace.keys / "companies.csv"
