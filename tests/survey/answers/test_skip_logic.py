"""What a company was shown, by the conditions of pages, questions, rows and choices.

The example is the shipped questionnaire. The rows are what LimeSurvey wrote for a closed company, a
sole trader and an employer that filled it in a browser.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey
from analysis.needs.needs import read_needs
from analysis.records import State
from analysis.rules import ScoringRules
from analysis.scoring.coding import code_points
from analysis.scoring.scoring import score
from survey.answers.gather import gather_answers
from survey.exports.reading import Export
from survey.instrument.file import load_instrument

SOLE = {
    "RUNS": "Y", "MUN": "KIR", "TRADE": "SERV", "STARTY": "2019", "TURN": "650000", "EMPL": "N",
    "TERMS[OCCUP]": "NONE", "UNPAID": "MONTH", "HURT[JOKES]": "NO", "HURT[WORDS]": "ONCE",
    "HURT[TOUCH]": "PNS", "HOURS[FLEX]": "ALWAY", "AWAY": "STOP", "SUPPORT": "Y",
    "FSEX": "W", "FAGE": "A2", "FBORN": "N",
}  # fmt: skip
CHOSEN = {f"HELP[N{number:02d}]": "Y" if number in {1, 5, 8} else "" for number in range(1, 13)} | {
    "HELP[NONE]": ""
}
NEEDS = {
    "NEED[N01]": "5",
    "NEED[N05]": "3",
    "NEED[N08]": "4",
    "TOP[1]": "N01",
    "TOP[2]": "N08",
    "TOP[3]": "",
}


@pytest.fixture(scope="module")
def shipped():
    return load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")


@pytest.fixture(scope="module", params=[None, ""], ids=["with NULL", "without"])
def answers(request, shipped):
    """One closed company, one sole trader; an older server writes NULL as the empty string."""
    columns = [
        name for name, column in shipped.columns.items() if "baseline" in column.question.waves
    ]
    cells = [{"RUNS": "N"}, SOLE | CHOSEN | NEEDS]
    own = {"submitdate": "2026-03-01 10:00:00", "startlanguage": "sv", "lastpage": "11"}
    rows = [
        {"id": str(number)} | own | {name: given.get(name, request.param) for name in columns}
        for number, given in enumerate(cells, 1)
    ]
    frame = pd.DataFrame(rows, dtype="str")
    return gather_answers([Export("a.csv", "csv", frame)], shipped, None, {}, "baseline", "id")


def test_a_closed_company_was_asked_nothing_more_and_stays_an_answer(answers, shipped):
    closed = answers.companies.loc["1", list(shipped.columns)]
    assert closed.dropna().to_dict() == {"RUNS": "N"}
    assert bool(answers.companies["complete"]["1"])
    points = code_points(answers, shipped)
    assert (points.states.loc["1"] == State.NOT_ASKED).all()
    scores = score(points, shipped, ScoringRules(), "baseline")
    assert np.isnan(scores.index["1"])
    assert np.isnan(scores.index_completeness["1"])


def test_who_employs_nobody_has_no_staff_and_was_not_asked_for_it(answers):
    sole = answers.companies.loc["2"]
    assert sole[["STAFFW", "STAFFM", "FTE", "HIREW"]].tolist() == ["0", "0", "0", "0"]
    assert sole[["PAYW", "LEADW", "DECIDE", "WHOM", "GUEST", "HOURS[MEETS]"]].isna().all()


def test_a_sole_traders_index_rests_on_what_it_was_asked(answers, shipped):
    points = code_points(answers, shipped)
    scores = score(points, shipped, ScoringRules(), "baseline")
    assert scores.domains.loc["2"].dropna().index.tolist() == ["pay", "parenthood"]
    assert scores.index_completeness["2"] == 1
    assert (points.states.loc["2"] == State.OK).sum() == 6


def test_what_hurt_somebody_is_shown_but_is_part_of_no_domain(answers, shipped):
    points = code_points(answers, shipped)
    hurt = points.states.loc["2", ["unwelcome_jokes", "demeaning_words", "unwelcome_touch"]]
    assert hurt.tolist() == [State.OK, State.OK, State.NOT_ANSWERED]
    assert points.values.loc["2", ["unwelcome_jokes", "demeaning_words"]].tolist() == [100, 50]
    scores = score(points, shipped, ScoringRules(), "baseline")
    assert np.isnan(scores.domain_completeness.loc["2", "environment"])


def test_a_need_that_was_not_chosen_is_none_and_one_never_asked_about_is_missing(answers, shipped):
    severity = read_needs(answers, shipped).severity
    assert severity.loc["2", ["sell_outside", "budgeting", "digital", "finance"]].tolist() == [
        100,
        50,
        75,
        0,
    ]
    assert severity.loc["1"].isna().all()
