"""How equal a region is: means and middle halves of scores by group, through the privacy room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arrays import Array, Mask
from analysis.disclosure import (
    COARSE,
    FEWEST,
    hide_members,
    least_for_mean,
    least_for_quartiles,
    least_for_share,
    mark_members,
    round_down,
    round_mean,
    round_up,
)
from analysis.groups.benchmarks import is_sensitive
from analysis.records import Scores
from analysis.rules import PrivacyRules
from analysis.schemas import REGION, check_table
from survey.instrument.records import INDEX, Instrument

FULL = 100.0
COARSE_QUESTION = 60
"""A question's mean of fewer is rounded to whole fives: its answers are few steps."""
TOGETHER = 2
"""An area of fewer questions is told as its question is."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something with scores: `values` by company (0-100, NaN without one).

    `is_question`: it has so few steps that its mean is a share as well.
    """

    level: str
    name: str
    values: Array
    sensitive: bool
    is_question: bool = False


def tabulate_region(
    scores: Scores, instrument: Instrument, groups: Mapping[str, pd.Series], privacy: PrivacyRules
) -> pd.DataFrame:
    """One row per group and item: the index, every domain, every indicator that is scored.

    `groups` are bool Series by company, named "all" or "family=value". Columns: `group, level,
    item, n, mean, low, high, status, spread`. `mean` and the quartiles `low` and `high` are 0-100,
    rounded by the privacy room. `status` is of `n` and `mean`, `spread` of the quartiles: "ok",
    "hidden" (too few, or a row would give a hidden one away) or "empty" (nobody has a score). An
    indicator's mean counts as a share, and is told of the whole alone: in a group it would open
    what the shares of its answers hide.
    """
    members = mark_members(groups, scores.index.index)
    parts = [
        _tabulate_item(item, list(groups), members, privacy)
        for item in _list_items(scores, instrument)
    ]
    table = pd.concat(parts, ignore_index=True)
    return check_table(table, REGION)


def _list_items(scores: Scores, instrument: Instrument) -> Iterator[Item]:
    yield Item("index", INDEX, scores.index.to_numpy(dtype=float), sensitive=False)
    for name in instrument.domains:
        values = scores.domains[name].to_numpy(dtype=float)
        alone = (
            sum(one.domain == name and one.weight > 0 for one in instrument.indicator) < TOGETHER
        )
        yield Item("domain", name, values, is_sensitive(name, instrument), alone)
    for indicator in instrument.indicator:
        if indicator.unscored:
            continue
        values = scores.points.values[indicator.id].to_numpy(dtype=float)
        yield Item("indicator", indicator.id, values, indicator.sensitive, is_question=True)


def _tabulate_item(
    item: Item, names: Sequence[str], members: Mask, privacy: PrivacyRules
) -> pd.DataFrame:
    here = members & ~np.isnan(item.values)[:, None]
    n = here.sum(axis=0)
    means, low, high = _measure(item.values, here)
    of_mean = _hide_means(item, names, here, means, privacy)
    least = least_for_quartiles(privacy, sensitive=item.sensitive)
    of_spread = of_mean | ((n > 0) & (n < least))  # quartiles cannot be had by subtraction
    known, spread = (n > 0) & ~of_mean, (n > 0) & ~of_spread
    rounded = round_mean(means, n, COARSE_QUESTION if item.is_question else COARSE)
    return pd.DataFrame(
        {
            "group": pd.array(names, dtype="str"),
            "level": pd.array([item.level] * len(names), dtype="str"),
            "item": pd.array([item.name] * len(names), dtype="str"),
            "n": pd.array(n, dtype="Int64"),
            "mean": np.where(known, rounded, np.nan),
            "low": np.where(spread, round_down(low), np.nan),
            "high": np.where(spread, round_up(high), np.nan),
            "status": _word(n, of_mean),
            "spread": _word(n, of_spread),
        }
    ).assign(n=lambda table: table["n"].mask(of_mean))


def _hide_means(
    item: Item, names: Sequence[str], here: Mask, means: Array, privacy: PrivacyRules
) -> Mask:
    """A question is told of the whole alone: in a group its mean would open its shares."""
    n = here.sum(axis=0)
    least = least_for_mean(privacy, sensitive=item.sensitive)
    if not item.is_question:
        return hide_members(names, here, least) | _hide_ends(names, n, means)
    hidden = hide_members(names, here, max(least, least_for_share(privacy)))
    few = np.minimum(means, FULL - means) * n / FULL < FEWEST
    part = np.array(["=" in name for name in names], dtype=bool)
    return np.asarray(hidden | ((n > 0) & (few | part)), dtype=bool)


def _hide_ends(names: Sequence[str], n: Array, means: Array) -> Mask:
    """Groups in which all are at one end, and of each such background the smallest other one."""
    ends = (n > 0) & ((means <= 0) | (means >= FULL))
    families = np.array([name.partition("=")[0] for name in names])
    for family in dict.fromkeys(families[ends]):
        open_ones = np.flatnonzero((families == family) & ~ends & (n > 0))
        if len(open_ones) and (families[ends] == family).sum() == 1:
            ends[min(open_ones, key=lambda one: n[one])] = True
    return np.asarray(ends, dtype=bool)


def _measure(values: Array, here: Mask) -> tuple[Array, Array, Array]:
    """Mean and quartiles of each group; 0 of an empty one."""
    columns = [values[here[:, place]] for place in range(here.shape[1])]
    measured = [
        (float(one.mean()), *np.quantile(one, [0.25, 0.75])) if len(one) else (0.0, 0.0, 0.0)
        for one in columns
    ]
    mean, low, high = np.array(measured, dtype=float).reshape(-1, 3).T
    return mean, low, high


def _word(n: Array, hidden: Mask) -> "pd.api.extensions.ExtensionArray":
    return pd.array(np.where(hidden, "hidden", np.where(n > 0, "ok", "empty")), dtype="str")
