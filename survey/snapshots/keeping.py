"""The end of a pull: turn a folder of ranges into a snapshot that nobody can write to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from survey.common.files import write_text
from survey.exports.ranges import ROW_END, split_headings
from survey.snapshots.partial_pull import Unfinished
from survey.snapshots.snapshots import (
    MANIFEST,
    MANIFESTS,
    STAMP,
    Snapshot,
    SnapshotManifest,
    find_damage,
    latest_snapshot,
)

READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot, whether it is `new`, and the newest one `before` it (None: there was none)."""

    snapshot: Snapshot
    new: bool
    before: Snapshot | None


def keep_snapshot(unfinished: Unfinished, version: str, folder: Path, now: datetime) -> Kept:
    """Make the snapshot below `folder`, or discard the ranges if the newest one holds the same."""
    latest = latest_snapshot(folder)
    manifest = _describe(
        unfinished, version, 1 if latest is None else latest.manifest.number + 1, now
    )
    unfinished.clear()
    if latest is not None and _is_same(latest, manifest):
        unfinished.discard()
        return Kept(latest, new=False, before=latest)
    text = MANIFESTS.dump_json(manifest, indent=2).decode() + "\n"
    target = folder / f"{now.strftime(STAMP)}-{sha256(text.encode()).hexdigest()[:8]}"
    write_text(unfinished.folder / MANIFEST, text)
    for path in unfinished.folder.iterdir():
        path.chmod(READ_ONLY)
    unfinished.folder.rename(target)
    return Kept(Snapshot(target, manifest), new=True, before=latest)


def _describe(unfinished: Unfinished, version: str, number: int, now: datetime) -> SnapshotManifest:
    plan = unfinished.plan
    parts = [part for _, part in sorted(unfinished.parts.items())]
    return SnapshotManifest(
        number=number,
        wave=plan.wave,
        server=plan.server,
        server_version=version,
        survey=plan.survey,
        structure=plan.structure,
        language=plan.language,
        languages=list(plan.languages),
        began=unfinished.began,
        ended=now,
        content=_hash_rows([unfinished.folder / part.file for part in parts if part.rows]),
        columns=list(unfinished.columns),
        rows=unfinished.rows,
        parts=parts,
    )


def _hash_rows(paths: Sequence[Path]) -> str:
    """Hash the rows of several ranges to one sha256 that is the same however they were cut.

    `paths` are in the order of their ids, and none of them is empty.
    """
    total = sha256()
    for number, path in enumerate(paths):
        headings, rows = split_headings(path.read_bytes())
        if not number:
            total.update(headings + ROW_END)
        blank_line = rows.endswith(ROW_END * 2)  # LimeSurvey ends an export with one
        total.update(rows.removesuffix(ROW_END) if blank_line else rows)
    return total.hexdigest()


def _is_same(latest: Snapshot, manifest: SnapshotManifest) -> bool:
    """Tell whether the newest snapshot holds the same rows of the same survey, undamaged."""
    old = latest.manifest
    same = (old.server, old.survey, old.structure, old.content) == (
        manifest.server,
        manifest.survey,
        manifest.structure,
        manifest.content,
    )
    return same and not find_damage(latest)
