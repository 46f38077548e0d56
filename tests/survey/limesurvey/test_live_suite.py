"""The suite for real servers (tests/live) passes on our own server, and leaves it as it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from limesurvey_server import ServerFault
from limesurvey_server.state import RefusedError

ROOT = Path(__file__).parents[3]
MAIN = ROOT / "tests" / "data" / "limesurvey" / "main_exported.lss"
NAMES = ("JAMNA_LIVE_ADDRESS", "JAMNA_LIVE_USER", "JAMNA_LIVE_PASSWORD")


@pytest.fixture
def occupied(lime_server):
    """A server with other people's surveys; the title of one looks like ours."""
    lime_server.add_survey(
        MAIN.read_bytes(), sid=222222, title="Jamna test 0123abcd of another run"
    )
    return lime_server


def try_live(folder, *more, **account):
    """Run the suite in a pytest of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "COV", "JAMNA"))
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests/live",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        f"--basetemp={folder / 'live'}",
        *more,
    ]
    return subprocess.run(
        command, cwd=ROOT, env=kept | account, capture_output=True, encoding="utf-8", check=False
    )


def account_of(server, **other):
    return dict(zip(NAMES, (server.address, server.user, server.password), strict=True)) | other


def test_it_passes_and_leaves_the_server_as_it_was(occupied, tmp_path):
    done = try_live(tmp_path, **account_of(occupied))
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout
    assert list(occupied.world.surveys) == [111111, 222222]
    assert (occupied.logins, occupied.world.keys, occupied.world.failures) == (4, {}, 0)


def test_a_user_who_may_only_make_surveys_passes_and_no_survey_of_others_is_opened(
    occupied, tmp_path
):
    occupied.world.ordinary.add(occupied.user)
    for number in (999_999, 999_999_999):
        occupied.add_survey(MAIN.read_bytes(), sid=number)
    done = try_live(tmp_path, "-k", "live_login", **account_of(occupied))
    assert done.returncode == 0, done.stdout
    assert {
        number: survey.active for number, survey in occupied.world.surveys.items()
    } == dict.fromkeys((111111, 222222, 999_999, 999_999_999), False)


def end_keys_twice(server):
    """Let the key end in the middle of a run, and the one that follows it as well."""
    for method in ("list_groups", "list_questions"):
        server.faults.add(ServerFault.KEY_ENDED, method)


def test_after_its_key_ended_twice_too_its_surveys_are_gone(occupied, tmp_path):
    end_keys_twice(occupied)
    done = try_live(tmp_path, "-k", "shipped", **account_of(occupied))
    assert done.returncode == 1, done.stdout
    assert list(occupied.world.surveys) == [111111, 222222]
    assert (occupied.logins, occupied.world.keys) == (3, {})


class OnceOnly(dict):
    """Users whose password is changed when they have logged in once."""

    def get(self, name, default=None):
        password, may = super().get(name, default)
        self[name] = (f"{password}-changed", may)
        return password, may


def test_after_a_login_that_was_refused_no_test_logs_in_again(occupied, tmp_path):
    occupied.world.users = OnceOnly(occupied.world.users)
    done = try_live(tmp_path, "-k", "live_login", **account_of(occupied))
    assert done.returncode == 1, done.stdout
    assert "the server refused to log in" in done.stdout
    assert (occupied.logins, occupied.world.failures) == (2, 1)
    assert list(occupied.world.surveys) == [111111, 222222]


@pytest.mark.parametrize("method", ["get_fieldmap", "delete_survey"], ids=["before", "while"])
def test_surveys_are_told_rather_than_swept_after_a_refused_login(method, occupied, tmp_path):
    occupied.world.users = OnceOnly(occupied.world.users)
    occupied.faults.add(ServerFault.KEY_ENDED, method)
    done = try_live(tmp_path, "-k", "shipped", **account_of(occupied))
    assert done.returncode == 1, done.stdout
    assert (occupied.logins, occupied.world.failures) == (2, 1)
    assert 'the surveys called "Jamna test ' in done.stdout
    assert "must be deleted by hand" in done.stdout


def test_after_failures_too_its_surveys_are_gone(occupied, tmp_path):
    for fault, method in ((ServerFault.HTML, "get_fieldmap"), (ServerFault.CUT, "import_survey")):
        occupied.faults.add(fault, method)
    occupied.faults.add(ServerFault.HTML, "delete_survey", times=9)
    done = try_live(
        tmp_path, "-k", "shipped or open_survey or vanished or lacks", **account_of(occupied)
    )
    assert done.returncode == 1, done.stdout
    assert [waiting for waiting in occupied.faults.waiting if waiting[1] != "delete_survey"] == []
    assert list(occupied.world.surveys) == [111111, 222222]
    assert occupied.world.keys == {}


class Sticky(dict):
    """Surveys that cannot be deleted."""

    def __delitem__(self, number):
        raise RefusedError("No permission")


def test_a_survey_that_stays_is_told(occupied, tmp_path):
    occupied.world.surveys = Sticky(occupied.world.surveys)
    done = try_live(tmp_path, "-k", "swept", **account_of(occupied))
    assert done.returncode == 1
    [left] = set(occupied.world.surveys) - {111111, 222222}
    assert f"must be deleted by hand: [{left}]" in done.stdout


def test_a_password_that_is_wrong_is_tried_once(occupied, tmp_path):
    done = try_live(tmp_path, **account_of(occupied, JAMNA_LIVE_PASSWORD="nonsense-7"))
    assert done.returncode == 1
    assert (occupied.logins, occupied.world.failures) == (1, 1)
    assert "nonsense-7" not in done.stdout + done.stderr


def test_without_a_server_one_sentence_says_what_to_set(tmp_path):
    done = try_live(tmp_path, JAMNA_LIVE_USER="admin")
    assert done.returncode != 0
    assert done.stderr.strip() == (
        "ERROR: Set JAMNA_LIVE_ADDRESS, JAMNA_LIVE_PASSWORD to test against a LimeSurvey of your "
        "own (see docs/limesurvey.md)."
    )
