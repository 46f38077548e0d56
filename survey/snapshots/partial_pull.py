"""A pull that is under way: the ranges it has on disk, so that a break loses none of them."""

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
"""An unfinished pull that began earlier is not gone on with: what it holds would be too old beside the rest."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class PullPlan:
    """What is pulled and how: ranges of `size` ids, `parallel` at a time. The rest is told in `survey.snapshots.Manifest`."""

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
    """What the server gave at different moments does not fit together, so that nothing of it can be kept."""


class Unfinished:
    """The folder of a pull that is under way; each range is on disk, and noted, before it counts. Safe to use from several threads.

    `recalled`: the first ids of the ranges that an earlier attempt left.
    """

    def __init__(self, folder: Path, plan: PullPlan, began: datetime) -> None:
        self.folder, self.plan, self.began = folder, plan, began
        self.parts: dict[int, Part] = {}
        self.columns: tuple[str, ...] = ()
        self.recalled: frozenset[int] = frozenset()
        self._lock = Lock()

    def discard(self) -> None:
        """Leave nothing."""
        rmtree(self.folder)

    @property
    def rows(self) -> int:
        """How many responses are on disk."""
        with self._lock:
            return sum(part.rows for part in self.parts.values())

    def rows_below(self, first: int) -> int:
        """How many responses with smaller ids are on disk."""
        with self._lock:
            return sum(part.rows for part in self.parts.values() if part.first < first)

    def keep(self, wanted: IdRange, export: RangeExport, read: datetime) -> None:
        """Put one range on disk; InconsistentError if its columns are not those of the ranges before."""
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
        """Take up what an earlier attempt left, as far as it is whole; its last range may have grown since and is left out."""
        for logged in _read_log(self.folder / LOG):
            path = self.folder / logged.part.file
            if path.is_file() and hash_file(path) == logged.part.sha256:
                self._take(logged.part, logged.columns)
        self.forget_end()
        self.recalled = frozenset(self.parts)

    def forget_recalled(self) -> None:
        """Leave out what an earlier attempt left: it does not fit what the server says now."""
        self.parts = {
            first: part for first, part in self.parts.items() if first not in self.recalled
        }
        self.recalled = frozenset()

    def forget_end(self) -> None:
        """Leave out the last range that has responses, and what comes after: new responses arrive there."""
        last = max((part.first for part in self.parts.values() if part.rows), default=0)
        self.parts = {first: part for first, part in self.parts.items() if first < last}

    def clear(self) -> None:
        """Take away whatever is not part of the result."""
        kept = {part.file for part in self.parts.values()}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink()


def _read_log(path: Path) -> Iterator[_Logged]:
    """What was noted; a line that a break cut off ends it."""
    lines = path.read_bytes().splitlines() if path.is_file() else []
    with suppress(ValidationError):
        for line in lines:
            yield _LOGGED.validate_json(line)


def take_up(folder: Path, plan: PullPlan, now: datetime, *, anew: bool) -> Unfinished:
    """The unfinished pull below `folder`, if it is of the same plan and fresh; else an empty one, in its place."""
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
    """Whether ranges of the one fit among those of the other; how many are read at a time does not matter."""
    return replace(one, parallel=1) == replace(other, parallel=1)


def _read_begun(path: Path) -> _Begun | None:
    try:
        return _BEGUN.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def count_left(folder: Path) -> int:
    """How many ranges an unfinished pull below `folder` has on disk."""
    return sum(1 for _ in (folder / UNFINISHED).glob("*.csv"))
