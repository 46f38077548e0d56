"""Check that other users of the computer cannot read private files."""

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from survey.common.errors import Problem


def check_folder_secrecy(folder: Path) -> Sequence[Problem]:
    """A problem if other users can open the folder, which holds answers, scores and decisions."""
    if not _is_open(folder):
        return []
    return [
        Problem(
            str(folder),
            "can be opened by others on this computer.",
            f"Type `chmod 700 {folder}`.",
        )
    ]


def check_secrecy(paths: Iterable[Path]) -> Sequence[Problem]:
    """One problem per key file that other users can read; none on Windows, which is not checked."""
    return [
        Problem(str(path), "can be read by others on this computer.", f"Type `chmod 600 {path}`.")
        for path in paths
        if path.exists() and _is_open(path)
    ]


def _is_open(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
