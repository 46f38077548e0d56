"""A company of two rounds by hand, and what its effect report says."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.effects.company_change import Change, OthersChange
from analysis.effects.reliable_change import ReliableChange
from analysis.programme.followup import FollowupFacts
from diagnostics.findings.measures import FittedAction
from reports.effect import EffectSource, build_effect
from reports.effect.document import Activity, AnswerChange, Figure, FlagFollowup, IndexChange
from survey.instrument.records import AnswerList, Followup, Option, Outcome, Question
from survey.register.activities import ActivityKind
from tests.reports.diagnosis.test_build import (
    COMPANIES,
    INSTRUMENT,
    MEASURE,
    finding,
    frame,
    source,
)

nan = np.nan
GAINS = Question(code="GAVE", section="all", kind="multiple", answers="gains", text={"en": "Gave?"})
BUSINESS, NOTHING = (
    Option(code="BUS", text={"sv": "Nya affärer", "en": "Business"}),
    Option(code="NO", text={"en": "No"}),
)
OPTIONS = AnswerList(id="gains", options=[BUSINESS, NOTHING])
AGAIN = replace(
    INSTRUMENT,
    question=[*INSTRUMENT.question, GAINS],
    answers=[*INSTRUMENT.answers, OPTIONS],
    outcome=[
        Outcome(
            id="women",
            question="STAFFW",
            name={"sv": "Kvinnor", "en": "Women"},
            unit={"en": "people"},
        )
    ],
    followup=Followup(gains="GAVE", nothing=["NO"]),
)


def change(item, before, after, verdict, others=3.0):
    worth = ReliableChange(
        after - before, 2.0, nan if verdict == "not_calculable" else 1.0, 15.0, verdict
    )
    return Change(
        item,
        before,
        after,
        worth,
        OthersChange(others, 0 if others is None else 7, {"municipality": "ARV"}),
    )


CHANGES = (
    change("index", 45, 60, "better"),
    change("hiring", 10.4, 62, "better"),
    change("pay", 95, 90, "within_error", None),
)


def bools(values):
    return pd.Series(values, index=COMPANIES, dtype=bool)


def two_rounds(changes=CHANGES, **given):
    before = replace(source(), instrument=AGAIN)
    answers = before.answers.companies.copy()
    answers.loc["A", ["STAFFW", "STAFFM", "AD", "submitted"]] = [
        "6",
        "6",
        "2",
        pd.Timestamp("2027-11-03"),
    ]
    points = before.scores.points.values.copy()
    points.loc["A"] = [100, 100, 0, 90, 20]
    later = replace(
        before,
        answers=replace(before.answers, companies=answers),
        scores=replace(before.scores, points=replace(before.scores.points, values=points)),
        flags=(),
        findings={"A": (finding("pay", "domain", "strength", 30.0, score=90.0),)},
        actions={"A": [FittedAction(MEASURE, (), [{"sv": "rådgivaren"}], (), None)]},
    )
    facts = FollowupFacts(
        before=frame(["women"], [[1], [1], [nan]]),
        after=frame(["women"], [[6], [1], [nan]]),
        answered_before=bools([True, True, False]),
        answered_after=bools([True, True, True]),
        closed=bools([False] * 3),
        gains=pd.DataFrame({"BUS": [True, False, pd.NA]}, index=COMPANIES, dtype="boolean"),
        gained=pd.Series([True, False, pd.NA], index=COMPANIES, dtype="boolean"),
        steps=pd.Series([2.0, nan, nan], index=COMPANIES),
        areas=pd.DataFrame(index=COMPANIES),
        words=pd.Series(["Kraft AB stod i vägen", None, None], index=COMPANIES, dtype="str"),
    )
    values = {
        "before": before,
        "after": later,
        "changes": dict.fromkeys(COMPANIES, changes),
        "facts": facts,
        "activities": pd.DataFrame(
            {"company_id": ["A", "A", "B"], "kind": ["x", "x", "y"], "hours": [1.5, 2.0, 9.0]}
        ),
        "kinds": [
            ActivityKind(id=name, name={"sv": name.upper(), "en": name}) for name in ("y", "x")
        ],
        "diagnosed": frozenset({"A"}),
        "cleared": {},
    }
    return EffectSource(**(values | given))


def test_the_head_says_both_days():
    made = build_effect("A", two_rounds())
    assert (made.name, made.first, made.second, made.whole) == (
        "Älv AB",
        "12 oktober 2026",
        "3 november 2027",
        IndexChange(2, 3, "better"),
    )


def test_the_lead_names_what_moved_for_sure():
    moved = build_effect("A", two_rounds()).summary
    assert (
        moved
        == "Det har blivit bättre med **rekrytering**, mer än slumpen förklarar. Resten är ungefär som förut\\."
    )
    still = tuple(
        replace(one, reliable=replace(one.reliable, verdict="within_error")) for one in CHANGES
    )
    unmoved = build_effect("A", two_rounds(still)).summary
    assert unmoved.startswith(
        "Det går fortsatt bra för er med **lön**. I stort svarar ni som förra gången"
    )


def test_a_shift_shows_the_reach_of_chance_and_hides_what_is_hidden():
    hiring, pay = build_effect("A", two_rounds()).shifts
    assert (hiring.before, hiring.after, hiring.low, hiring.high, hiring.verdict) == (
        10.4,
        62,
        0.0,
        pytest.approx(27.4),
        "better",
    )
    assert (hiring.others, hiring.n, hiring.group) == (3.0, 7, "kommun: arvidsjaur")
    assert (pay.high, pay.others, pay.n) == (100.0, None, 0)


def test_what_cannot_be_compared_says_why():
    gone = (
        CHANGES[0],
        change("hiring", nan, 62, "not_calculable"),
        change("pay", 95, 90, "not_calculable"),
    )
    assert [shift.missing for shift in build_effect("A", two_rounds(gone)).shifts] == [
        "för få svar förra gången",
        "går inte att bedöma",
    ]


def test_answers_are_told_then_and_now_and_harassment_is_no_praise():
    rounds = two_rounds()
    advert = AnswerChange("Läser ni annonsen?", "Aldrig", "Alltid")
    assert build_effect("A", rounds).risen == (
        advert,
        AnswerChange("Kvinnor och män", "1 kvinna och 11 män", "6 kvinnor och 6 män"),
    )
    harm = replace(AGAIN, indicator=[replace(one, sensitive=True) for one in AGAIN.indicator])
    assert (
        build_effect("A", replace(rounds, after=replace(rounds.after, instrument=harm))).risen == ()
    )


def test_figures_activities_gains_and_steps_are_the_companys_own():
    made = build_effect("A", two_rounds())
    assert made.figures == (Figure("Kvinnor (people)", "1", "6"),)
    assert made.activities == (Activity("X", 2, 3.5),)
    assert (made.gains.named, made.gains.none) == (("Nya affärer",), False)
    assert (made.taken.suggested, made.taken.steps) == (("Annonsera öppet",), 2)
    assert build_effect("B", two_rounds()).gains.none
    assert not build_effect("C", two_rounds()).gains.none


def test_only_a_company_with_a_diagnosis_is_told_what_it_suggested():
    made = build_effect("A", two_rounds(diagnosed=frozenset()))
    assert (made.taken.suggested, [one.again for one in made.ahead]) == ((), [False])
    assert [one.again for one in build_effect("A", two_rounds()).ahead] == [True]


def test_own_words_are_printed_only_when_they_are_cleared():
    assert build_effect("A", two_rounds()).taken.words == ""
    assert build_effect("A", two_rounds(cleared={"A": "Vi började."})).taken.words == "Vi började."


def test_marks_of_last_time_are_followed_up():
    rounds = two_rounds()
    assert build_effect("A", rounds).flags == (
        FlagFollowup("Rekryteringen är låg", still=False),
        FlagFollowup("low_all", still=False),
    )
    flags = replace(rounds.after, flags=rounds.before.flags[:1])
    assert build_effect("A", replace(rounds, after=flags)).flags[0].still is True
    empty = replace(rounds.after.scores, domains=rounds.after.scores.domains * nan)
    assert (
        build_effect("A", replace(rounds, after=replace(rounds.after, scores=empty))).flags[0].still
        is None
    )
