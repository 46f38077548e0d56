"""`reports/manifest.json`: every file, what it is, and what it was made from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath

from survey.common.files import write_text

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One file below the reports, as `file` with forward slashes.

    `company_id` is "" for pages about the whole programme; `sha256` is that of the file,
    `made_from` the hash of what it was made from.
    """

    file: str
    kind: str
    company_id: str
    language: str
    renderer: str
    version: str
    sha256: str
    made_from: str


Manifest = Mapping[str, ManifestRow]
"""Rows by file."""


def read_manifest(reports: Path) -> Manifest:
    """The rows of those files below the reports that are still there.

    There are none without a readable manifest. A row that points outside the reports, also through
    a link, is ignored: files named by rows can be replaced and removed.
    """
    try:
        rows = json.loads((reports / NAME).read_text(encoding="utf-8"))
        found = [
            ManifestRow(**{field.name: str(row[field.name]) for field in fields(ManifestRow)})
            for row in rows
        ]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}
    return {row.file: row for row in found if _is_ours(reports, row.file)}


def _is_ours(reports: Path, file: str) -> bool:
    """Whether a file is there, and below the reports by every name that it has."""
    try:
        path, root = (reports / file).resolve(), reports.resolve()
        plain = PurePosixPath(file)
        return (
            not plain.is_absolute()
            and ".." not in plain.parts
            and path.is_relative_to(root)
            and path.is_file()
        )
    except (OSError, ValueError, RuntimeError):  # too long, a NUL in it, or links in a circle
        return False


def write_manifest(reports: Path, rows: Iterable[ManifestRow]) -> Path:
    """Write the rows, sorted by file."""
    ordered = sorted(rows, key=lambda row: row.file)
    write_text(
        reports / NAME,
        json.dumps([asdict(row) for row in ordered], indent=1, ensure_ascii=False) + "\n",
    )
    return reports / NAME
