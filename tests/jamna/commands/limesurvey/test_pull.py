"""`jamna pull` as a user calls it: a rehearsed programme's answers are pulled and scored."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import keyring
import pandas as pd
import pytest
from keyring.backends.fail import Keyring
from limesurvey_server import LimeSurveyServer, ServerFault
from typer.testing import CliRunner

from jamna.cli import app
from jamna.commands.limesurvey import pull as pulling
from jamna.workspace.layout import Workspace
from survey.common.locking import alone
from survey.exports.reading import read_export
from survey.instrument.file import load_instrument
from survey.limesurvey.passwords import VARIABLE
from survey.limesurvey.questionnaire.lss import write_lss
from survey.snapshots.partial_pull import UNFINISHED
from survey.snapshots.snapshots import list_snapshots, read_snapshot

RUNNER = CliRunner()
SURVEY = 424242


def jamna(*words):
    return RUNNER.invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory):
    root = tmp_path_factory.mktemp("rehearsed")
    assert jamna("rehearse", "-w", root, "--companies", 200, "--seed", 5).exit_code == 0
    return root


@pytest.fixture
def server(rehearsed):
    with LimeSurveyServer(
        [write_lss(load_instrument(rehearsed / "instrument.toml"), "baseline", SURVEY)]
    ) as running:
        frame = read_export(rehearsed / "answers" / "baseline" / "responses.csv").frame
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        survey = running.world.surveys[SURVEY]
        survey.settings |= {"active": "Y", "datestamp": "Y"}
        survey.participants = []
        running.add_responses(SURVEY, [row | {"id": int(row["id"])} for row in rows])
        yield running


@pytest.fixture
def arena(rehearsed, server, tmp_path, monkeypatch):
    """A copy of the workspace that reads from the server; its file of answers is kept apart."""
    root = shutil.copytree(rehearsed, tmp_path / "arena")
    (root / "answers" / "baseline" / "responses.csv").rename(tmp_path / "responses.csv")
    configure(root, server, f"survey.baseline = {SURVEY}\nrange = 40")
    edit(root, 'files = ["answers/baseline', 'source = "limesurvey"\nfiles = ["answers/baseline')
    monkeypatch.setenv(VARIABLE, server.password)
    return root


def configure(root, server, lines):
    edit(
        root,
        "\n[scoring]",
        f'\n[limesurvey]\naddress = "{server.address}"\nuser = "{server.user}"\n{lines}\n\n'
        "[scoring]",
    )


def edit(root, old, new, name="programme.toml"):
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def snapshots(root):
    return list_snapshots(Workspace(root).snapshots("baseline"))


def test_what_is_pulled_is_scored_as_the_file_is(arena, rehearsed, tmp_path):
    pulled = jamna("pull", "-w", arena)
    assert pulled.exit_code == 0, pulled.output
    whole = read_export(tmp_path / "responses.csv").frame
    frame = read_snapshot(snapshots(arena)[0]).frame
    pd.testing.assert_frame_equal(frame, whole[list(frame.columns)])
    assert {name.partition("[")[0] for name in whole if name not in frame} == {
        "TOP"
    }  # places beyond the three that may be ranked
    assert f"{len(frame):,} responses of baseline." in pulled.output
    assert jamna("score", "-w", arena).exit_code == 0
    copy = shutil.copytree(rehearsed, tmp_path / "by_file")
    assert jamna("score", "-w", copy).exit_code == 0
    for name in ("scores.csv", "needs.csv"):
        assert (arena / "results" / name).read_bytes() == (copy / "results" / name).read_bytes()


def test_again_is_nothing_new_and_a_change_is_told(arena, server):
    assert jamna("pull", "-w", arena).exit_code == 0
    assert "Nothing new on the server" in jamna("pull", "-w", arena).output
    del server.world.surveys[SURVEY].responses[3]
    server.add_responses(SURVEY, [{"id": 9000, "startlanguage": "sv"}])
    result = jamna("pull", "-w", arena, "--wave", "baseline")
    assert (
        "1 arrived, 0 went on, 0 complete ones changed, 1 vanished. `jamna check` names them."
        in result.output
    )
    assert len(snapshots(arena)) == 2
    assert "1 response has vanished from the server: 3." in jamna("check", "-w", arena).output


def test_check_names_what_vanished_also_where_nothing_can_be_scored(arena, server):
    assert jamna("pull", "-w", arena).exit_code == 0
    del server.world.surveys[SURVEY].responses[3]
    assert jamna("pull", "-w", arena).exit_code == 0
    (arena / "keys" / "tokens.csv").write_text("token,company_id\nnone,C0001\n", encoding="utf-8")
    result = jamna("check", "-w", arena)
    assert result.exit_code == 4
    assert "1 response has vanished from the server: 3." in result.output


def test_a_second_pull_at_once_is_refused_and_promises_nothing(arena, server):
    folder = arena / "answers" / "baseline" / "snapshots"
    server.faults.add(ServerFault.CUT, "export_responses", times=9)
    assert jamna("pull", "-w", arena).exit_code == 5
    with alone(folder, "jamna pull"):
        result = jamna("pull", "-w", arena)
    assert result.exit_code == 2
    assert "another `jamna pull` is running" in result.output
    assert "is kept" not in result.output


def test_a_survey_that_is_not_the_instruments_is_refused_before_anything_is_written(arena, server):
    question = next(q for q in server.world.surveys[SURVEY].questions if q.code == "BOARDW")
    question.row["title"] = "BOARDX"
    result = jamna("pull", "-w", arena)
    assert result.exit_code == 3
    assert 'question BOARDW is not there. Did you mean "BOARDX"?' in result.output
    assert not (arena / "answers" / "baseline" / "snapshots").exists()
    assert server.calls("export_responses") == []


def deploy_followup(root, server):
    """The second round's survey, on the server and not active yet; gives its number."""
    assert jamna("questionnaire", "-w", root, "--wave", "followup", "--deploy").exit_code == 0
    [number] = set(server.world.surveys) - {SURVEY}
    edit(
        root,
        f"survey.baseline = {SURVEY}",
        f"survey.baseline = {SURVEY}\nsurvey.followup = {number}",
    )
    return number


def test_a_second_round_that_is_not_active_yet_is_a_note(arena, server):
    number = deploy_followup(arena, server)
    result = jamna("pull", "-w", arena)
    assert result.exit_code == 0, result.output
    assert f"survey {number}: the survey is not active. Activate it in LimeSurvey" in " ".join(
        result.output.split()
    )
    assert len(snapshots(arena)) == 1


def test_a_survey_that_is_not_active_is_an_error_where_it_alone_is_asked_for(arena, server):
    deploy_followup(arena, server)
    result = jamna("pull", "-w", arena, "--wave", "followup")
    assert result.exit_code == 5
    assert "the survey is not active" in result.output


def test_a_break_goes_on_where_it_stopped(arena, server):
    server.faults.add(ServerFault.HTML, "export_responses")
    result = jamna("pull", "-w", arena)
    assert result.exit_code == 5
    assert snapshots(arena) == []
    assert jamna("pull", "-w", arena).exit_code == 0
    assert len(snapshots(arena)) == 1
    assert not (arena / "answers" / "baseline" / "snapshots" / UNFINISHED).exists()


def test_ctrl_c_leaves_what_was_read_and_says_so(arena, server, monkeypatch):
    def show(meter, pace):
        raise KeyboardInterrupt

    monkeypatch.setattr(pulling, "_show", show)
    result = jamna("pull", "-w", arena)
    monkeypatch.undo()
    monkeypatch.setenv(VARIABLE, server.password)
    assert result.exit_code == 128 + signal.SIGINT
    assert "goes on where it stopped" in result.output.replace("\n", " ")
    assert snapshots(arena) == []
    assert server.world.keys == {}
    before = len(server.calls("export_responses"))
    assert jamna("pull", "-w", arena).exit_code == 0
    again = {tuple(call.params[6:8]) for call in server.calls("export_responses")[before:]}
    assert (1, 40) not in again


def test_a_second_ctrl_c_ends_it_while_the_server_is_still_silent(arena, server):
    server.faults.add(ServerFault.SILENCE, "export_responses", times=2)
    command = [sys.executable, "-m", "jamna", "pull", "-w", str(arena)]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[4], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as pulling_process:
        while not server.calls("export_responses"):
            time.sleep(0.05)
        for _ in range(2):
            pulling_process.send_signal(signal.SIGINT)
            time.sleep(0.5)
        output, _ = pulling_process.communicate(timeout=20)
    assert pulling_process.returncode == 128 + signal.SIGINT
    assert b"Traceback" not in output
    assert snapshots(arena) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("survey.baseline = 424242", "survey.baseline = 999999", 5, "no such survey"),
        ("survey.baseline = 424242", "", 3, "names no survey for baseline"),
        (
            "range = 40",
            'range = 40\nlanguage = "svs"',
            3,
            'has no language "svs". Did you mean "sv"?',
        ),
        ('user = "admin"', 'user = "nobody"', 5, "refused to log in nobody"),
    ],
)
def test_what_is_wrong_is_one_sentence(arena, old, new, code, says):
    edit(arena, old, new)
    result = jamna("pull", "-w", arena)
    assert result.exit_code == code
    assert says in result.output.replace("\n", " ")
    assert "Traceback" not in result.output
    assert not (arena / "answers" / "baseline" / "snapshots").exists()


def test_without_a_password_it_says_how_to_set_one(arena, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    keyring.set_keyring(Keyring())
    result = jamna("pull", "-w", arena)
    assert result.exit_code == 3
    assert VARIABLE in result.output


def test_without_a_server_it_says_what_is_missing(rehearsed):
    result = jamna("pull", "-w", rehearsed)
    assert result.exit_code == 3
    assert "has no [limesurvey]" in result.output


def test_a_wave_nobody_knows(arena):
    result = jamna("pull", "-w", arena, "--wave", "follow_up")
    assert result.exit_code == 2
    assert 'Did you mean "followup"?' in result.output


def test_while_files_are_read_it_says_what_to_write(arena):
    edit(arena, 'source = "limesurvey"\n', "")
    assert 'write source = "limesurvey" under [answers.baseline]' in jamna(
        "pull", "-w", arena
    ).output.replace("\n", " ")
