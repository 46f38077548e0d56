"""An effect planted on the measured index: what was asked for is what the answers show."""

import numpy as np
import pytest

from jamna.pipeline.scores import compute_numbers
from jamna.simulation.planted_effect import CLOSE, plant_effect
from jamna.simulation.simulated_run import choose_companies, involve, take_inputs
from jamna.workspace.layout import new_workspace
from jamna.workspace.settings import load_settings
from survey.instrument.file import load_instrument
from survey.rehearsal import RehearsalPlan, rehearse
from survey.rehearsal.followup import FollowupPlan, Involvement

SEED = [7, 1]


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    workspace = new_workspace(tmp_path_factory.mktemp("shipped"))
    settings, instrument = load_settings(workspace.programme), load_instrument(workspace.instrument)
    rehearsal = rehearse(instrument, RehearsalPlan(), np.random.default_rng(7))
    baseline = take_inputs(rehearsal, rehearsal.answers, "baseline", settings, instrument)
    return rehearsal, baseline, involve(choose_companies(baseline), settings, None)


def plant(effect, first, helped=None):
    rehearsal, baseline, involved = first
    return plant_effect(
        effect, baseline, rehearsal, involved if helped is None else helped, FollowupPlan(), SEED
    )


def read_index(planted, first):
    """The index by the main job's own way through all answers."""
    rehearsal, baseline, _ = first
    inputs = take_inputs(
        rehearsal, planted.followup.answers, "followup", baseline.settings, baseline.instrument
    )
    return compute_numbers(inputs).outcome_scores.index


@pytest.mark.parametrize("effect", [6.0, -4.0])
def test_the_index_of_the_helped_moves_by_what_was_asked_and_nobody_elses_does(effect, first):
    planted, none = plant(effect, first), plant(0.0, first)
    gained = (read_index(planted, first) - read_index(none, first)).dropna()
    helped = gained.index.isin(sorted(first[2].treated))
    assert gained[helped].mean() == pytest.approx(planted.reached)
    assert planted.reached == pytest.approx(effect, abs=CLOSE)
    assert (gained[~helped] == 0).all()
    assert np.sign(planted.shift) == np.sign(effect)


def test_the_truth_says_what_was_asked_and_how_far_levels_moved_for_it(first):
    planted = plant(6.0, first)
    truth = planted.followup.truth.set_index("company_id")
    helped = truth.index.isin(sorted(first[2].treated))
    assert (truth.loc[helped, "planted_effect"] == 6.0).all()
    assert (truth.loc[helped, "planted_shift"] == planted.shift).all()
    assert (truth.loc[~helped, ["planted_effect", "planted_shift"]] == 0).all(axis=None)


def test_no_effect_is_no_shift(first):
    planted = plant(0.0, first)
    assert (planted.shift, planted.reached) == (0.0, 0.0)


def test_more_than_the_scale_holds_is_planted_as_far_as_it_goes(first):
    planted = plant(95.0, first)
    assert 95 <= planted.shift <= 100
    assert 30 < planted.reached < 95


def test_where_nobody_helped_answers_the_levels_move_by_the_points_themselves(first):
    planted = plant(6.0, first, helped=Involvement(frozenset(), first[2].stages))
    assert planted.shift == 6.0
    assert np.isnan(planted.reached)
