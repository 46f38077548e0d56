"""The funnel: each stage chooses among the companies that the stage before it selected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.arrays import Mask
from diagnostics.records import Candidates, Decision, StageNote
from diagnostics.rules import SelectionRules, Stage
from diagnostics.selection.assignment.infeasibility import explain_collision
from diagnostics.selection.assignment.records import Task
from diagnostics.selection.assignment.stage_task import (
    FilledSeats,
    fill_task,
    find_short,
    pose_task,
)
from diagnostics.selection.ordering import Ordered, draw_order, order_companies


@dataclass(frozen=True, slots=True)
class FilledStage:
    """One stage with its seats filled.

    `listed`: one row per candidate, index `company_id`, in the order of the list. Columns:
    `priority` and `rank` (both 1..n), `draw` (text), `included` and `must` (bool),
    `outcome` (selected|reserve|not_selected), `place` (core|quota|contrast, "" without a seat),
    `code` (why, see `selection_why`), `quotas` (names of the quotas that let it in, "" if none
    did).
    `excluded`: ids of the companies that a person kept out.
    `yielded`: whether the rule's demands had to give way to decisions.
    `short`: the quotas and contrast seats that found too few companies.
    """

    stage: Stage
    listed: pd.DataFrame
    excluded: pd.Index
    yielded: bool
    short: Sequence[StageNote]

    @property
    def selected(self) -> pd.Index:
        """The ids of the companies with a seat, in the order of the list."""
        return self.listed.index[self.listed["outcome"] == "selected"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same at every stage.

    `rulings`: the decisions that count, by stage and company. Without any, the rule alone chooses.
    `forgiving`: where the rule's demands collide, drop what cannot be met instead of raising an
    error.
    """

    candidates: Candidates
    rules: SelectionRules
    rulings: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    forgiving: bool = False
    language: str = "en"


def run_funnel(eligible: pd.Index, terms: Terms) -> list[FilledStage]:
    """Fill every stage in turn; the first one chooses among the companies in `eligible`.

    The rule's demands give way to decisions. ConfigurationError if a stage's demands could not hold
    even with nobody included, or if more companies are included than the stage has seats.
    """
    standing, filled = eligible, []
    for stage in terms.rules.stage:
        filled.append(_fill_stage(stage, standing, terms))
        standing = filled[-1].selected
    return filled


def _fill_stage(stage: Stage, standing: pd.Index, terms: Terms) -> FilledStage:
    rulings = terms.rulings.get(stage.id, {})
    included = pd.Index(
        [company for company, decision in rulings.items() if decision.include], dtype="str"
    )
    excluded = standing.intersection(
        [company for company, decision in rulings.items() if not decision.include]
    )
    listed = _list(stage, standing.union(included).difference(excluded), included, terms)
    task = pose_task(stage, terms.candidates, listed.index, listed["included"].to_numpy())
    filling = fill_task(task, yielding=False)
    judged = _judge(listed, task, filling or _yield(task, stage, terms), stage)
    return FilledStage(stage, judged, excluded, filling is None, find_short(task, stage))


def _list(stage: Stage, companies: pd.Index, included: pd.Index, terms: Terms) -> pd.DataFrame:
    """List the candidates in order, included ones first: `priority`, `rank`, `draw`, `included`."""
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


def _yield(task: Task, stage: Stage, terms: Terms) -> FilledSeats:
    """Fill the seats by letting the rule's demands give way to the included companies.

    ConfigurationError if the included alone are too many, or if the demands collide even without
    them.
    """
    alone = replace(task, included=np.zeros(task.size, dtype=bool))
    filled = fill_task(task, yielding=True)
    if filled is None:
        raise explain_collision(
            replace(task, must=alone.included, demands=(), contrasts=()), stage, terms.language
        )
    if not terms.forgiving and fill_task(alone, yielding=False) is None:
        raise explain_collision(alone, stage, terms.language)
    return filled


def _judge(listed: pd.DataFrame, task: Task, filling: FilledSeats, stage: Stage) -> pd.DataFrame:
    """Add each candidate's outcome, kind of seat, and the first ground that fits it."""
    left = ~filling.chosen
    on_reserve = left & (np.cumsum(left) <= stage.reserve)
    need_first = np.isfinite(task.contrasts[0].ranks) if task.contrasts else left
    grounds = [
        task.included,
        task.must & ~left,
        filling.by_quota,
        filling.contrast & need_first,
        filling.contrast,
        ~left,
        on_reserve,
    ]
    codes = ["included", "must", "quota", "contrast_need", "contrast_equality", "order", "reserve"]
    return listed.assign(
        must=task.must,
        outcome=np.select([~left, on_reserve], ["selected", "reserve"], "not_selected"),
        place=np.select(
            [left, filling.contrast, filling.by_quota], ["", "contrast", "quota"], "core"
        ),
        code=np.select(grounds, codes, "beyond"),
        quotas=_name_quotas(task, filling.by_quota),
    )


def _name_quotas(task: Task, by_quota: Mask) -> list[str]:
    """Name the demands that each company let in by a quota counts for; "" for other companies."""
    names = [""] * task.size
    for position in np.flatnonzero(by_quota):
        names[position] = ", ".join(
            demand.name for demand in task.demands if demand.members[position]
        )
    return names
