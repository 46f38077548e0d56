"""What the programme has reached of what it promised.

What nobody has written down is missing, not zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arrays import EXACT, Mask
from analysis.disclosure import hide_groups, overlap
from analysis.groups.groups import EVERYONE
from analysis.programme.goal_groups import MUNICIPALITY, NO_MUNICIPALITY, ProgrammePart
from analysis.programme.goal_settings import Goal
from analysis.rules import PrivacyRules
from analysis.schemas import GOALS, check_table

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Achieved:
    """What was done and what became of it.

    `participants`: companies with at least some hours of activity, each once; None where no
    activity is written down at all. `stages`: the companies that reached each stage. `before`,
    `after`: company x outcome, float, NaN missing; a company that has closed has its outcome's
    value for that, such as 0 full-time jobs. `events`: `kind, municipality, number`; municipality
    is missing for the whole region.
    """

    participants: frozenset[str] | None
    stages: Mapping[str, frozenset[str]]
    before: pd.DataFrame
    after: pd.DataFrame
    events: pd.DataFrame


@dataclass(frozen=True, slots=True)
class GoalCount:
    """A goal in one part of the programme.

    `value` in the goal's unit, NaN where nothing is known. `n`: the companies, or entries of
    events, behind it. `missing`: companies that should be behind it, but for whom a number, or
    whether they belong to the part, is not known. `before` and `after`: the sums whose difference
    the value is, NaN for other counts. `hidden`: too few to be shown.
    """

    part: str
    value: float
    n: int
    missing: int = 0
    before: float = NAN
    after: float = NAN
    hidden: bool = False


def count_results(
    goals: Sequence[Goal], achieved: Achieved, parts: Sequence[ProgrammePart], privacy: PrivacyRules
) -> pd.DataFrame:
    """One row per goal and part of the programme; events know no target groups.

    Columns: `goal, group, counts, value, target, share, before, after, n, missing, status`; see
    `GoalCount`. `target`, and `share` (value over target; 1 is reached), stand in the row of "all"
    only. `status`: "ok"; "missing" if nothing is known (`value` is empty, and not 0); "hidden" if
    too few stand behind the row, or if it would give a hidden one away: such a row shows no number.
    """
    rows = [
        _make_row(goal, count)
        for goal in goals
        for count in count_goal(goal, achieved, parts, privacy)
    ]
    table = pd.DataFrame(rows, columns=list(GOALS.columns)).astype("object")
    whole, text = (
        dict.fromkeys(("n", "missing"), "Int64"),
        dict.fromkeys(("goal", "group", "counts", "status"), "str"),
    )
    number = dict.fromkeys(("value", "target", "share", "before", "after"), "float64")
    return check_table(table.astype(whole | text | number), GOALS)


def count_goal(
    goal: Goal, achieved: Achieved, parts: Sequence[ProgrammePart], privacy: PrivacyRules
) -> Sequence[GoalCount]:
    """A goal in each part of the programme."""
    match goal.counts:
        case "participants":
            return count_companies(achieved.participants, parts, privacy)
        case "stage":
            return count_companies(achieved.stages.get(goal.subject), parts, privacy)
        case "jobs":
            return count_change(achieved, goal.subject, parts, privacy)
        case "event":
            return count_events(
                achieved.events, goal.subject, parts, privacy if goal.private else None
            )


def count_companies(
    companies: frozenset[str] | None, parts: Sequence[ProgrammePart], privacy: PrivacyRules
) -> Sequence[GoalCount]:
    """Count companies, each once.

    Their number in the whole programme is always shown. If they are few, nothing else is.
    """
    if companies is None:
        return [GoalCount(part.name, NAN, 0) for part in parts]
    counted = _mark(companies, parts)
    sizes = [int((part.members & counted).sum()) for part in parts]
    few = _hide({part.name: part.members for part in parts}, counted, privacy)
    total = int(counted.sum())
    return [
        GoalCount(
            part.name,
            value=size,
            n=size,
            missing=int((part.unknown & counted).sum()),
            hidden=part.name != EVERYONE and (bool(hidden) or 0 < total < privacy.mean),
        )
        for part, size, hidden in zip(parts, sizes, few, strict=True)
    ]


def count_change(
    achieved: Achieved, outcome: str, parts: Sequence[ProgrammePart], privacy: PrivacyRules
) -> Sequence[GoalCount]:
    """The change of an outcome, summed over the participants with a number in both rounds.

    It says what became of them, and not that the programme caused it. EU indicators: employment as
    full-time equivalents before and after, a bankrupt company 0.
    """
    taking_part = _mark(achieved.participants or frozenset(), parts)
    before, after = (
        _read(frame, outcome, taking_part.index) for frame in (achieved.before, achieved.after)
    )
    known = taking_part & before.notna() & after.notna()
    few = _hide({part.name: part.members for part in parts}, known, privacy)
    counts: list[GoalCount] = []
    for part, hidden in zip(parts, few, strict=True):
        here = part.members & known
        first, then = _add(before[here]), _add(after[here])
        absent = int((taking_part & ((part.members & ~known) | part.unknown)).sum())
        counts.append(
            GoalCount(
                part.name,
                round(then - first, EXACT),
                int(here.sum()),
                absent,
                first,
                then,
                hidden=bool(hidden),
            )
        )
    return counts


def count_events(
    events: pd.DataFrame, kind: str, parts: Sequence[ProgrammePart], privacy: PrivacyRules | None
) -> Sequence[GoalCount]:
    """Add up the numbers that were written down for a kind of event.

    With `privacy`, each entry counts as though it were a company.
    """
    entries = events[events["kind"] == kind]
    localities = _name_localities(entries["municipality"], parts)
    hidden = (
        _hide(localities, pd.Series(data=True, index=entries.index), privacy)
        if privacy
        else np.zeros(len(localities), dtype=bool)
    )
    return [
        GoalCount(name, _add(entries.loc[here, "number"]), int(here.sum()), hidden=bool(few))
        for (name, here), few in zip(localities.items(), hidden, strict=True)
    ]


def _name_localities(
    municipality: pd.Series, parts: Sequence[ProgrammePart]
) -> Mapping[str, pd.Series]:
    """Return the entries of each locality: those of the programme, and others that occur."""
    named = {part.name for part in parts if part.name.startswith(f"{MUNICIPALITY}=")}
    named |= {f"{MUNICIPALITY}={locality}" for locality in municipality.dropna().unique()}
    belongs = (MUNICIPALITY + "=" + municipality.astype("str")).fillna(NO_MUNICIPALITY)
    whole = {EVERYONE: pd.Series(data=True, index=municipality.index)}
    without = [NO_MUNICIPALITY] if municipality.isna().any() else []
    return whole | {name: belongs.eq(name).astype(bool) for name in [*sorted(named), *without]}


def _hide(groups: Mapping[str, pd.Series], respondents: pd.Series, privacy: PrivacyRules) -> Mask:
    """Hide parts of the programme.

    Companies without a municipality stand beside the municipalities: together they are the whole.
    """
    families = {
        f"{MUNICIPALITY}=" if name == NO_MUNICIPALITY else name: group
        for name, group in groups.items()
    }
    return hide_groups(overlap(families, respondents), privacy.mean)


def _mark(companies: frozenset[str], parts: Sequence[ProgrammePart]) -> "pd.Series[bool]":
    index = parts[0].members.index
    return pd.Series(index.isin(companies), index=index)


def _read(frame: pd.DataFrame, outcome: str, companies: pd.Index) -> "pd.Series[float]":
    return (
        frame[outcome].reindex(companies) if outcome in frame else pd.Series(NAN, index=companies)
    )


def _add(numbers: Iterable[float]) -> float:
    """The sum; NaN of nothing."""
    values = np.array(list(numbers), dtype=float)
    return float(np.round(values.sum(), EXACT)) if len(values) else NAN


def _make_row(goal: Goal, count: GoalCount) -> tuple[object, ...]:
    """The row of a count, in the order of the columns."""
    status = "hidden" if count.hidden else "missing" if np.isnan(count.value) else "ok"
    target = goal.target if count.part == EVERYONE else NAN
    if count.hidden:
        return goal.id, count.part, goal.counts, NAN, target, NAN, NAN, NAN, None, None, status
    share = count.value / target
    return (
        goal.id,
        count.part,
        goal.counts,
        count.value,
        target,
        share,
        count.before,
        count.after,
        count.n,
        count.missing,
        status,
    )
