"""The UK example's own program: what it says to whoever calls it, and what it writes."""

import csv
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "examples" / "uk-gender-pay-gap" / "prepare.py"
PREPARE = runpy.run_path(str(PROGRAM))
EMPLOYER = dict.fromkeys(PREPARE["COLUMNS"], "10.0") | {
    "EmployerName": "Smith & Sons, Limited",
    "SicCodes": "1,\n47730",
    "EmployerSize": "5000 to 19,999",
}


def write_file(folder, *rows, columns=PREPARE["COLUMNS"]):
    source = folder / "uk.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return source


def call(*arguments):
    return subprocess.run(
        [sys.executable, str(PROGRAM), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "uk"
    folder.mkdir()
    shutil.copy(PROGRAM.with_name("programme.toml"), folder)
    return folder


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_register_and_the_answers_hold_the_figures_as_published(tmp_path, workspace):
    no_bonus = EMPLOYER | {"EmployerName": "Other", "MaleBonusPercent": "0.0"}
    done = call(write_file(tmp_path, EMPLOYER, no_bonus), workspace)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 employers. Next: jamna run" in done.stdout
    first, second = read(workspace / "answers" / "baseline" / "answers.csv")
    assert (first["TRADE"], first["SIZE"], first["BONUS"]) == ("G", "S5", "Y")
    assert (first["MEANGAP"], first["BMEANGAP"]) == ("10.0", "10.0")
    assert (second["BONUS"], second["BMEANGAP"]) == ("N", "")
    register = read(workspace / "companies.csv")
    assert [row["name"] for row in register] == ["Smith & Sons, Limited", "Other"]
    assert [row["company_id"] for row in register] == [first["company_id"], second["company_id"]]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "the following arguments are required: source, workspace"),
        (["lost.csv"], "the following arguments are required: workspace"),
        (["lost.csv", "{workspace}"], "lost.csv: No such file"),
        (["{workspace}", "{workspace}"], "Is a directory"),
        (["{program}", "{workspace}"], "has no column EmployerName, SicCodes"),
        (["{source}", "nowhere"], "nowhere is no workspace. Type `jamna new nowhere` first."),
    ],
)
def test_a_wrong_call_ends_in_a_sentence_and_not_in_a_traceback(
    tmp_path, workspace, arguments, told
):
    places = {"workspace": workspace, "program": PROGRAM, "source": write_file(tmp_path, EMPLOYER)}
    done = call(*(one.format(**places) for one in arguments))
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (workspace / "companies.csv").exists()


@pytest.mark.parametrize(
    ("rows", "columns", "told"),
    [
        ([], PREPARE["COLUMNS"], "holds no employers"),
        ([EMPLOYER], PREPARE["COLUMNS"][:-1], "has no column FemaleTopQuartile."),
        (
            [EMPLOYER, EMPLOYER | {"MaleBonusPercent": "many"}],
            PREPARE["COLUMNS"],
            "line 3: MaleBonusPercent is not a number.",
        ),
    ],
)
def test_a_file_that_is_another_one_is_told(tmp_path, workspace, rows, columns, told):
    done = call(write_file(tmp_path, *rows, columns=columns), workspace)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert "Download" in done.stderr or "not a number" in done.stderr


@pytest.mark.parametrize(
    ("codes", "section"),
    [("1", "PUB"), ("1,\n84110", "O"), ("85310", "P"), ("1110", "A"), ("", ""), ("x123", "")],
)
def test_the_first_full_code_gives_the_trade(codes, section):
    assert PREPARE["section"](codes) == section
