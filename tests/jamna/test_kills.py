"""A command that was killed and is run again writes the same bytes as one that nobody stopped."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.jamna.killing import contents

if os.name != "posix":
    pytest.skip("there is no SIGKILL here", allow_module_level=True)

KILLS, LEAST_KILLS = 24, 18
EVERY = 6
"""So many kills in a row before a run is let to its end and compared."""


class Jamna:
    """Commands in processes that can be killed."""

    def __init__(self, log):
        script = Path(__file__).with_name("killing.py")
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            encoding="utf-8",
        )

    def __call__(self, root, *words, kill_at=0):
        job = {
            "words": [*words, "-w", str(root)],
            "root": str(root),
            "kill_at": kill_at,
            "log": str(self.log),
        }
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def do(self, root, *words):
        done = self(root, *words)
        assert done["ended"] == 0, self.log.read_text(encoding="utf-8")
        return done["touched"]


@pytest.fixture(scope="module")
def jamna(tmp_path_factory):
    runner = Jamna(tmp_path_factory.mktemp("log") / "stderr")
    yield runner
    runner.process.stdin.close()
    runner.process.wait()
    runner.process.stdout.close()


def make_small(root):
    """Few variants, few places: the second stage holds two companies, whom pages are made for."""
    programme = root / "programme.toml"
    text = programme.read_text(encoding="utf-8").replace("variants = 200", "variants = 2")
    text = re.sub(r"^quota = .*$", "", text, flags=re.MULTILINE).replace("seats = 2,", "seats = 0,")
    programme.write_text(
        re.sub(r"^capacity = .*$", "capacity = 2", text, flags=re.MULTILINE), encoding="utf-8"
    )


def change(root):
    """Change the configuration: another company's pages, a lottery's table, other numbers."""
    programme = root / "programme.toml"
    text = (
        programme.read_text(encoding="utf-8")
        .replace("thresholds = 5.0", "thresholds = 9.0")
        .replace("below = 40", "below = 80")
    )
    text = text.replace('order = ["serious_flags", ', 'order = ["lowest_index", "serious_flags", ')
    lottery = '[selection.lottery]\nstage = "deep_dive"\nseed = 3\nequal_on = 1\n\n[[activity]]'
    programme.write_text(text.replace("[[activity]]", lottery, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def worlds(jamna, tmp_path_factory):
    """The same workspace under two configurations, each run once without a disturbance."""
    one = tmp_path_factory.mktemp("kills") / "one"
    jamna.do(one, "rehearse", "--companies", "24", "--seed", "3")
    make_small(one)
    two = shutil.copytree(one, one.with_name("two"))
    change(two)
    jamna.do(one, "run")
    jamna.do(two, "run")
    assert contents(one, "reports") != contents(two, "reports")
    assert not (one / "results" / "lottery.csv").exists()
    assert (two / "results" / "lottery.csv").exists()
    return one, two


def test_a_run_killed_anywhere_leaves_nothing_that_the_next_one_believes(jamna, worlds, tmp_path):
    """The killed runs alternate between two configurations: what one leaves is wrong for the next.

    A run that finds everything up to date ends before it can be killed; its files must be right.
    """
    configurations = [(world / "programme.toml").read_bytes() for world in worlds]
    undisturbed = [contents(world, "results", "reports") for world in worlds]
    here = shutil.copytree(worlds[0], tmp_path / "here")
    touches = min(
        jamna.do(shutil.copytree(world, tmp_path / world.name), "report")
        for world in reversed(worlds)
    )
    points = [1 + round(place * (touches - 1) / (KILLS - 1)) for place in range(KILLS)]
    kills = 0
    for number, kill_at in enumerate(points):
        (here / "programme.toml").write_bytes(configurations[1 - number % 2])
        killed = jamna(here, "run", kill_at=kill_at)["ended"] == -9
        kills += killed
        if not killed or number % EVERY == 0:
            jamna.do(here, "run")
            assert contents(here, "results", "reports") == undisturbed[1 - number % 2], kill_at
    assert kills >= LEAST_KILLS


@pytest.mark.parametrize("command", ["score", "select", "report"])
def test_no_killed_command_leaves_what_run_believes(jamna, worlds, tmp_path, command):
    one, two = worlds
    here = shutil.copytree(one, tmp_path / "here")
    touches = jamna.do(shutil.copytree(two, tmp_path / "there"), command)
    (here / "programme.toml").write_bytes((two / "programme.toml").read_bytes())
    for kill_at in (touches // 4, touches // 2, touches - 5):
        assert jamna(here, command, kill_at=kill_at)["ended"] == -9
    (here / "programme.toml").write_bytes((one / "programme.toml").read_bytes())
    jamna.do(here, "run")
    assert contents(here, "results", "reports") == contents(one, "results", "reports")


def test_a_rehearsal_killed_anywhere_is_refused_until_it_is_whole(jamna, tmp_path):
    """Every second time the folder is empty; else the same rehearsal was killed there before."""
    whole, here = tmp_path / "whole", tmp_path / "here"
    words = ("rehearse", "--companies", "12", "--seed", "4")
    for kill_at in range(1, jamna.do(whole, *words) + 1, 2):
        ended = jamna(here, *words, kill_at=kill_at)["ended"]
        refused = jamna(here, "check")["ended"] in {2, 4}
        assert ended in {0, -9}
        assert refused or contents(here, ".") == contents(whole, "."), kill_at
        if kill_at % 4 == 1:
            shutil.rmtree(here, ignore_errors=True)
    jamna.do(here, *words)
    assert contents(here, ".") == contents(whole, ".")
