"""A company's change beside measurement error and beside similar companies."""

from dataclasses import replace
from math import isnan, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.effects.company_change import (
    compare_changes,
    count_answers,
    leave_out,
    measure_changes,
)
from analysis.groups.benchmarks import group_companies
from analysis.records import Points, Scores
from analysis.rules import ComparisonRules, PrivacyRules
from survey.instrument.records import Domain, Indicator, Instrument, Question, Section

COMPANIES = pd.Index([f"C{n:03}" for n in range(60)], name="company_id")
TEXT = {"en": "x"}


def instrument(*, sensitive=False):
    return Instrument(
        title=TEXT,
        languages=["en"],
        section=[Section(id="all", title=TEXT)],
        question=[Question(code="A", section="all", kind="number", text=TEXT)],
        domain=[Domain(id="work", name=TEXT)],
        indicator=[
            Indicator(
                id="harm",
                domain="work",
                name=TEXT,
                points="scale",
                question="A",
                sensitive=sensitive,
            )
        ],
    )


def scores(values, wave):
    frame = pd.DataFrame({"work": values}, index=COMPANIES[: len(values)])
    ones = frame.notna().astype(float)
    harm = frame.rename(columns={"work": "harm"})
    points = Points(harm, harm.notna().astype("int8") - 1, harm)
    return Scores(wave, points, frame, frame["work"].rename("index"), ones, ones["work"])


def rounds(seed=1, n=60):
    """The same truth measured twice, with reliability 0.8."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(50, 10, n)
    return truth + rng.normal(0, 5, n), truth + rng.normal(0, 5, n)


def changes(before, after, *, privacy=None, sensitive=False, trades=None, untouched=COMPANIES):
    backgrounds = pd.DataFrame(
        {"trade": trades if trades is not None else ["BUILD"] * len(COMPANIES)}, index=COMPANIES
    )
    comparison = ComparisonRules(groups=[["trade"], []])
    pair = scores(before, "baseline"), scores(after, "followup")
    return measure_changes(
        *pair,
        untouched,
        backgrounds,
        instrument(sensitive=sensitive),
        comparison,
        privacy or PrivacyRules(),
    )


def test_too_few_measured_twice_give_no_verdict():
    before, after = rounds()
    found = changes(before, after, untouched=COMPANIES[:5])["C000"][0]
    assert (found.reliable.verdict, found.before) == ("not_calculable", before[0])


def test_a_change_is_held_against_where_the_others_went():
    before, after = rounds()
    after[0] = before[0] + 40
    found = changes(before, after, untouched=COMPANIES[1:])["C000"]
    assert [change.item for change in found] == ["index", "work"]
    slope, level = np.polyfit(before[1:], after[1:], 1)
    assert found[1].reliable.expected == pytest.approx(level + (slope - 1) * before[0])
    assert found[1].reliable.verdict == "better"
    assert found[1].reliable.limit < 40


def test_a_score_rests_on_the_questions_that_were_answered_and_weigh():
    before, _ = rounds(n=3)
    given = scores(before, "baseline")
    states = pd.DataFrame({"harm": [0, 2, 0]}, index=given.index.index)
    known = replace(given, points=replace(given.points, states=states))
    assert count_answers(known, instrument()).to_dict("list") == {
        "index": [1, 0, 1],
        "work": [1, 0, 1],
    }


def test_only_companies_in_both_rounds_have_changes():
    before, after = rounds()
    assert list(changes(before[:50], after)) == list(COMPANIES[:50])


def test_a_missing_score_is_no_change():
    before, after = rounds()
    after[3] = nan
    change = changes(before, after)["C003"][1]
    assert isnan(change.after)
    assert change.reliable.verdict == "not_calculable"
    assert change.others.n == 59


@pytest.mark.parametrize(("size", "n"), [(6, 5), (5, 0)])
def test_fewer_than_five_others_are_not_shown(size, n):
    values = np.arange(float(size))
    alike = group_companies(pd.DataFrame({"trade": ["A"] * size}), ["trade"])
    found = compare_changes(values, [alike], PrivacyRules().mean)
    assert [others.n for others in found] == [n] * size
    assert all((others.mean is None) == (n == 0) for others in found)


def test_the_first_grouping_with_enough_others_is_used_and_named():
    before, after = rounds()
    found = changes(before, after, trades=["FISH"] * 5 + ["BUILD"] * 55)
    assert (found["C000"][1].others.group, found["C000"][1].others.n) == ({}, 59)
    assert (found["C010"][1].others.group, found["C010"][1].others.n) == ({"trade": "BUILD"}, 54)
    assert found["C010"][1].others.mean == round(np.delete(after[5:] - before[5:], 5).mean())


def test_harassment_needs_more_companies():
    before, after = rounds()
    trades = ["FISH"] * 10 + ["BUILD"] * 50
    assert changes(before, after, trades=trades)["C000"][1].others.n == 9
    assert changes(before, after, trades=trades, sensitive=True)["C000"][1].others.n == 59
    assert changes(before, after, trades=trades, sensitive=True)["C000"][0].others.n == 9


@given(
    st.lists(
        st.tuples(st.one_of(st.just(nan), st.floats(-100, 100)), st.integers(-1, 2)),
        min_size=1,
        max_size=12,
    )
)
def test_leaving_out_is_what_it_says(rows):
    values, codes = (
        np.array([row[0] for row in rows]),
        np.array([row[1] for row in rows], dtype=np.intp),
    )
    found = leave_out(values, codes)
    for own, code in enumerate(codes):
        others = [
            value
            for place, value in enumerate(values)
            if place != own and codes[place] == code != -1 and not isnan(value)
        ]
        assert found.n[own] == len(others)
        assert (
            found.mean[own] == pytest.approx(np.mean(others), abs=1e-9)
            if others
            else isnan(found.mean[own])
        )
