"""File patterns in `programme.toml`, such as `answers/baseline/*.csv`."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from survey.common.texts import check_printable

LONGEST_NAME = 255
"""The most bytes of a file's name that all common file systems allow."""


def check_pattern(pattern: str) -> str:
    """The pattern; ValueError with a sentence if it cannot name a file inside the workspace."""
    check_printable(pattern)
    wrong = _find_wrong(pattern, PurePosixPath(pattern).parts)
    if wrong:
        raise ValueError(f'"{pattern[:80]}" {wrong} A pattern looks like answers/baseline/*.csv')
    return pattern


def find_files(root: Path, patterns: Sequence[str]) -> Sequence[Path]:
    """The files below `root` that match at least one pattern, in the order of their paths."""
    return sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()})


def _find_wrong(pattern: str, parts: Sequence[str]) -> str:
    if not parts:
        return "names no file."
    if PurePosixPath(pattern).is_absolute() or PureWindowsPath(pattern).anchor or ".." in parts:
        return "leads out of the workspace."
    if any("**" in part and part != "**" for part in parts):
        return "has a ** that does not stand alone between two slashes."
    if any(len(part.encode()) > LONGEST_NAME for part in parts) or len(parts) > LONGEST_NAME:
        return "is longer than any file's name."
    return ""
