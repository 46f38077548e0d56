"""What does not apply leaves the denominator, don't know is no answer: from file to page."""

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter

from analysis.programme.followup import gather_followup, read_outcomes
from analysis.records import State
from analysis.rules import ScoringRules
from analysis.scoring.coding import code_points
from analysis.scoring.scoring import score
from reports.company.answer_words import answer_words
from reports.style.language import translator
from survey.answers.background import backgrounds
from survey.answers.gather import gather_answers
from survey.exports.reading import Export
from survey.instrument.records import Instrument
from survey.limesurvey.questionnaire.attributes import find_attributes


def text(words):
    return {"sv": words, "en": words}


def option(code, words=""):
    return {"code": code, "text": text(words or code)}


def question(code, kind, answers=None, **more):
    listed = {"answers": answers} if answers else {}
    return {"code": code, "section": "all", "kind": kind, "text": text(code)} | listed | more


def indicator(name, column, **more):
    own = {"id": name, "domain": "work", "points": "scale", "question": column, "name": text(name)}
    return own | more


SMALL = TypeAdapter(Instrument).validate_python(
    {
        "title": text("Small"),
        "languages": ["sv", "en"],
        "section": [{"id": "all", "title": text("All")}],
        "answers": [
            {
                "id": "often",
                "options": [
                    option("NO"),
                    option("YES"),
                    option("NR", "Gäller inte oss"),
                    option("DK", "Vet inte"),
                ],
                "not_applicable": ["NR"],
                "not_answered": ["DK"],
            },
            {
                "id": "who",
                "options": [option("W"), option("M"), option("PNS")],
                "not_answered": ["PNS"],
            },
            {
                "id": "felt",
                "options": [option(code) for code in ("WORSE", "SAME", "BETTR", "NR", "DK")],
                "not_applicable": ["NR"],
                "not_answered": ["DK"],
            },
            {
                "id": "gains",
                "options": [option("NET"), option("NONE"), option("DK")],
                "not_answered": ["DK"],
            },
        ],
        "question": [
            question("ONE", "choice", "often"),
            question("TWO", "choice", "often"),
            question("SAD", "choice", "often"),
            question("WHO", "choice", "who"),
            question("LEAD", "number"),
            question("STAFF", "number"),
            question("OWN", "number"),
            question("FELT", "choice", "felt"),
            question(
                "GAVE",
                "multiple",
                "gains",
                asked_if={"question": "FELT", "answers": ["BETTR"]},
                if_not_asked="NONE",
            ),
        ],
        "domain": [{"id": "work", "name": text("Work")}],
        "indicator": [
            indicator("one", "ONE"),
            indicator("two", "TWO"),
            indicator("sad", "SAD", weight=0, sensitive=True),
        ],
        "outcome": [
            {"id": "worse", "question": "FELT", "yes": ["WORSE"], "name": text("Worse")},
            {"id": "gains", "question": "GAVE", "name": text("Gains")},
        ],
        "background": [{"id": "founder", "question": "WHO", "name": text("Founder")}],
        "followup": {"gains": "GAVE", "nothing": ["NONE"]},
        "check": [{"at_most": ["LEAD", "STAFF", "OWN"], "says": text("More lead.")}],
    }
)
BLANK = {name: "" for name, column in SMALL.columns.items() if column.codes is not None}


def gather(*companies):
    """The answers of companies "1", "2", … ; what is not named was left blank."""
    own = {"submitdate": "2026-03-01 10:00:00", "startlanguage": "sv"}
    rows = [{"id": str(n)} | own | BLANK | given for n, given in enumerate(companies, 1)]
    frame = pd.DataFrame(rows, columns=["id", *own, *SMALL.columns], dtype="str")
    return gather_answers([Export("a.csv", "csv", frame)], SMALL, None, {}, "baseline", "id")


@pytest.mark.parametrize(
    ("answer", "state", "completeness"),
    [
        ("YES", State.OK, 1),
        ("NR", State.NOT_APPLICABLE, 1),
        ("DK", State.NOT_ANSWERED, 0.5),
        ("", State.NOT_ANSWERED, 0.5),
    ],
)
def test_only_what_does_not_apply_leaves_the_denominator(answer, state, completeness):
    points = code_points(gather({"ONE": "YES", "TWO": answer}), SMALL)
    scores = score(points, SMALL, ScoringRules(), "baseline")
    assert points.states.loc["1", "two"] == state
    assert scores.domain_completeness.loc["1", "work"] == completeness


@pytest.mark.parametrize("answer", ["NO", "YES", "NR", "DK", ""])
def test_an_indicator_without_weight_neither_makes_nor_hinders_a_score(answer):
    points = code_points(gather({"ONE": "YES", "TWO": "NO", "SAD": answer}), SMALL)
    scores = score(points, SMALL, ScoringRules(), "baseline")
    assert scores.domains.loc["1", "work"] == 50
    assert scores.domain_completeness.loc["1", "work"] == 1
    assert scores.index.loc["1"] == pytest.approx(50)


def test_a_domain_of_which_only_the_weightless_was_answered_has_no_score():
    scores = score(
        code_points(gather({"ONE": "NR", "TWO": "NR", "SAD": "YES"}), SMALL),
        SMALL,
        ScoringRules(),
        "baseline",
    )
    assert np.isnan(scores.domains.loc["1", "work"])
    assert np.isnan(scores.index.loc["1"])


def test_a_page_says_what_was_answered_in_its_own_words():
    row = gather({"ONE": "DK", "TWO": "NR"}).companies.loc["1"]
    told = [answer_words(row, column, SMALL, translator("sv")) for column in ("ONE", "TWO")]
    assert told == ["Vet inte", "Gäller inte oss"]


def test_who_would_rather_not_say_belongs_to_no_group():
    companies = gather({"WHO": "W"}, {"WHO": "PNS"}, {}).companies
    groups = backgrounds(companies, None, SMALL)["founder"]
    assert groups.fillna("-").tolist() == ["W", "-", "-"]


def test_a_box_outside_the_list_stands_alone_in_limesurvey():
    settings = {each.name: each.value for each in find_attributes(SMALL.questions["GAVE"], SMALL)}
    assert settings["exclude_all_others"] == "NONE;DK"


@pytest.mark.parametrize(
    ("felt", "worse", "boxes"),
    [
        ("WORSE", 1, ["", "Y", ""]),
        ("SAME", 0, ["", "Y", ""]),
        ("NR", None, [None, None, None]),
        ("DK", None, [None, None, None]),
        ("", None, [None, None, None]),
    ],
)
def test_who_was_spared_the_question_about_gains_had_none_if_it_said_so(felt, worse, boxes):
    hidden = {f"GAVE[{code}]": None for code in ("NET", "NONE", "DK")}
    answers = gather({"FELT": felt} | hidden)
    kept = answers.companies.loc["1", list(hidden)]
    assert [None if pd.isna(cell) else cell for cell in kept] == boxes
    outcome = read_outcomes(answers, SMALL).loc["1", "worse"]
    assert (None if np.isnan(outcome) else outcome) == worse
    gained = gather_followup(answers, answers, SMALL).gained.loc["1"]
    assert (pd.isna(gained)) == (boxes == [None, None, None])


def test_a_part_is_held_against_the_sum_of_its_wholes():
    fine = {"LEAD": "5", "STAFF": "3", "OWN": "2"}
    answers = gather(fine, fine | {"LEAD": "6"}, fine | {"LEAD": "6", "OWN": None})
    faults = answers.faults.query("company_id == '2'")
    assert sorted(faults["column"]) == ["LEAD", "OWN", "STAFF"]
    assert set(faults["what"]) == {"More lead (LEAD 6, STAFF 3, OWN 2)."}
    assert set(answers.faults["company_id"]) == {"2"}
