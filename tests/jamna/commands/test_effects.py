"""`jamna effects` as a user calls it, on a rehearsed second round: the table and its warnings."""

import re
import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner

from jamna.cli import app
from jamna.workspace.tables import COLUMNS
from tests.jamna.small_programme import lower_variants

RUNNER = CliRunner()


def jamna(*words):
    return RUNNER.invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    root = tmp_path_factory.mktemp("effects")
    assert (
        jamna("rehearse", "-w", root, "--companies", 500, "--seed", 3, "--effect", 30).exit_code
        == 0
    )
    lower_variants(root)
    programme = root / "programme.toml"
    programme.write_text(
        programme.read_text(encoding="utf-8") + "\n[effects]\ndraws = 99\n", encoding="utf-8"
    )
    result = jamna("effects", "-w", root)
    assert result.exit_code == 0, result.output
    return root


def table_of(root):
    return pd.read_parquet(root / "results" / "effects.parquet")


def test_the_table_has_the_columns_of_the_contract_in_both_forms(arena):
    assert (
        pd.read_csv(arena / "results" / "effects.csv").columns.tolist()
        == COLUMNS["effects"]
        == table_of(arena).columns.tolist()
    )


def test_a_large_planted_effect_is_seen_by_the_main_estimate_and_not_all_of_it_is_regression(arena):
    rows = table_of(arena).set_index(["outcome", "group", "estimator"])
    main = rows.loc[("index", "all", "ancova")]
    assert main["low"] > 0
    assert main["low"] < 30 < rows.loc[("index", "all", "before_after"), "high"] + 15
    assert rows.loc[("index", "all", "before_after_expected"), "estimate"] > 0
    assert (
        main["maryland_level"],
        rows.loc[("index", "all", "before_after"), "maryland_level"],
    ) == (3, 1)


def test_every_outcome_is_told_and_what_cannot_be_is_told_why(arena):
    table = table_of(arena)
    assert {"index", "leadership", "needs", "full_time_jobs"} <= set(table["outcome"])
    refused = table[table["status"] != "ok"]
    assert refused["estimate"].isna().all()
    assert refused["note"].ne("").all()


def test_municipalities_activities_and_target_groups_are_told_apart(arena):
    groups = table_of(arena)["group"].str.partition("=")[0]
    assert {"all", "municipality", "activity", "target_group"} <= set(groups)


def test_the_same_workspace_gives_the_same_table(arena, tmp_path):
    again = shutil.copytree(arena, tmp_path / "again")
    assert jamna("effects", "-w", again).exit_code == 0
    pd.testing.assert_frame_equal(table_of(again), table_of(arena))


def test_the_evaluators_report_says_what_the_table_says_and_names_no_company(arena):
    result = jamna("report", "-w", arena, "--kind", "evaluation")
    assert result.exit_code == 0
    assert f"{arena / 'reports' / 'evaluation.html'}: " in result.output
    page = (arena / "reports" / "evaluation.html").read_text(encoding="utf-8")
    source = (arena / "reports" / "evaluation.qmd").read_text(encoding="utf-8")
    main = (
        table_of(arena)
        .set_index(["outcome", "group", "estimator"])
        .loc[("index", "all", "ancova"), "estimate"]
    )
    assert f"{main:.1f} poäng av 100".replace(".", ",") in source.replace("\\", "")
    assert "SIMULERAT" in page
    assert "Svaret i fem meningar" in page
    assert len(re.findall(r"^\d\. ", source, re.MULTILINE)) == 5
    assert (arena / "reports" / "evaluation.pdf").read_bytes().startswith(b"%PDF")
    names = pd.read_csv(arena / "companies.csv")["name"]
    assert not [name for name in names if name in source]


def test_without_a_second_round_the_message_says_what_to_do(tmp_path):
    assert jamna("rehearse", "-w", tmp_path / "w", "--companies", 60).exit_code == 0
    result = jamna("effects", "-w", tmp_path / "w")
    assert result.exit_code == 4
    assert "--effect" in result.output or "answers/followup" in result.output


def test_a_stage_that_is_not_there_is_named_with_the_nearest(arena, tmp_path):
    root = shutil.copytree(arena, tmp_path / "w")
    programme = root / "programme.toml"
    programme.write_text(
        programme.read_text(encoding="utf-8").replace("draws = 99", 'stage = "deep_diev"'),
        encoding="utf-8",
    )
    result = jamna("effects", "-w", root)
    assert result.exit_code == 3
    assert "deep_dive" in result.output
