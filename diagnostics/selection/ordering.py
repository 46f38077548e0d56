"""The order of a stage's candidates: the stage's keys, the earliest answer, then a seeded draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from diagnostics.rules import OrderKey
from diagnostics.selection.lottery import draw

DIRECTIONS: Mapping[OrderKey, float] = {
    "serious_flags": -1.0,
    "firm_flags": -1.0,
    "watch_flags": -1.0,
    "need_flags": -1.0,
    "lowest_index": 1.0,
    "lowest_domain": 1.0,
    "highest_need": -1.0,
    "earliest_answer": 1.0,
}
"""-1 puts the largest value first, 1 the smallest."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """Companies in order, the first one first. All arrays have one entry per company.

    `companies`: positions in the frame that was ordered.
    `priority`: 1, 2, ...; companies that are equal on every key before the tie-break share a
    number.
    `draws`: what breaks the last ties.
    """

    companies: NDArray[np.intp]
    priority: NDArray[np.int64]
    draws: NDArray[np.str_]


def order_companies(keys: pd.DataFrame, order: Sequence[OrderKey], seed: int) -> Ordered:
    """Order by the unrounded keys, then the earliest answer, then the draw with `seed`."""
    telling = list(takewhile(lambda key: key != "earliest_answer", order))
    return _order(keys, telling, [*order[len(telling) :], "earliest_answer"], seed)


def draw_order(keys: pd.DataFrame, order: Sequence[OrderKey], seed: int) -> Ordered:
    """Order by the unrounded keys, then by the draw with `seed` alone: a lottery among equals."""
    return _order(keys, order, [], seed)


def _order(
    keys: pd.DataFrame, telling: Sequence[OrderKey], breaking: Sequence[OrderKey], seed: int
) -> Ordered:
    draws = draw(keys.index, seed)
    classes = [_sortable(keys, key) for key in telling]
    ties = [_sortable(keys, key) for key in breaking]
    companies = np.lexsort(
        [keys.index.to_numpy(dtype=str), draws, *reversed(ties), *reversed(classes)]
    )
    steps = [column[companies][1:] != column[companies][:-1] for column in classes]
    new = np.logical_or.reduce([np.zeros(max(len(keys) - 1, 0), dtype=bool), *steps])
    priority = np.concatenate([np.ones(min(len(keys), 1), dtype=np.int64), 1 + np.cumsum(new)])
    return Ordered(companies, priority, draws[companies])


def _sortable(keys: pd.DataFrame, key: OrderKey) -> NDArray[np.float64]:
    """Turn a key into numbers that sort upwards: the smallest comes first, missing last."""
    values = DIRECTIONS[key] * keys[key].to_numpy(dtype=float)
    return np.where(np.isnan(values), np.inf, values)
