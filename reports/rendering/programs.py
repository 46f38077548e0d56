"""Running another program for one page, within a time limit, with its complaint as a PageError."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from reports.rendering.records import Page
from survey.common.errors import PageError, Problem


def run_program(
    page: Page, command: Sequence[str], folder: Path, seconds: float, given: bytes = b""
) -> bytes:
    """Run `command` in `folder` with the input `given`; return what it writes.

    Raises PageError if it fails or takes longer than `seconds`.
    """
    try:
        done = subprocess.run(
            list(command),
            input=given,
            cwd=folder,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise page_error(
            page, f"{Path(command[0]).name} took longer than {seconds:g} seconds."
        ) from None
    except OSError as error:
        raise page_error(page, f"{command[0]} cannot be started: {error.strerror}.") from None
    if done.returncode != 0:
        raise page_error(
            page,
            f"{Path(command[0]).name} stopped: {done.stderr.decode('utf-8', 'replace').strip()}",
        )
    return done.stdout


def page_error(page: Page, what: str) -> PageError:
    """The error that names the page."""
    return PageError(
        Problem(page.path(page.stem), what, "An older page in its place is untouched.")
    )
