"""What was done in the programme: each company's activities, each municipality's events."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.rehearsal.followup.plan import FollowupPlan

_PART_OF_HOURS = (0.0, 0.25, 0.6, 1.0)
"""The share of the full hours, by how many stages a company was in; the last goes for more, too."""
_OFFERED = 0.7
"""The chance of each kind of activity for a company that takes part at all."""
_HOURS_A_TIME = 3.0
_UNKNOWN_KIND = 3.0, 40.0
"""Hours and totals of kinds that the plan does not name."""
_LARGE = 10_000
"""From this total on an event's number is a sum of money."""
_OFF_PLAN = 0.8, 1.1
"""What comes of a kind of event, as a share of what was planned."""
ACTIVITY_COLUMNS = ["company_id", "kind", "date", "hours"]
EVENT_COLUMNS = ["kind", "municipality", "date", "number"]


def draw_activities(
    stages: "pd.Series[int]", kinds: Sequence[str], plan: FollowupPlan, rng: np.random.Generator
) -> pd.DataFrame:
    """`company_id, kind, date, hours` (text), in order of date.

    `stages`: how many each company was in, index `company_id`.
    """
    involved = stages[stages > 0]
    share = np.array(_PART_OF_HOURS)[np.minimum(involved.to_numpy(), len(_PART_OF_HOURS) - 1)]
    parts = [
        _draw_kind(
            kind, involved.index, share * plan.activities.get(kind, _UNKNOWN_KIND[0]), plan, rng
        )
        for kind in kinds
    ]
    return _in_order(parts, ACTIVITY_COLUMNS)


def draw_events(
    municipalities: Sequence[str],
    kinds: Sequence[str],
    plan: FollowupPlan,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """`kind, municipality, date, number` (text), by date; every kind adds up to about its total."""
    parts = [
        _draw_event(kind, _draw_total(kind, plan, rng), municipalities, plan, rng)
        for kind in kinds
        if municipalities
    ]
    return _in_order(parts, EVENT_COLUMNS)


def _draw_total(kind: str, plan: FollowupPlan, rng: np.random.Generator) -> int:
    """Somewhat more or less than was planned: no programme ends on the very number."""
    planned = plan.events.get(kind, _UNKNOWN_KIND[1])
    return max(1, round(planned * rng.uniform(*_OFF_PLAN)))


def _draw_kind(
    kind: str, companies: pd.Index, hours: np.ndarray, plan: FollowupPlan, rng: np.random.Generator
) -> pd.DataFrame:
    """The times a kind was given to each company, so many that the hours come out on average."""
    times = rng.poisson(hours / _HOURS_A_TIME / _OFFERED) * (rng.random(len(companies)) < _OFFERED)
    total = int(times.sum())
    spent = np.clip(np.round(2 * rng.gamma(4, _HOURS_A_TIME / 4, size=total)) / 2, 0.5, 8)
    return pd.DataFrame(
        {
            "company_id": companies.repeat(times),
            "kind": kind,
            "date": _draw_dates(total, plan, rng),
            "hours": pd.Series(spent).map(lambda value: f"{value:g}"),
        }
    )


def _draw_event(
    kind: str,
    total: int,
    municipalities: Sequence[str],
    plan: FollowupPlan,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row an event; where the total is a sum of money, some twenty shares of it."""
    rows = 20 if total >= _LARGE else total
    shares = (
        rng.multinomial(total, np.full(rows, 1 / rows))
        if total >= _LARGE
        else np.ones(rows, dtype=np.int64)
    )
    return pd.DataFrame(
        {
            "kind": kind,
            "municipality": np.array(municipalities, dtype=object)[
                rng.integers(len(municipalities), size=rows)
            ],
            "date": _draw_dates(rows, plan, rng),
            "number": pd.Series(shares).astype(str),
        }
    )


def _draw_dates(size: int, plan: FollowupPlan, rng: np.random.Generator) -> pd.Series:
    back = pd.to_timedelta(rng.integers(1, plan.programme_days + 1, size=size), unit="D")
    return pd.Series(pd.Timestamp(plan.first_day) - back).dt.strftime("%Y-%m-%d")


def _in_order(parts: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    rows = (
        pd.concat([pd.DataFrame(columns=list(columns)), *parts], ignore_index=True)
        if parts
        else pd.DataFrame(columns=list(columns))
    )
    return (
        rows[list(columns)]
        .sort_values(["date", *columns[:2]], kind="stable", ignore_index=True)
        .astype("str")
    )
