"""One command at a time where two would undo each other's work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from survey.common.errors import CallError, Problem


@contextmanager
def alone(folder: Path, command: str) -> Iterator[None]:
    """Be the only `command` at work in `folder` (there already); CallError if another one is.

    The lock is a file beside the folder, so that the folder holds its own alone. It ends with the process.
    """
    lock = _lock_of(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        advice = "Wait until it has ended."
        raise CallError(
            Problem(str(folder), f"another `{command}` is under way.", advice)
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def in_turn(folder: Path, tell: Callable[[], object]) -> Iterator[None]:
    """Wait until nobody else is at work in `folder`, then be the only one; `tell` is called before a wait.

    The lock is a file beside the folder, which need not be there yet. It ends with the process.
    """
    lock = _lock_of(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        tell()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder.parent / f".{folder.name}.lock")
