"""Compare two snapshots: which responses arrived, changed or vanished."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from survey.common.errors import Problem
from survey.snapshots.snapshots import Part, Snapshot, read_parts

NAMED = 5
"""How many responses or columns a message names; the others are counted."""


@dataclass(frozen=True, slots=True)
class ChangedResponse:
    """The `id` of a response that was changed, and the `columns` that differ."""

    id: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences between two snapshots, by response id in ascending order.

    `arrived`: only in the newer one. `continued`: incomplete in the older one and different in the
    newer, as when people go on answering. `changed`: complete in the older one and different in the
    newer. `vanished`: only in the older one.
    """

    arrived: tuple[int, ...] = ()
    continued: tuple[int, ...] = ()
    changed: tuple[ChangedResponse, ...] = ()
    vanished: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    """Parts of both snapshots up to the id `last`; no part reaches beyond it."""

    last: int
    old: tuple[Part, ...] = ()
    new: tuple[Part, ...] = ()

    @property
    def differs(self) -> bool:
        return [part.sha256 for part in self.old if part.rows] != [
            part.sha256 for part in self.new if part.rows
        ]


def compare_snapshots(old: Snapshot, new: Snapshot) -> Changes:
    """Compare two snapshots of one survey on the columns that both have.

    Only ranges that differ are read, one after the other.
    """
    found = [
        _compare(_read(old, span.old), _read(new, span.new))
        for span in _cut_spans(old, new)
        if span.differs
    ]
    return Changes(
        arrived=tuple(chain.from_iterable(part.arrived for part in found)),
        continued=tuple(chain.from_iterable(part.continued for part in found)),
        changed=tuple(chain.from_iterable(part.changed for part in found)),
        vanished=tuple(chain.from_iterable(part.vanished for part in found)),
    )


def _cut_spans(old: Snapshot, new: Snapshot) -> Iterator[_Span]:
    """Put overlapping parts into one span; where both were cut alike, a span is one range."""
    both = [(part, True) for part in old.manifest.parts] + [
        (part, False) for part in new.manifest.parts
    ]
    span = _Span(last=0)
    for part, is_old in sorted(both, key=lambda item: item[0].first):
        if part.first > span.last:
            yield span
            span = _Span(last=0)
        last = max(span.last, part.last)
        span = (
            _Span(last, (*span.old, part), span.new)
            if is_old
            else _Span(last, span.old, (*span.new, part))
        )
    yield span


def _read(snapshot: Snapshot, parts: Sequence[Part]) -> pd.DataFrame:
    """Read responses, indexed by id."""
    frame = read_parts(snapshot, parts)
    return (
        frame.set_index(frame["id"].astype("int64")).sort_index()
        if len(frame)
        else pd.DataFrame(index=pd.Index([], dtype="int64"))
    )


def _compare(old: pd.DataFrame, new: pd.DataFrame) -> Changes:
    both = old.index.intersection(new.index)
    columns = [name for name in old.columns if name in new.columns]
    before, after = old.loc[both, columns], new.loc[both, columns]
    differs = before.ne(after) & ~(before.isna() & after.isna())
    rows = differs.any(axis="columns")
    complete = before["submitdate"].fillna("").ne("") if len(both) else rows
    return Changes(
        arrived=tuple(new.index.difference(old.index)),
        continued=tuple(both[rows & ~complete]),
        changed=tuple(
            ChangedResponse(int(id_), tuple(differs.columns[differs.loc[id_]]))
            for id_ in both[rows & complete]
        ),
        vanished=tuple(old.index.difference(new.index)),
    )


def list_changes(changes: Changes, old: Snapshot, new: Snapshot) -> list[Problem]:
    """Return a problem for each kind of change to look at. Responses that arrived are none."""
    where = f"{new.name}, against {old.name}"
    columns = (
        sorted({*old.manifest.columns} ^ {*new.manifest.columns})
        if old.manifest.rows and new.manifest.rows
        else []
    )
    vanished, continued = (
        [str(id_) for id_ in changes.vanished],
        [str(id_) for id_ in changes.continued],
    )
    changed = [f"{response.id} ({_name(response.columns)})" for response in changes.changed]
    told = [
        (
            vanished,
            f"{_count(vanished, 'has', 'have')} vanished from the server",
            "Did somebody delete what was answered?",
        ),
        (
            changed,
            f"{_count(changed, 'was', 'were')} complete and changed since",
            "Did somebody edit what was answered?",
        ),
        (
            continued,
            f"{_count(continued, 'was', 'were')} incomplete and changed since",
            "People went on answering.",
        ),
        (columns, "the columns are not the same", "The survey was changed between the two."),
    ]
    return [
        Problem(where, f"{what}: {_name(cases)}.", advice) for cases, what, advice in told if cases
    ]


def _count(cases: Sequence[str], one: str, many: str) -> str:
    return f"1 response {one}" if len(cases) == 1 else f"{len(cases):,} responses {many}"


def _name(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{more}"
