"""Of two commands at once the second is refused; a command that was killed leaves no lock."""

import subprocess
import sys
from pathlib import Path

import pytest

from survey.common.errors import CallError
from survey.common.locking import alone

HOLD = """
import sys
from pathlib import Path
from survey.common.locking import alone
with alone(Path(sys.argv[1]), "jamna pull"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_killed_process_leaves_no_lock_and_a_living_one_keeps_it(tmp_path):
    folder = tmp_path / "snapshots"
    folder.mkdir()
    command = [sys.executable, "-c", HOLD, str(folder)]
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline().strip() == b"held"
        with (
            pytest.raises(CallError, match="another `jamna pull` is running"),
            alone(folder, "jamna pull"),
        ):
            pass
        holder.kill()
        holder.wait()
    with alone(folder, "jamna pull"):
        assert list(folder.iterdir()) == []


def test_nothing_of_it_needs_unix():
    """`fcntl` is not there on Windows."""
    source = Path(sys.modules["survey.common.locking"].__file__).read_text(encoding="utf-8")
    assert "fcntl" not in source
