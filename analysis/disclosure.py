"""The privacy room: what may be shown of a group, so that nobody in it can be worked out.

Everything aggregated passes through it. A group is hidden if fewer than the least number of
respondents stand behind it, and so is any group that would give a hidden one away by subtraction:
what is left of a shown group when shown groups inside it are taken off must be nobody, or enough.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import EXACT, Array, Mask
from analysis.rules import PrivacyRules

STEP = 5.0
"""Published quartiles are rounded to this: a quartile of few values is some company's own value."""

FEWEST = 3
"""A published share rests on so many companies, and so many others; else it is a range."""
COARSE = 20
"""A mean of fewer is rounded to whole fives."""
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Overlaps:
    """How many respondents each pair of groups shares.

    `counts` is group x group, with each group's own size on the diagonal. Names are "family=value".
    Groups of one family that share nobody are read as parts of a whole, and stand side by side.
    """

    names: Sequence[str]
    counts: Counts

    @property
    def sizes(self) -> Counts:
        """Respondents in each group."""
        return np.diagonal(self.counts)


def overlap(groups: Mapping[str, pd.Series], respondents: pd.Series) -> Overlaps:
    """Count the `respondents` that each pair of `groups` shares.

    Both are bool by company. A company that a group does not know is outside it.
    """
    members = mark_members(groups, respondents.index) & respondents.to_numpy(dtype=bool)[:, None]
    whole = members.astype(np.int64)
    return Overlaps(tuple(groups), whole.T @ whole)


def mark_members(groups: Mapping[str, pd.Series], companies: pd.Index) -> Mask:
    """Company x group, bool."""
    return np.column_stack(
        [
            group.reindex(companies).fillna(value=False).to_numpy(dtype=bool)
            for group in groups.values()
        ]
    )


def hide_groups(overlaps: Overlaps, least: int) -> Mask:
    """Which groups must be hidden. An empty group hides nobody and is not among them."""
    sizes = overlaps.sizes
    hidden = (sizes > 0) & (sizes < least)
    while (telling := _find_telling(overlaps, hidden, least)) is not None:
        hidden[telling] = True
    return hidden


def hide_members(names: Sequence[str], members: Mask, least: int) -> Mask:
    """As `hide_groups`, of groups given as company x group (bool) with their `names`."""
    whole = members.astype(np.int64)
    return hide_groups(Overlaps(tuple(names), whole.T @ whole), least)


def least_for_share(privacy: PrivacyRules) -> int:
    """The fewest respondents behind a row that shows both a share and a mean."""
    return max(privacy.share, privacy.mean)


def least_for_quartiles(privacy: PrivacyRules, *, sensitive: bool) -> int:
    """The fewest other companies that quartiles can rest on.

    It is higher where harassment is among what they measure.
    """
    return max(privacy.distribution, privacy.sensitive) if sensitive else privacy.distribution


def least_for_mean(privacy: PrivacyRules, *, sensitive: bool) -> int:
    """The fewest other companies that a mean can rest on.

    It is higher where harassment is among what it measures.
    """
    return max(privacy.mean, privacy.sensitive) if sensitive else privacy.mean


def round_down(values: ArrayLike) -> Array:
    """Round scores down to whole fives, never under 0."""
    return np.maximum(0, STEP * np.floor(np.round(np.asarray(values, dtype=float) / STEP, EXACT)))


def round_up(values: ArrayLike) -> Array:
    """Round scores up to whole fives."""
    return np.asarray(
        STEP * np.ceil(np.round(np.asarray(values, dtype=float) / STEP, EXACT)), dtype=np.float64
    )


def round_mean(values: ArrayLike, n: ArrayLike, coarse: int = COARSE) -> Array:
    """Round means of scores to whole points, or to whole fives where `n` is under `coarse`."""
    step = np.where(np.asarray(n) < coarse, STEP, 1.0)
    return np.asarray(step * np.round(np.asarray(values, dtype=float) / step), dtype=np.float64)


def round_share(values: ArrayLike) -> Array:
    """Round shares (0-1) to whole fives of a per cent."""
    percent = STEP * np.round(100 * np.asarray(values, dtype=float) / STEP)
    return np.asarray(percent / 100, dtype=np.float64)


def round_range(n: ArrayLike, *, most: Mask) -> tuple[Array, Array]:
    """The range (0-1) that stands for a share of few of `n` companies, or of all but a few."""
    few = round_up(100 * (FEWEST - 1) / np.maximum(np.asarray(n), 1)) / 100
    few = np.clip(few, STEP / 100, 1)
    return np.where(most, 1 - few, 0.0), np.where(most, 1.0, few)


def _find_telling(overlaps: Overlaps, hidden: Mask, least: int) -> int | None:
    """Find a shown group to hide, because it helps to work out fewer than `least`.

    It is the smallest of those that are taken off; of equals, the last.
    """
    sizes = overlaps.sizes
    shown = ~hidden & (sizes > 0)
    for whole in np.flatnonzero(shown):
        inside = [
            int(part)
            for part in np.flatnonzero(shown & (overlaps.counts[whole] == sizes))
            if part != whole
        ]
        for parts in _ways_to_take_off(overlaps, inside):
            if 0 < sizes[whole] - sizes[list(parts)].sum() < least:
                return min(parts, key=lambda part: (sizes[part], -part))
    return None


def _ways_to_take_off(overlaps: Overlaps, inside: Sequence[int]) -> Iterator[Sequence[int]]:
    """Every largest set of groups of one family that share nobody.

    A smaller set leaves the rest larger by a whole shown group, so it gives less away.
    """
    for _, family in groupby(inside, key=lambda part: overlaps.names[part].partition("=")[0]):
        parts = list(family)
        apart = {
            part: {other for other in parts if overlaps.counts[part, other] == 0} for part in parts
        }
        yield from _largest_sets(apart, [], set(parts), set())


def _largest_sets(
    apart: Mapping[int, set[int]], taken: Sequence[int], free: set[int], done: set[int]
) -> Iterator[Sequence[int]]:
    """Maximal sets whose members are all `apart` (Bron and Kerbosch 1973, with a pivot)."""
    if not free and not done:
        yield taken
        return
    pivot = max(free | done, key=lambda part: (len(apart[part] & free), -part))
    for part in sorted(free - apart[pivot]):
        yield from _largest_sets(apart, [*taken, part], free & apart[part], done & apart[part])
        free, done = free - {part}, done | {part}
