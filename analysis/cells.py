"""Which cells of a table of counts may be told, so that no single company can be worked out.

A reader knows the rules and how many answered in each group. What a group and an answer leave open
is narrowed by the rows (the answers of a group add up), and by the columns (the groups of one
background add up to the whole). Cells are hidden until that narrows nothing down to a few.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Array, Mask
from analysis.disclosure import FEWEST, STEP, Counts

Told = NDArray[np.str_]
"""How each cell is told: "ok", "few", "most", "hidden" or "empty"; group x answer."""
Bounds = tuple[Array, Array]
"""The fewest and the most companies in each cell, as far as a reader can tell."""
Place = int | tuple[int, int]
"""A group, or one answer of a group."""
EDGE = STEP / 100
"""A share under this is told as a range."""
ROUNDS = 30
"""So often rows and columns are held against each other; they settle long before."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of each group gave each answer (`counts`), and how many answered (`n`).

    Names are "family=value", and "all" of the whole. `single`: a company gives one answer.
    """

    names: Sequence[str]
    n: Counts
    counts: Counts
    single: bool

    def families(self) -> Iterator[Counts]:
        """The places of the groups of each background."""
        kinds = [name.partition("=")[0] for name in self.names if "=" in name]
        for kind in dict.fromkeys(kinds):
            own = [place for place, name in enumerate(self.names) if name.startswith(f"{kind}=")]
            yield np.array(own)


def tell_counts(table: Counted, hidden: Mask) -> Told:
    """How each cell is told where the groups in `hidden` are not; no cell can be worked out."""
    told = _tell_alone(table, hidden)
    _part_rows(table, told)
    while places := _find_worked_out(table, told):
        for place in places:
            told[place] = "hidden"
    return told


def _tell_alone(table: Counted, hidden: Mask) -> Told:
    n = table.n[:, None]
    few = (table.counts < FEWEST) | (table.counts < EDGE * n)
    most = (n - table.counts < FEWEST) | (n - table.counts < EDGE * n)
    told = np.where(most, "most", np.where(few, "few", "ok")).astype("<U8")
    told[np.broadcast_to(n == 0, told.shape)] = "empty"
    told[hidden] = "hidden"
    return told


def _part_rows(table: Counted, told: Told) -> None:
    """Hide one answer of every group with a range, so that its other answers give no rest away.

    Rows and columns together can tell more than each of them does, which `narrow` cannot see.
    """
    for group, name in enumerate(table.names):
        ranges = np.isin(told[group], ("few", "most")).any()
        if "=" in name and ranges and (place := _next_in_row(table, told, group)) is not None:
            told[place] = "hidden"


def _find_worked_out(table: Counted, told: Told) -> Sequence[Place]:
    """What to hide, since what is shown beside it gives a few companies away.

    It is one answer of every group in which something can be worked out; where that is not enough,
    a group.
    """
    low, high = narrow(table, told)
    risky = _gives_away(low, high, table.n[:, None]) & (told != "empty") & (told != "ok")
    groups = [int(group) for group in np.flatnonzero(risky.any(axis=1))]
    places = [place for group in groups if (place := _next_in_row(table, told, group)) is not None]
    if places or not groups:
        return places
    group_to_hide = _next_group(table, told, groups[0])
    return [] if group_to_hide is None else [group_to_hide]


def _next_in_row(table: Counted, told: Told, group: int) -> Place | None:
    """The smallest answer of the group that is still shown, if its answers add up."""
    shown = np.flatnonzero(told[group] == "ok")
    if not table.single or not len(shown):
        return None
    return group, int(shown[np.argmin(table.counts[group, shown])])


def _next_group(table: Counted, told: Told, group: int) -> int | None:
    """The group itself, or the smallest of those that are still shown beside it."""
    beside = next((own for own in table.families() if group in own), np.array([group]))
    open_ones = [int(one) for one in beside if (told[one] != "hidden").any() and table.n[one] > 0]
    if group in open_ones:
        return group
    if open_ones:
        return min(open_ones, key=lambda one: (int(table.n[one]), -one))
    whole = table.names.index("all") if "all" in table.names else group
    return None if (told[whole] == "hidden").all() else whole


def narrow(table: Counted, told: Told) -> Bounds:
    """What a reader can tell of each cell from all that is shown."""
    low, high = _read_cells(table, told)
    for _ in range(ROUNDS):
        before = (low.copy(), high.copy())
        if table.single:
            _narrow_rows(low, high, table.n.astype(float))
        _narrow_columns(table, low, high)
        if np.array_equal(low, before[0]) and np.array_equal(high, before[1]):
            break
    return low, high


def _read_cells(table: Counted, told: Told) -> Bounds:
    n, counts = table.n[:, None].astype(float), table.counts.astype(float)
    few = np.maximum(FEWEST - 1, np.ceil(EDGE * n) - 1)
    middle = STEP * np.round(100 * counts / np.maximum(n, 1) / STEP) / 100
    half = EDGE / 2 * n
    # A share that is told is known to rest on so many, with so many others.
    least = np.maximum(np.ceil(middle * n - half), FEWEST)
    most = np.minimum(np.floor(middle * n + half), n - FEWEST)
    low = np.select([told == "ok", told == "most"], [least, n - few], 0.0)
    high = np.select([told == "ok", told == "few"], [most, few], n)
    return np.clip(low, 0, n), np.clip(high, 0, n)


def _narrow_rows(low: Array, high: Array, n: Array) -> None:
    np.maximum(low, n[:, None] - (high.sum(axis=1, keepdims=True) - high), out=low)
    np.minimum(high, n[:, None] - (low.sum(axis=1, keepdims=True) - low), out=high)


def _narrow_columns(table: Counted, low: Array, high: Array) -> None:
    """The groups of a background, and those of no group in it, add up to the whole."""
    if "all" not in table.names:
        return
    whole = table.names.index("all")
    for own in table.families():
        rest = max(0, int(table.n[whole] - table.n[own].sum()))
        lows, highs = low[own].sum(axis=0), high[own].sum(axis=0) + rest
        low[own] = np.maximum(low[own], low[whole] - (highs - high[own]))
        high[own] = np.minimum(high[own], high[whole] - (lows - low[own]))
        low[whole] = np.maximum(low[whole], lows)
        high[whole] = np.minimum(high[whole], highs)


def _gives_away(low: Array, high: Array, n: Counts) -> Mask:
    """Nobody for certain, surely one or two, or the same of those who did not give the answer."""
    few = (high < FEWEST) & ((low >= 1) | (high == 0))
    most = (n - low < FEWEST) & ((n - high >= 1) | (low == n))
    return np.asarray(few | most, dtype=bool)
