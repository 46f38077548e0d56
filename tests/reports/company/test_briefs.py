"""Half sentences about a company: which, in which order, and that no two companies read alike."""

import tomllib
from dataclasses import replace
from importlib.resources import files

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.company.briefs import (
    compose_sentence,
    gather_facts,
    read_clauses,
    tell_apart,
)
from reports.company.context import CompanyContext
from reports.style.language import translator
from survey.instrument.file import load_instrument
from survey.instrument.records import Instrument

NOTHING = pd.Series(dtype="float64")


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load_instrument(files("survey") / "library" / "instrument.toml", "sv")


def facts(instrument, points, answers=None, language="sv", priority=None):
    row = pd.Series(answers or {}, dtype="object")
    context = CompanyContext(row, instrument, translator(language))
    order = pd.Series(priority or {}, dtype="float64")
    return gather_facts(context, pd.Series(points, dtype="float64"), NOTHING, order)


def test_what_hurts_comes_first_and_is_told_as_soon_as_it_is_not_perfect(instrument):
    hurting = next(one for one in instrument.indicator if read_clauses()[one.id].hurts)
    told = facts(instrument, {hurting.id: 0, "goal": 0})
    assert told.hurt[0].endswith("flera gånger de senaste 12 månaderna")
    assert told.weak == ["inget mål för jämställdheten"]
    assert told.all[0] == told.hurt[0]
    assert facts(instrument, {hurting.id: 99}).hurt
    assert not facts(instrument, {hurting.id: 100}).hurt


@pytest.mark.parametrize(
    ("women", "men", "said"),
    [
        (0, 3, "bara män leder"),
        (2, 0, "bara kvinnor leder"),
        (1, 5, "mest män leder"),
        (5, 1, "mest kvinnor leder"),
    ],
)
def test_head_counts_say_who_is_missing(instrument, women, men, said):
    told = facts(instrument, {"managers": 20}, {"LEADW": str(women), "LEADM": str(men)})
    assert told.weak == [said]


def test_the_board_is_told_so_that_it_is_true_with_and_without_one(instrument):
    board = instrument.indicators["board"]
    told = facts(instrument, {"board": 0}, {board.women: "2", board.men: "0"})
    assert told.weak == ["bara kvinnor i styrelsen (eller, utan styrelse, bland ägarna)"]


def test_a_pay_gap_has_its_size_and_its_direction(instrument):
    gap = instrument.indicators["pay_gap"]
    pay = {gap.women: "30000", gap.men: "40000"}
    assert facts(instrument, {"pay_gap": 10}, pay).weak == [
        "kvinnor tjänar i snitt 25 % mindre än män"
    ]
    other = {gap.women: "40000", gap.men: "30000"}
    assert "men earn" in facts(instrument, {"pay_gap": 10}, other, "en").weak[0]


def test_what_is_not_weak_is_not_told(instrument):
    everything = {one.id: 50.0 for one in instrument.indicator if not read_clauses()[one.id].hurts}
    assert facts(instrument, everything).all == ()


def test_each_domain_has_its_turn_the_lowest_first(instrument):
    told = facts(instrument, {"goal": 0, "pictures": 10, "cover": 20, "pension": 30})
    assert told.weak == [
        "inget mål för jämställdheten",
        "arbetet går bara vidare några veckor utan den som driver företaget",
        "färre än hälften får tjänstepension inbetald",
        "de flesta på bilderna är av samma kön",
    ]


def test_an_indicator_without_a_clause_is_told_by_its_name_and_answer(instrument):
    own = replace(instrument.indicators["learning"], id="courses")
    strange = replace(instrument, indicator=[own])
    told = facts(strange, {"courses": 0}, {own.question: "N"})
    assert told.weak == [f"{own.name['sv'].lower()}: nej"]
    hurting = replace(strange, indicator=[replace(own, sensitive=True)])
    assert facts(hurting, {"courses": 0}, {own.question: "N"}).hurt == told.weak


def test_a_need_is_said_as_what_it_wants_help_with(instrument):
    told = facts(instrument, {}, priority={"budgeting": 2, "sell_outside": 1})
    assert told.needs == [
        "vill ha hjälp med att sälja utanför kommunen",
        "vill ha hjälp med att göra och följa en budget",
    ]


def test_every_indicator_of_the_questionnaire_has_its_clauses_in_both_languages(instrument):
    data = tomllib.loads((files("reports") / "library" / "briefs.toml").read_text(encoding="utf-8"))
    assert {one.id for one in instrument.indicator} <= set(data)
    for cases in data.values():
        texts = [text for text in cases.values() if isinstance(text, dict)]
        assert all({"sv", "en"} <= set(text) for text in texts)
        for clause in (said for text in texts for said in text.values()):
            assert clause[0].islower()
            assert not clause.endswith(".")
            assert ";" not in clause


def test_two_that_begin_alike_are_told_apart():
    told = tell_apart({"A": ["a", "b", "c", "d"], "B": ["a", "b", "c", "e"], "C": ["x"]})
    assert told == {"A": "A; b; c; d", "B": "A; b; c; e", "C": "X"}


@given(
    st.dictionaries(
        st.integers(0, 9).map(str), st.lists(st.sampled_from("abc"), max_size=6), max_size=8
    )
)
def test_two_read_alike_only_where_the_same_is_true_of_both(known):
    told = tell_apart(known)
    for one in known:
        for other in known:
            if told[one] == told[other]:
                assert compose_sentence(known[one]) == compose_sentence(known[other]) or (
                    known[one][: len(known[other])] == known[other]
                    or known[other][: len(known[one])] == known[one]
                )
