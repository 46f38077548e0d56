"""The integer programme that assigns seats where going down the list breaks a constraint.

Goals are minimised one after the other; each keeps what the goals before it reached (lexicographic
goals). Most candidates of a long list cannot matter. Two exact rules leave them out:
1. Of candidates that every constraint treats alike, only the first ones can be taken, no more than
   there are seats (`_first_alike`).
2. Reduced-cost fixing (Wolsey, Integer Programming, 1998): a company is in no best assignment if
   its reduced cost in the linear relaxation is larger than the distance between the best known sum
   of ranks and the sum of the relaxation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from analysis.arrays import Mask
from diagnostics.selection.assignment.records import Assignment, Costs, Task

FIRST_DISTANCE = 16.0
"""First guess at the distance between the best sum of ranks and the relaxation's.

If it is too small, `solve_exactly` needs one more round; the result is the same.
"""
SLACK = 1e-6
"""How much a reduced cost may be wrong by the solver's tolerance."""


@dataclass(frozen=True, slots=True)
class _Offers:
    """The variables of the programme: one per company and kind of seat that it could get.

    `company`: position in the task. `pool`: 0 for a seat of the core, 1, 2, ... for the contrast
    pools.
    """

    company: NDArray[np.int64]
    pool: NDArray[np.int64]

    @property
    def order_ranks(self) -> Costs:
        """The company's rank (1..n) if the offer is a seat of the core, else 0."""
        return np.where(self.pool == 0, self.company + 1.0, 0.0)


def solve_exactly(task: Task) -> Assignment | None:
    """Find the best assignment; None if the constraints cannot all hold."""
    needed = _first_alike(task)
    offers = _offer(task, needed)
    relaxed = _relax(task, offers)
    if relaxed is None:
        return None
    least, reduced = relaxed
    distance = FIRST_DISTANCE
    while True:
        near = needed.copy()
        near[offers.company[(offers.pool == 0) & (reduced > distance + SLACK)]] = False
        found = _minimise(task, _offer(task, near), yielding=False)
        excess = _sum_of_ranks(found) - least
        if excess <= distance or (near == needed).all():
            return found
        distance = min(excess, 8 * distance)


def solve_yielding(task: Task) -> Assignment | None:
    """Find the best assignment where demands give way to the included companies.

    None if more companies are included than there are seats.
    """
    return _minimise(task, _offer(task, _first_alike(task)), yielding=True)


def _sum_of_ranks(assigned: Assignment | None) -> float:
    return np.inf if assigned is None else float((np.flatnonzero(assigned.core) + 1).sum())


def _first_alike(task: Task) -> Mask:
    """Find who can get a seat of the core: the first of each kind, up to the number of seats."""
    forced = task.must | task.included
    return forced | _first_by(_alike(task), np.arange(task.size), max(task.capacity, 1))


def _alike(task: Task) -> NDArray[np.intp]:
    """Number the candidates; those that every constraint treats alike share a number."""
    traits = [task.must, task.included, *(demand.members for demand in task.demands)]
    traits += [np.isfinite(contrast.ranks) for contrast in task.contrasts]
    return np.unique(np.column_stack(traits), axis=0, return_inverse=True)[1].ravel()


def _first_by(kinds: NDArray[np.intp], ranks: NDArray[np.generic], count: int) -> Mask:
    """Find the first `count` of each kind by `ranks` (NaN comes last)."""
    order = np.lexsort((ranks, kinds))
    in_order = kinds[order]
    first = np.zeros(len(kinds), dtype=bool)
    first[order] = np.arange(len(kinds)) - np.searchsorted(in_order, in_order) < count
    return first


def _offer(task: Task, by_order: Mask) -> _Offers:
    """Offer a seat of the core to `by_order`, and contrast seats to the cases that could get one.

    These are the cases in `by_order`, and of the other cases the clearest ones of each kind.
    """
    alike = _alike(task)
    companies = [np.flatnonzero(by_order)]
    for contrast in task.contrasts:
        case = np.isfinite(contrast.ranks)
        rest = np.where(by_order, np.nan, contrast.ranks)
        companies.append(np.flatnonzero(case & (by_order | _first_by(alike, rest, contrast.seats))))
    pools = [np.full(len(members), number) for number, members in enumerate(companies)]
    return _Offers(np.concatenate(companies), np.concatenate(pools))


def _relax(task: Task, offers: _Offers) -> tuple[float, Costs] | None:
    """Solve the linear relaxation: the least sum of ranks, and the reduced cost of each offer.

    Here companies can have parts of seats, and seats of several kinds, so no assignment has a
    smaller sum. None if even this is impossible.
    """
    rows, low, high = _counts(task, offers, yielding=False)
    bounds = _bounds(task, offers, yielding=False)
    cost = np.concatenate([offers.order_ranks, np.zeros(len(task.demands))])
    above = np.isfinite(high)
    result = linprog(
        cost,
        A_ub=np.vstack([rows[above], -rows]),
        b_ub=np.concatenate([high[above], -low]),
        bounds=list(zip(bounds.lb.tolist(), bounds.ub.tolist(), strict=True)),
    )
    return (
        None
        if result.fun is None
        else (float(result.fun), result.lower.marginals[: len(offers.company)])
    )


def _minimise(task: Task, offers: _Offers, *, yielding: bool) -> Assignment | None:
    """Minimise each goal in turn; None if the constraints cannot hold."""
    constraints = [LinearConstraint(*_counts(task, offers, yielding=yielding))]
    if task.contrasts:
        constraints.append(LinearConstraint(_one_seat_each(offers, len(task.demands)), ub=1))
    width = len(offers.company) + len(task.demands)
    bounds, whole = _bounds(task, offers, yielding=yielding), np.ones(width, dtype=np.int64)
    taken = np.zeros(0)
    for goal in _goals(task, offers, yielding=yielding):
        result = milp(
            goal,
            integrality=whole,
            bounds=bounds,
            constraints=constraints,
            options={"mip_rel_gap": 0},
        )
        if result.x is None:
            return None
        taken = np.round(result.x)
        # Goals are whole numbers: half a unit of room keeps what is reached, despite rounding.
        constraints.append(LinearConstraint(goal, ub=float(goal @ taken) + 0.5))
    return _read(task, offers, taken[: len(offers.company)] > 0)


def _read(task: Task, offers: _Offers, taken: Mask) -> Assignment:
    core, contrast = np.zeros(task.size, dtype=bool), np.zeros(task.size, dtype=bool)
    core[offers.company[taken & (offers.pool == 0)]] = True
    contrast[offers.company[taken & (offers.pool > 0)]] = True
    return Assignment(core, contrast)


def _goals(task: Task, offers: _Offers, *, yielding: bool) -> Iterator[Costs]:
    """List the goals, the most important first.

    A goal is whole costs by offer, then by the shortfall of each demand.
    """
    no_shortfall, shortfall = np.zeros(len(task.demands)), np.ones(len(task.demands))
    by_order = offers.pool == 0
    if yielding:
        yield np.concatenate([-(task.must[offers.company] & by_order).astype(float), no_shortfall])
        yield np.concatenate([np.zeros(len(by_order)), shortfall])
        yield np.concatenate([-(~by_order).astype(float), no_shortfall])
    yield np.concatenate([offers.order_ranks, no_shortfall])
    yield np.concatenate([offers.order_ranks**2, no_shortfall])
    if task.contrasts:
        yield np.concatenate([_contrast_ranks(task, offers), no_shortfall])


def _contrast_ranks(task: Task, offers: _Offers) -> Costs:
    by_pool = np.vstack([np.zeros(task.size), *(contrast.ranks for contrast in task.contrasts)])
    return np.asarray(by_pool[offers.pool, offers.company])


def _bounds(task: Task, offers: _Offers, *, yielding: bool) -> Bounds:
    """Bound the variables: who is forced in has a seat of the core; shortfalls need `yielding`."""
    forced = task.included if yielding else task.must | task.included
    low = (forced[offers.company] & (offers.pool == 0)).astype(float)
    shortfall = [float(demand.least) if yielding else 0.0 for demand in task.demands]
    return Bounds(
        np.concatenate([low, np.zeros(len(shortfall))]),
        np.concatenate([np.ones(len(low)), shortfall]),
    )


def _counts(task: Task, offers: _Offers, *, yielding: bool) -> tuple[Costs, Costs, Costs]:
    """Count seats: one row for all of them, one per contrast pool, one per demand.

    Gives the rows (by offer, then by shortfall), and the least and the most that each may sum to.
    """
    seats = min(task.capacity, task.size)
    pools = [
        (offers.pool == number).astype(float) for number, _ in enumerate(task.contrasts, start=1)
    ]
    demands = [demand.members[offers.company].astype(float) for demand in task.demands]
    rows = np.vstack([np.ones(len(offers.company)), *pools, *demands])
    shortfalls = np.eye(len(rows), len(demands), k=-1 - len(pools))
    pool_seats = [contrast.seats for contrast in task.contrasts]
    pool_least = [0] * len(pools) if yielding else pool_seats
    low = np.array([seats, *pool_least, *(demand.least for demand in task.demands)], dtype=float)
    high = np.array([seats, *pool_seats, *[np.inf] * len(demands)], dtype=float)
    return np.hstack([rows, shortfalls]), low, high


def _one_seat_each(offers: _Offers, shortfalls: int) -> csr_array:
    """Make one row per company with several offers, of which it can take one."""
    companies, row, count = np.unique(offers.company, return_inverse=True, return_counts=True)
    shape = (len(companies), len(row) + shortfalls)
    every = csr_array((np.ones(len(row)), (row.ravel(), np.arange(len(row)))), shape=shape)
    return csr_array(every[np.flatnonzero(count > 1)])
