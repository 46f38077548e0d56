from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from analysis.effects.inference.randomisation import draw_choices, estimate_randomisation, permute
from analysis.effects.records import Least
from tests.analysis.effects.studies import change, make_study


def slow_p(outcome, treated, strata, controls):
    """Every choice, each with a regression of its own and the |t| of its coefficient."""

    def statistic(choice):
        return abs(sm.OLS(outcome, np.column_stack([choice, controls])).fit().tvalues[0])

    choices = [np.zeros(len(treated))]
    for number in np.unique(strata):
        rows = np.flatnonzero(strata == number)
        ways = combinations(rows, int(treated[rows].sum()))
        choices = [
            choice + np.isin(np.arange(len(treated)), way) for way in ways for choice in choices
        ]
    observed = statistic(treated)
    return np.mean([statistic(choice) >= observed * (1 - 1e-9) for choice in choices]), len(choices)


@pytest.mark.parametrize(
    ("chosen", "smallest"),
    [(4, Fraction(2, 70)), (3, Fraction(1, 56)), (2, Fraction(1, 28)), (1, Fraction(1, 8))],
)
def test_eight_municipalities_cannot_give_less_than_the_published_p(chosen, smallest):
    treated = np.repeat([1.0, 0.0], [chosen, 8 - chosen])
    outcome = np.where(treated > 0, 100.0, 0.0) + np.arange(8)[::-1]
    found = permute(
        outcome, treated, np.zeros(8, dtype=np.intp), np.ones((8, 1)), np.random.default_rng(1)
    )
    assert found.exact
    assert found.p == pytest.approx(float(smallest))


@given(st.integers(0, 10_000))
def test_all_choices_are_compared_as_with_a_regression_each(seed):
    rng = np.random.default_rng(seed)
    strata, treated = (
        np.repeat([0, 1], [5, 4]),
        np.concatenate([rng.permutation([1.0, 1, 0, 0, 0]), rng.permutation([1.0, 0, 0, 0])]),
    )
    controls = np.column_stack([np.ones(9), rng.standard_normal(9), strata])
    outcome = rng.standard_normal(9) + treated
    found = permute(outcome, treated, strata, controls, rng)
    assert (found.p, found.assignments) == pytest.approx(slow_p(outcome, treated, strata, controls))


def test_draws_come_near_to_all_choices():
    rng = np.random.default_rng(3)
    treated, strata, controls = (
        np.repeat([1.0, 0.0], [6, 8]),
        np.zeros(14, dtype=np.intp),
        np.ones((14, 1)),
    )
    outcome = rng.standard_normal(14) + 0.8 * treated
    exact = permute(outcome, treated, strata, controls, rng)
    drawn = permute(outcome, treated, strata, controls, rng, draws=3_000)
    assert (exact.exact, drawn.exact, exact.assignments) == (True, False, 3_003)
    assert drawn.p == pytest.approx(exact.p, abs=0.03)


def test_every_draw_keeps_the_numbers_of_each_stratum():
    treated, members = (
        np.array([1.0, 0, 0, 1, 1, 0, 0]),
        [np.array([0, 1, 2]), np.array([3, 4, 5, 6])],
    )
    block = next(draw_choices(treated, members, np.random.default_rng(1), 500))
    assert block[:, :3].sum(axis=1).tolist() == [1.0] * 500
    assert block[:, 3:].sum(axis=1).tolist() == [2.0] * 500
    assert len(np.unique(block, axis=0)) == 18


def test_strata_where_everybody_was_chosen_are_left_out():
    study = make_study(lottery=True)
    sure = study.frame["treated"] & (np.arange(220) % 4 == 0)
    stratum = np.where(sure, "must", "border")
    row = estimate_randomisation(change(study, stratum=stratum), np.random.default_rng(1), 200)
    assert (row.n_treated, row.n_comparison) == (40 - int(sure.sum()), 180)
    assert [note.code for note in row.notes] == ["sharp_null", "drawn"]


def test_the_same_generator_gives_the_same_p_and_a_planted_effect_is_seen():
    study = make_study(effect=8)
    first, again = (estimate_randomisation(study, np.random.default_rng(5), 999) for _ in range(2))
    assert (first.estimate, first.p) == (again.estimate, again.p)
    assert first.p < 0.01


@pytest.mark.parametrize(
    ("study", "status", "code"),
    [
        (
            change(make_study(), stratum=np.where(make_study().frame["treated"], "in", "out")),
            "not_estimable",
            "no_comparison",
        ),
        (make_study(n=50, chosen=4), "too_few", "too_few_companies"),
        (make_study(n=0, chosen=0), "not_estimable", "no_comparison"),
    ],
)
def test_where_nothing_can_be_permuted_a_row_says_so(study, status, code):
    row = estimate_randomisation(study, np.random.default_rng(1), 99)
    assert (row.status, row.notes[0].code) == (status, code)
    assert np.isnan([row.estimate, row.p]).all()


def test_strata_of_one_choice_more_than_nothing_are_too_few():
    study = make_study(n=60, chosen=30, lottery=True)
    treated = study.frame["treated"].to_numpy()
    stratum = np.where(treated, "in", "out").astype(object)
    stratum[np.flatnonzero(treated)[:1]] = "pair"
    stratum[np.flatnonzero(~treated)[:1]] = "pair"
    row = estimate_randomisation(change(study, stratum=stratum), np.random.default_rng(1), 99)
    assert (row.status, row.n_treated, row.n_comparison) == ("too_few", 1, 1)


def test_drawn_choices_never_give_a_p_of_nothing():
    treated = np.repeat([1.0, 0.0], [20, 30])
    found = permute(
        100 * treated + np.arange(50),
        treated,
        np.zeros(50, dtype=np.intp),
        np.ones((50, 1)),
        np.random.default_rng(1),
        99,
    )
    assert found.p == pytest.approx(1 / 100)


def test_fewer_possible_choices_than_p_needs_are_told():
    study = replace(make_study(n=60, chosen=30, lottery=True), covariates=(), backgrounds=())
    treated = study.frame["treated"].to_numpy()
    stratum = np.where(treated, "in", "out").astype(object)
    for pair in range(4):
        stratum[[np.flatnonzero(treated)[pair], np.flatnonzero(~treated)[pair]]] = f"pair {pair}"
    row = estimate_randomisation(
        change(study, stratum=stratum), np.random.default_rng(1), 99, Least(companies=4, freedom=2)
    )
    assert (row.status, row.note) == (
        "too_few",
        "the companies could have been chosen in 16 ways only: p cannot be under 0.0625",
    )
    assert np.isnan([row.estimate, row.p]).all()
