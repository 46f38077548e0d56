"""`jamna new`: a workspace to edit."""

from collections.abc import Iterator
from pathlib import Path

from jamna.workspace.layout import new_workspace


def make_workspace(directory: Path) -> Iterator[str]:
    """Make a workspace in `directory`; yields what was made and what to do next.

    CallError if one of its files is already there.
    """
    workspace = new_workspace(directory)
    yield f"Made {workspace.root}. Begin with {workspace.programme}."
    yield f"Then check it: `jamna check -w {workspace.root}`."
