"""Who gets the seats of one stage: an exact assignment.

Companies with a seat by order, by `must` or by a quota are the core; others can have a contrast
seat. The best assignment has, in this order of importance,
1. the least sum of ranks in the core,
2. the least sum of squared ranks in the core, so that its last companies rank as high as possible,
3. the least sum of contrast ranks.
Where no quota binds, this is what going down the list gives. Otherwise an integer programme finds
it (`scipy.optimize.milp`, HiGHS). Candidates come sorted by rank, so the order of rows in a file
changes nothing.
"""

from dataclasses import replace

import numpy as np

from diagnostics.selection.assignment.integer_programme import solve_exactly, solve_yielding
from diagnostics.selection.assignment.records import Assignment, Task


def assign(task: Task, *, yielding: bool = False) -> Assignment | None:
    """Fill the seats; None if the constraints cannot all hold.

    With `yielding`, the rule's constraints give way to the companies that people included. What
    fits into the seats that are left is kept: first as many `must` companies as possible, then as
    much of the quotas, then as many contrast seats. None then means that more companies are
    included than there are seats.
    """
    task = trim_contrasts(task)
    return go_down_list(task) or (solve_yielding(task) if yielding else solve_exactly(task))


def trim_contrasts(task: Task) -> Task:
    """Take away the contrast seats that cannot be used.

    None is needed where there is a seat for everybody. No pool keeps more seats than it has cases,
    not counting the companies that go in anyway.
    """
    if task.size <= task.capacity:
        return replace(task, contrasts=())
    forced = task.must | task.included
    free = [
        replace(contrast, ranks=np.where(forced, np.nan, contrast.ranks))
        for contrast in task.contrasts
    ]
    return replace(
        task,
        contrasts=[
            replace(one, seats=min(one.seats, int(np.isfinite(one.ranks).sum()))) for one in free
        ],
    )


def go_down_list(task: Task) -> Assignment | None:
    """Take the forced companies, then the first on the list, then the clearest contrasts.

    None if this breaks a constraint.
    """
    forced = task.must | task.included
    by_order = (
        min(task.capacity, task.size)
        - sum(contrast.seats for contrast in task.contrasts)
        - int(forced.sum())
    )
    if by_order < 0:
        return None
    core = forced.copy()
    core[np.flatnonzero(~forced)[:by_order]] = True
    contrast = np.zeros(task.size, dtype=bool)
    for pool in task.contrasts:
        ranks = np.where(core | contrast, np.nan, pool.ranks)
        if np.isfinite(ranks).sum() < pool.seats:
            return None
        contrast[np.argsort(ranks, kind="stable")[: pool.seats]] = True
    assigned = Assignment(core, contrast)
    return (
        assigned
        if all((assigned.chosen & demand.members).sum() >= demand.least for demand in task.demands)
        else None
    )
