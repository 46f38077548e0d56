"""How an error reaches the screen: what, where, what to type next, and the exit code; never a traceback for what a user can mend."""

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from survey.errors import JamnaError, Problem

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""

MOST_SHOWN = 60
"""More problems than this are counted, not listed."""


def run_safely(command: Callable[[], object], console: Console) -> int:
    """Run `command`; print what a user can mend and give the exit code."""
    try:
        command()
    except JamnaError as error:
        show_problems(error.problems, console)
        return error.exit_code
    except KeyboardInterrupt:
        console.print("Stopped. Nothing is left half-written; the same command goes on where it was.")
        return STOPPED
    except OSError as error:
        show_problems([explain_system(error)], console)
        return JamnaError.exit_code
    return 0


def show_problems(problems: Sequence[Problem], console: Console) -> None:
    """Print one problem a paragraph, the first `MOST_SHOWN` of them."""
    for problem in problems[:MOST_SHOWN]:
        line = Text("✗ ", style="red")
        line.append(str(problem), style="default")
        console.print(line, soft_wrap=True)
    if len(problems) > MOST_SHOWN:
        console.print(f"… and {len(problems) - MOST_SHOWN} more.")


def explain_system(error: OSError) -> Problem:
    """What the operating system refused, in words."""
    path = Path(os.fsdecode(error.filename)).absolute() if isinstance(error.filename, str | bytes | os.PathLike) else None
    where = str(path or "")
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return Problem(where, "the disk is full; what was there before is untouched.", "Make room and run the same command again.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return Problem(where, "may not be read or written.", f"Look at the rights of {path.parent if path else 'the folder'}.")
        case _:
            return Problem(where, f"{error.strerror or error}.")
