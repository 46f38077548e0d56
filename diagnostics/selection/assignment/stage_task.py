"""A stage of the funnel as an assignment problem: its candidates, demands and contrast cases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from analysis.arrays import Mask
from diagnostics.records import Candidates, StageNote
from diagnostics.rules import Quota, Stage
from diagnostics.selection.assignment.assignment import assign, trim_contrasts
from diagnostics.selection.assignment.records import Contrast, Costs, Demand, Task

HIGH, LOW = 2 / 3, 1 / 3
"""High is the upper third of the stage's candidates (in need, in equality); low the lower third."""


@dataclass(frozen=True, slots=True)
class FilledSeats:
    """Who gets a seat, bool by candidate in the order of the list.

    `core` and `contrast` as in `Assignment`. `by_quota`: companies of the core that have no seat if
    the quotas are left out.
    """

    core: Mask
    contrast: Mask
    by_quota: Mask

    @property
    def chosen(self) -> Mask:
        """Who has a seat of any kind."""
        return self.core | self.contrast


def pose_task(stage: Stage, candidates: Candidates, listed: pd.Index, included: Mask) -> Task:
    """Turn a stage into a task.

    `listed`: its candidates in order. `included`: bool, those that a person included.
    """
    keys = candidates.keys.loc[listed]
    must = np.logical_or.reduce(
        [
            np.zeros(len(listed), dtype=bool),
            *(keys[f"{level}_flags"].to_numpy() > 0 for level in stage.must),
        ]
    )
    return Task(
        stage.capacity,
        must,
        included,
        list(_demands(stage, candidates, listed)),
        list(_contrasts(stage, keys)),
    )


def fill_task(task: Task, *, yielding: bool) -> FilledSeats | None:
    """Fill the seats; None if the constraints cannot all hold (see `assign` for `yielding`)."""
    assigned = assign(task, yielding=yielding)
    if assigned is None:
        return None
    free = assign(replace(task, demands=()), yielding=yielding)
    by_quota = assigned.core & ~free.chosen if free is not None else np.zeros(task.size, dtype=bool)
    return FilledSeats(assigned.core, assigned.contrast, by_quota)


def find_short(task: Task, stage: Stage) -> list[StageNote]:
    """Find the quotas and contrast seats that ask for more companies than there are."""
    short = [
        StageNote(stage.id, "quota", demand.least, stage.quota[demand.quota].least, demand.name)
        for demand in task.demands
        if demand.least < stage.quota[demand.quota].least
    ]
    cases = sum(pool.seats for pool in trim_contrasts(task).contrasts)
    if cases < stage.contrast.seats and task.size > task.capacity:
        short.append(StageNote(stage.id, "contrast", cases, stage.contrast.seats))
    return short


def _demands(stage: Stage, candidates: Candidates, listed: pd.Index) -> Iterator[Demand]:
    """Turn quotas into demands, which never ask for more companies than there are."""
    for number, quota in enumerate(stage.quota):
        for name, members in _groups(quota, candidates, listed):
            yield Demand(number, members, min(quota.least, int(members.sum())), name)


def _groups(quota: Quota, candidates: Candidates, listed: pd.Index) -> Iterator[tuple[str, Mask]]:
    if quota.target_group is not None:
        yield (
            f"target_group={quota.target_group}",
            candidates.groups.loc[listed, quota.target_group].to_numpy(dtype=bool),
        )
    if quota.each is not None:
        codes, values = pd.factorize(candidates.backgrounds.loc[listed, quota.each], sort=True)
        for code, value in enumerate(values):
            yield f"{quota.each}={value}", codes == code


def _contrasts(stage: Stage, keys: pd.DataFrame) -> Iterator[Contrast]:
    """Rank the contrast cases, the clearest first.

    Half of the seats are for a high need with good equality, half for a low need with poor
    equality; an odd seat goes to the first half.
    """
    asked = stage.contrast
    if asked.seats == 0:
        return
    # Cases far from the usual relation between two variables teach most (Seawright, Multi-Method
    # Social Science, 2016). The limits keep out who is only far from the others here.
    need, equality = keys["mean_need"], keys["lowest_index"]
    known = (need.notna() & equality.notna()).to_numpy()
    high_need = (need >= asked.need_at_least).to_numpy()
    good = (equality >= asked.equality_at_least).to_numpy()
    low_need = (need <= asked.need_at_most).to_numpy()
    poor = (equality <= asked.equality_at_most).to_numpy()
    by_need, by_equality = _position(need, known), _position(equality, known)
    needy = (by_need > HIGH) & (by_equality > HIGH) & high_need & good
    calm = (by_need < LOW) & (by_equality < LOW) & low_need & poor
    yield Contrast(_rank(-by_need - by_equality, needy), (asked.seats + 1) // 2)
    yield Contrast(_rank(by_need + by_equality, calm), asked.seats // 2)


def _position(values: pd.Series, known: Mask) -> Costs:
    """Give each known value's position among them, 0 (lowest) to 1; equals share one."""
    position = np.full(len(values), np.nan)
    position[known] = (rankdata(values.to_numpy(dtype=float)[known]) - 0.5) / max(known.sum(), 1)
    return position


def _rank(costs: Costs, cases: Mask) -> Costs:
    """Rank the `cases`, 1 for the least cost, NaN for the rest; equals keep their order."""
    ranks: NDArray[np.float64] = np.full(len(costs), np.nan)
    ranks[cases] = rankdata(costs[cases], method="ordinal")
    return ranks
