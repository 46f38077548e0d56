import re
from dataclasses import replace
from string import Formatter
from typing import get_args

import pandas as pd
import pytest

from analysis.effects.notes import WORDS, NoteCode
from analysis.programme.perceived_benefits import share_given
from reports.evaluation.context import EvaluationContext
from reports.evaluation.measures import measure_outcome, p_words, span_words
from reports.evaluation.notes import note_words
from reports.evaluation.sections.answer import format_answer, format_limits
from reports.evaluation.sections.method import tables_of_method
from reports.evaluation.source import PerceivedBenefits
from reports.evaluation.verdicts import judge
from reports.style.language import translator
from tests.reports.evaluation.evaluation_fake import (
    ESTIMATES,
    NAN,
    PRIVACY,
    SOURCE,
    empty,
    estimate,
    give,
    refused,
    with_main,
)

SWEDISH, ENGLISH = translator("sv"), translator("en")
NO_EFFECT = re.compile(
    r"no effect|no difference|did not change|ingen effekt|ingen skillnad|ändrade inte",
    re.IGNORECASE,
)


def answer(source, language=ENGLISH):
    return format_answer(EvaluationContext(source, language))


def limits(source, language=ENGLISH):
    return " ".join(format_limits(EvaluationContext(source, language)))


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({"p": 0.2, "p_adjusted": 1.0}, "unclear"),
        ({"p": 0.01, "p_adjusted": 0.04}, "higher"),
        ({"p": 0.01, "p_adjusted": 0.04, "estimate": -2.0}, "lower"),
        ({"p": 0.01, "p_adjusted": 0.05}, "leaning_higher"),
        ({"p": 0.01, "p_adjusted": 0.3, "estimate": -2.0}, "leaning_lower"),
        ({"p": 0.01, "p_adjusted": NAN}, "higher"),
        ({"p": NAN, "p_adjusted": NAN, "low": 0.5}, "higher"),
        ({"p": NAN, "p_adjusted": NAN, "low": -0.5}, "unclear"),
        ({"p": NAN, "p_adjusted": NAN, "low": NAN, "high": NAN}, "unclear"),
        ({"estimate": NAN}, "unknown"),
    ],
)
def test_a_claim_must_pass_among_all_the_questions_of_its_family(told, verdict):
    assert judge(estimate(**told)) == verdict


def test_a_refused_estimate_shows_nothing():
    assert judge(refused()) == judge(None) == "unknown"


@pytest.mark.parametrize("language", [SWEDISH, ENGLISH])
@pytest.mark.parametrize("source", [SOURCE, empty(), with_main(p=0.001, p_adjusted=0.01, low=0.4)])
def test_the_answer_is_five_sentences(source, language):
    sentences = answer(source, language)
    assert len(sentences) == 5
    for sentence in sentences:
        assert sentence.endswith(".")
        assert not re.search(r"\. [A-ZÅÄÖ]", sentence)
        assert "nan" not in sentence.lower()
        assert "{" not in sentence


@pytest.mark.parametrize(("language", "least"), [(SWEDISH, "6,0 poäng"), (ENGLISH, "6.0 points")])
def test_a_null_says_what_could_not_have_been_seen_and_never_that_nothing_happened(language, least):
    sentences = answer(SOURCE, language)
    assert least in sentences[1]
    assert not NO_EFFECT.search(" ".join(sentences))


def test_a_finding_says_how_large_and_what_else_fits():
    told = answer(with_main(p=0.001, p_adjusted=0.01, estimate=6.04, low=2.0, high=10.1))[1]
    assert "better" in told
    assert "6.0 points" in told
    assert "+2.0 to +10.1" in told


def test_a_change_for_the_worse_is_said_as_plainly():
    told = answer(with_main(p=0.001, p_adjusted=0.01, estimate=-6.0, low=-10.0, high=-2.0))[1]
    assert "worse" in told
    assert "\N{MINUS SIGN}10.0 to \N{MINUS SIGN}2.0" in told


def test_what_passes_alone_but_not_among_many_can_be_chance():
    assert "can be chance" in answer(with_main(p=0.03, p_adjusted=0.2))[1]


def test_without_an_estimate_the_answer_says_why():
    assert "too few companies" in answer(empty())[1]
    assert "not estimated" in answer(replace(SOURCE, estimates=ESTIMATES[1:]))[1]


def test_the_naive_gain_never_stands_without_what_the_choice_gives_for_nothing():
    told = limits(SOURCE)
    assert told.startswith("On paper")
    assert "+9.3 points" in told
    assert "+2.4 to +6.8" in told
    without = [row for row in ESTIMATES if row.estimator != "before_after_expected"]
    assert "cannot be told how much" in limits(replace(SOURCE, estimates=without))


def test_other_results_are_named_only_if_they_pass():
    assert "In the main estimate none of the 2 other results" in answer(SOURCE)[2]
    assert "only an effect of at least 8.5 points would have been seen" in answer(SOURCE)[2]
    shown = [
        replace(row, p=0.001, p_adjusted=0.01) if row.outcome == "turnover" else row
        for row in ESTIMATES
    ]
    told = answer(replace(SOURCE, estimates=shown))[2]
    assert "Of the other results, “Turnover” became lower in the chosen companies" in told
    assert "Leadership" not in told
    assert told.endswith("; any further difference can be chance.")


@pytest.mark.parametrize(
    ("turnover", "jobs", "told"),
    [
        (1.0, None, "“Turnover” became higher in"),
        (-1.0, None, "“Turnover” became lower in"),
        (-1.0, 1.0, "became higher and “Turnover” became lower in"),
    ],
)
def test_what_moved_is_told_in_one_whole_sentence(turnover, jobs, told):
    moved = {"turnover": turnover, "leadership": jobs}
    shown = [
        replace(row, estimate=moved[row.outcome], p=0.001, p_adjusted=0.01)
        if moved.get(row.outcome) is not None
        else row
        for row in ESTIMATES
    ]
    sentence = answer(replace(SOURCE, estimates=shown))[2]
    assert told in sentence
    assert sentence.startswith("Of the other results, “")


def test_what_companies_say_is_their_view_and_hidden_where_few_say_it():
    assert answer(SOURCE)[4].startswith("40% of the 30 that answered")
    assert "no measure" in answer(SOURCE)[4]
    assert "Too few" in answer(replace(SOURCE, given=give(9, 9)))[4]
    assert "Too few" in answer(replace(SOURCE, given=None))[4]


def test_what_cannot_be_concluded_follows_from_the_notes():
    told = limits(SOURCE)
    for words in (
        "not by lot",
        "9 of the 14 chosen companies have nobody like them",
        "6 chosen companies and 80 others",
        "2 decisions",
        "simulated",
        "one smaller than 6.0 points is easily missed",
    ):
        assert words in told
    clean = limits(
        replace(
            with_main(notes=(), maryland_level=5, p=0.001, p_adjusted=0.01, low=0.2),
            simulated=False,
        )
    )
    for words in (
        "not by lot",
        "straight line",
        "did not answer again",
        "decision",
        "simulated",
        "easily missed",
    ):
        assert words not in clean
    assert "Which municipality did best" in clean


def test_places_drawn_by_lot_are_known_to_tell_more():
    drawn = limits(replace(SOURCE, estimates=(*ESTIMATES, estimate(estimator="ancova_drawn"))))
    assert "only some places were drawn by lot" in drawn
    assert "only some places" not in limits(SOURCE)


def test_a_missed_goal_stands_among_the_five_sentences():
    assert answer(SOURCE)[3] == (
        "One goal of 1 is not reached: “Companies that took part” (423 of 600)."
    )
    reached = SOURCE.goals.assign(share=1.0)
    assert answer(replace(SOURCE, goals=reached))[3] == "The goal is reached."
    assert answer(empty())[3].startswith("There is no goal")


def test_better_worse_and_neither_stand_beside_the_share_that_gained_something():
    codes = ["BETTR", "BOTH", "WORSE", "SAME"]
    boxes = pd.DataFrame(
        {code: [place % 4 == at for place in range(40)] for at, code in enumerate(codes)},
        dtype="boolean",
    )
    everyone = {"all": pd.Series(data=True, index=boxes.index)}
    names = {code: {"sv": code.lower(), "en": code.lower()} for code in codes}
    felt = PerceivedBenefits(share_given(boxes, everyone, PRIVACY), names)
    told = answer(replace(SOURCE, felt=felt))[4]
    assert told.startswith("Asked whether the programme meant something for better or worse, 40")
    assert all(f"“{name.lower()}” 25%" in told for name in codes)
    assert "40% of 30" in told
    few = PerceivedBenefits(share_given(boxes[:9], {"all": everyone["all"][:9]}, PRIVACY), names)
    assert "better or worse" not in answer(replace(SOURCE, felt=few))[4]


def test_the_chosen_are_counted_before_and_after_those_without_an_index_are_left_out():
    assert (
        "of the 20 that were chosen (Deep dive), the 14 with an index both times"
        in (answer(SOURCE)[0])
    )


def test_the_p_of_a_method_that_is_not_fair_is_not_shown_and_its_level_is_two_at_most():
    rows = {
        row[0]: row
        for table in tables_of_method(EvaluationContext(SOURCE, ENGLISH))
        for row in table.rows
        if table.title == "Every estimate: Equality as a whole"
    }
    assert rows["Difference-in-differences"][2:4] == ("–", "–")
    assert rows["Before and after"][2:4] == ("–", "–")
    assert rows["Main estimate (ANCOVA)"][2] != "–"
    ways = tables_of_method(EvaluationContext(SOURCE, ENGLISH))[0]
    levels = {row[0]: row[2] for row in ways.rows}
    assert levels["Difference-in-differences"] == "2"
    assert "9 of the 14 chosen companies have nobody like them" in ways.note


@pytest.mark.parametrize("language", [SWEDISH, ENGLISH])
def test_every_note_has_words_with_values_that_it_carries(language):
    words = note_words(language)
    assert {*words} == {*get_args(NoteCode)}
    for code, message in words.items():
        places = {name for _, name, _, _ in Formatter().parse(message) if name}
        assert places <= {name for _, name, _, _ in Formatter().parse(WORDS[code]) if name}, code


@pytest.mark.parametrize(
    ("outcome", "row", "unit", "words"),
    [
        ("index", estimate(estimate=7.0), "poäng", "+7,0 (−3,0 till +5,4)"),
        ("index", estimate(estimate=-0.04), "poäng", "0,0 (−3,0 till +5,4)"),
        (
            "turnover",
            estimate("turnover", estimate=-905_178, low=-5_431_702, high=3_621_346),
            "miljoner kronor",
            "−0,9 (−5,4 till +3,6)",
        ),
        (
            "running",
            estimate("running", estimate=0.014, low=-0.062, high=0.09),
            "procentenheter",
            "+1 (−6 till +9)",
        ),
        (
            "full_time_jobs",
            estimate("full_time_jobs", estimate=0.1, low=-0.5, high=0.7),
            "",
            "+0,10 (−0,50 till +0,70)",
        ),
        ("index", estimate(estimate=NAN), "poäng", "(−3,0 till +5,4)"),
        ("index", refused(), "poäng", "–"),
    ],
)
def test_numbers_are_told_in_their_own_unit_with_all_decimals(outcome, row, unit, words):
    measure = measure_outcome(outcome, [row], SOURCE.instrument, SWEDISH)
    assert measure.unit == unit
    assert span_words(row, measure, SWEDISH) == words


@pytest.mark.parametrize(
    ("p", "words"), [(0.0004, "<\u00a00,001"), (0.0123, "0,012"), (0.5, "0,50"), (NAN, "–")]
)
def test_p_is_never_told_as_zero(p, words):
    assert p_words(p, SWEDISH) == words
