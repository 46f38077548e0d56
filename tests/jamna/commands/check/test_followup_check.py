"""A rehearsal with a second round: `select` chooses the same companies, and `check` reads it."""

import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis.programme.followup import gather_followup
from jamna.cli import app
from jamna.pipeline.delivery import read_effort
from jamna.pipeline.inputs import read_inputs
from jamna.pipeline.scores import compute_numbers
from jamna.workspace.layout import Workspace
from survey.common.errors import AnswersError
from tests.jamna.small_programme import lower_variants

RUNNER = CliRunner()
FIRST = ["companies.csv", "keys/tokens.csv", "answers/baseline/responses.csv"]
SECOND = [
    "answers/followup/responses.csv",
    "answers/place/responses.csv",
    "activities.csv",
    "events.csv",
]


def jamna(*words):
    return RUNNER.invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    root = tmp_path_factory.mktemp("second")
    result = jamna("rehearse", "-w", root, "--seed", 5, "--effect", 6)
    assert result.exit_code == 0, result.output
    assert "index of those that answered again moves by 6" in result.output
    lower_variants(root)
    return root


@pytest.fixture
def copy(arena, tmp_path):
    return shutil.copytree(arena, tmp_path / "copy")


def truth(root):
    return pd.read_csv(root / "rehearsal" / "truth.csv", index_col="company_id")


def test_the_treated_are_those_that_the_selection_chooses(copy):
    assert jamna("select", "-w", copy).exit_code == 0
    table = pd.read_csv(copy / "results" / "selection.csv")
    chosen = table.loc[
        (table["stage"] == "deep_dive") & (table["outcome"] == "selected"), "company_id"
    ]
    planted = truth(copy)
    assert len(chosen) == 20
    assert set(planted.index[planted["treated"]]) == set(chosen)
    assert planted["planted_effect"].value_counts().to_dict() == {0.0: 1180, 6.0: 20}


def test_decisions_change_who_is_treated(copy):
    jamna("select", "-w", copy)
    planted = truth(copy)
    out = planted.index[planted["treated"]][0]
    words = ("--stage", "deep_dive", "--exclude", "--reason", "declined", "--by", "N.N.")
    assert jamna("decide", out, *words, "-w", copy).exit_code == 0
    assert jamna("rehearse", "-w", copy, "--seed", 5, "--effect", 6).exit_code == 0
    assert not truth(copy).loc[out, "treated"]


def test_the_first_round_is_the_same_with_and_without_a_second(arena, tmp_path):
    assert jamna("rehearse", "-w", tmp_path / "plain", "--seed", 5).exit_code == 0
    for name in FIRST:
        assert (tmp_path / "plain" / name).read_bytes() == (arena / name).read_bytes(), name
    assert not any((tmp_path / "plain" / name).exists() for name in SECOND)
    extra = ["treated", "planted_effect", "planted_shift", "closed", "answered_again"]
    pd.testing.assert_frame_equal(truth(arena).drop(columns=extra), truth(tmp_path / "plain"))


def test_a_rehearsal_without_an_effect_leaves_no_old_second_round(copy):
    assert jamna("rehearse", "-w", copy, "--seed", 5).exit_code == 0
    assert not any((copy / name).exists() for name in SECOND)
    assert "treated" not in truth(copy)


def test_real_activities_are_never_overwritten(tmp_path):
    assert jamna("new", tmp_path / "real").exit_code == 0
    (tmp_path / "real" / "activities.csv").write_text(
        "company_id,kind,date,hours\n", encoding="utf-8"
    )
    result = jamna("rehearse", "-w", tmp_path / "real")
    assert result.exit_code == 2
    assert "activities.csv" in result.output
    assert (tmp_path / "real" / "activities.csv").exists()


def test_rules_that_cannot_be_kept_leave_nothing_half_written(tmp_path):
    assert jamna("new", tmp_path / "tight").exit_code == 0
    programme = tmp_path / "tight" / "programme.toml"
    text = programme.read_text(encoding="utf-8")
    assert "capacity = 20\n" in text
    programme.write_text(text.replace("capacity = 20\n", "capacity = 3\n"), encoding="utf-8")
    assert jamna("rehearse", "-w", tmp_path / "tight", "--effect", 0).exit_code == 3
    assert not (tmp_path / "tight" / "rehearsal").exists()
    assert not (tmp_path / "tight" / "answers" / "baseline" / "responses.csv").exists()


def test_both_rounds_read_and_score_like_any_answers(arena):
    workspace = Workspace(arena)
    before, after = read_inputs(workspace), read_inputs(workspace, "followup")
    scores = compute_numbers(after).scores
    facts = gather_followup(before.answers, after.answers, after.instrument)
    planted = truth(arena)
    said = planted.index[planted["closed"]].intersection(after.answers.companies.index)
    assert scores.wave == "followup"
    assert set(facts.closed.index[facts.closed]) == set(said)
    assert (facts.after.loc[said, "full_time_jobs"] == 0).all()
    assert facts.after.loc[facts.answered_after, "full_time_jobs"].notna().mean() > 0.85
    assert facts.before["steps_taken"].isna().all()
    assert (facts.answered_after & ~facts.answered_before).sum() > 3
    assert (
        0.5
        < (facts.answered_after & facts.answered_before).sum() / facts.answered_before.sum()
        < 0.85
    )


def test_what_was_done_is_read_with_the_companies_and_places_it_belongs_to(arena):
    workspace = Workspace(arena)
    inputs = read_inputs(workspace)
    effort = read_effort(workspace, inputs.settings, inputs.instrument, inputs.register)
    assert set(effort.activities["kind"]) == {kind.id for kind in inputs.settings.activity}
    planned = {
        "consultation": 490, "start_up": 219, "local_activity": 257, "joint_activity": 15,
        "network": 17, "support": 5_200_000,
    }  # fmt: skip
    reached = effort.events.groupby("kind")["number"].sum()
    assert set(reached.index) == set(planned)
    assert all(0.7 < reached[kind] / number < 1.2 for kind, number in planned.items())
    assert set(effort.events["municipality"].dropna()) == set(
        inputs.instrument.lists["municipality"].codes
    )
    assert set(effort.place.answers.companies["MUN"]) == set(
        inputs.instrument.lists["municipality"].codes
    )


def test_check_tells_of_the_second_round_too(copy):
    result = jamna("check", "-w", copy)
    assert result.exit_code == 0
    assert "followup, responses.csv" in result.output
    (copy / "events.csv").write_text(
        "kind,municipality,date,number\nstart_up,Nowhere,2027-01-01,1\n", encoding="utf-8"
    )
    broken = jamna("check", "-w", copy)
    assert broken.exit_code == 4
    place = copy / "place.toml"
    place.write_text(place.read_text(encoding="utf-8").replace('"PAJ"', '"PAJA"'), encoding="utf-8")
    assert jamna("check", "-w", copy).exit_code == 3


def test_faults_of_both_tables_are_told_together(copy):
    (copy / "activities.csv").write_text(
        "company_id,kind,date,hours\nX,advice,2027-01-01,1\n", encoding="utf-8"
    )
    (copy / "events.csv").write_text(
        "kind,municipality,date,number\nstart_up,Nowhere,2027-01-01,1\n", encoding="utf-8"
    )
    inputs = read_inputs(Workspace(copy))
    with pytest.raises(AnswersError) as caught:
        read_effort(Workspace(copy), inputs.settings, inputs.instrument, inputs.register)
    assert [problem.where for problem in caught.value.problems] == [
        "activities.csv, row 1, company_id",
        "events.csv, row 1, municipality",
    ]


def test_a_programme_that_did_nothing_yet_has_an_empty_effort(tmp_path):
    assert jamna("rehearse", "-w", tmp_path, "--companies", 60).exit_code == 0
    inputs = read_inputs(Workspace(tmp_path))
    effort = read_effort(Workspace(tmp_path), inputs.settings, inputs.instrument, inputs.register)
    assert effort.activities.empty
    assert effort.events.empty
    assert effort.place is None
