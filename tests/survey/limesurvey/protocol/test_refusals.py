"""What a server says in words that no recording has."""

import pytest

from survey.limesurvey import errors
from survey.limesurvey.protocol.refusals import Call, find_refusal

WHERE, KEY, PASSWORD = "https://lime.example", "k3y" * 10, "en hemlighet"


@pytest.mark.parametrize(
    "sentence",
    [
        "Error: No survey participants table",
        "No survey participants table",
        "Error: No token table",
    ],
)
def test_a_missing_list_of_participants_has_several_names(sentence):
    """Servers before 6.15.4 say "table", those before 3.0 "token"."""
    call = Call(WHERE, "list_participants", [KEY, 111111], 1)
    assert isinstance(find_refusal(call, {"status": sentence}, None), errors.NoParticipantTable)


def test_a_server_that_repeats_the_password_is_not_repeated():
    call = Call(WHERE, "get_session_key", ["admin", PASSWORD], 1)
    refusal = find_refusal(
        call, {"status": f"Login failed for ['admin', '{PASSWORD}', 'Authdb']"}, None
    )
    assert isinstance(refusal, errors.LoginRefused)
    assert PASSWORD not in str(refusal)


def test_a_server_that_repeats_the_key_is_not_repeated():
    call = Call(WHERE, "get_survey_properties", [KEY, 111111], 1)
    refusal = find_refusal(call, {"status": f"Session {KEY} has no such thing"}, None)
    assert "Session ••• has no such thing" in str(refusal)


@pytest.mark.parametrize(
    "sentence",
    [
        "syntax error near SELECT * FROM lime_users",
        "INSERT INTO lime_x failed",
        "near 'WHERE sid=1'",
    ],
)
def test_the_databases_words_are_not_repeated_in_whatever_form_they_come(sentence):
    call = Call(WHERE, "get_survey_properties", [KEY, 111111], 1)
    assert "its database failed" in str(find_refusal(call, {"status": sentence}, None))


@pytest.mark.parametrize(
    "sentence", ["Invalid session key", "Invalid Session key", "Invalid Session Key"]
)
def test_a_key_has_ended_in_whatever_capitals(sentence):
    """All three stand in the remotecontrol_handle.php of LimeSurvey 2 to 4."""
    call = Call(WHERE, "get_survey_properties", [KEY, 111111], 1)
    assert isinstance(find_refusal(call, {"status": sentence}, None), errors.KeyEnded)


def test_an_empty_list_of_an_old_server_is_a_list():
    call = Call(WHERE, "list_participants", [KEY, 111111], 1)
    assert find_refusal(call, {"status": "No Tokens found"}, None) is None


# LimeSurvey 6.4.2 with the default languages Swedish, Finnish and Norwegian, from its catalogues.
LOCKED = [
    (
        "Du har överskridit det maximala antalet tillåtna inloggningsförsök. Var god vänta 10 "
        "minuter innan du försöker igen."
    ),
    (
        "Olet ylittänyt sallittujen sisäänkirjausten maksimimäärän. Ole hyvä ja odota 10 minuuttia "
        "ennen seuraavaa yritystä."
    ),
    "Du har gjort flere mislykkede forsøk på å logge inn. Vent 10 minutter før du prøver igjen.",
]


@pytest.mark.parametrize("sentence", LOCKED)
def test_a_lock_is_one_in_the_language_of_the_site_too(sentence):
    refusal = find_refusal(
        Call(WHERE, "get_session_key", ["admin", PASSWORD], 1), {"status": sentence}, None
    )
    assert isinstance(refusal, errors.LockedOut)
    assert "Wait 10 minutes" in str(refusal)
