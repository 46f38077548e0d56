"""The log of a fault of our own: what those who mend it need, and nothing of what the answers say."""

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
"""Letters of an error's own message that are kept."""

_DIGITS = re.compile(r"\d[\d \-+]{4,}\d")
"""What may be an organisation or personal identity number, or a telephone number."""
_QUOTED = re.compile(r"""'[^'\n]*'|"[^"\n]*\"""")
"""What may be a name, an answer or a password."""


def write_fault(error: BaseException) -> Path | None:
    """Write a log that its owner alone can read; None where no folder can be written."""
    now = datetime.now(UTC)
    text = format_fault(error, now)
    for folder in _folders():
        path = folder / f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.log"
        with suppress(OSError):
            write_text(path, text, private=True)
            return path
    return None


def format_fault(error: BaseException, now: datetime) -> str:
    """When, with which versions, doing what, and where in the code. Values stand nowhere: they may be somebody's."""
    command = "".join(word for word in sys.argv[1:2] if word.isalpha())
    head = [
        f"{now:%Y-%m-%d %H:%M:%S} UTC",
        f"command: {command}",
        f"{platform.platform()}, Python {platform.python_version()}",
    ]
    return "\n".join([*head, ", ".join(map(_version, PACKAGES)), "", *_format_all(error)]) + "\n"


def _folders() -> Iterator[Path]:
    """Where logs can lie: the user's folder for such things, else that for what is temporary."""
    state = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    with suppress(RuntimeError):  # nobody's home is known
        yield (Path(state) if state else Path.home() / ".local" / "state") / "jamna"
    yield Path(tempfile.gettempdir()) / "jamna"


def _format_all(error: BaseException) -> Iterator[str]:
    """The error, what it came from, and the members of a group of errors: each with its place in the code."""
    told = traceback.TracebackException.from_exception(error, limit=-60)
    seen = [told]
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
