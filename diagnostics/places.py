"""The places of one stage and what is asked of them: the assignment problem, and who got what."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Costs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Demand:
    """At least `least` of `members` (bool by candidate) must get a place: the group `name` of the quota at position `quota`."""

    quota: int
    members: Mask
    least: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Contrast:
    """`places` for companies of one kind. `ranks`: by candidate, 1 for the clearest case, NaN for a company that is no such case."""

    ranks: Costs
    places: int


@dataclass(frozen=True, slots=True)
class Task:
    """One stage's places and its candidates, who stand in the stage's order, the first one first.

    `must` go in by rule, `included` because a person said so; both are bool by candidate.
    """

    capacity: int
    must: Mask
    included: Mask
    demands: Sequence[Demand] = ()
    contrasts: Sequence[Contrast] = ()

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return len(self.must)


@dataclass(frozen=True, slots=True)
class Assigned:
    """By candidate, in the task's order: `core` (bool) has a place by order, must or quota; `contrast` (bool) has a contrast place."""

    core: Mask
    contrast: Mask

    @property
    def chosen(self) -> Mask:
        """Who has a place of any kind."""
        return self.core | self.contrast
