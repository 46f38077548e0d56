"""From an office's contact list to the register: ids of its own for every company, organisation numbers apart."""

from pathlib import Path

from app.workspace import open_workspace
from survey.errors import CallError, Problem
from survey.files import beside
from survey.pseudonyms import pseudonymise, read_keys, write_keys
from survey.register import read_register, read_texts


def import_contacts(root: Path, contacts: Path) -> str:
    """Write the register and the key file from `contacts`; companies that are already known keep their ids.

    CallError if that would lose a company that is in the register now.
    """
    workspace = open_workspace(root)
    key_file = workspace.keys / "companies.csv"
    made = pseudonymise(read_texts(contacts), read_keys(key_file))
    lost = set(read_register(workspace.register).index) - set(made.register.index) if workspace.register.exists() else set()
    if lost:
        what = f"{len(lost)} companies of the register are not in {contacts.name}, {min(lost)} for one; nothing was written."
        raise CallError(Problem(str(workspace.register), what, "Add them to the list, or move the register away first."))
    write_keys(made.keys, key_file)
    with beside(workspace.register) as partial:
        made.register.to_csv(partial, encoding="utf-8")
    return (
        f"{workspace.register} holds {len(made.register):,} companies; their organisation numbers lie in {key_file}, readable by you only."
    )
