"""The server of the tests answers as the recorded one, to the same request in the same state."""

import json
import re

import pytest
import requests

from tests.survey.limesurvey import scenes
from tests.survey.limesurvey.protocol.recordings import KEY, PASSWORD, recordings

NOT_REPLAYED = {
    (
        r"add_(group|language|survey)|get_group_|list_survey_groups|invite_"
        r"|.*_by_token|export_timeline"
    ): (30, "never called by us"),
    r"import_survey_(main|big|alltypes)$": (3, "the file that was sent was too long to be kept"),
    r".*alltypes": (28, "question types that the product does not ask"),
    r"export_responses_.*_long$": (
        4,
        "long answers lose what is missing; the product asks for short ones",
    ),
    r"http_rpc_xml_mode": (1, "the server of the tests speaks no XML"),
}
"""Recordings that are not replayed: how their names begin, how many there are, and why."""

OVER_THE_WIRE = ("http_", "rpc_")
IN_ORDER = ("add_response", "add_participants", "update_response", "delete_response")
"""Methods whose recordings were asked one after another."""
REFUSED = ("_no_permission", "_unknown_survey", "_inactive", "_no_table")
"""How recordings end whose request was refused whatever was asked before."""

LOCKED_OUT = (
    "login_wrong_password_1",
    "login_wrong_password_1",
    "login_wrong_password_3",
    "login_wrong_password_4",
)
AFTERWARDS = ("login_right_password_while_locked", "login_after_lockout_elapsed")
LOGINS = (
    "login_authldap_not_active",
    "login_empty",
    "login_unknown_plugin",
    "login_unknown_user",
    "login_expired_user",
)
OUTSIDER = "login_user_without_auth_db"
IMPORTS = (
    "import_survey_tiny",
    "import_survey_zero_codes",
    "import_survey_garbage",
    "import_survey_bad_extension",
)
TAKEN = "import_survey_existing_sid_and_name"
DELETED = ("delete_survey", "delete_survey_again", "delete_survey_unknown_survey")
EMPTY = ("list_questions_none", "activate_survey_no_questions")
ENDED = ("list_surveys_expired_session_key", "list_surveys_released_key")
STAGED = {*LOCKED_OUT, *AFTERWARDS, *LOGINS, OUTSIDER, *IMPORTS, TAKEN, *DELETED, *EMPTY, *ENDED}
"""Recordings with their own test below, as their reply depends on the call just before."""

SCENES = (
    (r"_no_permission$", scenes.stranger),
    (r"list_surveys_(none|valid_key_while_locked)|get_session_key_ok", scenes.empty),
    (
        r"no_responses|responses_zero|activate_survey_already|get_survey_properties_active|activate_tokens$|_no_table",
        scenes.active,
    ),
    (r"_inactive|activate_survey$|_with_settings", scenes.inactive),
    (r"list_participants_empty", scenes.with_table),
    (r"anonymized|activate_tokens_no_attributes|_access_mode", scenes.anonymous),
    (r"zero_codes", scenes.zero_codes),
    (r"web_filled|after_web", scenes.after_web),
    (r"with_token_attributes|set_participant_properties$", scenes.edited),
    (r"", scenes.answered),
)
BEFORE = {
    "set_survey_properties_anonymized": scenes.inactive,
    "activate_tokens_no_attributes": scenes.inactive,
    "set_survey_properties_access_mode": scenes.inactive,
    "get_fieldmap": scenes.answered,
    "list_surveys": scenes.answered,
    "get_survey_properties_no_permission": scenes.stranger,
}


def scene_of(name):
    return BEFORE.get(name) or next(scene for pattern, scene in SCENES if re.search(pattern, name))


def is_replayed(name):
    return not any(re.match(pattern, name) for pattern in NOT_REPLAYED)


def is_in_order(name):
    return name.startswith(IN_ORDER) and not name.endswith(REFUSED)


def stands_alone(name):
    return (
        is_replayed(name)
        and not name.startswith(OVER_THE_WIRE)
        and not is_in_order(name)
        and name not in STAGED
    )


SINGLE = [one for name, one in recordings().items() if stands_alone(name)]


def ask(server, recording):
    answer = server.answer(recording.request.encode("utf-8"))
    return answer.status, _parsed(answer.text)


def recorded(recording):
    return recording.status, _parsed(recording.body)


def _parsed(text):
    try:
        return json.loads(text)
    except ValueError:
        return "a page" if "<html" in text else text


def without(value, *names):
    """A reply without values that are drawn by lot."""
    if isinstance(value, dict):
        return {name: without(inner, *names) for name, inner in value.items() if name not in names}
    return [without(inner, *names) for inner in value] if isinstance(value, list) else value


@pytest.fixture
def server():
    server = scenes.new_server()
    yield server
    server.close()


def test_every_recording_is_asked_but_those_that_are_listed():
    first = [
        next((pattern for pattern in NOT_REPLAYED if re.match(pattern, name)), None)
        for name in recordings()
    ]
    assert {pattern: first.count(pattern) for pattern in NOT_REPLAYED} == {
        pattern: count for pattern, (count, _) in NOT_REPLAYED.items()
    }
    assert set(recordings()) >= STAGED


@pytest.mark.parametrize("recording", SINGLE, ids=lambda one: one.name)
def test_same_request_same_reply(recording, server):
    scene_of(recording.name)(server)
    status, reply = ask(server, recording)
    if recording.name == "get_session_key_ok":
        assert len(reply["result"]) == 32
    elif recording.name == "get_fieldmap_zero_codes":
        assert without(reply["result"], "title") == without(
            recorded(recording)[1]["result"], "title"
        )
    else:
        assert (status, reply) == recorded(recording)


def in_order(method):
    """Recordings of one method as they were asked one after another."""
    chosen = [
        one for name, one in recordings().items() if name.startswith(method) and is_in_order(name)
    ]
    assert chosen, f"no recording of {method} is left"
    return sorted(chosen, key=lambda one: one.call["id"])


def test_responses_get_the_same_numbers_and_the_same_objections(server):
    scenes.with_people(server)
    server.add_responses(scenes.MAIN, scenes.exported("export_responses_json_all_code_short")[:1])
    for recording in in_order("add_response"):
        assert ask(server, recording) == recorded(recording), recording.name


def test_responses_that_were_added_are_exported_alike(server):
    scenes.with_people(server)
    server.add_responses(scenes.MAIN, scenes.exported("export_responses_json_all_code_short")[:1])
    for recording in in_order("add_response"):
        ask(server, recording)
    kept = [
        row for row in scenes.exported("export_responses_json_all_code_short") if row["id"] < 105
    ]
    assert {row["id"] for row in kept} == set(server.world.surveys[scenes.MAIN].responses)
    for row, stored in zip(kept, server.world.surveys[scenes.MAIN].responses.values(), strict=True):
        assert list(row.values()) == stored


def test_participants_are_added_alike(server):
    scenes.with_table(server)
    for recording in in_order("add_participants"):
        assert without(list(ask(server, recording)), "token") == without(
            list(recorded(recording)), "token"
        ), recording.name


def test_responses_are_changed_and_deleted_alike(server):
    scenes.answered(server)
    for recording in [*in_order("update_response"), *in_order("delete_response")]:
        assert ask(server, recording) == recorded(recording), recording.name


def test_the_fourth_login_is_locked_out_with_the_right_password_too(server):
    for name in LOCKED_OUT:
        assert ask(server, recordings()[name]) == recorded(recordings()[name])
    locked, elapsed = (recordings()[name] for name in AFTERWARDS)
    assert ask(server, locked) == recorded(locked)
    scenes.inactive(server)
    assert ask(server, recordings()["list_surveys_inactive"]) == recorded(
        recordings()["list_surveys_inactive"]
    )
    server.unlock()
    assert len(ask(server, elapsed)[1]["result"]) == 32


@pytest.mark.parametrize("name", LOGINS)
def test_a_login_is_refused_alike(name, server):
    assert ask(server, recordings()[name]) == recorded(recordings()[name])


def test_a_user_without_a_password_of_limesurvey_is_refused_alike(server):
    server.world.users["noauth"] = (PASSWORD, True)
    server.world.outsiders.add("noauth")
    recording = recordings()[OUTSIDER]
    assert ask(server, recording) == recorded(recording)


@pytest.mark.parametrize("name", IMPORTS)
def test_a_survey_is_imported_alike(name, server):
    recording = recordings()[name]
    assert ask(server, recording) == recorded(recording)


def test_an_import_renames_codes_that_are_taken_and_says_nothing(server):
    scenes.zero_codes(server)
    codes = [question.code for question in server.world.surveys[scenes.ZERO].questions]
    assert len(set(codes)) == len(codes) == 3


def test_an_import_takes_another_number_where_its_own_is_taken(server):
    scenes.inactive(server)
    number = ask(server, recordings()[TAKEN])[1]["result"]
    assert number not in (scenes.MAIN, scenes.COPY)
    assert server.world.surveys[number].words["en"]["surveyls_title"] == "New name å"


def test_a_survey_is_deleted_once(server):
    scenes.inactive(server)
    server.add_survey(scenes.lss_of("import_survey_tiny"), sid=497247)
    for name in DELETED:
        assert ask(server, recordings()[name]) == recorded(recordings()[name])


def test_an_empty_survey_has_no_questions_and_cannot_be_activated(server):
    survey = server.add_survey(scenes.lss_of("import_survey_tiny"), sid=497247)
    survey.questions.clear()
    for name in EMPTY:
        assert ask(server, recordings()[name]) == recorded(recordings()[name])


OFF = ("http_rpc_off_get", "http_rpc_off_post", "http_rpc_off_valid_key")
WIRE = [
    one
    for name, one in recordings().items()
    if name.startswith(OVER_THE_WIRE) and is_replayed(name)
]


@pytest.mark.parametrize("recording", WIRE, ids=lambda one: one.name)
def test_the_wire_is_alike(recording, server):
    server.enabled = recording.name not in OFF
    with server:
        verb, path = recording.http.split()
        headers = {"content-type": recording.type} if recording.type else {}
        reply = requests.request(
            verb,
            server.address + path,
            data=recording.request.encode("utf-8"),
            headers=headers,
            timeout=5,
        )
    if recording.name == "rpc_named_params":
        assert len(reply.json()["result"]) == 32
    else:
        assert (reply.status_code, _parsed(reply.text)) == recorded(recording)


def test_keys_end(server):
    server.end_keys()
    assert KEY not in server.world.keys
    for name in (*ENDED, "list_surveys_invalid_session_key"):
        assert ask(server, recordings()[name]) == recorded(recordings()[name])
