"""The integer programme behind `diagnostics.assignment`: goals minimised one after the other, each keeping what the ones before reached.

Most candidates of a long list cannot matter, and two exact rules leave them out. Of candidates alike in every constraint only as many
as there are places can be taken (`_first_alike`). And a company whose reduced cost in the linear relaxation is more than the distance
between the best known sum and the relaxation's is in no best assignment (reduced-cost fixing; Wolsey, Integer Programming, 1998).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from diagnostics.places import Assigned, Costs, Mask, Task

FIRST_DISTANCE = 16.0
"""The first guess at the distance between an assignment's sum of ranks and the relaxation's; a wrong one only costs another round."""
SLACK = 1e-6
"""What a solver's tolerance may add to a reduced cost."""


@dataclass(frozen=True, slots=True)
class _Offers:
    """The variables: `company` (position in the task) may get a place by order (`pool` 0) or of contrast pool 1, 2, ..."""

    company: NDArray[np.int64]
    pool: NDArray[np.int64]

    @property
    def order_ranks(self) -> Costs:
        """The rank of a company in the stage's order where the offer is a place by order, else 0."""
        return np.where(self.pool == 0, self.company + 1.0, 0.0)


def solve_exactly(task: Task) -> Assigned | None:
    """The best assignment, or None if the constraints cannot all hold."""
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


def solve_yielding(task: Task) -> Assigned | None:
    """The best assignment in which the rule's demands yield to who is included; None if more are included than there are places."""
    return _minimise(task, _offer(task, _first_alike(task)), yielding=True)


def _sum_of_ranks(assigned: Assigned | None) -> float:
    return np.inf if assigned is None else float((np.flatnonzero(assigned.core) + 1).sum())


def _first_alike(task: Task) -> Mask:
    """Candidates for a place by order: of those alike in every constraint the first, no more than there are places."""
    forced = task.must | task.included
    return forced | _first_by(_alike(task), np.arange(task.size), max(task.capacity, 1))


def _alike(task: Task) -> NDArray[np.intp]:
    """A number for each candidate, the same for those that every constraint treats alike."""
    traits = [task.must, task.included, *(demand.members for demand in task.demands)]
    traits += [np.isfinite(contrast.ranks) for contrast in task.contrasts]
    return np.unique(np.column_stack(traits), axis=0, return_inverse=True)[1].ravel()


def _first_by(kinds: NDArray[np.intp], ranks: NDArray[np.generic], count: int) -> Mask:
    """The `count` first of each kind by `ranks`."""
    order = np.lexsort((ranks, kinds))
    in_order = kinds[order]
    first = np.zeros(len(kinds), dtype=bool)
    first[order] = np.arange(len(kinds)) - np.searchsorted(in_order, in_order) < count
    return first


def _offer(task: Task, by_order: Mask) -> _Offers:
    """A place by order for those in `by_order`; a contrast place for the cases among them and the clearest of the rest, by kind."""
    alike = _alike(task)
    companies = [np.flatnonzero(by_order)]
    for contrast in task.contrasts:
        case = np.isfinite(contrast.ranks)
        rest = np.where(by_order, np.nan, contrast.ranks)
        companies.append(np.flatnonzero(case & (by_order | _first_by(alike, rest, contrast.places))))
    pools = [np.full(len(members), number) for number, members in enumerate(companies)]
    return _Offers(np.concatenate(companies), np.concatenate(pools))


def _relax(task: Task, offers: _Offers) -> tuple[float, Costs] | None:
    """A sum of ranks no assignment can be under (parts of places allowed, several places a company too), and each offer's reduced cost.

    None if not even this is possible.
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
    return None if result.fun is None else (float(result.fun), result.lower.marginals[: len(offers.company)])


def _minimise(task: Task, offers: _Offers, *, yielding: bool) -> Assigned | None:
    """Minimise each goal in turn."""
    constraints = [LinearConstraint(*_counts(task, offers, yielding=yielding))]
    if task.contrasts:
        constraints.append(LinearConstraint(_one_place_each(offers, len(task.demands)), ub=1))
    width = len(offers.company) + len(task.demands)
    bounds, whole = _bounds(task, offers, yielding=yielding), np.ones(width, dtype=np.int64)
    taken = np.zeros(0)
    for goal in _goals(task, offers, yielding=yielding):
        result = milp(goal, integrality=whole, bounds=bounds, constraints=constraints, options={"mip_rel_gap": 0})
        if result.x is None:
            return None
        taken = np.round(result.x)
        constraints.append(LinearConstraint(goal, ub=float(goal @ taken) + 0.5))
    return _read(task, offers, taken[: len(offers.company)] > 0)


def _read(task: Task, offers: _Offers, taken: Mask) -> Assigned:
    core, contrast = np.zeros(task.size, dtype=bool), np.zeros(task.size, dtype=bool)
    core[offers.company[taken & (offers.pool == 0)]] = True
    contrast[offers.company[taken & (offers.pool > 0)]] = True
    return Assigned(core, contrast)


def _goals(task: Task, offers: _Offers, *, yielding: bool) -> Iterator[Costs]:
    """What is to be least, the first before the second: whole numbers by offer, then by demand (its shortfall)."""
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
    """Who is forced in has a place by order; a demand falls short only where the rule yields."""
    forced = task.included if yielding else task.must | task.included
    low = (forced[offers.company] & (offers.pool == 0)).astype(float)
    shortfall = [float(demand.least) if yielding else 0.0 for demand in task.demands]
    return Bounds(np.concatenate([low, np.zeros(len(shortfall))]), np.concatenate([np.ones(len(low)), shortfall]))


def _counts(task: Task, offers: _Offers, *, yielding: bool) -> tuple[Costs, Costs, Costs]:
    """Rows by offer and shortfall, with the least and most they may sum to: all places, each contrast pool, each demand."""
    places = min(task.capacity, task.size)
    pools = [(offers.pool == number).astype(float) for number, _ in enumerate(task.contrasts, start=1)]
    demands = [demand.members[offers.company].astype(float) for demand in task.demands]
    rows = np.vstack([np.ones(len(offers.company)), *pools, *demands])
    shortfalls = np.eye(len(rows), len(demands), k=-1 - len(pools))
    pool_places = [contrast.places for contrast in task.contrasts]
    pool_least = [0] * len(pools) if yielding else pool_places
    low = np.array([places, *pool_least, *(demand.least for demand in task.demands)], dtype=float)
    high = np.array([places, *pool_places, *[np.inf] * len(demands)], dtype=float)
    return np.hstack([rows, shortfalls]), low, high


def _one_place_each(offers: _Offers, shortfalls: int) -> csr_array:
    """A row for each company with several offers."""
    companies, row, count = np.unique(offers.company, return_inverse=True, return_counts=True)
    shape = (len(companies), len(row) + shortfalls)
    every = csr_array((np.ones(len(row)), (row.ravel(), np.arange(len(row)))), shape=shape)
    return csr_array(every[np.flatnonzero(count > 1)])
