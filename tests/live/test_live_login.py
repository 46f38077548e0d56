"""Logging in to a real server, and what it says of surveys that are not there."""

import pytest

from survey.limesurvey import errors
from survey.limesurvey.connection import ENDPOINT, UNKNOWN_VERSION, Account, connect
from survey.limesurvey.passwords import Secret
from survey.limesurvey.protocol.transport import Limits, Transport
from survey.limesurvey.structure.reading import read_structure
from tests.live.live_server import PREFIX

WRONG = "wrong-on-purpose-å7"


@pytest.fixture
def no_survey(own):
    """A number that no survey of the server has."""
    return next(number for number in range(999_999, 0, -1) if number not in own.before)


def test_the_server_tells_its_version_or_may_not(connection):
    assert connection.server_version == UNKNOWN_VERSION or connection.server_version[0].isdigit()


def test_a_key_is_released_also_after_an_error(account, no_survey):
    keys = []
    with pytest.raises(errors.NoPermission):
        fail(account, keys, no_survey)
    with Transport(Limits()) as transport, pytest.raises(errors.KeyEnded):
        transport.post(
            account.address + ENDPOINT, json={"method": "list_surveys", "params": keys, "id": 1}
        )


def fail(account, keys, no_survey):
    with connect(account) as connection:
        keys.append(str(connection._session.key))
        read_structure(connection, no_survey)


@pytest.mark.parametrize(
    "ask",
    [
        read_structure,
        lambda connection, number: connection.export(number, "csv"),
        lambda connection, number: connection.call("get_summary", number, "all"),
        lambda connection, number: connection.call("list_participants", number, 0, 10),
        lambda connection, number: connection.call("activate_survey", number),
    ],
    ids=["structure", "export", "summary", "participants", "activate"],
)
def test_a_survey_that_is_not_there_may_also_be_one_without_rights(connection, no_survey, ask):
    with pytest.raises(errors.NoPermission, match="no such survey"):
        ask(connection, no_survey)


def test_only_what_this_run_made_is_swept(own, every_kind):
    survey_id = own.deploy(every_kind).survey_id
    assert survey_id in own.find()
    assert not own.before & set(own.find())
    titles = {int(one["sid"]): one["surveyls_title"] for one in own.connection.call("list_surveys")}
    assert titles[survey_id].startswith(f"{PREFIX} {own.run} ")


def test_a_wrong_password_is_refused_once_and_never_shown(connection, account):
    with (
        pytest.raises(errors.LoginRefused) as caught,
        connect(Account(account.address, account.user, Secret(WRONG))),
    ):
        pytest.fail("a wrong password was accepted")
    assert WRONG not in str(caught.value) + repr(caught.value)
    with connect(account) as again:
        assert again.server_version == connection.server_version
