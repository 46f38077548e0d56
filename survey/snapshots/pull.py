"""Pull a survey's responses from their source into a snapshot.

The responses are read by ranges of ids, a few ranges at a time, and each range is written at once.
A whole export would take LimeSurvey a time that grows with the square of the rows. Pages of a list
would shift, as people go on answering during the pull; ids stay.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from pathlib import Path

from survey.common.errors import Problem
from survey.common.locking import alone
from survey.exports.ranges import IdRange
from survey.snapshots.keeping import keep_snapshot
from survey.snapshots.partial_pull import InconsistentError, PullPlan, Unfinished, take_up
from survey.snapshots.snapshots import Snapshot
from survey.snapshots.source import ResponseSource

__all__ = ["Pace", "PullPlan", "Pulled", "pull"]

ATTEMPTS = 3
"""How often the end of a survey is read before a count that does not fit is an error."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a pull is.

    `rows` of `expected` responses are on disk. `fetched` of them were read in the last `seconds`.
    """

    rows: int
    expected: int
    fetched: int
    seconds: float

    @property
    def rate(self) -> float:
        """Return the responses per second; 0 before the first."""
        return self.fetched / self.seconds if self.seconds > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Return the seconds to go at this rate; None before the first response."""
        return max(0, self.expected - self.rows) / self.rate if self.rate else None


@dataclass(frozen=True, slots=True)
class Pulled:
    """The result of a pull.

    `snapshot` holds the responses and is `new` unless the newest one already held the same.
    `before` is the newest snapshot before the pull; None if there was none.
    `resumed` counts the responses that an earlier, broken pull had left on disk.
    """

    snapshot: Snapshot
    new: bool
    before: Snapshot | None
    resumed: int


Clock = Callable[[], datetime]
OnPace = Callable[[Pace], object]


def pull(
    source: ResponseSource,
    plan: PullPlan,
    folder: Path,
    clock: Clock,
    watch: OnPace,
    *,
    anew: bool = False,
) -> Pulled:
    """Read all responses of a survey into a new snapshot below `folder`.

    No snapshot is made if the newest one holds the same responses. `clock` returns the time (UTC).
    `watch` is called with the pace after every range. After a break, the next pull continues with
    the ranges on disk, unless it begins `anew`. InconsistentError if the source gives fewer
    responses than it counts; CallError if another pull is under way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder, "jamna pull"):
        unfinished = take_up(folder, plan, clock(), anew=anew)
        resumed = unfinished.rows
        try:
            _Reader(source, unfinished, clock, watch).read_all()
        except InconsistentError:
            unfinished.discard()
            raise
        kept = keep_snapshot(unfinished, source.version, folder, clock())
        return Pulled(kept.snapshot, kept.new, kept.before, resumed)


class _Reader:
    """Read the ranges that are not on disk yet."""

    def __init__(
        self, source: ResponseSource, unfinished: Unfinished, clock: Clock, watch: OnPace
    ) -> None:
        self.source, self.unfinished, self.clock, self.watch = source, unfinished, clock, watch
        self.plan = unfinished.plan
        self._start, self._resumed = clock(), unfinished.rows

    def read_all(self) -> None:
        """Read all that the source counts; InconsistentError if the count does not fit."""
        expected = rows = 0
        for _ in range(ATTEMPTS):
            expected = self.source.count()
            self._read_up_to(expected)
            rows = self.unfinished.rows
            if self._fits(expected):
                return
            self.unfinished.forget_end()
            self.unfinished.forget_recalled()
        what = f"has {expected} responses by its own count, but gave {rows}."
        advice = "Run `jamna pull` again; if it stays so, ask those who run the server."
        raise InconsistentError(Problem(f"survey {self.plan.survey}", what, advice))

    def _fits(self, expected: int) -> bool:
        """Tell whether the responses on disk can be all of them.

        A response that arrives during the pull may be on disk before it is counted. Ranges of an
        earlier attempt may hold responses that were deleted since: with them, the number must be
        exact, and no larger id may be in use.
        """
        rows = self.unfinished.rows
        if not self.unfinished.recalled:
            return rows >= expected
        end = max(self.unfinished.parts, default=1) + self.plan.size
        return rows == expected and self._find_beyond(end) is None

    def _read_up_to(self, expected: int) -> None:
        """Read ranges until `expected` responses are on disk or no larger id is in use."""
        first: int | None = 1
        while first is not None and (missing := expected - self.unfinished.rows_below(first)) > 0:
            ranges = self._cut(first, missing)
            self._read(ranges, expected)
            end = ranges[-1].last + 1
            empty = self.unfinished.rows_below(first) == self.unfinished.rows_below(end)
            first = self._find_beyond(end) if empty else end

    def _cut(self, first: int, missing: int) -> Sequence[IdRange]:
        """Cut as many ranges as `missing` responses need if every id is in use."""
        size = self.plan.size
        firsts = range(first, first + size * ceil(missing / size), size)
        return [IdRange(start, start + size - 1) for start in firsts]

    def _read(self, ranges: Sequence[IdRange], expected: int) -> None:
        """Read the ranges that are not on disk. Those under way are kept when one of them fails."""
        pool = ThreadPoolExecutor(self.plan.parallel)
        tasks = [
            pool.submit(self._read_one, wanted)
            for wanted in ranges
            if wanted.first not in self.unfinished.parts
        ]
        try:
            for task in as_completed(tasks):
                task.result()
                self.watch(self._pace(expected))
        finally:
            pool.shutdown(cancel_futures=True)

    def _read_one(self, wanted: IdRange) -> None:
        self.unfinished.keep(wanted, self.source.fetch(wanted), self.clock())

    def _pace(self, expected: int) -> Pace:
        rows = self.unfinished.rows
        return Pace(
            rows, expected, rows - self._resumed, (self.clock() - self._start).total_seconds()
        )

    def _find_beyond(self, first: int) -> int | None:
        """Find the range of the smallest id from `first` on, and return where the range begins.

        None if no such id is in use. Each window of ids is twice as wide as the one before, so
        that a gap of any size takes a few calls.
        """
        for window in self._widen(first):
            smallest = self.source.find_smallest(window)
            if smallest is not None:
                return (smallest - 1) // self.plan.size * self.plan.size + 1
        return None

    def _widen(self, first: int) -> Iterator[IdRange]:
        """Cut the ids from `first` to the largest into windows, each twice as wide as the last."""
        width = 20 * self.plan.size
        while first <= self.source.largest_id:
            last = min(self.source.largest_id, first + width - 1)
            yield IdRange(first, last)
            first, width = last + 1, 2 * width
