"""A pull that is under way, and its ranges on disk, none of which a break loses."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree
from threading import Lock

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from survey.common.errors import LimeSurveyError, Problem
from survey.common.files import hash_file, write_text, write_with
from survey.common.toml import STRICT
from survey.exports.ranges import IdRange, RangeExport
from survey.instrument.records import Wave
from survey.snapshots.snapshots import Part

UNFINISHED = ".partial"
PLAN, LOG = "plan.json", "parts.jsonl"
FRESH = timedelta(hours=12)
"""An older unfinished pull is not continued: its ranges would be too old beside new ones."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class PullPlan:
    """Which survey is pulled, in ranges of `size` ids, `parallel` of them at a time.

    The other fields are those of `survey.snapshots.snapshots.SnapshotManifest`.
    """

    wave: Wave
    server: str
    survey: int
    structure: str
    language: str
    languages: tuple[str, ...]
    size: int = 5000
    parallel: int = 2


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class _Begun:
    plan: PullPlan
    began: datetime


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class _Logged:
    part: Part
    columns: tuple[str, ...]


_BEGUN: TypeAdapter[_Begun] = TypeAdapter(_Begun)
_LOGGED: TypeAdapter[_Logged] = TypeAdapter(_Logged)


class InconsistentError(LimeSurveyError):
    """The source gave ranges that do not fit together, so none of them can be kept."""


class Unfinished:
    """The folder of a pull that is under way. Several threads may use it at once.

    A range counts once it is on disk and in the log. `recalled` holds the first id of each range
    that an earlier attempt left.
    """

    def __init__(self, folder: Path, plan: PullPlan, began: datetime) -> None:
        self.folder, self.plan, self.began = folder, plan, began
        self.parts: dict[int, Part] = {}
        self.columns: tuple[str, ...] = ()
        self.recalled: frozenset[int] = frozenset()
        self._lock = Lock()

    def discard(self) -> None:
        """Remove the folder."""
        rmtree(self.folder)

    @property
    def rows(self) -> int:
        """Return how many responses are on disk."""
        with self._lock:
            return sum(part.rows for part in self.parts.values())

    def rows_below(self, first: int) -> int:
        """Return how many responses with ids below `first` are on disk."""
        with self._lock:
            return sum(part.rows for part in self.parts.values() if part.first < first)

    def keep(self, wanted: IdRange, export: RangeExport, read: datetime) -> None:
        """Write one range; InconsistentError if its columns differ from those before."""
        path = self.folder / f"{wanted.first:010d}-{wanted.last:010d}.csv"
        write_with(path, lambda partial: partial.write_bytes(export.content))
        part = Part(
            file=path.name,
            first=wanted.first,
            last=wanted.last,
            rows=export.rows,
            sha256=hash_file(path),
            read=read,
        )
        with self._lock:
            self._take(part, export.columns)
            with (self.folder / LOG).open("ab") as log:
                log.write(_LOGGED.dump_json(_Logged(part=part, columns=export.columns)) + b"\n")

    def _take(self, part: Part, columns: tuple[str, ...]) -> None:
        if columns and self.columns and columns != self.columns:
            odd = min({*columns} ^ {*self.columns}, default="their order")
            what = f"changed its columns while it was read ({odd})."
            raise InconsistentError(
                Problem(
                    f"survey {self.plan.survey}", what, "Run `jamna pull` again; it begins anew."
                )
            )
        self.columns = self.columns or columns
        self.parts[part.first] = part

    def recall(self) -> None:
        """Take in the undamaged ranges that an earlier attempt left.

        The last one is left out, as new responses may have arrived in it.
        """
        for logged in _read_log(self.folder / LOG):
            path = self.folder / logged.part.file
            if path.is_file() and hash_file(path) == logged.part.sha256:
                self._take(logged.part, logged.columns)
        self.forget_end()
        self.recalled = frozenset(self.parts)

    def forget_recalled(self) -> None:
        """Drop the ranges of an earlier attempt: they do not fit the source's count."""
        self.parts = {
            first: part for first, part in self.parts.items() if first not in self.recalled
        }
        self.recalled = frozenset()

    def forget_end(self) -> None:
        """Drop the last range with responses and those after it: new responses arrive there."""
        last = max((part.first for part in self.parts.values() if part.rows), default=0)
        self.parts = {first: part for first, part in self.parts.items() if first < last}

    def clear(self) -> None:
        """Remove every file that is not a range of the result."""
        kept = {part.file for part in self.parts.values()}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink()


def _read_log(path: Path) -> Iterator[_Logged]:
    """Read the log up to the first line that a break cut off."""
    lines = path.read_bytes().splitlines() if path.is_file() else []
    with suppress(ValidationError):
        for line in lines:
            yield _LOGGED.validate_json(line)


def take_up(folder: Path, plan: PullPlan, now: datetime, *, anew: bool) -> Unfinished:
    """Continue the unfinished pull below `folder`, or begin one.

    An unfinished pull is continued if it is fresh and has the same plan; else it is removed.
    """
    place = folder / UNFINISHED
    begun = None if anew else _read_begun(place / PLAN)
    if begun is not None and _is_same(begun.plan, plan) and now - begun.began < FRESH:
        unfinished = Unfinished(place, plan, begun.began)
        unfinished.recall()
        if unfinished.parts:
            return unfinished
    if place.exists():
        rmtree(place)
    write_text(place / PLAN, _BEGUN.dump_json(_Begun(plan=plan, began=now)).decode())
    return Unfinished(place, plan, now)


def _is_same(one: PullPlan, other: PullPlan) -> bool:
    """Tell whether ranges of one plan fit the other; `parallel` makes no difference."""
    return replace(one, parallel=1) == replace(other, parallel=1)


def _read_begun(path: Path) -> _Begun | None:
    try:
        return _BEGUN.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def count_left(folder: Path) -> int:
    """Count the ranges that an unfinished pull below `folder` has on disk."""
    return sum(1 for _ in (folder / UNFINISHED).glob("*.csv"))
