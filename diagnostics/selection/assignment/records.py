"""The assignment problem of one stage: its seats, what is asked of them, and who gets one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Mask

Costs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Demand:
    """At least `least` of `members` (bool by candidate) must get a seat.

    `quota` is the position of the quota in the stage's rules, `name` the group that it means.
    """

    quota: int
    members: Mask
    least: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Contrast:
    """`seats` for contrast cases of one kind.

    `ranks`: by candidate, 1 for the clearest case, 2 for the next; NaN for a company that is no
    case.
    """

    ranks: Costs
    seats: int


@dataclass(frozen=True, slots=True)
class Task:
    """The seats of one stage (`capacity`) and its candidates, in the stage's order.

    `must`: companies that go in by rule. `included`: companies that a person included. Both are
    bool by candidate.
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
class Assignment:
    """Who gets a seat, bool by candidate in the task's order.

    `core`: a seat by order, `must` or a quota. `contrast`: a contrast seat. Nobody has both.
    """

    core: Mask
    contrast: Mask

    @property
    def chosen(self) -> Mask:
        """Who has a seat of any kind."""
        return self.core | self.contrast
