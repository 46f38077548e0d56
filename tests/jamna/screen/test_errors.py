import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from jamna.screen.errors import MOST_SHOWN, run_safely
from survey.common.errors import (
    AnswersError,
    CallError,
    ConfigurationError,
    LimeSurveyError,
    PageError,
    Problem,
)

ROOT = Path(__file__).parents[3]


def run(error):
    def fail():
        raise error

    screen = io.StringIO()
    return run_safely(fail, Console(file=screen, width=200)), screen.getvalue()


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (CallError, 2),
        (ConfigurationError, 3),
        (AnswersError, 4),
        (LimeSurveyError, 5),
        (PageError, 6),
    ],
)
def test_each_kind_of_error_has_the_exit_code_of_the_contract(kind, code):
    assert run(kind(Problem("here", "is wrong.", "Type this.")))[0] == code


def test_every_problem_is_shown_without_a_traceback():
    _, said = run(
        ConfigurationError(
            Problem("line 3", "no such thing.", 'Did you mean "x"?'),
            Problem("line 9", "neither is this."),
        )
    )
    assert "line 3: no such thing. Did you mean" in said
    assert "line 9: neither is this." in said
    assert "Traceback" not in said


def test_a_flood_of_problems_is_counted():
    _, said = run(
        AnswersError(*[Problem(f"row {row}", "is odd.") for row in range(MOST_SHOWN + 40)])
    )
    assert "… and 40 more." in said


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "may not be read or written"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(number, words):
    code, said = run(OSError(number, "Input/output error", "results/scores.csv"))
    assert (code, words in said, "results/scores.csv" in said) == (1, True, True)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_the_file_is_named_in_full(number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, said = run(OSError(number, "Input/output error", "scores.csv"))
    assert said.startswith(f"✗ {tmp_path / 'scores.csv'}: ")


@pytest.mark.skipif(os.name != "posix", reason="only here can the size of files be limited")
def test_a_workspace_that_does_not_fit_names_the_file(tmp_path):
    command = [
        "sh",
        "-c",
        'ulimit -f 1; exec "$0" -B -m jamna new "$1"',
        sys.executable,
        "programme",
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert (
        f"✗ {tmp_path / 'programme' / 'instrument.toml'}: File too large."
        in done.stdout + done.stderr
    )
    assert list((tmp_path / "programme").iterdir()) == []


def test_what_the_system_refuses_without_a_file_is_said_too():
    assert run(OSError(errno.ENOSPC, "No space left on device", 1))[1].startswith(
        "✗ the disk is full"
    )
    assert "Look at the rights of the folder." in run(OSError(errno.EACCES, "Permission denied"))[1]


def test_the_folder_whose_rights_matter_is_named_in_full(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, said = run(PermissionError(errno.EACCES, "Permission denied", "results"))
    assert f"Look at the rights of {tmp_path}." in said.replace("\n", "")


def test_ctrl_c_says_that_nothing_is_half_written():
    code, said = run(KeyboardInterrupt())
    assert code == 130
    assert "half-written" in said
