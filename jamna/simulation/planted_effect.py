"""A planted effect: how far true levels have to move so that the measured index of the companies that were helped moves as far as asked.

The index is not linear in the levels: its geometric mean rises faster where one domain is low, and answers are rounded and end
at 0 and 100.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.effects.outcome_scores import leave_out_treatment
from analysis.scoring.coding import code_points
from analysis.scoring.scoring import score
from jamna.pipeline.inputs import Inputs
from jamna.simulation.simulated_run import take_inputs
from survey.rehearsal import Rehearsal
from survey.rehearsal.followup import (
    FollowupPlan,
    FollowupRehearsal,
    Involvement,
    rehearse_followup,
)

CLOSE = 0.1
"""How near, in points of the index, the planted effect has to come: one answer of one company in twenty moves the mean by about so much."""

TRIES = 8
FURTHEST = 100.0
"""Points of a true level."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A second round with an effect of `reached` points on the mean index of the companies that were helped and answered again.

    The effect of a company is what it answers less what the same company, with the same moods and chances, would have answered without
    help. `shift`: points by which every domain's true level has moved for it. `reached` is NaN where nobody who was helped has an index.
    """

    followup: FollowupRehearsal
    shift: float
    reached: float


def plant_effect(
    effect: float,
    baseline: Inputs,
    rehearsal: Rehearsal,
    involvement: Involvement,
    plan: FollowupPlan,
    seed: list[int],
    close: float = CLOSE,
) -> Planted:
    """A second round whose effect is `effect` points of the index, or as near as levels between 0 and 100 allow.

    `seed` makes the round's own generator, the same for every try; `close` is how near is near enough.
    """

    def follow(shift: float) -> FollowupRehearsal:
        return rehearse_followup(
            rehearsal,
            baseline.instrument,
            involvement,
            replace(plan, shift=shift),
            np.random.default_rng(seed),
        )

    theirs = rehearsal.tokens.loc[
        rehearsal.tokens["company_id"].isin(sorted(involvement.treated)), "token"
    ]

    def measure(followup: FollowupRehearsal) -> "pd.Series[float]":
        answers = followup.answers[followup.answers["token"].isin(theirs)]
        return measure_index(
            take_inputs(rehearsal, answers, "followup", baseline.settings, baseline.instrument)
        )

    planted = _search(effect, follow, measure, close)
    truth = planted.followup.truth
    told = truth.assign(planted_effect=np.where(truth["treated"], effect, 0.0))
    return replace(planted, followup=replace(planted.followup, truth=told))


def measure_index(inputs: Inputs) -> "pd.Series[float]":
    """The index that effects are estimated on, of every company that answered; NaN without one."""
    instrument, rules = inputs.instrument, inputs.settings.scoring
    points = code_points(inputs.answers, instrument)
    scores = score(points, instrument, rules, inputs.answers.wave)
    return leave_out_treatment(scores, instrument, rules).index


def _search(
    effect: float,
    follow: Callable[[float], FollowupRehearsal],
    measure: Callable[[FollowupRehearsal], "pd.Series[float]"],
    close: float,
) -> Planted:
    """Close in on the shift from both sides, and keep the nearest: people and answers come whole, so the index moves in steps."""
    still = follow(0.0)
    if effect == 0:
        return Planted(still, 0.0, 0.0)
    without = measure(still)
    if without.isna().all():
        return Planted(follow(effect), effect, np.nan)
    tried = [Planted(still, 0.0, 0.0)]
    while len(tried) <= TRIES and abs(tried[-1].reached - effect) > close:
        shift = _guess(effect, tried)
        if shift in [one.shift for one in tried]:
            break
        followup = follow(shift)
        tried.append(Planted(followup, shift, float((measure(followup) - without).mean())))
    return min(tried, key=lambda planted: abs(planted.reached - effect))


def _guess(effect: float, tried: Sequence[Planted]) -> float:
    """As many points as the last try was short, but between the nearest tries on either side."""
    sign = np.sign(effect)
    reached = {abs(one.shift): sign * one.reached for one in tried}
    short = [shift for shift, gain in reached.items() if gain < abs(effect)]
    over = [shift for shift, gain in reached.items() if gain >= abs(effect)]
    least, most = max(short), min(over, default=FURTHEST)
    last, gain = list(reached.items())[-1]
    guess = last * abs(effect) / gain if gain > 0 else abs(effect)
    return float(sign * (guess if least < guess < most else (least + most) / 2 if over else most))
