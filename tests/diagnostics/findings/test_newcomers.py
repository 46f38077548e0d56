from pathlib import Path

import pandas as pd
import pytest

import survey
from diagnostics.findings.facts import CompanyFacts
from diagnostics.findings.newcomers import find_rare_newcomers, find_rarer_by_trade
from survey.instrument.file import load_instrument

INSTRUMENT = load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")


def hired(women, men, staff=(), rarer=None, trade="MANUF"):
    numbers = {"HIREW": women, "HIREM": men, **dict(zip(("STAFFW", "STAFFM"), staff, strict=False))}
    facts = CompanyFacts(sum(staff) if staff else None, True, numbers, trade)
    return find_rare_newcomers(facts, INSTRUMENT, rarer or {})


@pytest.mark.parametrize(
    ("women", "men", "staff", "place"),
    [
        (2, 0, (2, 6), "company"),
        (0, 2, (6, 2), "company"),
        (2, 0, (6, 2), None),
        (1, 1, (2, 6), None),
        (2, 0, (3, 3), None),
        (2, 0, (), None),
    ],
)
def test_newcomers_of_the_sex_that_is_fewer_in_the_staff(women, men, staff, place):
    assert hired(women, men, staff).get("recruits") == place


def test_newcomers_of_the_sex_that_is_rarer_in_the_trade():
    assert hired(2, 0, (3, 3), {"MANUF": "women"}) == {"recruits": "trade"}
    assert hired(2, 0, (6, 2), {"MANUF": "women"}) == {"recruits": "trade"}
    assert hired(0, 2, (3, 3), {"MANUF": "women"}) == {}
    assert hired(2, 0, (3, 3), {"CARE": "women"}) == {}


def test_a_trades_rarer_sex_is_told_from_ten_companies_and_where_it_is_clear():
    answers = pd.DataFrame(
        {
            "STAFFW": ["1"] * 10 + ["4"] * 10 + ["0"] * 9,
            "STAFFM": ["3"] * 10 + ["6"] * 10 + ["9"] * 9,
        }
    )
    trades = pd.Series(["MANUF"] * 10 + ["CARE"] * 10 + ["BUILD"] * 9)
    assert find_rarer_by_trade(trades, answers, INSTRUMENT) == {"MANUF": "women"}
    assert find_rarer_by_trade(trades, answers.drop(columns="STAFFW"), INSTRUMENT) == {}
