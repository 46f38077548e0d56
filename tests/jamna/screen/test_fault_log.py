"""What nobody foresaw: one sentence, the path of a log, exit code 70."""

import errno
import io
import re
import stat
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from rich.console import Console
from typer.exceptions import Abort, Exit, TyperException

from jamna.screen.errors import run_safely
from survey.common.errors import AnswersError, CallError, Problem


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def run(error):
    def fail():
        raise error

    screen = io.StringIO()
    return run_safely(fail, Console(file=screen, width=10_000)), screen.getvalue()


def recurse():
    return recurse()


@pytest.mark.parametrize(
    "error",
    [
        KeyError("x"),
        RecursionError(),
        AssertionError(),
        ExceptionGroup("two", [ValueError("a"), CallError(Problem("b", "c"))]),
    ],
)
def test_a_fault_of_our_own_is_one_sentence_and_a_log(state, error):
    code, said = run(error)
    log = Path(re.search(r"stands in (\S+\.log)", said)[1])
    assert code == 70
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert log.is_relative_to(state)
    assert type(error).__name__ in log.read_text(encoding="utf-8")
    assert "test_fault_log.py" in log.read_text(encoding="utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_real_endless_recursion_ends_so_too(state):
    assert run_safely(recurse, Console(file=io.StringIO())) == 70


def test_the_log_holds_no_value(state):
    error = ValueError('cannot read "hemligt lösenord" of 811218-9876 in 556036 0793')
    error.__cause__ = KeyError("Norrlands Bygg AB")
    _, said = run(error)
    text = Path(re.search(r"stands in (\S+\.log)", said)[1]).read_text(encoding="utf-8")
    assert "KeyError" in text
    assert [
        word for word in ("Norrlands", "hemligt", "811218", "9876", "556036") if word in text + said
    ] == []


def test_a_log_that_cannot_be_written_keeps_the_sentence(state, monkeypatch):
    state.write_text("a file", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(state))
    code, said = run(KeyError("x"))
    assert (code, "No log could be written" in said) == (70, True)


def test_a_group_of_what_a_user_can_mend_tells_all_of_it():
    group = ExceptionGroup(
        "two",
        [CallError(Problem("here", "is odd.")), AnswersError(Problem("there", "is odd, too."))],
    )
    code, said = run(group)
    assert code == 4
    assert "here: is odd." in said
    assert "there: is odd, too." in said


@pytest.mark.parametrize("error", [MemoryError(), BrokenProcessPool("gone")])
def test_want_of_memory_is_the_computer_s(error):
    code, said = run(error)
    assert code == 1
    assert "memory" in said


def test_ctrl_c_among_other_errors_stops():
    assert run(BaseExceptionGroup("two", [ValueError(), KeyboardInterrupt()]))[0] == 130


@pytest.mark.parametrize(
    "error",
    [TyperException("no such option"), Exit(2), SystemExit(3), Abort()],
)
def test_the_command_line_s_own_errors_are_its_own(error):
    with pytest.raises(type(error)):
        run(error)


def test_a_file_where_a_folder_has_to_be_is_named(tmp_path):
    (tmp_path / "results").write_text("x", encoding="utf-8")
    for path in (tmp_path / "results", tmp_path / "results" / "scores.csv"):
        with pytest.raises(OSError, match="results") as caught:
            path.mkdir()
        code, said = run(caught.value)
        assert code == 1
        assert f"{tmp_path / 'results'}: is a file where a folder has to be. Move it away." in said


@pytest.mark.parametrize(
    "number",
    [
        errno.EISDIR,
        errno.ELOOP,
        errno.ENAMETOOLONG,
        errno.ENOENT,
        errno.EFBIG,
        errno.EMFILE,
        errno.EIO,
    ],
)
def test_every_refusal_of_the_system_says_what_to_do(number):
    code, said = run(OSError(number, "Oh no", "scores.csv"))
    assert code == 1
    assert said.rstrip().rpartition(". ")[2] or said.count(".") > 1
