"""Who answers again: by the first answers, by taking part, and hardly ever if it has closed."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit

from survey.instrument.records import Instrument
from survey.rehearsal.answers.marks import ordered_codes, weighing_indicators
from survey.rehearsal.followup.plan import FollowupPlan

BoolArray = npt.NDArray[np.bool_]


def read_first_level(
    answers: pd.DataFrame, tokens: pd.DataFrame, instrument: Instrument
) -> "pd.Series[float]":
    """How well each company's first answers speak of it, 0-100: the mean of its marks.

    NaN for who did not answer completely. `answers` is the export of the first round, `tokens` say
    whose they are; of two complete answers the later counts.
    """
    complete = answers[answers["submitdate"].notna()].sort_values("submitdate", kind="stable")
    whose = complete["token"].map(tokens.set_index("token")["company_id"])
    marks = {}
    for column, indicator in weighing_indicators(instrument).items():
        codes = ordered_codes(instrument.columns[column], instrument)
        worth = {code: 100 * place / max(len(codes) - 1, 1) for place, code in enumerate(codes)}
        points = complete[column].map(worth).astype(float)
        marks[column] = 100 - points if indicator.reversed else points
    level = pd.DataFrame(marks, index=complete.index).mean(axis="columns").set_axis(whose)
    last: pd.Series[float] = level[level.index.notna() & ~level.index.duplicated(keep="last")]
    return last.reindex(tokens["company_id"])


def draw_return(
    first_level: "pd.Series[float]",
    stages: npt.NDArray[np.int64],
    closed: BoolArray,
    plan: FollowupPlan,
    rng: np.random.Generator,
) -> BoolArray:
    """Who answers the second time, completely.

    `stages` is in how many each company was. A company without a first answer seldom answers now.
    """
    level = first_level.to_numpy(dtype=float)
    known = ~np.isnan(level)
    above = (level - level[known].mean()) / (level[known].std() or 1.0) if known.any() else level
    again = expit(logit(plan.again) + plan.by_answers * above + plan.by_part * stages)
    share = np.where(known, again, plan.late) * np.where(closed, plan.closed_answering, 1.0)
    return np.asarray(rng.random(len(level)) < share, dtype=bool)


def draw_closed(
    staff: npt.NDArray[np.int64], plan: FollowupPlan, rng: np.random.Generator
) -> BoolArray:
    """Which companies have closed: the smaller, the sooner."""
    share = plan.closing * 2 / (1 + np.sqrt(staff / 4))
    return np.asarray(rng.random(len(staff)) < np.clip(share, 0, 1), dtype=bool)


def draw_breaking_off(
    finishing: BoolArray, able: BoolArray, share: float, rng: np.random.Generator
) -> BoolArray:
    """Who begins and stops half-way, among those that do not finish and are `able` to begin.

    They are a `share` of those that finish.
    """
    others = np.flatnonzero(able & ~finishing)
    many = min(rng.binomial(int(finishing.sum()), share), len(others))
    broken = np.zeros(len(finishing), dtype=bool)
    broken[rng.choice(others, size=many, replace=False)] = True
    return broken
