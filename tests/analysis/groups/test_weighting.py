import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.groups.weighting import rake, weigh_to
from survey.common.errors import AnswersError

SAMPLE = pd.DataFrame(
    {"place": list("AAAABBBCCC"), "trade": list("xxyyxyyxyy")},
    index=pd.Index([f"c{place}" for place in range(10)], name="company_id"),
)
MARGINS = {"place": pd.Series({"A": 20, "B": 50, "C": 30}), "trade": pd.Series({"x": 70, "y": 30})}


def slow_rake(sample, margins, rounds=300):
    """Plain dictionaries: one company's weight after another."""
    weights = dict.fromkeys(sample.index, 1.0)
    for _ in range(rounds):
        for column, margin in margins.items():
            for category, total in margin.items():
                members = [
                    company for company in sample.index if sample.loc[company, column] == category
                ]
                here = sum(weights[company] for company in members)
                for company in members:
                    weights[company] *= len(sample) * total / margin.sum() / here
    return weights


def shares(raked, sample, column):
    return (raked.weights.groupby(sample[column]).sum() / raked.weights.sum()).to_dict()


def test_raking_is_that_of_the_slow_and_obvious_version():
    found = rake(SAMPLE, MARGINS)
    assert found.weights.to_dict() == pytest.approx(slow_rake(SAMPLE, MARGINS), abs=1e-7)
    assert found.weights.mean() == pytest.approx(1)


@given(st.lists(st.integers(1, 100), min_size=5, max_size=5))
def test_weighted_answers_have_the_margins(totals):
    crossed = pd.DataFrame(
        [(place, trade) for place in "ABC" for trade in "xy" for _ in range(2)],
        columns=["place", "trade"],
    )
    margins = {
        "place": pd.Series(totals[:3], index=list("ABC")),
        "trade": pd.Series(totals[3:], index=list("xy")),
    }
    found = rake(crossed, margins, cap=np.inf)
    for column, margin in margins.items():
        assert shares(found, crossed, column) == pytest.approx(
            (margin / margin.sum()).to_dict(), abs=1e-6
        )
    assert (found.capped, found.off) == (0, pytest.approx(0, abs=1e-7))
    assert found.effective_n <= len(crossed) + 1e-9


def test_one_margin_is_plain_poststratification():
    found = rake(SAMPLE[["place"]], {"place": MARGINS["place"]})
    assert found.weights.tolist() == pytest.approx([0.5] * 4 + [5 / 3] * 3 + [1] * 3)
    assert found.effective_n == pytest.approx(10**2 / (4 * 0.25 + 3 * 25 / 9 + 3))


def test_no_answer_speaks_for_too_many_and_what_that_costs_is_told():
    sample = pd.DataFrame({"place": ["A"] + ["B"] * 19})
    found = rake(sample, {"place": pd.Series({"A": 50, "B": 50})}, cap=5)
    assert found.weights.max() == 5
    assert found.capped == 1
    assert found.off == pytest.approx(0.5 - 5 / (5 + 19 * 10 / 19))


def test_a_register_gives_its_own_margins():
    register = pd.DataFrame({"place": list("ABBBCC")})
    assert weigh_to(SAMPLE[["place"]], register).groupby(
        SAMPLE["place"]
    ).sum().to_dict() == pytest.approx({"A": 10 / 6, "B": 5, "C": 20 / 6})


def test_every_category_that_only_one_side_has_is_named():
    sample = SAMPLE.assign(trade=["z", None, *SAMPLE["trade"][2:]])
    with pytest.raises(AnswersError) as raised:
        rake(sample, MARGINS | {"place": pd.Series({"A": 1, "B": 1, "C": 1, "D": 2, "E": 0})})
    told = str(raised.value)
    assert len(raised.value.problems) == 3
    assert 'place: nobody from "D" answered' in told
    assert '"z" is among the answers but not in the register' in told
    assert "trade: 1 of the companies" in told
    assert pickle.loads(pickle.dumps(raised.value)).problems == raised.value.problems


def test_margins_that_cannot_hold_together_are_refused():
    sample = pd.DataFrame({"place": list("AB"), "trade": list("xy")})
    with pytest.raises(AnswersError, match="no weights meet these together"):
        rake(sample, {"place": pd.Series({"A": 1, "B": 3}), "trade": pd.Series({"x": 3, "y": 1})})
