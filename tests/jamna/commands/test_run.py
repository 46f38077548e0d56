"""Every command of the main job on a small rehearsal: its files and its exit code."""

import io
import json
import shutil
import stat

import pandas as pd
import pytest
from typer.testing import CliRunner

from jamna.cli import app
from jamna.pipeline.inputs import read_inputs
from jamna.workspace.layout import Workspace
from tests.jamna.small_programme import lower_variants

RUNNER = CliRunner()


def jamna(*words):
    return RUNNER.invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    root = tmp_path_factory.mktemp("arena")
    assert jamna("rehearse", "-w", root, "--companies", 200, "--seed", 5).exit_code == 0
    lower_variants(root)
    programme = root / "programme.toml"
    small = programme.read_text(encoding="utf-8")
    for old, new in (
        ("capacity = 220", "capacity = 30"),
        ("capacity = 70", "capacity = 20"),
        ("capacity = 20\n", "capacity = 4\n"),
    ):
        small = (
            small.replace(old, new, 1)
            if old != "capacity = 20\n"
            else new.join(small.rsplit(old, 1))
        )
    small = small.replace(
        '{ each = "municipality", least = 1 }, { target_group = "women", least = 3 }', ""
    )
    programme.write_text(
        small.replace('quota = [{ each = "municipality", least = 2 }]', "").replace(
            "seats = 2,", "seats = 0,"
        ),
        encoding="utf-8",
    )
    result = jamna("run", "-w", root)
    assert result.exit_code == 0, result.output
    return root


CONTRACT = {
    "scores": [
        "company_id",
        "wave",
        "level",
        "item",
        "score",
        "completeness",
        "status",
        "n",
        "favours",
    ],
    "needs": ["company_id", "wave", "need", "severity", "priority", "rank"],
    "needs_programme": [
        "group",
        "need",
        "n",
        "share_severe",
        "low",
        "high",
        "mean_severity",
        "first_choice_share",
        "rank",
        "status",
    ],
    "flags": ["company_id", "wave", "flag", "kind", "level", "reasons", "stands", "firm"],
    "selection": [
        "company_id",
        "stage",
        "outcome",
        "rule_outcome",
        "priority",
        "rank",
        "place",
        "reasons",
        "decided_by",
    ],
}
"""What was promised to those who read the tables; new columns come last."""


def test_every_contract_table_is_there_in_both_forms(arena):
    for name, columns in CONTRACT.items():
        assert pd.read_csv(arena / "results" / f"{name}.csv").columns.tolist() == columns
        assert pd.read_parquet(arena / "results" / f"{name}.parquet").columns.tolist() == columns


def test_each_chosen_company_and_no_other_has_its_pages_listed_in_the_manifest(arena):
    selection = pd.read_csv(arena / "results" / "selection.csv")
    chosen = set(
        selection[(selection["stage"] == "deep_dive") & (selection["outcome"] == "selected")][
            "company_id"
        ]
    )
    manifest = json.loads((arena / "reports" / "manifest.json").read_text(encoding="utf-8"))
    reported = {row["company_id"] for row in manifest if row["kind"] == "diagnosis"}
    assert reported == chosen == {path.name for path in (arena / "reports" / "companies").iterdir()}
    assert {row["file"].rpartition(".")[2] for row in manifest if row["kind"] == "diagnosis"} == {
        "qmd",
        "html",
        "pdf",
    }


def test_every_page_says_simulated(arena):
    pages = [
        arena / "reports" / "overview.html",
        *(arena / "reports" / "companies").glob("*/diagnosis.html"),
    ]
    assert len(pages) > 1
    assert all(
        "SIMULER" in page.read_text(encoding="utf-8").upper()
        or "SIMULATED" in page.read_text(encoding="utf-8")
        for page in pages
    )


def test_a_second_run_does_nothing(arena):
    before = {
        path: path.stat().st_mtime_ns for path in (arena / "reports").rglob("*") if path.is_file()
    }
    result = jamna("run", "-w", arena)
    assert "Nothing has changed" in result.output
    assert before == {
        path: path.stat().st_mtime_ns for path in (arena / "reports").rglob("*") if path.is_file()
    }


def test_the_key_of_the_tokens_is_for_its_owner_only(arena):
    assert stat.S_IMODE((arena / "keys" / "tokens.csv").stat().st_mode) == 0o600


def read_results(root):
    return {
        path.name: path.read_bytes()
        for path in (root / "results").iterdir()
        if path.suffix in {".csv", ".parquet"}
    }


def no_table(_):
    return b'\xff"no table\n,,"\x00'


def of_other_companies(truth):
    """The same truth, each company's told of another one."""
    table = pd.read_csv(io.BytesIO(truth))
    table["company_id"] = table["company_id"].to_numpy()[::-1]
    return table.to_csv(index=False).encode()


@pytest.mark.parametrize("spoil", [no_table, of_other_companies])
def test_nothing_downstream_reads_the_truth(arena, tmp_path, spoil):
    """With an unreadable truth, or another one, every table is the same to the byte."""
    other = shutil.copytree(arena, tmp_path / "other")
    truth = other / "rehearsal" / "truth.csv"
    truth.write_bytes(spoil(truth.read_bytes()))
    for table in (other / "results").iterdir():
        table.unlink()
    for command in ("score", "select"):
        assert jamna(command, "-w", other).exit_code == 0
    made = read_results(other)
    assert {"scores.csv", "needs.csv", "flags.csv", "selection.csv", "stability.csv"} <= made.keys()
    assert made == {name: content for name, content in read_results(arena).items() if name in made}


def test_a_decision_is_kept_and_shown_beside_the_rule(arena, tmp_path):
    arena = shutil.copytree(arena, tmp_path / "decided")
    selection = pd.read_csv(arena / "results" / "selection.csv").set_index(["stage", "company_id"])
    chosen = selection.loc["deep_dive"]
    out = chosen.index[chosen["outcome"] == "selected"][0]
    said = jamna(
        "decide",
        out,
        "--stage",
        "deep_dive",
        "--exclude",
        "--reason",
        "declined",
        "--by",
        "the adviser",
        "-w",
        arena,
    )
    assert said.exit_code == 0, said.output
    assert jamna("select", "-w", arena).exit_code == 0
    row = (
        pd.read_csv(arena / "results" / "selection.csv")
        .set_index(["stage", "company_id"])
        .loc[("deep_dive", out)]
    )
    assert (row["rule_outcome"], row["outcome"] == "selected", row["decided_by"]) == (
        "selected",
        False,
        "the adviser",
    )


def test_all_that_is_wrong_with_a_decision_is_said_at_once(arena):
    result = jamna(
        "decide",
        "nobody",
        "--stage",
        "deep_diev",
        "--include",
        "--reason",
        "declind",
        "--by",
        " ",
        "-w",
        arena,
    )
    assert result.exit_code == 2
    said = " ".join(result.output.split())
    assert [
        words
        for words in ('"nobody" is not', '"deep_diev" is not', '"declind" is not', "--by")
        if words not in said
    ] == []


def test_check_tells_what_is_kept_out(arena):
    result = jamna("check", "-w", arena)
    assert result.exit_code == 0
    assert "200 contacts" in result.output


@pytest.mark.parametrize("wrong", ["xx", ""])
def test_a_language_that_nobody_speaks_is_refused_with_those_allowed(arena, tmp_path, wrong):
    root = shutil.copytree(arena, tmp_path / "arena")
    register = root / "companies.csv"
    right = register.read_text(encoding="utf-8")
    register.write_text(right.replace(",sv,", f",{wrong},", 1), encoding="utf-8")
    refused = jamna("check", "-w", root)
    assert refused.exit_code == 4
    assert f'"{wrong}" is not a language of this programme (1 companies' in refused.output.replace(
        "\n", " "
    )


@pytest.mark.parametrize("wrong", ["Svenska", "xx", ""])
def test_an_office_that_speaks_no_language_is_refused_with_those_allowed(arena, tmp_path, wrong):
    root = shutil.copytree(arena, tmp_path / "arena")
    programme = root / "programme.toml"
    programme.write_text(
        programme.read_text(encoding="utf-8").replace(
            'language = "sv"', f'language = "{wrong}"', 1
        ),
        encoding="utf-8",
    )
    refused = jamna("check", "-w", root)
    assert refused.exit_code == 3
    assert f'"{wrong}" is no code of a language. Known: en, sv.' in refused.output.replace(
        "\n", " "
    )


def test_texts_in_one_language_alone_are_one_remark_a_file(arena, tmp_path):
    root = shutil.copytree(arena, tmp_path / "arena")
    for name in ("instrument.toml", "measures.toml", "place.toml"):
        path = root / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        place = next(
            number for number, line in enumerate(lines) if line.startswith(("text.en", "why.en"))
        )
        path.write_text("".join(lines[:place] + lines[place + 1 :]), encoding="utf-8")
    told = jamna("check", "-w", root)
    assert told.exit_code == 0, told.output
    assert told.output.count("texts are missing (1 in en); the text in sv stands in for them") == 3


@pytest.mark.parametrize("command", ["check", "score", "select", "report", "run"])
def test_a_folder_that_is_no_workspace_is_a_wrong_call(command, tmp_path):
    assert jamna(command, "-w", tmp_path).exit_code == 2


def test_a_wrong_programme_is_exit_code_3_and_leaves_the_results_alone(arena, tmp_path):
    root = tmp_path / "broken"
    assert jamna("new", root).exit_code == 0
    (root / "programme.toml").write_text("[programme]\nname = 3\n", encoding="utf-8")
    assert jamna("run", "-w", root).exit_code == 3
    assert not (root / "results").exists()


def test_no_answers_is_exit_code_4(tmp_path):
    assert jamna("new", tmp_path / "empty").exit_code == 0
    assert jamna("run", "-w", tmp_path / "empty").exit_code == 4


def test_new_overwrites_nothing(arena):
    before = (arena / "programme.toml").read_bytes()
    assert jamna("new", arena).exit_code == 2
    assert (arena / "programme.toml").read_bytes() == before


def test_a_rehearsal_never_overwrites_real_answers(tmp_path):
    root = tmp_path / "real"
    assert jamna("new", root).exit_code == 0
    (root / "answers" / "baseline" / "responses.csv").write_text(
        "company_id\n1\n", encoding="utf-8"
    )
    assert jamna("rehearse", "-w", root).exit_code == 2
    assert (root / "answers" / "baseline" / "responses.csv").read_text(
        encoding="utf-8"
    ) == "company_id\n1\n"


def test_a_page_shows_the_companys_own_answer_and_check_tells_where_the_register_differs(
    arena, tmp_path
):
    arena = shutil.copytree(arena, tmp_path / "moved")
    page = next((arena / "reports" / "companies").glob("*/diagnosis.qmd"))
    company = page.parent.name
    answered = read_inputs(Workspace(arena)).answers.companies.loc[company, "MUN"]
    register = pd.read_csv(arena / "companies.csv", dtype="str", keep_default_na=False).set_index(
        "company_id"
    )
    own = register.loc[company, "municipality"]
    other = next(name for name in register["municipality"].unique() if name != own)
    assert answered
    assert own in page.read_text(encoding="utf-8")
    register.loc[company, "municipality"] = other
    register.to_csv(arena / "companies.csv")
    told = jamna("check", "-w", arena)
    assert f"{company} (register {other}, company {own})" in told.output
    assert jamna("report", "--kind", "diagnosis", "--company", company, "-w", arena).exit_code == 0
    assert own in page.read_text(encoding="utf-8")
    assert other not in page.read_text(encoding="utf-8")


def test_contacts_with_organisation_numbers_become_a_register_without_them(tmp_path):
    root = tmp_path / "office"
    assert jamna("new", root).exit_code == 0
    contacts = tmp_path / "contacts.csv"
    contacts.write_text(
        "organisation_number,name,municipality,trade\n556036-0793,Alfa AB,Pajala,Bygg\n",
        encoding="utf-8",
    )
    assert jamna("register", contacts, "-w", root).exit_code == 0
    register = (root / "companies.csv").read_text(encoding="utf-8")
    assert "Alfa AB" in register
    assert "556036" not in register
    assert jamna("register", contacts, "-w", root).exit_code == 0
    assert (root / "companies.csv").read_text(encoding="utf-8") == register
