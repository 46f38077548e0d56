"""Whether what is private can be read by others on the same computer."""

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from survey.common.errors import Problem


def check_folder_secrecy(folder: Path) -> Sequence[Problem]:
    """A problem where others can look into the folder: answers, scores and decisions lie there."""
    if not _is_open(folder):
        return []
    return [
        Problem(
            str(folder),
            "can be opened by others on this computer.",
            f"`chmod 700 {folder}` mends that.",
        )
    ]


def check_secrecy(paths: Iterable[Path]) -> Sequence[Problem]:
    """Key files that others on this computer can read. Where the system has no such rights (Windows) there is nothing to say."""
    return [
        Problem(
            str(path), "can be read by others on this computer.", f"`chmod 600 {path}` mends that."
        )
        for path in paths
        if path.exists() and _is_open(path)
    ]


def _is_open(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
