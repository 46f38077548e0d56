"""Effect reports as a stranger asks for them, on a small rehearsal of both rounds."""

import json
import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner

from jamna.cli import app
from jamna.pages.effect import find_twice, gather_effect_pages
from jamna.pipeline.followup import read_second_round
from jamna.pipeline.inputs import read_inputs
from jamna.pipeline.run import Made
from jamna.pipeline.scores import compute_numbers
from jamna.pipeline.selection import judge
from jamna.screen.progress import Screen
from jamna.workspace.layout import Workspace
from reports.effect import build_effect
from tests.jamna.small_programme import lower_variants

RUNNER = CliRunner()


def jamna(*words):
    return RUNNER.invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    root = tmp_path_factory.mktemp("arena")
    assert (
        jamna("rehearse", "-w", root, "--companies", 300, "--seed", 4, "--effect", 8).exit_code == 0
    )
    lower_variants(root)
    return root


@pytest.fixture(scope="module")
def truth(arena):
    return pd.read_csv(arena / "rehearsal" / "truth.csv").set_index("company_id")


@pytest.fixture(scope="module")
def reported(arena, truth):
    """Two companies with a report: the first that can have one, and what the command said."""
    running = truth.index[truth["answered_again"].astype(bool) & ~truth["closed"].astype(bool)]
    for company in running:
        result = jamna("report", "-w", arena, "--kind", "effect", "--company", company)
        if result.exit_code == 0:
            return company
    raise AssertionError("nobody can have a report")


def test_the_page_is_made_in_all_forms_and_listed(arena, reported):
    manifest = json.loads((arena / "reports" / "manifest.json").read_text(encoding="utf-8"))
    files = {row["file"] for row in manifest if row["kind"] == "effect"}
    assert files == {f"companies/{reported}/effect.{ending}" for ending in ("html", "pdf", "qmd")}
    assert "SIMUL" in (arena / "reports" / "companies" / reported / "effect.html").read_text(
        encoding="utf-8"
    )


def test_companies_with_different_answers_open_with_different_sentences(arena):
    workspace = Workspace(arena)
    baseline = read_inputs(workspace)
    numbers = compute_numbers(baseline)
    second = read_second_round(workspace, baseline, Screen())
    judgement = judge(baseline, numbers, [])
    made = Made(workspace, baseline, numbers, judgement, second)
    companies = find_twice(second)
    source = gather_effect_pages(made, second, companies)
    openings = [build_effect(company, source).opening for company in companies]
    assert len(companies) > 50
    assert len({*openings}) == len(openings)


def test_cleared_words_are_printed_and_others_are_not(arena, reported, tmp_path):
    arena = shutil.copytree(arena, tmp_path / "cleared")
    page = arena / "reports" / "companies" / reported / "effect.qmd"
    assert "Vi började i liten skala" not in page.read_text(encoding="utf-8")
    (arena / "cleared.csv").write_text(
        f"company_id,words\n{reported},Vi började i liten skala.\n", encoding="utf-8"
    )
    assert jamna("report", "-w", arena, "--kind", "effect", "--company", reported).exit_code == 0
    assert "Vi började i liten skala" in page.read_text(encoding="utf-8")


def test_a_diagnosis_and_an_effect_report_lie_side_by_side(arena, reported, tmp_path):
    arena = shutil.copytree(arena, tmp_path / "both")
    assert jamna("report", "-w", arena, "--kind", "diagnosis", "--company", reported).exit_code == 0
    assert jamna("report", "-w", arena, "--kind", "effect", "--company", reported).exit_code == 0
    names = {path.name for path in (arena / "reports" / "companies" / reported).iterdir()}
    assert {"diagnosis.pdf", "effect.pdf", "figures"} <= names


def test_who_closed_or_did_not_answer_again_is_told_why_there_is_none(arena, truth):
    first, again = (
        set(read_inputs(Workspace(arena), wave).answers.companies.index)
        for wave in ("baseline", "followup")
    )
    closed = [
        company for company in truth.index[truth["closed"].astype(bool)] if company in first & again
    ]
    assert closed
    for company in (min(first - again), closed[0]):
        assert jamna("report", "-w", arena, "--kind", "effect", "--company", company).exit_code == 2
        assert not (arena / "reports" / "companies" / company / "effect.html").exists()


def test_before_there_is_a_second_round_asking_for_it_is_exit_code_4(tmp_path):
    assert jamna("rehearse", "-w", tmp_path / "one", "--companies", 60).exit_code == 0
    assert jamna("report", "-w", tmp_path / "one", "--kind", "effect").exit_code == 4
    assert jamna("report", "-w", tmp_path / "one", "--kind", "effekt").exit_code == 2
