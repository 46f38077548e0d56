"""Every reply of a real server, through the transport: a result, or one clear error of our tree."""

import pickle
from io import BytesIO

import pytest
import requests
import urllib3
from requests.adapters import BaseAdapter

from survey.common.errors import LimeSurveyError
from survey.limesurvey import errors
from survey.limesurvey.protocol.transport import Limits, Transport
from tests.survey.limesurvey.protocol.recordings import recordings

SENTENCES = {
    "Invalid session key": errors.KeyEnded,
    "No permission": errors.NoPermission,
    "Error: Invalid survey ID": errors.NoPermission,
    "Invalid survey ID": errors.NoPermission,
    "Invalid surveyid": errors.NoPermission,
    "Invalid user name or password": errors.LoginRefused,
    "Internal database authentication": errors.LoginRefused,
    "You have exceeded": errors.LockedOut,
    "No Data, survey table": errors.NotActive,
    "No survey response table": errors.NotActive,
    "No available data": errors.NotActive,
    "No Data, could not get max id": errors.NoAnswers,
    "Language code not found": errors.UnknownLanguage,
    "Error: Invalid language": errors.UnknownLanguage,
    "Error: No survey participant list": errors.NoParticipantTable,
    "No survey participant list": errors.NoParticipantTable,
}
"""How the real server's refusals begin; any other is Refused."""

EMPTY_LISTS = ("No surveys found", "No survey participants found.", "No questions found")
TEXTS = {"": errors.SwitchedOff, "<?xml": errors.SwitchedOff, "At least": errors.NotLimeSurvey}
DATABASE_WORDS = ("SQL", "CDb", "lime_", "1366", "1062", "{{", "IWriter", "column named")


class Recorded(BaseAdapter):
    """Answers every request with one recorded reply."""

    def __init__(self, recording):
        super().__init__()
        self._recording = recording

    def send(self, request, **_):
        response = requests.Response()
        response.status_code = self._recording.status
        response.raw = urllib3.HTTPResponse(
            BytesIO(self._recording.body.encode("utf-8")), preload_content=False
        )
        response.url = request.url
        return response

    def close(self):
        """Nothing is open."""


def ask_again(recording):
    """Send the recorded request through a transport that gets the recorded reply."""
    with Transport(Limits(attempts=2, wait=0.0)) as transport:
        transport.mount("https://", Recorded(recording))
        return transport.post(
            "https://survey.example.org/index.php/admin/remotecontrol", data=recording.request
        )


DATABASE = {
    "cannot be found": errors.NotActive,
    "already exists": errors.Refused,
    "Duplicate entry": errors.Refused,
    "Incorrect": errors.Refused,
    "too long": errors.Refused,
    "truncated": errors.Refused,
    'column named "token"': errors.Refused,
}
"""What the database says that a user can mend, or that the survey is not active."""


def expected(recording):
    """Return the error of a recorded reply, by its text alone; None for a success."""
    if recording.status != 200:
        return errors.WrongAddress if recording.status == 400 else errors.Failed
    if recording.reply is None:
        return next(
            kind
            for start, kind in TEXTS.items()
            if recording.body.startswith(start) and (start or not recording.body)
        )
    result, error = recording.reply["result"], recording.reply["error"]
    if error:
        return next((kind for words, kind in DATABASE.items() if words in error), errors.Failed)
    status = result.get("status") if isinstance(result, dict) else None
    if status in (None, "OK", *EMPTY_LISTS):
        return None
    return next(
        (kind for start, kind in SENTENCES.items() if status.startswith(start)), errors.Refused
    )


def askable():
    """The recordings whose request our clients could send: an object with a number."""
    return [
        one
        for one in recordings().values()
        if one.call.get("id") and isinstance(one.call.get("params"), list)
    ]


FAILURES = [one for one in askable() if expected(one)]
SUCCESSES = [one for one in askable() if not expected(one)]


def test_most_recordings_are_asked_again():
    assert len(FAILURES) > 110
    assert len(SUCCESSES) > 180


@pytest.mark.parametrize("recording", FAILURES, ids=lambda one: one.name)
def test_every_failure_is_one_clear_error(recording):
    with pytest.raises(LimeSurveyError) as caught:
        ask_again(recording)
    assert type(caught.value) is expected(recording)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("recording", FAILURES, ids=lambda one: one.name)
def test_no_error_repeats_the_database_or_a_password(recording):
    with pytest.raises(LimeSurveyError) as caught:
        ask_again(recording)
    shown = str(caught.value) + repr(caught.value)
    assert not [
        word for word in (*DATABASE_WORDS, "Correct-horse", "wrong-", "k" * 32) if word in shown
    ]


@pytest.mark.parametrize("recording", SUCCESSES, ids=lambda one: one.name)
def test_every_success_comes_through(recording):
    assert ask_again(recording).json() == recording.reply


def test_lock_out_says_how_long():
    with pytest.raises(errors.LockedOut, match="Wait 10 minutes"):
        ask_again(recordings()["login_wrong_password_4"])


def test_wrong_survey_is_told_with_its_number_and_both_causes():
    with pytest.raises(
        errors.NoPermission,
        match=r"survey 999999: either there is no such survey, or .* no right to export_responses",
    ):
        ask_again(recordings()["export_responses_unknown_survey"])


@pytest.mark.parametrize(
    "kind",
    [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.Refusal)
    ],
)
def test_errors_survive_pickling(kind):
    words = {
        "reason": "why",
        "method": "export_responses",
        "user": "admin",
        "minutes": 10,
        "largest": 256,
    }
    error = kind.at("LimeSurvey at https://survey.example.org", **words)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.problems, again.exit_code) == (kind, error.problems, 5)
    assert "{" not in str(error)
