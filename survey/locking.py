"""One command at a time where two would undo each other's work."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from os import O_RDONLY, close
from os import open as open_folder
from pathlib import Path

from survey.errors import CallError, Problem


@contextmanager
def alone(folder: Path, command: str) -> Iterator[None]:
    """Be the only `command` at work in `folder` (there already); CallError if another one is. The lock ends with the process."""
    handle = open_folder(folder, O_RDONLY)
    try:
        _lock(handle, folder, command)
        yield
    finally:
        close(handle)


def _lock(handle: int, folder: Path, command: str) -> None:
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        raise CallError(Problem(str(folder), f"another `{command}` is under way.", "Wait until it has ended.")) from None
