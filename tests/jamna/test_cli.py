"""The command line before any work is done: version, completion, and calls refused at once."""

import os
import subprocess
import sys
from importlib.metadata import version
from platform import python_version

import pytest
from typer.testing import CliRunner

from jamna.cli import app
from jamna.commands.completion import KINDS as OFFERED
from jamna.commands.completion import WAVES as OFFERED_WAVES
from jamna.pages.kinds import KINDS, check_wanted
from jamna.pipeline.run import Wanted
from jamna.workspace.layout import new_workspace
from survey.common.errors import CallError
from survey.instrument.records import WAVES


def jamna(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def arena(tmp_path):
    workspace = new_workspace(tmp_path / "arena")
    workspace.register.write_text(
        "company_id,name\nC0001,Alfa AB\nC0002,Beta AB\nX1,Gamma\n", encoding="utf-8"
    )
    return workspace.root


def test_the_version_is_said_with_pythons():
    result = jamna("--version")
    assert (result.exit_code, result.output) == (
        0,
        f"jamna {version('jamna')} (Python {python_version()})\n",
    )


HEAVY = ("pandas", "numpy", "scipy", "matplotlib", "requests", "jinja2", "statsmodels", "pyarrow")


PATHS = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def python(*words, **environment):
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=PATHS | environment,
    )
    return done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        ["decide", "--help"],
        ["report", "-w", "nowhere"],
        ["run", "-w", "nowhere"],
    ],
)
def test_nothing_slow_is_loaded_for_what_is_answered_at_once(words):
    code = f"""
import sys
from jamna.cli import app
sys.argv[1:] = {words!r}
try:
    app()
except SystemExit:
    print("loaded:", [one for one in {HEAVY!r} if one in sys.modules])
"""
    assert python("-c", code).endswith("loaded: []\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--help"], 0, "rehearse"),
        (["report", "--help"], 0, "--company"),
        (["rapport"], 2, "rapport"),
        (["score", "--fast"], 2, "--fast"),
        (["decide"], 2, "COMPANY"),
        (["score", "-w"], 2, "-w"),
    ],
)
def test_help_and_a_wrong_call_are_no_fault_of_our_own(words, code, said):
    """Through the real command: the classes of its errors are those of the library in use."""
    done = subprocess.run(
        [sys.executable, "-m", "jamna", *words],
        capture_output=True,
        text=True,
        check=False,
        env=PATHS,
    )
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr


def complete(typed):
    """Return what fish gets for `typed`, as the script of --install-completion asks for it."""
    words = {
        "_JAMNA_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_ARGS": typed,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    return [line.split("\t")[0] for line in python("-m", "jamna", **words).splitlines() if line]


def test_companies_stages_reasons_kinds_and_waves_are_completed(arena):
    assert complete(f"jamna decide -w {arena} C") == ["C0001", "C0002"]
    assert complete(f"jamna decide -w {arena} --stage d") == ["deep_dive"]
    assert complete(f"jamna decide -w {arena} --stage Dj") == ["Djupdykning"]
    assert complete(f"jamna decide -w {arena} --reason c") == [
        "closed_down",
        "conflict_of_interest",
    ]
    assert complete(f"jamna report -w {arena} --company X") == ["X1"]
    assert complete("jamna report --kind e") == ["effect", "evaluation"]
    assert complete("jamna pull --wave ") == ["baseline", "followup"]


def test_a_real_bash_completes_what_it_is_taught(arena, tmp_path):
    """bash runs the script that --install-completion writes; its function is called by name."""
    script = python(
        "-m", "jamna", "--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1"
    )
    tool = tmp_path / "jamna"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jamna "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    tab = (
        f'COMP_WORDS=(jamna decide -w "{arena}" C); COMP_CWORD=4; '
        '_jamna_completion jamna; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    paths = PATHS | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{tab}"], capture_output=True, text=True, check=True, env=paths
    )
    assert done.stdout.split() == ["C0001", "C0002"]


@pytest.mark.parametrize("broken", ["companies.csv", "programme.toml"])
def test_broken_files_offer_nothing_and_say_nothing(arena, broken):
    (arena / broken).write_bytes(b"\xff\xfe = [[[ \x00")
    assert complete(f"jamna decide -w {arena} C") == (
        [] if broken == "companies.csv" else ["C0001", "C0002"]
    )
    assert complete(f"jamna decide -w {arena} --stage d") == (
        [] if broken == "programme.toml" else ["deep_dive"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "selection = 3",
        "[selection]\nstage = 3",
        "[selection]\nstage = [1, {id = 2, name = 3}]",
        "[[selection.stage]]",
    ],
)
def test_a_programme_of_another_shape_offers_nothing(arena, text):
    (arena / "programme.toml").write_text(text, encoding="utf-8")
    assert complete(f"jamna decide -w {arena} --stage d") == []


def test_what_is_offered_is_what_there_is():
    assert sorted(OFFERED) == sorted(kind.name for kind in KINDS)
    assert OFFERED_WAVES == WAVES


def test_a_programme_without_reasons_is_offered_those_it_is_meant_to_have(arena):
    (arena / "programme.toml").write_text("[selection]\n", encoding="utf-8")
    assert complete(f"jamna decide -w {arena} --reason o") == ["other"]


@pytest.mark.parametrize(
    ("kinds", "companies", "everyone", "told"),
    [
        (
            {"diagnos", "efect"},
            {"C9", "C0002"},
            False,
            ["--kind", "--kind", "--company", "--company"],
        ),
        (set(), {"C0001"}, True, ["--company and --all"]),
        ({"overview"}, {"C0001"}, False, ["--company"]),
        ({"evaluation", "diagnosis"}, set(), True, ["--all"]),
        ({"diagnosis", "effect"}, {"C0001"}, False, []),
    ],
)
def test_all_that_does_not_go_together_in_a_report_is_said_at_once(
    kinds, companies, everyone, told
):
    import pandas as pd

    from jamna.pipeline.inputs import Inputs
    from survey.answers.records import Answers

    register = pd.DataFrame(
        {"name": ["Alfa", "Beta"]}, index=pd.Index(["C0001", "C0002"], name="company_id")
    )
    answers = Answers("baseline", pd.DataFrame(), register.loc[["C0001"]], pd.DataFrame())
    inputs = Inputs(None, None, register, answers, pd.DataFrame(), [])
    problems = []
    try:
        check_wanted(Wanted(frozenset(kinds), frozenset(companies), everyone=everyone), inputs)
    except CallError as error:
        problems = [problem.where for problem in error.problems]
    assert problems == told
