"""Which share of each group calls a need severe, or puts it first.

Everything passes through the privacy room.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import Array, Mask
from analysis.disclosure import hide_groups, least_for_share, mark_members, overlap
from analysis.groups.proportions import Interval, wilson_interval
from analysis.records import Needs
from analysis.rules import PrivacyRules

FULL = 100.0
"""The most a severity can be."""


@dataclass(frozen=True, slots=True)
class NeedShares:
    """What is known of each need in each group: arrays of group x need.

    `n`: companies on the severity scale. `severe`: the share (0-1) that calls it severe, with its
    `interval`. `mean`: severity, 0-100. `first` is the share (0-1) that put the need first, of
    those in the group that answered the forced choice. All but `n` are NaN where `hidden`; n must
    be hidden there by whoever shows it.
    """

    n: NDArray[np.int64]
    severe: Array
    interval: Interval
    mean: Array
    first: Array
    hidden: Mask


def share_needs(
    needs: Needs,
    groups: Mapping[str, pd.Series],
    privacy: PrivacyRules,
    weights: pd.Series | None = None,
) -> NeedShares:
    """Shares and means of the needs in each of the `groups`.

    They are weighted with `weights`, where there are any, and hidden as `privacy` asks.
    """
    companies = needs.severity.index
    members = mark_members(groups, companies).astype(float).T
    weight = _weigh(weights, companies)
    answered = needs.severity.notna().to_numpy().astype(float)
    held = members @ (weight * answered)
    severe = _within(
        1, _ratio(members @ (weight * needs.severe.fillna(value=False).to_numpy(dtype=float)), held)
    )
    mean = _within(
        FULL, _ratio(members @ (weight * np.nan_to_num(needs.severity.to_numpy())), held)
    )
    hidden = _hide_needs(needs, groups, privacy)
    severe[hidden], mean[hidden] = np.nan, np.nan
    return NeedShares(
        n=np.rint(members @ answered).astype(np.int64),
        severe=severe,
        interval=wilson_interval(severe, _ratio(held**2, members @ (weight**2 * answered))),
        mean=mean,
        first=np.where(hidden, np.nan, _share_first(needs, groups, privacy, weight)),
        hidden=hidden,
    )


def _share_first(
    needs: Needs, groups: Mapping[str, pd.Series], privacy: PrivacyRules, weight: Array
) -> Array:
    """A group is hidden for all needs together: these shares add up to one."""
    members = mark_members(groups, needs.priority.index).astype(float).T
    chose = needs.priority.notna().any(axis=1)
    placed = members @ (weight * (needs.priority == 1).to_numpy(dtype=float))
    first = _within(1, _ratio(placed, members @ (weight * chose.to_numpy(dtype=float)[:, None])))
    first[hide_groups(overlap(groups, chose), least_for_share(privacy))] = np.nan
    return first


def _hide_needs(needs: Needs, groups: Mapping[str, pd.Series], privacy: PrivacyRules) -> Mask:
    least = least_for_share(privacy)
    hidden = [
        hide_groups(overlap(groups, answered), least)
        for _, answered in needs.severity.notna().items()
    ]
    return np.array(hidden, dtype=bool).reshape(len(hidden), len(groups)).T


def _within(most: float, values: Array) -> Array:
    """Keep a weighted mean between 0 and `most`.

    The rounding errors of sums could carry it just outside.
    """
    return np.clip(values, 0.0, most)


def _weigh(weights: pd.Series | None, companies: pd.Index) -> Array:
    """Weights as a column, by company; a company without one counts nothing."""
    if weights is None:
        return np.ones((len(companies), 1))
    return weights.reindex(companies).fillna(0).to_numpy(dtype=float)[:, None]


def _ratio(above: Array, below: Array) -> Array:
    """The quotient, NaN over nothing."""
    above, below = np.broadcast_arrays(above, below)
    ratio: Array = np.full(above.shape, np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio
