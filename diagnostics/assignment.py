"""Who gets the places of one stage: an exact assignment.

Two sums are least, the first one before the second: that of the order ranks of those who go in by order or by a quota; that of the contrast
ranks of those who get a contrast place. Where no quota binds, going down the list gives exactly this; otherwise an integer programme does
(`scipy.optimize.milp`, HiGHS). Its input is sorted by rank, so the order of rows in a file changes nothing. Of several assignments with
the same first sum, the one whose last companies stand better is taken (least sum of squares).
"""

from dataclasses import replace

import numpy as np

from diagnostics.integer_programme import solve_exactly, solve_yielding
from diagnostics.places import Assigned, Task


def assign(task: Task, *, yielding: bool = False) -> Assigned | None:
    """Fill the places; None if the constraints cannot all hold.

    `yielding`: what the rule asks for yields to what people decided: as many of the must, then of the quotas' places, then of the contrast
    places as there still is room for. Then None means that more are included than there are places.
    """
    task = trim_contrasts(task)
    return go_down_list(task) or (solve_yielding(task) if yielding else solve_exactly(task))


def trim_contrasts(task: Task) -> Task:
    """Contrast places only where places are scarce, and no more than there are cases that do not go in anyway."""
    if task.size <= task.capacity:
        return replace(task, contrasts=())
    forced = task.must | task.included
    free = [replace(contrast, ranks=np.where(forced, np.nan, contrast.ranks)) for contrast in task.contrasts]
    return replace(task, contrasts=[replace(one, places=min(one.places, int(np.isfinite(one.ranks).sum()))) for one in free])


def go_down_list(task: Task) -> Assigned | None:
    """Forced, then the first of the list, then the clearest contrasts among the rest; None where this breaks a constraint."""
    forced = task.must | task.included
    by_order = min(task.capacity, task.size) - sum(contrast.places for contrast in task.contrasts) - int(forced.sum())
    if by_order < 0:
        return None
    core = forced.copy()
    core[np.flatnonzero(~forced)[:by_order]] = True
    contrast = np.zeros(task.size, dtype=bool)
    for pool in task.contrasts:
        ranks = np.where(core | contrast, np.nan, pool.ranks)
        if np.isfinite(ranks).sum() < pool.places:
            return None
        contrast[np.argsort(ranks, kind="stable")[: pool.places]] = True
    assigned = Assigned(core, contrast)
    return assigned if all((assigned.chosen & demand.members).sum() >= demand.least for demand in task.demands) else None
