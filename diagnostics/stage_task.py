"""A stage of the funnel as an assignment problem: its list, its demands and its contrast cases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from diagnostics.assignment import assign
from diagnostics.places import Contrast, Costs, Demand, Mask, Task
from diagnostics.records import Candidates, StageNote
from diagnostics.rules import Quota, Stage

HIGH, LOW = 2 / 3, 1 / 3
"""A high need or a good equality is one among the upper third of the stage's candidates, a low one among the lower third."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Bool by listed company: has a `core` place, has a `contrast` place; `by_quota` are those of the core that only a quota let in."""

    core: Mask
    contrast: Mask
    by_quota: Mask

    @property
    def chosen(self) -> Mask:
        """Who has a place of any kind."""
        return self.core | self.contrast


def pose_task(stage: Stage, candidates: Candidates, listed: pd.Index, included: Mask) -> Task:
    """The problem of one stage; `listed` are its candidates in order, `included` those of them that a person decided to take."""
    keys = candidates.keys.loc[listed]
    must = np.logical_or.reduce([np.zeros(len(listed), dtype=bool), *(keys[f"{level}_flags"].to_numpy() > 0 for level in stage.must)])
    return Task(stage.capacity, must, included, list(_demands(stage, candidates, listed)), list(_contrasts(stage, keys)))


def fill_task(task: Task, *, yielding: bool) -> Filling | None:
    """Fill the places; None if the task cannot be done."""
    assigned = assign(task, yielding=yielding)
    if assigned is None:
        return None
    free = assign(replace(task, demands=()), yielding=yielding)
    by_quota = assigned.core & ~free.chosen if free is not None else np.zeros(task.size, dtype=bool)
    return Filling(assigned.core, assigned.contrast, by_quota)


def find_short(task: Task, stage: Stage) -> list[StageNote]:
    """Which quotas and contrast places ask for more companies than there are."""
    short = [
        StageNote(stage.id, "quota", demand.least, stage.quota[demand.quota].least, demand.name)
        for demand in task.demands
        if demand.least < stage.quota[demand.quota].least
    ]
    cases = sum(min(pool.places, int(np.isfinite(pool.ranks).sum())) for pool in task.contrasts)
    if cases < stage.contrast and task.size > task.capacity:
        short.append(StageNote(stage.id, "contrast", cases, stage.contrast))
    return short


def _demands(stage: Stage, candidates: Candidates, listed: pd.Index) -> Iterator[Demand]:
    """What the quotas ask for; never for more companies than there are."""
    for number, quota in enumerate(stage.quota):
        for name, members in _groups(quota, candidates, listed):
            yield Demand(number, members, min(quota.least, int(members.sum())), name)


def _groups(quota: Quota, candidates: Candidates, listed: pd.Index) -> Iterator[tuple[str, Mask]]:
    if quota.target_group is not None:
        yield f"target_group={quota.target_group}", candidates.groups.loc[listed, quota.target_group].to_numpy(dtype=bool)
    if quota.each is not None:
        codes, values = pd.factorize(candidates.backgrounds.loc[listed, quota.each], sort=True)
        for code, value in enumerate(values):
            yield f"{quota.each}={value}", codes == code


def _contrasts(stage: Stage, keys: pd.DataFrame) -> Iterator[Contrast]:
    """Half for high need with good equality, half for the reverse; the clearest case first (Seawright 2016)."""
    if stage.contrast == 0:
        return
    known = (keys["mean_need"].notna() & keys["lowest_index"].notna()).to_numpy()
    need, equality = _position(keys["mean_need"], known), _position(keys["lowest_index"], known)
    yield Contrast(_rank(-need - equality, (need > HIGH) & (equality > HIGH)), (stage.contrast + 1) // 2)
    yield Contrast(_rank(need + equality, (need < LOW) & (equality < LOW)), stage.contrast // 2)


def _position(values: pd.Series, known: Mask) -> Costs:
    """Where each value stands among the known ones: 0 is the lowest, 1 the highest, equals share the middle."""
    position = np.full(len(values), np.nan)
    position[known] = (rankdata(values.to_numpy(dtype=float)[known]) - 0.5) / max(known.sum(), 1)
    return position


def _rank(costs: Costs, cases: Mask) -> Costs:
    """1 for the least cost among the `cases`, NaN for the rest; equals keep the stage's order."""
    ranks: NDArray[np.float64] = np.full(len(costs), np.nan)
    ranks[cases] = rankdata(costs[cases], method="ordinal")
    return ranks
