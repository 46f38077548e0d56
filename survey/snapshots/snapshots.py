"""Snapshots: the responses of a survey at one time, byte for byte as the source gave them.

A snapshot is a folder `<UTC time>-<short hash>`. It holds one raw export for each range of response
ids and a `manifest.json`. It is never changed.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from survey.common.errors import AnswersError, Problem, raise_all
from survey.common.files import hash_file
from survey.common.toml import STRICT
from survey.exports.reading import Export, read_export
from survey.instrument.records import Wave

MANIFEST = "manifest.json"
STAMP = "%Y%m%dT%H%M%SZ"
_PULL_AGAIN = "Move this folder out of the workspace and run `jamna pull`."


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Part:
    """The `rows` responses with ids from `first` to `last`, both included, in `file`.

    `read` is when they were received (UTC).
    """

    file: Annotated[str, Field(pattern=r"^[\w-]+\.csv$")]
    first: int
    last: int
    rows: int
    sha256: str
    read: datetime


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class SnapshotManifest:
    """What a snapshot holds and where it came from.

    `number` counts a wave's snapshots from 1. `began` and `ended` are UTC. `language` is the one of
    the export, `languages` are the survey's. `structure` is the hash of the survey's questions at
    the source, `content` the hash of all rows, however they were cut into `parts`. `columns` are
    the headings; an empty snapshot has none.
    """

    number: int
    wave: Wave
    server: str
    server_version: str
    survey: int
    structure: str
    language: str
    languages: list[str]
    began: datetime
    ended: datetime
    content: str
    columns: list[str]
    rows: int
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True, config=STRICT)
class Snapshot:
    """A snapshot on disk; reading it never changes it."""

    folder: Path
    manifest: SnapshotManifest

    @property
    def name(self) -> str:
        """Return the name for messages."""
        return self.folder.name

    @property
    def manifest_path(self) -> Path:
        """Return the manifest, which holds the hash of every part."""
        return self.folder / MANIFEST

    def path(self, part: Part) -> Path:
        """Return the file of a part."""
        return self.folder / part.file


MANIFESTS: TypeAdapter[SnapshotManifest] = TypeAdapter(SnapshotManifest)


def open_snapshot(folder: Path) -> Snapshot:
    """Open the snapshot in `folder`; AnswersError if its manifest is missing or was changed."""
    path = folder / MANIFEST
    try:
        return Snapshot(folder, MANIFESTS.validate_json(path.read_bytes()))
    except OSError as error:
        raise AnswersError(
            Problem(str(path), f"cannot be read: {error.strerror}.", _PULL_AGAIN)
        ) from None
    except ValidationError:
        raise AnswersError(Problem(str(path), "is not as it was written.", _PULL_AGAIN)) from None


def list_snapshots(folder: Path) -> Sequence[Snapshot]:
    """List a wave's snapshots, the oldest first, without unfinished pulls."""
    found = (path for path in folder.glob("[!.]*") if path.is_dir()) if folder.is_dir() else ()
    return sorted(
        (open_snapshot(path) for path in found), key=lambda snapshot: snapshot.manifest.number
    )


def latest_snapshot(folder: Path) -> Snapshot | None:
    """Return a wave's newest snapshot; None if nothing was pulled yet."""
    return next(iter(reversed(list_snapshots(folder))), None)


def find_damage(snapshot: Snapshot) -> list[Problem]:
    """Return a problem for each part that is missing or was changed."""
    return [
        problem
        for part in snapshot.manifest.parts
        for problem in _find_damage(snapshot.path(part), part)
    ]


def _find_damage(path: Path, part: Part) -> list[Problem]:
    if not path.is_file():
        return [Problem(str(path), "is gone; a snapshot is whole or it is nothing.", _PULL_AGAIN)]
    if hash_file(path) != part.sha256:
        return [
            Problem(str(path), "is not as it was pulled: its content has changed.", _PULL_AGAIN)
        ]
    return []


def read_snapshot(snapshot: Snapshot) -> Export:
    """Read a snapshot as one export in order of ids; AnswersError if a part is damaged."""
    raise_all(AnswersError, find_damage(snapshot))
    return Export(snapshot.name, "csv", read_parts(snapshot, snapshot.manifest.parts))


def read_parts(snapshot: Snapshot, parts: Sequence[Part]) -> pd.DataFrame:
    """Read the responses of some parts as text; a frame without columns if there are none."""
    frames = [read_export(snapshot.path(part)).frame for part in parts if part.rows]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
