"""Each step's record: what its results were made from, and the hash of every file it wrote.

A record is deleted before the first file is written, and written after the last one. If a command
is stopped half-way, its files have no record, and the next run makes them again.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from jamna.pipeline.inputs import Inputs, hash_files
from jamna.pipeline.progress import Progress
from jamna.workspace.layout import Workspace
from reports.rendering.manifest import NAME as MANIFEST
from reports.rendering.manifest import read_manifest
from survey.common.files import hash_file, write_text
from survey.common.locking import in_turn

VERSION = version("jamna")
ENDING = ".provenance.json"
PAGES = "reports/"
"""How every page's path begins, seen from the workspace."""
_LEFT_OVER = re.compile(r"\..+\.\d+\.partial")

Facts = Mapping[str, object]
"""Version, hashes and seeds. Two runs with the same facts make the same files."""


@dataclass(slots=True)
class Written:
    """What a step has written so far.

    `files` has the sha256 by path; paths are relative to `root`, with forward slashes.
    """

    root: Path
    files: dict[str, str] = field(default_factory=dict)

    def add(self, *paths: Path) -> None:
        """Add files that are completely written."""
        self.files |= {path.relative_to(self.root).as_posix(): hash_file(path) for path in paths}

    def add_pages(self, reports: Path) -> None:
        """Add every page of the manifest, with the hash that the manifest has for it."""
        folder = reports.relative_to(self.root)
        self.files |= {
            (folder / row.file).as_posix(): row.sha256 for row in read_manifest(reports).values()
        }
        self.add(reports / MANIFEST)


def gather_provenance(workspace: Workspace, inputs: Inputs) -> Facts:
    """Gather version, hashes and seed of what the tables are made from.

    Call this before measures, brand and decisions are read: a later change is then noticed.
    """
    return {
        "version": VERSION,
        "wave": inputs.answers.wave,
        **inputs.read_from,
        "measures": hash_files([workspace.measures]),
        "brand": hash_files([workspace.brand]),
        "decisions": hash_files([workspace.decisions]),
        "seed": inputs.settings.robustness.seed,
        "simulated": workspace.is_simulated,
    }


@contextmanager
def recorded(
    workspace: Workspace, step: str, facts: Facts, touches: tuple[str, ...], progress: Progress
) -> Iterator[Written]:
    """Let one command write at a time, and write its record only if the block ends well.

    First every record is deleted that has a file whose path begins with one of `touches`, and
    so are the half-written files of killed commands.
    """
    with in_turn(
        workspace.results, lambda: progress.say("Waiting for another jamna that writes here …")
    ):
        _take_away(workspace, step, touches)
        sweep(
            path for folder in (workspace.results, workspace.reports) for path in folder.rglob(".*")
        )
        written = Written(workspace.root)
        yield written
        write_record(_record_of(workspace, step), facts, written)


def write_record(path: Path, facts: Facts, written: Written) -> None:
    """Write a record: the facts, and the hash of each file."""
    write_text(
        path, json.dumps({**facts, "files": written.files}, indent=2, ensure_ascii=False) + "\n"
    )


def stands(workspace: Workspace, step: str, facts: Facts) -> bool:
    """Return whether the step was made from these facts and its files are unchanged."""
    record = _read(_record_of(workspace, step))
    files = _files_of(record)
    return (
        bool(files)
        and record == {**facts, "files": files}
        and all(_is_as_made(workspace, *one) for one in files.items())
    )


def _record_of(workspace: Workspace, step: str) -> Path:
    return workspace.results / f"{step}{ENDING}"


def _read(path: Path) -> Mapping[str, object]:
    """Read a record; empty if there is none or it cannot be read."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _files_of(record: Mapping[str, object]) -> Mapping[str, str]:
    files = record.get("files")
    return files if isinstance(files, dict) else {}


def _is_as_made(workspace: Workspace, file: str, sha256: str) -> bool:
    path = workspace.root / file
    return path.is_file() and hash_file(path) == sha256


def _take_away(workspace: Workspace, step: str, touches: tuple[str, ...]) -> None:
    for path in sorted(workspace.results.glob(f"*{ENDING}")):
        files = _files_of(_read(path))
        if (
            path == _record_of(workspace, step)
            or not files
            or any(file.startswith(touches) for file in files)
        ):
            path.unlink()


def sweep(paths: Iterable[Path]) -> None:
    """Delete those of `paths` that killed commands left half-written."""
    for path in [path for path in paths if _LEFT_OVER.fullmatch(path.name) and path.is_file()]:
        path.unlink(missing_ok=True)
