"""Write the log of a fault of our own.

It has what a programmer needs to mend the fault, and nothing from the answers.
"""

import os
import platform
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from survey.common.files import write_text

PACKAGES = (
    "jamna",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "statsmodels",
    "pydantic",
    "typer",
    "typst",
)
LONGEST = 300
"""Characters of an error's message that are kept."""

_DIGITS = re.compile(r"\d[\d \-+]{4,}\d")
"""What may be an organisation or personal identity number, or a telephone number."""
_QUOTED = re.compile(r"""'[^'\n]*'|"[^"\n]*\"""")
"""What may be a name, an answer or a password."""


def write_fault(error: BaseException) -> Path | None:
    """Write a log that only its owner can read; returns its path, None if it cannot be written."""
    now = datetime.now(UTC)
    text = format_fault(error, now)
    for folder in _folders():
        path = folder / f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.log"
        with suppress(OSError):
            write_text(path, text, private=True)
            return path
    return None


def format_fault(error: BaseException, now: datetime) -> str:
    """Return the log's text: when, with which versions, in which command, where in the code.

    It holds no values of variables, as they may be a person's data.
    """
    command = "".join(word for word in sys.argv[1:2] if word.isalpha())
    head = [
        f"{now:%Y-%m-%d %H:%M:%S} UTC",
        f"command: {command}",
        f"{platform.platform()}, Python {platform.python_version()}",
    ]
    return "\n".join([*head, ", ".join(map(_version, PACKAGES)), "", *_format_all(error)]) + "\n"


def _folders() -> Iterator[Path]:
    """Yield the folders for logs: first the user's own, then the one for temporary files."""
    state = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    with suppress(RuntimeError):  # nobody's home is known
        yield (Path(state) if state else Path.home() / ".local" / "state") / "jamna"
    yield Path(tempfile.gettempdir()) / "jamna"


def _format_all(error: BaseException) -> Iterator[str]:
    """Yield each error with its place in the code: the error, its causes, a group's members."""
    seen = [traceback.TracebackException.from_exception(error, limit=-60)]
    for one in seen:
        yield f"{one.exc_type.__name__ if one.exc_type else 'Error'}: {_mask(str(one))}"
        yield from (f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in one.stack)
        seen += [
            other
            for other in (one.__cause__, one.__context__, *(one.exceptions or ()))
            if other and other not in seen
        ]


def _mask(message: str) -> str:
    return _DIGITS.sub("…", _QUOTED.sub("'…'", " ".join(message.split())))[:LONGEST]


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} -"
