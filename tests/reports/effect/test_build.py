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
    FlaggedArea,
    IndexChange,
)
from reports.effect.hurt import join_told
from survey.instrument.records import (
    AnswerList,
    Background,
    Followup,
    Option,
    Outcome,
    Question,
)
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
    index = before.scores.index.copy()
    index["A"] = 60.0
    later = replace(
        before,
        answers=replace(before.answers, companies=answers),
        scores=replace(
            before.scores, points=replace(before.scores.points, values=points), index=index
        ),
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


def still(changes):
    return tuple(
        replace(one, reliable=replace(one.reliable, verdict="within_error")) for one in changes
    )


def with_domains(source, hiring, pay):
    domains = source.scores.domains.copy()
    domains.loc["A"] = [hiring, pay]
    return replace(source, scores=replace(source.scores, domains=domains))


def summary(rounds):
    return build_effect("A", rounds).summary.replace("\\", "")


def test_the_summary_names_the_answers_that_moved():
    assert summary(two_rounds()).startswith(
        "Mest framåt har det gått med ads och kvinnor och män. Mest bakåt har det gått med policy."
    )


def test_an_area_is_still_far_along_only_where_it_was_so_both_times():
    far = "Ni har fortfarande kommit långt inom **lön**."
    rounds = two_rounds(still(CHANGES))
    assert far in summary(rounds)
    low_then = replace(rounds, before=with_domains(rounds.before, 10.0, 60.0))
    assert "fortfarande" not in summary(low_then)
    risen = tuple(replace(one, before=60.0) for one in still(CHANGES))
    assert "fortfarande" not in summary(two_rounds(risen))


def test_nothing_is_praised_where_somebody_was_treated_badly():
    assert "fortfarande" not in summary(hurting(two_rounds(still(CHANGES))))


def opening(company, rounds):
    return build_effect(company, rounds).opening.replace("\\", "")


def test_the_opening_says_how_it_has_gone_what_was_done_and_what_is_next():
    assert opening("A", two_rounds()) == (
        "Det har gått framåt inom rekrytering, från 10 till 62: mer än slumpen kan förklara. "
        "Av det vi föreslog är ”Annonsera öppet” på plats nu. "
        "Helst vill ni ha hjälp med hiring."
    )


def test_the_groups_are_those_of_the_diagnosis():
    rounds = two_rounds()
    index = rounds.before.scores.index.copy()
    index["A"] = 60.0
    other = replace(rounds.before, scores=replace(rounds.before.scores, index=index))
    assert build_effect("A", replace(rounds, before=other)).whole.before == 3


def test_other_points_than_in_the_diagnosis_are_known():
    rounds = two_rounds()
    told = with_domains(rounds.before, 20.0, 95.0)
    assert [one.told for one in build_effect("A", replace(rounds, before=told)).shifts] == [20, 95]
    nobody = replace(rounds, diagnosed=frozenset())
    assert [one.told for one in build_effect("A", nobody).shifts] == [None, None]


def test_who_is_employed_is_told_by_each_rounds_own_answers():
    sized = replace(
        AGAIN,
        background=[
            *AGAIN.background,
            Background(id="size", name={"en": "Size"}, sum=["STAFFW", "STAFFM"]),
        ],
    )
    rounds = two_rounds()
    both = {name: replace(getattr(rounds, name), instrument=sized) for name in ("before", "after")}
    made = build_effect("A", replace(rounds, **both))
    assert (made.staff_before, made.staff) == (12, 12)
    fewer = both["after"].answers.companies.assign(STAFFW="0", STAFFM="4")
    later = replace(both["after"], answers=replace(both["after"].answers, companies=fewer))
    made = build_effect("A", replace(rounds, before=both["before"], after=later))
    assert (made.staff_before, made.staff) == (12, 4)


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
    assert build_effect("A", rounds).ahead == ()


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

    assert is_in_place(AD) is True
    assert is_in_place(STAFF, AD) is False
    assert is_in_place(finding("hiring", "domain", "concern", 1.0)) is None


POLICY = finding("policy", "indicator", "concern", 9.0)
SUGGESTED = "Det föreslog vi även förra gången"


@pytest.mark.parametrize(
    ("because", "said"),
    [
        ((AD, POLICY), f"{SUGGESTED}. Ni har kommit längre med ads"),
        ((POLICY,), "har det gått bakåt med policy"),
        ((finding("sell", "need", "concern", 1.0),), "fortfarande värt att göra, för selling."),
        ((finding("hiring", "domain", "concern", 1.0),), "värt att göra, för rekrytering"),
        ((finding("hiring", "domain", "strength", 1.0),), f"{SUGGESTED}, och det passar"),
        ((), f"{SUGGESTED}, och det passar fortfarande."),
    ],
)
def test_a_step_that_is_suggested_again_says_why_without_reproach(because, said):
    (step,) = build_effect("A", suggest(two_rounds(), *because)).ahead
    assert said in step.again
    assert "detsamma" not in step.again


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
    ("before", "after", "again"),
    [(100.0, 0.0, False), (np.nan, 50.0, False), (50.0, 0.0, True), (0.0, 50.0, True)],
)
def test_what_hurts_somebody_is_told_and_whether_it_was_told_before(before, after, again):
    made = build_effect("A", hurting(two_rounds(), before, after))
    assert made.hurt is not None
    assert made.hurt.again is again
    assert made.hurt_before == ""
    told = [*made.fallen, *made.risen]
    assert not [turn for turn in told if turn.question == "Läser ni annonsen?"]


def test_what_hurt_somebody_last_time_is_never_called_chance():
    made = build_effect("A", hurting(two_rounds(), 0.0, 100.0))
    assert made.hurt is None
    assert made.hurt_before == (
        "Förra gången berättade ni att någon hos er hade blivit utsatt. Den här gången gör ni inte "
        "det. Vi hoppas att det har upphört. Om det inte har det: hör av er till oss, så hjälper "
        "vi er vidare."
    )
    silent = build_effect("A", hurting(two_rounds(), 0.0, np.nan)).hurt_before
    assert "har ni inte svarat på den frågan" in silent
    assert build_effect("A", hurting(two_rounds(), 100.0, 100.0)).hurt_before == ""


def test_what_several_sentences_share_is_told_once_and_last():
    told = (
        "Någon utsattes för ord. Ingen ska tåla det.",
        "Någon utsattes för skämt. Ingen ska tåla det.",
    )
    assert join_told(told) == (
        "Någon utsattes för ord.",
        "Någon utsattes för skämt.",
        "Ingen ska tåla det.",
    )
    assert join_told(told[:1]) == ("Någon utsattes för ord.", "Ingen ska tåla det.")
    assert join_told([""]) == ()


def test_the_first_of_the_next_steps_is_about_it_and_nobody_is_praised_for_it():
    urgent = replace(MEASURE, id="urgent", title={"sv": "Bär det inte ensam"}, for_hurt=True)
    because = finding("ad", "indicator", "concern", 9.0)
    rounds = suggest(hurting(two_rounds()), because)
    both = [
        FittedAction(one, (because,), [{"sv": "rådgivaren"}], (), None) for one in (MEASURE, urgent)
    ]
    rounds = replace(
        rounds,
        before=replace(rounds.before, actions={"A": both[1:]}),
        after=replace(rounds.after, actions={"A": both}),
    )
    made = build_effect("A", rounds)
    assert [step.title for step in made.hurt.steps] == ["Bär det inte ensam"]
    assert [one.step.title for one in made.ahead] == ["Bär det inte ensam", "Annonsera öppet"]
    assert made.ahead[0].again.startswith("Det står också överst")
    assert made.taken.suggested == ()
    assert "Härnäst" not in made.opening


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


def test_areas_that_the_diagnosis_marked_are_followed_up():
    rounds = two_rounds()
    hiring = FlaggedArea("Rekrytering", 10.4, 62, sure=True)
    assert build_effect("A", rounds).flags == (hiring,)
    unsure = build_effect("A", replace(rounds, changes={"A": still(CHANGES)}))
    assert unsure.flags == (replace(hiring, sure=False),)
    assert build_effect("A", replace(rounds, diagnosed=frozenset())).flags == ()


def test_steps_are_those_agreed_on_where_it_says_how_many():
    agreed = Question(code="MANY", section="all", kind="number", text={"en": "How many?"})
    asked = replace(
        AGAIN, question=[*AGAIN.question, agreed], followup=replace(AGAIN.followup, agreed="MANY")
    )
    rounds = two_rounds()
    companies = rounds.after.answers.companies.assign(MANY="3")
    answers = replace(rounds.after.answers, companies=companies)
    after = replace(rounds.after, instrument=asked, answers=answers)
    assert build_effect("A", replace(rounds, after=after)).taken.agreed == 3
    assert build_effect("A", rounds).taken.agreed is None


def test_a_number_that_says_nothing_is_left_out():
    rounds = two_rounds()
    none = replace(rounds.facts, before=rounds.facts.before * 0, after=rounds.facts.after * 0)
    assert build_effect("A", replace(rounds, facts=none)).figures == ()
    first = replace(rounds.facts, before=rounds.facts.before * nan)
    assert build_effect("A", replace(rounds, facts=first)).figures == ()
    later = replace(
        AGAIN,
        question=[
            replace(one, waves=["followup"]) if one.code == "STAFFW" else one
            for one in AGAIN.question
        ],
    )
    new = replace(rounds, facts=first, after=replace(rounds.after, instrument=later))
    assert build_effect("A", new).figures == (Figure("Kvinnor (people)", "", "6"),)
