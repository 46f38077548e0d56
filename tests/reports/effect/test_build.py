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
from reports.effect.document import (
    Activity,
    AnswerChange,
    EarlierAction,
    Figure,
    FlagFollowup,
    IndexChange,
)
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
    worth = ReliableChange(after - before, 2.0, 15.0, verdict)
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


def summary(changes):
    return build_effect("A", two_rounds(changes)).summary.replace("\\", "")


def test_the_summary_names_what_moved_for_sure():
    assert summary(CHANGES) == (
        "Det har blivit bättre inom **rekrytering**, mer än slumpen kan förklara. "
        "Resten är ungefär som förut."
    )
    still = tuple(
        replace(one, reliable=replace(one.reliable, verdict="within_error")) for one in CHANGES
    )
    assert summary(still).startswith(
        "Ni har fortfarande kommit långt inom **lön**. Inget område som helhet har ändrats"
    )


def opening(company, rounds):
    return build_effect(company, rounds).opening.replace("\\", "")


def test_the_opening_is_what_the_company_did_and_which_answers_changed():
    assert opening("A", two_rounds()) == (
        "Ni har tagit 2 av stegen vi kom överens om, och ni svarar annorlunda än förra gången om "
        "ads (nu ”Alltid”), kvinnor och män och policy."
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
    harm = replace(
        AGAIN, indicator=[replace(one, sensitive=True, weight=0) for one in AGAIN.indicator]
    )
    assert (
        build_effect("A", replace(rounds, after=replace(rounds.after, instrument=harm))).risen == ()
    )


def test_figures_activities_gains_and_steps_are_the_companys_own():
    made = build_effect("A", two_rounds())
    assert made.figures == (Figure("Kvinnor (people)", "1", "6"),)
    assert made.activities == (Activity("X", 2, 3.5),)
    assert (made.gains.named, made.gains.none, made.gains.meant) == (("Nya affärer",), False, "")
    assert made.taken.steps == 2
    assert build_effect("B", two_rounds()).gains.none
    assert not build_effect("C", two_rounds()).gains.none


def suggest(rounds, *because):
    """The same action in both rounds' diagnoses, for these findings."""
    fitted = {"A": [FittedAction(MEASURE, because, [{"sv": "rådgivaren"}], (), None)]}
    return replace(
        rounds,
        before=replace(rounds.before, actions=fitted),
        after=replace(rounds.after, actions=fitted),
    )


STAFF = finding("staff", "indicator", "concern", 60.0)
AD = finding("ad", "indicator", "concern", 50.0)


def test_only_a_company_with_a_diagnosis_is_told_what_it_suggested():
    rounds = suggest(two_rounds(), STAFF)
    assert build_effect("A", rounds).taken.suggested == (
        EarlierAction("Annonsera öppet", in_place=True),
    )
    alone = build_effect("A", replace(rounds, diagnosed=frozenset()))
    assert (alone.taken.suggested, [one.again for one in alone.ahead]) == ((), [""])


def test_in_place_is_what_all_reasons_have_risen_to_the_top_for():
    points = {"staff": 60.0}

    def is_in_place(*because):
        rounds = suggest(two_rounds(), *because)
        values = rounds.after.scores.points.values.copy()
        values.loc["A", list(points)] = list(points.values())
        scores = replace(
            rounds.after.scores, points=replace(rounds.after.scores.points, values=values)
        )
        made = build_effect("A", replace(rounds, after=replace(rounds.after, scores=scores)))
        return made.taken.suggested[0].in_place

    assert is_in_place(AD)
    assert not is_in_place(STAFF, AD)
    assert not is_in_place(finding("hiring", "domain", "concern", 1.0))


@pytest.mark.parametrize(
    ("because", "said"),
    [
        ((AD,), "Svaret om ads var ”Aldrig” och är nu ”Alltid”"),
        ((finding("sell", "need", "concern", 1.0),), "ni vill fortfarande ha hjälp med"),
        ((finding("hiring", "domain", "concern", 1.0),), "mest att göra inom rekrytering"),
        ((), "Det föreslogs förra gången, och det passar fortfarande."),
    ],
)
def test_a_step_that_is_suggested_again_says_why(because, said):
    (step,) = build_effect("A", suggest(two_rounds(), *because)).ahead
    assert said in step.again


def test_the_same_answer_is_told_as_the_same():
    rounds = suggest(two_rounds(), AD)
    same = replace(rounds, after=replace(rounds.after, answers=rounds.before.answers))
    (step,) = build_effect("A", same).ahead
    assert "svaret om ads är detsamma: ”Aldrig”" in step.again


def hurting(rounds, before=100.0, after=0.0):
    """The advert as a question about harassment, with these points in the two rounds."""
    told = replace(
        AGAIN,
        indicator=[
            replace(one, sensitive=True, weight=0) if one.id == "ad" else one
            for one in AGAIN.indicator
        ],
    )

    def with_points(one, value):
        values = one.scores.points.values.copy()
        values.loc["A", "ad"] = value
        scores = replace(one.scores, points=replace(one.scores.points, values=values))
        return replace(one, instrument=told, scores=scores)

    return replace(
        rounds, before=with_points(rounds.before, before), after=with_points(rounds.after, after)
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (100.0, 0.0, "Ni berättar den här gången att någon hos er har blivit illa behandlad"),
        (np.nan, 50.0, "Ni berättar den här gången"),
        (50.0, 0.0, "Ni berättar den här gången"),
        (0.0, 0.0, "Ni berättar även den här gången"),
        (0.0, 50.0, "Ni berättar även den här gången"),
    ],
)
def test_what_hurts_somebody_opens_the_page(before, after, said):
    rounds = hurting(two_rounds(), before, after)
    assert opening("A", rounds).startswith(said)
    assert build_effect("A", rounds).hurt is not None
    told = [*build_effect("A", rounds).fallen, *build_effect("A", rounds).risen]
    assert not [turn for turn in told if turn.question == "Läser ni annonsen?"]


def test_a_company_that_tells_of_nothing_is_asked_nothing():
    assert build_effect("A", hurting(two_rounds(), 0.0, 100.0)).hurt is None
    assert build_effect("A", hurting(two_rounds(), 0.0, np.nan)).hurt is None


def test_the_step_for_it_stands_with_it_and_not_among_the_next():
    rounds = suggest(hurting(two_rounds()), finding("ad", "indicator", "concern", 9.0))
    made = build_effect("A", rounds)
    assert (made.hurt.first_step, made.hurt.help) == ("write it.", "rådgivaren")
    assert made.ahead == ()
    assert made.taken.suggested == ()


MEANT = Question(code="FELT", section="all", kind="choice", answers="felt", text={"en": "Felt?"})
FELT = AnswerList(
    id="felt",
    options=[
        Option(code="WORSE", text={"sv": "Till det sämre", "en": "For the worse"}),
        Option(code="BETTR", text={"en": "For the better"}),
        Option(code="NR", text={"en": "Not with us"}),
    ],
    not_applicable=["NR"],
)


@pytest.mark.parametrize(("answer", "said"), [("WORSE", "Till det sämre"), ("NR", ""), (None, "")])
def test_what_the_project_meant_is_the_companys_own_answer(answer, said):
    asked = replace(
        AGAIN,
        question=[*AGAIN.question, MEANT],
        answers=[*AGAIN.answers, FELT],
        outcome=[Outcome(id="project_meant", question="FELT", name={"en": "Meant"})],
    )
    rounds = two_rounds()
    companies = rounds.after.answers.companies.assign(FELT=answer)
    after = replace(
        rounds.after,
        instrument=asked,
        answers=replace(rounds.after.answers, companies=companies),
    )
    made = build_effect("A", replace(rounds, after=after))
    assert (made.gains.meant, made.figures) == (said, ())


def test_own_words_are_printed_only_when_they_are_cleared():
    assert build_effect("A", two_rounds()).taken.words == ""
    assert build_effect("A", two_rounds(cleared={"A": "Vi började."})).taken.words == "Vi började."


def test_flags_of_last_time_are_followed_up():
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
