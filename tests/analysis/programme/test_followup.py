"""What the second round tells, from a few cells."""

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter

from analysis.programme.followup import gather_followup, read_outcomes
from survey.instrument.records import Instrument
from tests.analysis.analysis_data import make_answers


def text(words):
    return {"en": words}


def instrument(**more):
    later = {"waves": ["followup"], "section": "all"}
    record = {
        "title": text("Survey"),
        "languages": ["en"],
        "section": [{"id": "all", "title": text("All")}],
        "answers": [
            {
                "id": "gains",
                "options": [{"code": code, "text": text(code)} for code in ("BUS", "NET", "NONE")],
            }
        ],
        "question": [
            {"code": "RUNS", "kind": "yes_no", "text": text("Running?"), **later},
            {
                "code": "FTE",
                "section": "all",
                "kind": "number",
                "decimals": 1,
                "text": text("Full-time jobs?"),
            },
            {"code": "NEWC", "kind": "number", "text": text("New customers?"), **later},
            {"code": "STEPS", "kind": "number", "text": text("Steps?"), **later},
            {
                "code": "GAVE",
                "kind": "multiple",
                "answers": "gains",
                "text": text("What did it give?"),
                **later,
            },
            {
                "code": "AREAS",
                "kind": "multiple",
                "answers": "gains",
                "text": text("About what?"),
                **later,
            },
            {"code": "WORDS", "kind": "long_text", "text": text("In your words?"), **later},
        ],
        "outcome": [
            {"id": "jobs", "question": "FTE", "name": text("Jobs"), "when_closed": 0},
            {"id": "customers", "question": "NEWC", "name": text("Customers")},
            {"id": "gains", "question": "GAVE", "name": text("Gains")},
            {"id": "running", "question": "RUNS", "name": text("Running")},
            {"id": "networks", "question": "GAVE[NET]", "name": text("Contacts")},
        ],
        "followup": {
            "running": "RUNS",
            "gains": "GAVE",
            "nothing": ["NONE"],
            "steps": "STEPS",
            "areas": "AREAS",
            "words": "WORDS",
        },
    }
    return TypeAdapter(Instrument).validate_python(record | more)


def answers(companies, wave="followup", one=None):
    made = make_answers(one or instrument(), companies, wave)
    made.companies.insert(
        0, "complete", [cells.get("complete", True) for cells in companies.values()]
    )
    return made


BOXES = {"GAVE[BUS]": "", "GAVE[NET]": "", "GAVE[NONE]": ""}
BEFORE = {
    "C1": {"FTE": "4.5"},
    "C2": {"FTE": "3"},
    "C3": {"FTE": ""},
    "C5": {"FTE": "1", "complete": False},
}
AFTER = {
    "C1": {
        "RUNS": "Y",
        "FTE": "5",
        "NEWC": "2",
        "STEPS": "3",
        **BOXES,
        "GAVE[BUS]": "Y",
        "GAVE[NET]": "Y",
        "WORDS": "We wrote it down.",
    },
    "C2": {"RUNS": "N", "FTE": "", **BOXES, "WORDS": ""},
    "C3": {
        "RUNS": "Y",
        "FTE": "2",
        "STEPS": "",
        **BOXES,
        "GAVE[NONE]": "Y",
        "AREAS[BUS]": "Y",
        "AREAS[NET]": "",
        "AREAS[NONE]": "",
    },
    "C4": {"RUNS": "Y", "FTE": "0", **BOXES},
}


@pytest.fixture
def facts():
    return gather_followup(answers(BEFORE, "baseline"), answers(AFTER), instrument())


def test_outcomes_stand_side_by_side_and_missing_stays_missing(facts):
    assert list(facts.before.index) == ["C1", "C2", "C3", "C4", "C5"]
    assert np.array_equal(facts.before["jobs"], [4.5, 3, np.nan, np.nan, 1], equal_nan=True)
    assert np.array_equal(
        facts.after["customers"], [2, np.nan, np.nan, np.nan, np.nan], equal_nan=True
    )
    assert facts.before[["customers", "gains", "running"]].isna().all(axis=None)


def test_a_closed_company_has_no_jobs_but_its_other_outcomes_are_unknown(facts):
    assert np.array_equal(facts.after["jobs"], [5, 0, 2, 0, np.nan], equal_nan=True)
    assert np.array_equal(facts.after["running"], [1, 0, 1, 1, np.nan], equal_nan=True)
    assert facts.closed.tolist() == [False, True, False, False, False]


def test_a_closed_company_had_jobs_before(facts):
    assert facts.before.loc["C2", "jobs"] == 3


def test_gains_are_counted_without_the_answer_that_means_nothing(facts):
    assert list(facts.gains) == ["BUS", "NET"]
    assert np.array_equal(facts.after["gains"], [2, np.nan, 0, np.nan, np.nan], equal_nan=True)
    assert np.array_equal(facts.after["networks"], [1, 0, 0, 0, np.nan], equal_nan=True)


def test_no_box_at_all_is_no_answer_and_nothing_is_one(facts):
    assert facts.gained.tolist() == [True, pd.NA, False, pd.NA, pd.NA]
    assert facts.gains.loc["C3"].tolist() == [False, False]
    assert facts.gains.loc[["C2", "C4", "C5"]].isna().all(axis=None)


def test_steps_and_words_are_the_companys_own(facts):
    assert np.array_equal(facts.steps, [3, np.nan, np.nan, np.nan, np.nan], equal_nan=True)
    assert facts.words.fillna("-").tolist() == ["We wrote it down.", "-", "-", "-", "-"]
    assert facts.areas.loc["C3"].tolist() == [True, False, False]
    assert facts.areas.drop(index="C3").sum().sum() == 0


def test_who_answered_completely_in_which_round(facts):
    assert facts.answered_before.tolist() == [True, True, True, False, False]
    assert facts.answered_after.tolist() == [True, True, True, True, False]


def test_an_instrument_that_reads_nothing_from_the_second_round_tells_nothing():
    plain = instrument(followup=None, outcome=[])
    facts = gather_followup(answers(BEFORE, "baseline", plain), answers(AFTER, one=plain), plain)
    assert not facts.closed.any()
    assert facts.gains.shape == (5, 0)
    assert facts.gained.isna().all()
    assert facts.steps.isna().all()
    assert facts.words.isna().all()
    assert facts.areas.shape == (5, 0)


def test_nobody_has_answered_yet():
    assert read_outcomes(answers({}), instrument()).shape == (0, 5)
    facts = gather_followup(answers(BEFORE, "baseline"), answers({}), instrument())
    assert facts.after.isna().all(axis=None)
    assert not facts.answered_after.any()
