"""The stages one after the other: each chooses among those selected in the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from diagnostics.collisions import explain_collision
from diagnostics.ordering import Ordered, draw_order, order_companies
from diagnostics.places import Mask, Task
from diagnostics.records import Candidates, Decision, StageNote
from diagnostics.rules import SelectionRules, Stage
from diagnostics.stage_task import Filling, fill_task, find_short, pose_task


@dataclass(frozen=True, slots=True)
class Filled:
    """One stage, filled.

    `listed`: its candidates, index `company_id` in the list's order: `priority`, `rank` (1..n), `draw`, `included` and `must` (bool),
    `outcome` (selected|reserve|not_selected), `place` (core|quota|contrast, "" for who is not in), the `code` of why, and the `quotas` that
    let it in. `excluded` are those that a person kept out. `yielded`: the rule's demands had to give way to decisions. `short` says
    which quotas and contrast places found too few companies.
    """

    stage: Stage
    listed: pd.DataFrame
    excluded: pd.Index
    yielded: bool
    short: Sequence[StageNote]

    @property
    def selected(self) -> pd.Index:
        """Who is in."""
        return self.listed.index[self.listed["outcome"] == "selected"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same at every stage. `rulings` are the decisions that count, by stage and company; none: the rule alone.

    `forgiving`: where the rule's demands collide they yield (to nothing) instead of stopping everything.
    """

    candidates: Candidates
    rules: SelectionRules
    rulings: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    forgiving: bool = False
    language: str = "en"


def run_funnel(eligible: pd.Index, terms: Terms) -> list[Filled]:
    """Fill every stage, the first one from the `eligible`. ConfigurationError where a stage's demands collide.

    Demands yield to decisions; they collide where they cannot hold with nobody included, or more are included than there are places.
    """
    standing, filled = eligible, []
    for stage in terms.rules.stage:
        filled.append(_fill_stage(stage, standing, terms))
        standing = filled[-1].selected
    return filled


def _fill_stage(stage: Stage, standing: pd.Index, terms: Terms) -> Filled:
    rulings = terms.rulings.get(stage.id, {})
    included = pd.Index([company for company, decision in rulings.items() if decision.include], dtype="str")
    excluded = standing.intersection([company for company, decision in rulings.items() if not decision.include])
    listed = _list(stage, standing.union(included).difference(excluded), included, terms)
    task = pose_task(stage, terms.candidates, listed.index, listed["included"].to_numpy())
    filling = fill_task(task, yielding=False)
    judged = _judge(listed, task, filling or _yield(task, stage, terms), stage)
    return Filled(stage, judged, excluded, filling is None, find_short(task, stage))


def _list(stage: Stage, companies: pd.Index, included: pd.Index, terms: Terms) -> pd.DataFrame:
    """The candidates in order, those that a person included first: `priority`, `draw`, `included`, `rank`."""
    ordered = _order(stage, terms.candidates.keys.loc[companies], terms.rules)
    taken = companies.isin(included)[ordered.companies]
    first = np.argsort(~taken, kind="stable")
    columns = {
        "priority": ordered.priority[first],
        "rank": np.arange(1, len(companies) + 1),
        "draw": ordered.draws[first],
        "included": taken[first],
    }
    return pd.DataFrame(columns, index=companies[ordered.companies[first]].rename("company_id"))


def _order(stage: Stage, keys: pd.DataFrame, rules: SelectionRules) -> Ordered:
    lottery = rules.lottery
    if lottery is not None and lottery.stage == stage.id:
        return draw_order(keys, stage.order[: lottery.equal_on], lottery.seed)
    return order_companies(keys, stage.order, rules.seed)


def _yield(task: Task, stage: Stage, terms: Terms) -> Filling:
    """What the rule asks for yields to who is included; ConfigurationError where it collides without them."""
    alone = replace(task, included=np.zeros(task.size, dtype=bool))
    filled = fill_task(task, yielding=True)
    if filled is None:
        raise explain_collision(replace(task, must=alone.included, demands=(), contrasts=()), stage, terms.language)
    if not terms.forgiving and fill_task(alone, yielding=False) is None:
        raise explain_collision(alone, stage, terms.language)
    return filled


def _judge(listed: pd.DataFrame, task: Task, filling: Filling, stage: Stage) -> pd.DataFrame:
    """Each candidate's outcome, place, and why: the last of the grounds that fit it."""
    left = ~filling.chosen
    on_reserve = left & (np.cumsum(left) <= stage.reserve)
    need_first = np.isfinite(task.contrasts[0].ranks) if task.contrasts else left
    grounds = [task.included, task.must & ~left, filling.by_quota, filling.contrast & need_first, filling.contrast, ~left, on_reserve]
    codes = ["included", "must", "quota", "contrast_need", "contrast_equality", "order", "reserve"]
    return listed.assign(
        must=task.must,
        outcome=np.select([~left, on_reserve], ["selected", "reserve"], "not_selected"),
        place=np.select([left, filling.contrast, filling.by_quota], ["", "contrast", "quota"], "core"),
        code=np.select(grounds, codes, "beyond"),
        quotas=_name_quotas(task, filling.by_quota),
    )


def _name_quotas(task: Task, by_quota: Mask) -> list[str]:
    """The demands that each company in by quota counts for."""
    names = [""] * task.size
    for place in np.flatnonzero(by_quota):
        names[place] = ", ".join(demand.name for demand in task.demands if demand.members[place])
    return names
