"""Effects of a few simulated programmes whose truth is known; `make validate` has a thousand."""

from dataclasses import replace

import pytest

from jamna.simulation.effect_recovery import (
    Case,
    World,
    format_verdicts,
    judge_trials,
    prove,
    try_programme,
)
from jamna.workspace.layout import new_workspace
from jamna.workspace.settings import load_settings
from survey.instrument.file import load_instrument

SEEDS = range(201, 211)
FOUR_ERRORS = 4.0


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    workspace = new_workspace(tmp_path_factory.mktemp("shipped"))
    return World(load_settings(workspace.programme), load_instrument(workspace.instrument))


@pytest.fixture(scope="module")
def verdicts(world):
    return prove([Case("default rules")], world, SEEDS, workers=1)


@pytest.fixture(scope="module")
def nothing(verdicts):
    return verdicts[0]


@pytest.fixture(scope="module")
def six(verdicts):
    return verdicts[1]


def test_with_no_effect_before_after_still_finds_one(nothing):
    assert nothing.programmes == len(SEEDS)
    assert nothing.true == 0
    assert nothing.naive_bias > 1
    assert nothing.naive_bias > nothing.bias + 1


def test_with_no_effect_the_main_estimate_finds_none(nothing):
    assert abs(nothing.bias) < FOUR_ERRORS * nothing.bias_error
    assert nothing.coverage >= 0.75


def test_a_planted_effect_comes_back(six, nothing):
    assert six.true == pytest.approx(6, abs=0.25)
    assert six.case == "+6 points, default rules"
    assert abs(six.bias) < FOUR_ERRORS * six.bias_error
    assert six.bias == pytest.approx(nothing.bias, abs=0.6)
    assert six.coverage >= 0.75


def test_a_lottery_at_the_border_lets_the_draw_decide(world):
    drawn, ruled = try_programme(
        [Case("lottery", lottery=True, effects=(0.0,)), Case("rule", effects=(0.0,))], world, 201
    )
    assert drawn.main.n_treated + drawn.main.n_comparison > 100
    assert drawn.main.estimate != ruled.main.estimate


def test_a_verdict_counts_its_trials(world):
    (trial,) = try_programme([Case("one", effects=(0.0,))], world, 202)
    sure = replace(
        trial, main=replace(trial.main, p=0.01, low=-1.0, high=1.0, estimate=0.5), true=0.0
    )
    off = replace(sure, main=replace(sure.main, p=0.2, low=2.0, high=3.0, estimate=2.5))
    verdict = judge_trials("two", [sure, off])
    assert (verdict.rejected, verdict.coverage, verdict.bias) == (0.5, 0.5, 1.5)
    assert (
        format_verdicts([verdict])
        .splitlines()[2]
        .startswith("| two | 2 | 0.0 | 50.0% | +1.50 ± 1.96 | 50.0% |")
    )
