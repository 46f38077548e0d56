"""Whether the band of the index rests on a single answer."""

import numpy as np
import pandas as pd

from analysis.arrays import Array
from analysis.records import Points
from analysis.reliability.robustness import leave_each_answer_out, measure
from analysis.rules import ScoringRules
from analysis.scoring.scoring import BAND_FLOORS
from survey.instrument.records import INDEX, Instrument


def find_firm_bands(points: Points, instrument: Instrument, scoring: ScoringRules) -> pd.Series:
    """Whether each company's index stays in its band when any single answer is left out.

    Companies without an index are left out. An index that can no longer be worked out without an
    answer has not stayed. The rule is the Swiss Logib's for small firms.
    """
    measured = measure(points, instrument, scoring)
    bands = _bands(measured.of(INDEX))
    firm = np.ones(len(bands), dtype=bool)
    for variant in leave_each_answer_out(points, instrument, scoring):
        firm &= _bands(variant.measured.of(INDEX)) == bands
    known = ~np.isnan(measured.of(INDEX))
    return pd.Series(firm[known], index=measured.companies[known])


def _bands(index: Array) -> Array:
    return np.where(np.isnan(index), 0, np.digitize(index, BAND_FLOORS) + 1)
