"""Find what one decision changes: compare the selection without it and with it."""

from collections.abc import Iterator, Sequence

import pandas as pd

from diagnostics.records import (
    CONTRAST,
    MUST,
    Candidates,
    Decision,
    DemandChange,
    Impact,
    Outcome,
    Seat,
    Selection,
)
from diagnostics.rules import Quota, SelectionRules, Stage


def compare_selections(
    before: Selection,
    after: Selection,
    decision: Decision,
    candidates: Candidates,
    rules: SelectionRules,
) -> Impact:
    """Return what the decision changes; `before` is the selection without it, `after` with it."""
    fell_out: list[Seat] = []
    moved_up: list[Seat] = []
    demands: list[DemandChange] = []
    for stage in rules.stage:
        was, now = _chosen(before, stage), _chosen(after, stage)
        fell_out += [Seat(stage.id, one) for one in _others(was - now, decision)]
        moved_up += [Seat(stage.id, one) for one in _others(now - was, decision)]
        demands += _compare_demands(before, after, stage, candidates)
    return Impact(
        outcome_before=_outcome(before, decision),
        outcome_after=_outcome(after, decision),
        fell_out=tuple(fell_out),
        moved_up=tuple(moved_up),
        demands=tuple(demands),
    )


def _others(companies: set[str], decision: Decision) -> Sequence[str]:
    return sorted(companies - {decision.company_id})


def _rows(selection: Selection, stage: Stage) -> pd.DataFrame:
    return selection.table[selection.table["stage"] == stage.id]


def _chosen(selection: Selection, stage: Stage) -> set[str]:
    return set(selection.chosen(stage.id))


def _outcome(selection: Selection, decision: Decision) -> Outcome | None:
    table = selection.table
    rows = table[(table["company_id"] == decision.company_id) & (table["stage"] == decision.stage)]
    if rows.empty:
        return None
    outcome: Outcome = rows["outcome"].iloc[0]
    return outcome


def _compare_demands(
    before: Selection, after: Selection, stage: Stage, candidates: Candidates
) -> Iterator[DemandChange]:
    """Yield the demands of one stage that more or fewer chosen companies meet than before.

    Demands are quotas, contrast seats and companies that must go in. A change of a quota is left
    out if the quota is met both before and after.
    """
    was, now = _chosen(before, stage), _chosen(after, stage)
    for quota in stage.quota:
        for name, members in _groups(quota, candidates):
            met, meets = len(members & was), len(members & now)
            if met != meets and min(met, meets) < quota.least:
                yield DemandChange(stage.id, name, quota.least, met, meets)
    if stage.contrast.seats:
        seats, now_seats = _count_contrast(before, stage), _count_contrast(after, stage)
        if seats != now_seats:
            yield DemandChange(stage.id, CONTRAST, stage.contrast.seats, seats, now_seats)
    yield from _compare_must(before, after, stage, candidates)


def _compare_must(
    before: Selection, after: Selection, stage: Stage, candidates: Candidates
) -> Iterator[DemandChange]:
    """Yield the change in the number of companies that must go in and have no seat, if any."""
    flags = candidates.keys[[f"{level}_flags" for level in stage.must]].sum(axis="columns")
    must = set(flags.index[flags > 0])
    missed, misses = (
        len(must & _standing(one, stage) - _chosen(one, stage)) for one in (before, after)
    )
    if missed != misses:
        yield DemandChange(stage.id, MUST, 0, missed, misses)


def _groups(quota: Quota, candidates: Candidates) -> Iterator[tuple[str, set[str]]]:
    """Yield each group that the quota is about: its name in the selection, and its companies."""
    if quota.target_group is not None:
        marks = candidates.groups[quota.target_group]
        yield f"target_group={quota.target_group}", set(marks.index[marks])
    if quota.each is not None:
        values = candidates.backgrounds[quota.each].dropna()
        for value, companies in values.groupby(values).groups.items():
            yield f"{quota.each}={value}", set(companies)


def _count_contrast(selection: Selection, stage: Stage) -> int:
    return int((_rows(selection, stage)["place"] == CONTRAST).sum())


def _standing(selection: Selection, stage: Stage) -> set[str]:
    """Return the companies on the stage's list."""
    rows = _rows(selection, stage)
    return set(rows.loc[rows["rank"].notna(), "company_id"])
