"""Whether companies meet a flag rule: comparisons with limits, nothing else. A missing score meets no condition."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analysis.records import Needs
from analysis.robustness import ScoreTable
from diagnostics.rules import Condition, FlagRule

Mask = NDArray[np.bool_]
Read = Callable[[str], NDArray[np.float64]]
"""The scores (of a need: its severity) of an item, 0-100, by company; NaN where missing."""


def read_items(measured: ScoreTable, needs: Needs) -> Read:
    """Read the index, domains and indicators from `measured`, needs from `needs`; both are of the same companies."""
    severities = {str(need): needs.severity[need].to_numpy(dtype=float) for need in needs.severity.columns}
    return lambda item: measured.of(item) if item in measured.items else severities[item]


def meets(condition: Condition, read: Read, shift: float = 0.0) -> Mask:
    """Which companies meet the condition when its limit is moved by `shift` points."""
    scores = read(condition.item)
    if condition.below is not None:
        return scores < condition.below + shift
    if condition.at_least is not None:
        return scores >= condition.at_least + shift
    return np.zeros(len(scores), dtype=bool)


def meets_rule(rule: FlagRule, read: Read, shift: float = 0.0) -> Mask:
    """Which companies meet every condition in `all`, and at least `least` of those in `any` where there are any."""
    met = [meets(condition, read, shift) for condition in rule.all]
    if rule.any:
        met.append(np.sum([meets(condition, read, shift) for condition in rule.any], axis=0) >= rule.least)
    return np.asarray(np.logical_and.reduce(met))
