"""The scores that effects are estimated on.

Some questions ask about the treatment itself: whether anybody has taken a course or had advice, or
what has been done for equality. They rise by taking part, whatever comes of it. The selection reads
them and the diagnosis tells them, but an effect that held them would find the programme in its own
timetable.
"""

from collections.abc import Sequence
from dataclasses import replace

from analysis.records import Points, Scores
from analysis.rules import ScoringRules
from analysis.scoring.scoring import score
from survey.instrument.records import Indicator, Instrument


def find_treatment(instrument: Instrument) -> Sequence[Indicator]:
    """The indicators that are the treatment itself."""
    return [indicator for indicator in instrument.indicator if indicator.treatment]


def leave_out_treatment(scores: Scores, instrument: Instrument, rules: ScoringRules) -> Scores:
    """The scores without the indicators that are the treatment; the same scores if there are none.

    A domain of which nothing is left has no score, and the index is made of the others.
    """
    if not find_treatment(instrument):
        return scores
    kept = [indicator for indicator in instrument.indicator if not indicator.treatment]
    names = [indicator.id for indicator in kept]
    points = Points(
        values=scores.points.values[names],
        states=scores.points.states[names],
        people=scores.points.people[names],
    )
    return score(points, replace(instrument, indicator=kept), rules, scores.wave)
