"""Simulate a second round in which help moves the measured index by a given number of points.

Companies have true levels, and help moves these. The shift is searched for by trying, as the index
is not linear in the levels: its geometric mean rises faster if one domain is low, and answers are
rounded and lie between 0 and 100.
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
"""How near to the asked effect the planted one has to be, in points of the index.

If one company of twenty changes one answer, the mean moves by about this much.
"""

TRIES = 8
FURTHEST = 100.0
"""The largest shift of a true level that is tried, in points."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A simulated second round with a known effect.

    `reached` is the effect in points of the index: the mean over the companies that were helped
    and answered again; NaN if none of them has an index. A company's effect is its index less the
    index it would have had, with the same random numbers, without help. `shift` is by how many
    points help moved the true level of every domain.
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
    """Simulate a second round with an effect of `effect` points of the index.

    The effect is as near to that as levels between 0 and 100 allow; `close` is how near is near
    enough. Every try has the same random numbers, from `seed`.
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
    known = truth.assign(planted_effect=np.where(truth["treated"], effect, 0.0))
    return replace(planted, followup=replace(planted.followup, truth=known))


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
    """Try shifts from both sides of the asked effect, and keep the nearest.

    The index moves in steps, as answers are whole steps of a scale; often no shift fits exactly.
    """
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
    """Return the next shift: in proportion to what is asked, but between the nearest two tries."""
    sign = np.sign(effect)
    reached = {abs(one.shift): sign * one.reached for one in tried}
    short = [shift for shift, gain in reached.items() if gain < abs(effect)]
    over = [shift for shift, gain in reached.items() if gain >= abs(effect)]
    least, most = max(short), min(over, default=FURTHEST)
    last, gain = list(reached.items())[-1]
    guess = last * abs(effect) / gain if gain > 0 else abs(effect)
    return float(sign * (guess if least < guess < most else (least + most) / 2 if over else most))
