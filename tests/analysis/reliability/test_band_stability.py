import numpy as np
import pandas as pd
import pytest

from analysis.records import Points, State
from analysis.reliability.band_stability import find_firm_bands
from analysis.rules import ScoringRules
from survey.instrument.records import Domain, Indicator, Instrument, Question, Section

WORDS = {"en": "x"}
CODES = ["Q1", "Q2", "Q3", "Q4"]


@pytest.fixture
def instrument():
    return Instrument(
        title=WORDS,
        languages=["en"],
        section=[Section(id="one", title=WORDS)],
        question=[Question(code=code, section="one", kind="yes_no", text=WORDS) for code in CODES],
        domain=[Domain(id="all_of_it", name=WORDS)],
        indicator=[
            Indicator(
                id=code.lower(), domain="all_of_it", name=WORDS, points="yes_no", question=code
            )
            for code in CODES
        ],
    )


def points(*rows):
    names = [code.lower() for code in CODES]
    values = pd.DataFrame(
        rows,
        index=pd.Index([f"c{row}" for row in range(len(rows))], name="company_id"),
        columns=names,
        dtype=float,
    )
    states = (
        values.isna()
        .map(lambda missing: State.NOT_ANSWERED if missing else State.OK)
        .astype(np.int8)
    )
    return Points(values, states, values.notna().astype(int))


def test_a_band_is_firm_if_no_single_answer_moves_the_index_out_of_it(instrument):
    firm = find_firm_bands(
        points([60, 60, 60, 60], [100, 52, 52, 52], [100, 0, 52, 52]), instrument, ScoringRules()
    )
    assert firm.to_dict() == {"c0": True, "c1": True, "c2": False}


def test_a_company_without_an_index_has_no_band_to_be_firm(instrument):
    assert find_firm_bands(points([60, None, None, 60]), instrument, ScoringRules()).empty
