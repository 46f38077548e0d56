"""Who answers, how far they get, and who answers twice or from nowhere."""

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.rehearsal.plan import RehearsalPlan

Sender = Literal[
    "own", "twice_complete", "twice_incomplete", "unknown_token", "no_token", "test_row"
]

_BY_SIZE = 0.15
_BY_TRUTH = 0.15
"""Log odds of answering for a unit of log size, and for a deviation in how the company stands."""
_MINUTES = 14.0
_LONGEST_WAIT = 10
"""Days between a company's first answer and its second."""


def draw_turnout(
    companies: pd.DataFrame, standing: pd.DataFrame, plan: RehearsalPlan, rng: np.random.Generator
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Who answers completely, and who breaks off: by size, trade and how the company stands."""
    odds = (
        np.log(companies["answering"].to_numpy())
        + _BY_SIZE * np.log1p(companies["staff"].to_numpy())
        + _BY_TRUTH * standing.mean(axis="columns").to_numpy()
    )
    eager = np.argsort(-(odds + rng.gumbel(size=len(companies))))
    finish = rng.binomial(len(companies), plan.answering)
    start = finish + rng.binomial(finish, plan.breaking_off)
    complete, broken = np.zeros((2, len(companies)), dtype=bool)
    complete[eager[:finish]] = True
    broken[eager[finish:start]] = True
    return complete, broken


def draw_responses(
    complete: npt.NDArray[np.bool_],
    broken: npt.NDArray[np.bool_],
    pages: int,
    plan: RehearsalPlan,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row a response, in the order in which they began, with repeats and strangers.

    `company` (position), `sender`, `page` (the last one sent), `complete`, `start`, `minutes`.
    """
    finished, started = np.flatnonzero(complete), np.flatnonzero(broken)
    parts = [_describe(finished, "own", rng), _describe(started, "own", rng, ends=False)]
    parts += [
        _describe(_sample(finished, share, rng), sender, rng, ends=ends)
        for sender, share, ends in _extra(plan)
    ]
    responses = pd.concat(parts, ignore_index=True)
    responses = responses.assign(
        page=_draw_pages(responses["complete"].to_numpy(), pages, rng),
        start=_draw_starts(responses, plan, rng),
    )
    responses["minutes"] = np.ceil(rng.gamma(4, _MINUTES / 4, size=len(responses))).astype(int)
    return responses.sort_values("start", kind="stable", ignore_index=True)


def _extra(plan: RehearsalPlan) -> list[tuple[Sender, float, bool]]:
    mess = plan.mess
    return [
        ("twice_complete", mess.twice_complete, True),
        ("twice_incomplete", mess.twice_incomplete, False),
        ("unknown_token", mess.unknown_token, True),
        ("no_token", mess.no_token, True),
        ("test_row", mess.test_row, True),
    ]


def _describe(
    companies: npt.NDArray[np.intp], sender: Sender, rng: np.random.Generator, *, ends: bool = True
) -> pd.DataFrame:
    size = len(companies)
    return pd.DataFrame(
        {
            "company": companies,
            "sender": np.full(size, sender, dtype=object),
            "complete": np.full(size, ends),
            "when": rng.random(size),
        }
    )


def _sample(
    companies: npt.NDArray[np.intp], share: float, rng: np.random.Generator
) -> npt.NDArray[np.intp]:
    return rng.choice(
        companies, size=min(len(companies), round(share * len(companies))), replace=False
    )


def _draw_pages(
    complete: npt.NDArray[np.bool_], pages: int, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """The last page sent: all of them, or some but not the last."""
    return np.where(complete, pages, rng.integers(0, max(pages, 1), size=len(complete)))


def _draw_starts(
    responses: pd.DataFrame, plan: RehearsalPlan, rng: np.random.Generator
) -> pd.Series:
    """When each began: most in the first days, by day.

    A company's second answer comes some days after, or before, its first.
    """
    day = np.floor(plan.days * responses["when"].to_numpy() ** 1.7)
    second = rng.integers(7 * 3600, 20 * 3600, size=len(responses))
    wait = rng.integers(1, _LONGEST_WAIT + 1, size=len(responses))
    early = rng.random(len(responses)) < 0.5
    own = responses["sender"].eq("own") & responses["complete"]
    first = (
        pd.Series(day[own], index=responses["company"][own])
        .reindex(responses["company"])
        .to_numpy()
    )
    again = np.where(
        responses["sender"].eq("twice_incomplete") & early,
        np.maximum(first - wait, 0),
        first + wait,
    )
    days = np.where(responses["sender"].isin(["twice_complete", "twice_incomplete"]), again, day)
    return pd.Series(
        pd.Timestamp(plan.first_day)
        + pd.to_timedelta(days, unit="D")
        + pd.to_timedelta(second, unit="s")
    )
