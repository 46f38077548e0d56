"""Which companies meet a flag rule. A score that is missing meets no condition."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Mask
from analysis.records import Needs
from analysis.reliability.robustness import ScoreTable
from diagnostics.rules import Condition, FlagRule

Read = Callable[[str], NDArray[np.float64]]
"""Gives an item's scores by company, 0-100, NaN if missing. For a need: its severity."""


def read_items(measured: ScoreTable, needs: Needs) -> Read:
    """Make a reader: index, domains and indicators come from `measured`, needs from `needs`.

    Both have the same companies in the same order. KeyError for an item that neither has.
    """
    severities = {
        str(need): needs.severity[need].to_numpy(dtype=float) for need in needs.severity.columns
    }
    return lambda item: measured.of(item) if item in measured.items else severities[item]


def meets(condition: Condition, read: Read, shift: float) -> Mask:
    """Find the companies that meet the condition when its limit is moved by `shift` points."""
    scores = read(condition.item)
    if condition.below is not None:
        return scores < condition.below + shift
    if condition.at_least is not None:
        return scores >= condition.at_least + shift
    return np.zeros(len(scores), dtype=bool)


def meets_rule(rule: FlagRule, read: Read, shift: float) -> Mask:
    """Find the companies that meet all conditions in `all` and at least `least` in `any`."""
    met = [meets(condition, read, shift) for condition in rule.all]
    if rule.any:
        met.append(
            np.sum([meets(condition, read, shift) for condition in rule.any], axis=0) >= rule.least
        )
    return np.asarray(np.logical_and.reduce(met))
