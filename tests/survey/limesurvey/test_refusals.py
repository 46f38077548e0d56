"""What a server says in words that no recording has."""

import pytest

from survey.limesurvey import errors
from survey.limesurvey.refusals import Call, find_refusal

WHERE, KEY, PASSWORD = "https://lime.example", "k3y" * 10, "en hemlighet"


@pytest.mark.parametrize("sentence", ["Error: No survey participants table", "No survey participants table"])
def test_a_missing_list_of_participants_has_two_names(sentence):
    """Servers before 6.15.4 have the other one."""
    call = Call(WHERE, "list_participants", [KEY, 111111], 1)
    assert isinstance(find_refusal(call, {"status": sentence}, None), errors.NoParticipantTable)


def test_a_server_that_repeats_the_password_is_not_repeated():
    call = Call(WHERE, "get_session_key", ["admin", PASSWORD], 1)
    refusal = find_refusal(call, {"status": f"Login failed for ['admin', '{PASSWORD}', 'Authdb']"}, None)
    assert isinstance(refusal, errors.LoginRefused)
    assert PASSWORD not in str(refusal)


def test_a_server_that_repeats_the_key_is_not_repeated():
    call = Call(WHERE, "get_survey_properties", [KEY, 111111], 1)
    refusal = find_refusal(call, {"status": f"Session {KEY} has no such thing"}, None)
    assert "Session ••• has no such thing" in str(refusal)


@pytest.mark.parametrize("sentence", ["syntax error near SELECT * FROM lime_users", "INSERT INTO lime_x failed", "near 'WHERE sid=1'"])
def test_the_databases_words_are_not_repeated_in_whatever_form_they_come(sentence):
    call = Call(WHERE, "get_survey_properties", [KEY, 111111], 1)
    assert "its database failed" in str(find_refusal(call, {"status": sentence}, None))
