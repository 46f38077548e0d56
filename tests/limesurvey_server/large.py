"""Measure `jamna pull` on a large survey.

Call it as `PYTHONPATH=tests python -m limesurvey_server.large 20000 100000`. The server is ours and
runs on the same machine, so the numbers show Jamna's own part only. A real server adds its time.
"""

import multiprocessing
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from limesurvey_server.server import LimeSurveyServer

from benchmarks.commands import measure
from jamna.workspace.layout import new_workspace
from survey.instrument.file import load_instrument
from survey.limesurvey.passwords import VARIABLE
from survey.limesurvey.questionnaire.lss import write_lss
from survey.snapshots.snapshots import list_snapshots

SURVEY = 424242


def fill_large(server, survey, responses):
    """Add `responses` responses with a value in every column; every tenth is incomplete."""
    columns = survey.columns()
    answers = [f"A{place % 7}" for place in range(len(columns) - 3)]
    for number in range(1, responses + 1):
        submitted = None if number % 10 == 0 else "2026-03-01 10:20:30"
        survey.responses[number] = [number, submitted, f"p{number}", *answers]
    return len(columns)


def serve(instrument, responses, line):
    """Run a server with so many responses until something arrives on the `line`."""
    lss = write_lss(load_instrument(instrument), "baseline", SURVEY)
    with LimeSurveyServer([lss]) as server:
        survey = server.world.surveys[SURVEY]
        survey.settings |= {"active": "Y", "datestamp": "Y"}
        columns = fill_large(server, survey, responses)
        line.send((server.address, server.user, server.password, columns))
        line.recv()


@contextmanager
def serving(instrument, responses):
    """What such a server says of itself: its address, user, password and the survey's columns."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(instrument, responses, there))
    process.start()
    yield here.recv()
    here.send("enough")
    process.join()


def measure_pull(responses):
    """Return one line about a pull of so many responses, and a second pull without new ones."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder) / "arena")
        with serving(workspace.instrument, responses) as (address, user, password, columns):
            block = (
                f'[limesurvey]\naddress = "{address}"\nuser = "{user}"\n'
                f"survey.baseline = {SURVEY}\n\n[scoring]"
            )
            workspace.programme.write_text(
                workspace.programme.read_text(encoding="utf-8").replace("[scoring]", block, 1),
                encoding="utf-8",
            )
            os.environ[VARIABLE] = password
            first, again = (measure("pull", "-w", str(workspace.root)) for _ in range(2))
        [snapshot] = list_snapshots(workspace.snapshots("baseline"))
    what = f"{snapshot.manifest.rows:>8,} responses of {columns} columns"
    measured = f"{first.seconds:6.1f} s, peak {first.megabytes:4.0f} MB"
    return f"{what}: {measured}; again {again.seconds:6.1f} s"


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        sys.stdout.write(measure_pull(int(wanted)) + "\n")
