"""Show errors on the screen: what, where, what to type next. Never a traceback."""

import errno
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.text import Text
from typer.exceptions import Abort, Exit, TyperException

from jamna.screen.exit_codes import DONE, FAULT, STOPPED
from jamna.screen.fault_log import write_fault
from survey.common.errors import JamnaError, Problem

MOST_SHOWN = 60
"""More problems than this are counted, not listed."""

LONGEST_PATH = 500
AGAIN = "Then run the same command again."
_FULL = (
    "the disk is full; what was there before is untouched.",
    "Make room and run the same command again.",
)
REFUSALS: Mapping[int, tuple[str, str]] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EISDIR: ("is a folder where a file has to be.", f"Move it away. {AGAIN}"),
    errno.ELOOP: ("is a link that leads back to itself.", f"Remove it. {AGAIN}"),
    errno.ENAMETOOLONG: ("has a longer name than this computer allows.", "Give it a shorter one."),
    errno.ENOENT: ("is not there.", f"Put it there, or look at how it is written. {AGAIN}"),
}
"""What is wrong with a path, and what to do, by the operating system's error number."""


def run_safely(command: Callable[[], object], console: Console) -> int:
    """Run `command` and return the exit code.

    Problems that a user can mend are printed one by one. Any other error is printed as one
    sentence with the path of its log.
    """
    guard = _Guard(console)
    with guard:
        command()
    return guard.code


class _Guard:
    """Prints every error of its block and keeps the exit `code`.

    Errors of the command line itself, such as an unknown option, pass through: Typer shows them.
    """

    def __init__(self, console: Console) -> None:
        self.code = DONE
        self._console = console

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if error is None or isinstance(error, SystemExit | TyperException | Exit | Abort):
            return False
        self.code = _show_error(error, self._console)
        return True


def _show_error(error: BaseException, console: Console) -> int:
    """Print what happened and return the exit code.

    Of several errors at once the most serious decides: Ctrl-C, then a fault of our own.
    """
    errors = list(_flatten(error))
    if any(isinstance(one, KeyboardInterrupt) for one in errors):
        console.print(
            "Stopped. Nothing is left half-written; the same command goes on where it was."
        )
        return STOPPED
    if not all(
        isinstance(one, JamnaError | OSError | MemoryError | BrokenExecutor) for one in errors
    ):
        return _show_fault(error, console)
    show_problems([problem for one in errors for problem in _explain(one)], console)
    return max(
        one.exit_code if isinstance(one, JamnaError) else JamnaError.exit_code for one in errors
    )


def _flatten(error: BaseException) -> Iterator[BaseException]:
    """Yield the single errors of a group of errors, and of groups within it."""
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _flatten(one)
    else:
        yield error


def _show_fault(error: BaseException, console: Console) -> int:
    log = write_fault(error)
    where = (
        f"What happened stands in {log}; please send it to those who look after Jamna."
        if log
        else "No log could be written."
    )
    show_problems(
        [Problem("", f"Jamna has a fault of its own ({type(error).__name__}). {where}")], console
    )
    return FAULT


def _explain(error: BaseException) -> Sequence[Problem]:
    match error:
        case JamnaError():
            return error.problems
        case OSError():
            return [explain_system(error)]
        case MemoryError():
            return [
                Problem(
                    "",
                    "the memory of this computer does not suffice.",
                    f"Close other programs. {AGAIN}",
                )
            ]
        case _:
            what = (
                "a part of the work was ended from outside, "
                "most often because the memory did not suffice."
            )
            return [Problem("", what, f"Close other programs. {AGAIN}")]


def show_problems(problems: Sequence[Problem], console: Console) -> None:
    """Print each problem as a paragraph; after `MOST_SHOWN` of them only how many are left."""
    for problem in problems[:MOST_SHOWN]:
        line = Text("✗ ", style="red")
        line.append(_printable(str(problem)), style="default")
        console.print(line, soft_wrap=True)
    if len(problems) > MOST_SHOWN:
        console.print(f"… and {len(problems) - MOST_SHOWN} more.")


def _printable(words: str) -> str:
    """Replace what cannot be printed: a file's name may hold bytes that are not text."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def explain_system(error: OSError) -> Problem:
    """Return what the operating system refused, as a problem in words."""
    path = (
        Path(os.fsdecode(error.filename)).absolute()
        if isinstance(error.filename, str | bytes | os.PathLike)
        else None
    )
    if error.errno in {errno.EEXIST, errno.ENOTDIR}:
        return Problem(
            _find_file(path), "is a file where a folder has to be.", f"Move it away. {AGAIN}"
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Problem(
            str(path or ""),
            "may not be read or written.",
            f"Look at the rights of {path.parent if path else 'the folder'}.",
        )
    reason = (error.strerror or str(error)).rstrip(".")
    what, advice = REFUSALS.get(error.errno or 0, (f"{reason}.", f"Mend that. {AGAIN}"))
    return Problem(str(path or "")[:LONGEST_PATH], what, advice)


def _find_file(path: Path | None) -> str:
    """Return the file that stands where `path` needs a folder."""
    ways = [path, *path.parents] if path else []
    return str(next((one for one in ways if one.is_file()), path or ""))
