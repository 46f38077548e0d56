"""Find a wave's answers in the workspace.

A new source of answers is one class here, one entry in `SOURCES` and one word in `SourceKind`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jamna.workspace.layout import Workspace
from jamna.workspace.settings import AnswerSource, Settings, SourceKind
from survey.common.errors import AnswersError, ConfigurationError, Problem
from survey.common.patterns import find_files
from survey.exports.reading import Export, read_export
from survey.instrument.records import Wave
from survey.snapshots.snapshots import Snapshot, latest_snapshot, read_snapshot


class StoredAnswers(Protocol):
    """Answers of one wave, found and not read yet."""

    @property
    def files(self) -> Sequence[Path]:
        """Return the files whose hashes change when the answers change."""

    def read(self) -> Sequence[Export]:
        """Read every response; AnswersError if it cannot be read."""


@dataclass(frozen=True, slots=True)
class FileSource:
    """Exported files, in order of their names."""

    files: Sequence[Path]

    def read(self) -> Sequence[Export]:
        """Read one export from each file."""
        return [read_export(path) for path in self.files]


@dataclass(frozen=True, slots=True)
class SnapshotSource:
    """A snapshot that `jamna pull` made."""

    snapshot: Snapshot

    @property
    def files(self) -> Sequence[Path]:
        """Return the manifest, which holds the hash of every part."""
        return [self.snapshot.manifest_path]

    def read(self) -> Sequence[Export]:
        """Read all parts as one export; AnswersError if a part is not as it was pulled."""
        return [read_snapshot(self.snapshot)]


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """Where to look for a wave's answers, with what programme.toml says about them."""

    workspace: Workspace
    wave: Wave
    settings: AnswerSource


def find_stored(workspace: Workspace, settings: Settings, wave: Wave) -> StoredAnswers:
    """Find a wave's answers.

    AnswersError if there are none; ConfigurationError if programme.toml does not name the wave.
    """
    if wave not in settings.answers:
        what, advice = f"has no [answers.{wave}].", "Say there which files hold the answers."
        raise ConfigurationError(Problem("programme.toml", what, advice))
    place = SearchPlace(workspace, wave, settings.answers[wave])
    return SOURCES[place.settings.kind](place)


def find_exported_files(place: SearchPlace) -> FileSource:
    """Find the files that programme.toml names; AnswersError if there are none."""
    root, patterns = place.workspace.root, place.settings.files or []
    found = [path for path in find_files(root, patterns) if not _is_lock(path)]
    if not found:
        what = "no file of answers is there."
        advice = f"Put LimeSurvey's export there, or try `jamna rehearse -w {root}`."
        raise AnswersError(Problem(", ".join(patterns), what, advice))
    return FileSource(found)


def _is_lock(path: Path) -> bool:
    """Return whether Excel or LibreOffice wrote the file to mark another file as open."""
    return path.name.startswith(("~$", ".~lock."))


def find_newest_snapshot(place: SearchPlace) -> SnapshotSource:
    """Find the newest snapshot; AnswersError if nothing was pulled yet."""
    folder = place.workspace.snapshots(place.wave)
    snapshot = latest_snapshot(folder)
    if snapshot is None:
        advice = f"`jamna pull -w {place.workspace.root} --wave {place.wave}` makes one."
        raise AnswersError(Problem(str(folder), "no snapshot of the answers is there.", advice))
    return SnapshotSource(snapshot)


SOURCES: Mapping[SourceKind, Callable[[SearchPlace], StoredAnswers]] = {
    "files": find_exported_files,
    "limesurvey": find_newest_snapshot,
}
