"""Results against goals through the real rooms, on a small rehearsal with a second round."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.scoring.scoring import tabulate_scores
from jamna.commands.check.workspace import check_choices
from jamna.commands.rehearse import fill_workspace
from jamna.pipeline.delivery import Effort, read_effort
from jamna.pipeline.followup import read_second_round
from jamna.pipeline.goals import count_measured, gather_results, tabulate_results
from jamna.pipeline.inputs import read_inputs, read_rules
from jamna.pipeline.progress import Silence
from jamna.screen.progress import Screen
from jamna.simulation.simulated_run import choose_companies
from jamna.workspace.layout import Workspace, new_workspace


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    workspace = Workspace(tmp_path_factory.mktemp("arena") / "results")
    fill_workspace(workspace.root, 5, 300, Screen(), effect=0.0)
    return workspace


@pytest.fixture(scope="module")
def baseline(arena):
    return read_inputs(arena)


@pytest.fixture(scope="module")
def selection(baseline):
    return choose_companies(baseline)


@pytest.fixture(scope="module")
def effort(arena, baseline):
    return read_effort(arena, baseline.settings, baseline.instrument, baseline.register)


@pytest.fixture(scope="module")
def later(arena, baseline):
    return read_second_round(arena, baseline, Silence())


def whole(results):
    return results.goals[results.goals["group"] == "all"].set_index("goal")


def test_each_goal_is_counted_as_the_files_say(baseline, selection, effort, later):
    table = whole(gather_results(baseline, selection, effort, later))
    events = effort.events.groupby("kind")["number"].sum()
    chosen = selection.table.query("stage == 'deep_dive' and outcome == 'selected'")
    chosen = selection.table.query("stage == 'deep_dive' and outcome == 'selected'")
    assert table.index.tolist() == [goal.id for goal in baseline.settings.goal]
    assert (
        table.loc["companies", "value"]
        == effort.activities["company_id"].nunique()
        < len(effort.activities)
    )
    assert table.loc["deep_dives", "value"] == len(chosen) > 0
    assert table.loc["consultations", "value"] == events["consultation"]
    assert table.loc["support", "share"] == pytest.approx(events["support"] / 5_000_000)


def test_a_stage_that_took_nobody_in_counts_as_none_and_not_as_unknown(
    baseline, selection, effort, later
):
    nobody = replace(selection, table=selection.table.assign(outcome="not_selected"))
    row = whole(gather_results(baseline, nobody, effort, later)).loc["deep_dives"]
    assert (row["value"], row["n"], row["status"]) == (0, 0, "ok")


def test_jobs_are_those_of_the_participants_that_answered_twice(baseline, selection, effort, later):
    row = whole(gather_results(baseline, selection, effort, later)).loc["jobs"]
    jobs = pd.DataFrame(
        {
            "before": later.facts.before["full_time_jobs"],
            "after": later.facts.after["full_time_jobs"],
        }
    ).dropna()
    jobs = jobs[jobs.index.isin(effort.activities["company_id"])]
    assert row["value"] == pytest.approx((jobs["after"] - jobs["before"]).sum())
    assert (row["n"], row["missing"]) == (
        len(jobs),
        effort.activities["company_id"].nunique() - len(jobs),
    )
    assert row["missing"] > 0


def test_a_company_that_never_answered_counts_where_the_register_says(
    baseline, selection, effort, later
):
    silent = baseline.register.index.difference(baseline.answers.companies.index)
    taking_part = pd.DataFrame({"company_id": silent, "kind": "advice", "hours": 1.0})
    goals = gather_results(
        baseline, selection, replace(effort, activities=taking_part), later
    ).goals
    rows = goals[
        (goals["goal"] == "companies")
        & goals["group"].str.startswith("municipality=")
        & (goals["status"] == "ok")
    ]
    assert goals.loc[0, "value"] == len(silent)
    assert rows["value"].sum() > 0.8 * len(silent)


def test_an_activity_of_no_hours_makes_nobody_a_participant(baseline, selection, effort, later):
    idle = replace(effort, activities=effort.activities.assign(hours=0.0))
    results = gather_results(baseline, selection, idle, later)
    assert whole(results).loc["companies", ["value", "status"]].tolist() == [0, "ok"]
    assert results.criteria[0].grade == "partly"


def test_before_the_second_round_and_without_files_nothing_is_called_zero(
    baseline, selection, effort
):
    empty = Effort(effort.activities.head(0), effort.events.head(0), None)
    results = gather_results(baseline, selection, empty, None)
    table = whole(results)
    assert set(table.drop("deep_dives")["status"]) == {"missing"}
    assert table.loc["deep_dives", "status"] == "ok"
    assert {one.criterion.id: one.grade for one in results.criteria} == {
        "equality": "not",
        "diversity": "not",
        "environment": "not",
    }


def test_the_shipped_criteria_say_what_is_missing(baseline, selection, effort, later):
    table = tabulate_results(gather_results(baseline, selection, effort, later))["criteria"]
    assert table.drop_duplicates("criterion").set_index("criterion")["grade"].to_dict() == {
        "equality": "active",
        "diversity": "not",
        "environment": "not",
    }
    assert (
        table.set_index(["criterion", "part"]).loc[("diversity", "followup"), "missing"]
        == "no_measure_named"
    )


def test_measured_companies_are_those_with_a_score(baseline, later):
    scores = tabulate_scores(
        later.numbers.scores,
        baseline.instrument,
        pd.DataFrame(index=later.numbers.scores.index.index),
    )
    known = scores[scores["score"].notna()].groupby("item", observed=True).size()
    measured = count_measured(later)
    assert measured["index"] == known["index"]
    assert measured["leadership"] == known["leadership"]
    assert measured["full_time_jobs"] == later.facts.after["full_time_jobs"].notna().sum()


def test_check_tells_of_a_goal_that_counts_what_is_not_there(tmp_path):
    workspace = new_workspace(tmp_path / "office")
    assert check_choices(workspace, *read_rules(workspace)) == []
    text = workspace.programme.read_text(encoding="utf-8")
    workspace.programme.write_text(
        text.replace('kind = "start_up"', 'kind = "startup"'), encoding="utf-8"
    )
    assert [str(problem) for problem in check_choices(workspace, *read_rules(workspace))] == [
        (
            'programme.toml ([[goal]] start_ups): there is no [[event]] "startup". Did you mean '
            '"start_up"?'
        )
    ]
