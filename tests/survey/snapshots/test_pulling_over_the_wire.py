"""Pulling over a real connection from a small LimeSurvey, with everything that can go wrong."""

from collections import Counter
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from limesurvey_server import STATUS_TEXT, LimeSurveyServer, ServerFault
from pydantic import SecretStr

from survey.common.errors import LimeSurveyError
from survey.limesurvey import errors
from survey.limesurvey.connection import Account, connect
from survey.limesurvey.protocol.transport import Limits
from survey.limesurvey.source import LimeSurveySource
from survey.snapshots.pull import PullPlan, pull
from survey.snapshots.snapshots import list_snapshots, read_snapshot

LSS = Path(__file__).parents[2] / "data" / "limesurvey" / "main_exported.lss"
LIMITS = Limits(connect=5, read=1.0, whole=1.5, attempts=3, wait=0.001)
NUMBERS = [*range(1, 23), *range(41, 48)]


@pytest.fixture
def server():
    with LimeSurveyServer([LSS.read_bytes()]) as running:
        survey = running.world.surveys[111111]
        survey.settings["active"] = "Y"
        running.add_responses(111111, [row(number) for number in NUMBERS])
        yield running


def row(number):
    submitted = None if number % 5 == 0 else "2026-03-01 10:20:30"
    return {
        "id": number,
        "submitdate": submitted,
        "startlanguage": "sv",
        "city": "A1",
        "comment": STATUS_TEXT if number % 3 else None,
    }


def take(server, folder, parallel=1, **plan):
    wanted = {
        "wave": "baseline",
        "server": server.address,
        "survey": 111111,
        "structure": "s",
        "language": "sv",
    }
    plan = PullPlan(
        **(wanted | {"languages": ("en", "sv"), "size": 10, "parallel": parallel} | plan)
    )
    with connect(
        Account(server.address, server.user, SecretStr(server.password)), LIMITS
    ) as connection:
        source = LimeSurveySource(connection, plan.survey, plan.language)
        return pull(source, plan, folder, lambda: datetime.now(UTC), lambda pace: None)


def ids(pulled):
    return [int(number) for number in read_snapshot(pulled.snapshot).frame["id"]]


@pytest.mark.parametrize("parallel", [1, 4])
def test_every_response_comes_once_and_unaltered(server, tmp_path, parallel):
    pulled = take(server, tmp_path, parallel)
    frame = read_snapshot(pulled.snapshot).frame
    assert [int(number) for number in frame["id"]] == NUMBERS
    assert frame["comment"].fillna("NULL").tolist() == [
        STATUS_TEXT if number % 3 else "NULL" for number in NUMBERS
    ]
    assert frame["submitdate"].isna().sum() == sum(number % 5 == 0 for number in NUMBERS)
    assert (pulled.snapshot.manifest.server_version, server.logins, server.world.keys) == (
        "6.16.11",
        1,
        {},
    )


def test_what_was_asked_for_is_fixed(server, tmp_path):
    take(server, tmp_path)
    asked = {tuple(call.params[:6]) for call in server.calls("export_responses")}
    assert asked == {(111111, "csv", "sv", "all", "code", "short")}


SLOW = [ServerFault.DRIP, ServerFault.SILENCE]
QUICK = [
    (fault, method)
    for fault in ServerFault
    for method in ("get_summary", "export_responses", "get_site_settings")
    if fault not in SLOW
]
CASES = [
    (fault, method)
    for fault, method in QUICK
    if "BASE64" not in fault.name or method == "export_responses"
]


@pytest.mark.parametrize("parallel", [1, 2])
@pytest.mark.parametrize(
    ("fault", "method"), [*CASES, *((fault, "export_responses") for fault in SLOW)]
)
def test_a_fault_ends_in_a_clear_error_or_a_right_result(server, tmp_path, fault, method, parallel):
    server.faults.add(fault, method)
    refused = refuse(server, tmp_path, parallel)
    assert list_snapshots(tmp_path) == [] if refused else len(list_snapshots(tmp_path)) == 1
    assert server.password not in refused
    assert server.logins == (2 if fault is ServerFault.KEY_ENDED else 1)
    server.unlock()
    assert ids(take(server, tmp_path, parallel)) == NUMBERS
    assert len(list_snapshots(tmp_path)) == 1


def refuse(server, folder, parallel):
    """What the error says; empty if the result is right."""
    try:
        found = ids(take(server, folder, parallel))
    except LimeSurveyError as error:
        return str(error)
    return "" if found == NUMBERS else pytest.fail(f"a wrong result: {found}")


@pytest.mark.parametrize(
    "fault",
    [
        ServerFault.CUT,
        ServerFault.GATEWAY,
        ServerFault.HANG_UP,
        ServerFault.SILENCE,
        ServerFault.DRIP,
    ],
)
def test_what_passes_by_itself_is_tried_again_within_the_same_login(server, tmp_path, fault):
    server.faults.add(fault, "export_responses")
    assert ids(take(server, tmp_path)) == NUMBERS
    assert server.logins == 1


def test_a_key_that_ends_half_way_is_renewed_once_for_all_threads(server, tmp_path):
    take(server, tmp_path / "one")
    server.faults.add(ServerFault.KEY_ENDED, "export_responses")
    assert ids(take(server, tmp_path / "two", 4)) == NUMBERS
    assert server.logins == 3


def test_a_lock_out_half_way_does_not_touch_a_key_that_was_given(server, tmp_path):
    server.faults.add(ServerFault.LOCKED_OUT, "export_responses")
    assert ids(take(server, tmp_path)) == NUMBERS
    with pytest.raises(errors.LockedOut):
        take(server, tmp_path)
    assert server.logins == 2


def test_a_break_in_the_middle_goes_on_without_asking_again_for_what_is_there(server, tmp_path):
    server.add_responses(111111, [row(number) for number in range(48, 100)])
    take_with_break(server, tmp_path)
    before = len(server.log)
    pulled = take(server, tmp_path)
    assert ids(pulled) == [*NUMBERS, *range(48, 100)]
    assert pulled.resumed == 10
    again = Counter(
        tuple(call.params[6:8]) for call in server.log[before:] if call.method == "export_responses"
    )
    assert (1, 10) not in again


def take_with_break(server, folder):
    calls = count()
    server.faults.take = lambda method: (
        ServerFault.EMPTY if method == "export_responses" and next(calls) == 2 else None
    )
    with pytest.raises(LimeSurveyError):
        take(server, folder)
    del server.faults.take


@pytest.mark.parametrize(
    ("break_it", "kind"),
    [
        (lambda server: server.world.surveys.clear(), errors.NoPermission),
        (lambda server: server.world.surveys[111111].settings.update(active="N"), errors.NotActive),
        (
            lambda server: server.world.surveys[111111].settings.update(
                language="de", additional_languages=""
            ),
            errors.UnknownLanguage,
        ),
    ],
)
def test_what_the_server_refuses_is_named_and_nothing_is_written(server, tmp_path, break_it, kind):
    break_it(server)
    with pytest.raises(kind):
        take(server, tmp_path)
    assert list_snapshots(tmp_path) == []
    assert server.world.keys == {}


def test_an_active_survey_without_answers_is_an_empty_snapshot(server, tmp_path):
    server.world.surveys[111111].responses.clear()
    assert take(server, tmp_path).snapshot.manifest.rows == 0


def test_a_gap_of_a_million_ids_is_jumped_over(server, tmp_path):
    server.add_responses(111111, [row(1_000_007)])
    assert ids(take(server, tmp_path)) == [*NUMBERS, 1_000_007]
    assert len(server.calls("export_responses")) < 30
