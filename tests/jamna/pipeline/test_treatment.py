"""A programme that raises only the questions about itself has no effect."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.effects.models.ancova import estimate_ancova
from analysis.effects.outcome_scores import leave_out_treatment
from analysis.programme.followup import gather_followup
from diagnostics.studies import build_studies
from jamna.pipeline.effects import MAIN, lay_rounds, note_treatment
from jamna.pipeline.scores import compute_numbers
from jamna.simulation.simulated_run import involve, judge_plainly, take_inputs
from jamna.workspace.layout import new_workspace
from jamna.workspace.settings import load_settings
from survey.instrument.file import load_instrument
from survey.rehearsal import RehearsalPlan, rehearse
from survey.rehearsal.followup import FollowupPlan, Involvement, rehearse_followup

ASKED = ("action", "learning")
"""The indicators of the shipped questionnaire that are the treatment."""
SEED = 11


def mark(instrument, *, treatment):
    return replace(
        instrument,
        indicator=[
            replace(one, treatment=treatment and one.id in ASKED) for one in instrument.indicator
        ],
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A programme, and its second round in which the helped have the best answers to `ASKED`."""
    workspace = new_workspace(tmp_path_factory.mktemp("shipped"))
    settings, instrument = load_settings(workspace.programme), load_instrument(workspace.instrument)
    rehearsal = rehearse(instrument, RehearsalPlan(), np.random.default_rng(SEED))
    first = take_inputs(rehearsal, rehearsal.answers, "baseline", settings, instrument)
    chosen = judge_plainly(first)
    involved = involve(chosen.selection, settings, None)
    quiet = Involvement(involved.treated, involved.stages)
    rng = np.random.default_rng([SEED, 2])
    answers = rehearse_followup(rehearsal, instrument, quiet, FollowupPlan(), rng).answers
    tokens = rehearsal.tokens.set_index("company_id")["token"]
    helped = answers["token"].isin(tokens.reindex(sorted(involved.treated)))
    best = dict(find_best(instrument, one) for one in ASKED)
    raised = answers.assign(
        **{code: answers[code].mask(helped, answer) for code, answer in best.items()}
    )
    return rehearsal, settings, instrument, answers, raised


def find_best(instrument, name):
    """The question of the indicator `name`, and its best answer."""
    indicator = instrument.indicators[name]
    scale = instrument.lists[instrument.questions[indicator.question].answers].scale
    return indicator.question, scale[0] if indicator.reversed else scale[-1]


def study(world, answers, *, treatment):
    rehearsal, settings, instrument, *_ = world
    marked = mark(instrument, treatment=treatment)
    first = take_inputs(rehearsal, rehearsal.answers, "baseline", settings, marked)
    second = take_inputs(rehearsal, answers, "followup", settings, marked)
    chosen = judge_plainly(first)
    rounds = lay_rounds(
        chosen.numbers,
        compute_numbers(second),
        gather_followup(first.answers, second.answers, marked),
    )
    last = settings.selection.stage[-1].id
    return build_studies(
        rounds, chosen.candidates, chosen.selection, settings.selection, chosen.numbers.scores, last
    )


@pytest.mark.parametrize("outcome", [MAIN, "equality_work"])
def test_raising_only_the_treatment_gives_no_effect(world, outcome):
    *_, plain, raised = world
    still, moved = (
        estimate_ancova(study(world, answers, treatment=True)[outcome])
        for answers in (plain, raised)
    )
    assert moved.estimate == pytest.approx(still.estimate)
    counted = estimate_ancova(study(world, raised, treatment=False)[outcome])
    assert counted.estimate > moved.estimate + 1


def test_the_selection_still_reads_the_treatment(world):
    rehearsal, settings, instrument, *_ = world
    marked, plain = (
        compute_numbers(
            take_inputs(
                rehearsal,
                rehearsal.answers,
                "baseline",
                settings,
                mark(instrument, treatment=treatment),
            )
        )
        for treatment in (True, False)
    )
    assert marked.scores.index.equals(plain.scores.index)
    assert not marked.outcome_scores.index.equals(plain.scores.index)
    assert plain.outcome_scores is plain.scores


def test_a_domain_that_is_all_treatment_has_no_score_and_leaves_the_index_to_the_others(world):
    rehearsal, settings, instrument, *_ = world
    inputs = take_inputs(rehearsal, rehearsal.answers, "baseline", settings, instrument)
    whole = replace(
        instrument,
        indicator=[
            replace(one, treatment=one.domain == "equality_work") for one in instrument.indicator
        ],
    )
    left = leave_out_treatment(compute_numbers(inputs).scores, whole, settings.scoring)
    assert left.domains["equality_work"].isna().all()
    assert left.index.notna().sum() > 300


def test_rows_of_scores_say_how_many_questions_are_left_out(world):
    marked = mark(world[2], treatment=True)
    studies = study(world, world[3], treatment=True)
    rows = [estimate_ancova(studies[name]) for name in (MAIN, "equality_work", "pay", "needs")]
    told = note_treatment(rows, marked)
    words = "questions about the programme itself that the score leaves out: 2"
    assert [words in row.note for row in told] == [True, True, False, False]
