"""Locks: only one command works in a folder at a time, where two would spoil each other's work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from survey.common.errors import CallError, Problem


@contextmanager
def alone(folder: Path, command: str) -> Iterator[None]:
    """Hold the lock of `folder` for the block; CallError if another process holds it.

    The folder must exist. The lock is a file beside it, not in it, and ends with the process.
    """
    lock = _lock_of(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        advice = "Wait until it has ended, then try again."
        raise CallError(Problem(str(folder), f"another `{command}` is running.", advice)) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def in_turn(folder: Path, announce: Callable[[], object]) -> Iterator[None]:
    """Hold the lock of `folder` for the block; wait for it if another process holds it.

    `announce` is called once before a wait. The lock is a file beside the folder, which need not
    exist yet. It ends with the process.
    """
    lock = _lock_of(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        announce()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder.parent / f".{folder.name}.lock")
