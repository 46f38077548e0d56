"""`reports/manifest.json`: every file, what it is, and what it was made from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from survey.files import write_text

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One file below the reports, as `file` with forward slashes.

    `company_id` is "" for pages about the whole programme; `sha256` is that of the file, `made_from` the hash of what it was made from.
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
    """The rows of the files that are still there; none if there is no manifest, or nobody can read it."""
    try:
        rows = json.loads((reports / NAME).read_text(encoding="utf-8"))
        found = [ManifestRow(**{field.name: str(row[field.name]) for field in fields(ManifestRow)}) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return {row.file: row for row in found if (reports / row.file).is_file()}


def write_manifest(reports: Path, rows: Iterable[ManifestRow]) -> Path:
    """Write the rows, sorted by file."""
    ordered = sorted(rows, key=lambda row: row.file)
    write_text(reports / NAME, json.dumps([asdict(row) for row in ordered], indent=1, ensure_ascii=False) + "\n")
    return reports / NAME
