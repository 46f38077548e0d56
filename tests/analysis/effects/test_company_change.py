"""A company's change beside measurement error and beside similar companies."""

from math import isnan, nan, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from analysis.effects.company_change import (
    LEAST_RETEST,
    compare_changes,
    find_yardstick,
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
    return Scores(
        wave, Points(frame, frame, frame), frame, frame["work"].rename("index"), ones, ones["work"]
    )


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


def test_the_yardstick_is_the_correlation_between_rounds_of_those_without_help():
    before, after = (pd.Series(values, COMPANIES) for values in rounds())
    helped = COMPANIES[:20]
    moved = after.where(~COMPANIES.isin(helped), 100 - after)
    yardstick = find_yardstick(before, moved, COMPANIES[20:])
    assert yardstick.reliability == pytest.approx(before[20:].corr(after[20:]))
    assert (yardstick.mean, yardstick.spread, yardstick.n) == (
        pytest.approx(before.mean()),
        pytest.approx(before.std()),
        40,
    )


def test_too_few_measured_twice_give_no_yardstick_and_no_verdict():
    before, after = (pd.Series(values, COMPANIES) for values in rounds())
    assert not isnan(find_yardstick(before, after, COMPANIES[:LEAST_RETEST]).reliability)
    assert isnan(find_yardstick(before, after, COMPANIES[: LEAST_RETEST - 1]).reliability)
    found = changes(before, after, untouched=COMPANIES[:5])["C000"][0]
    assert (found.reliable.verdict, found.before) == ("not_calculable", before["C000"])


def test_a_measure_that_never_varies_gives_no_yardstick():
    flat = pd.Series(50.0, COMPANIES)
    assert isnan(find_yardstick(flat, flat, COMPANIES).reliability)


def test_a_change_is_held_against_where_measurement_error_would_have_taken_it():
    before, after = rounds()
    after[0] = before[0] + 40
    found = changes(before, after)["C000"]
    assert [change.item for change in found] == ["index", "work"]
    r = np.corrcoef(before, after)[0, 1]
    expected = (1 - r) * (before.mean() - before[0])
    limit = norm.ppf(0.975) * before.std(ddof=1) * sqrt(1 - r**2)
    assert found[1].reliable.expected == pytest.approx(expected)
    assert found[1].reliable.limit == pytest.approx(limit)
    assert (
        found[1].reliable.verdict
        == ("better" if 40 - expected > limit else "within_error")
        == "better"
    )


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
