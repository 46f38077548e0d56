"""Every company becomes a participant once, whatever breaks. The tokens' companies stay here."""

import json
from itertools import count

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from limesurvey_server import ServerFault

from survey.common.errors import LimeSurveyError
from survey.limesurvey import errors
from survey.limesurvey.participants.inviting import LENGTH, draw_token
from survey.limesurvey.participants.participants import (
    BATCH,
    Participant,
    check_survey,
    find_participants,
    invite,
    plan_invitations,
    read_participation,
)

SURVEY = 111111
LANGUAGES = ["en", "sv"]


def make_register(size=3, **columns):
    ids = [f"C{number:04d}" for number in range(size)]
    texts = {
        "name": [f"Bolaget {one}" for one in ids],
        "municipality": "ARJ",
        "trade": "SHOP",
        "language": "sv",
    }
    return pd.DataFrame(texts | columns, index=pd.Index(ids, name="company_id"), dtype="str")


def numbered():
    numbers = count(1)
    return lambda: f"new{next(numbers)}"


def plan(register, tokens=None, participants=(), **more):
    return plan_invitations(
        register, tokens or {}, participants, languages=LANGUAGES, draw=numbered(), **more
    )


def someone(token, completed=""):
    return Participant(token, completed)


def run(connection, register, tokens, **more):
    """Plan from what the server has, keep the tokens, and invite: what the command does."""
    made = plan_invitations(
        register, tokens, find_participants(connection, SURVEY) or [], languages=LANGUAGES, **more
    )
    tokens.update(made.tokens)
    return invite(connection, SURVEY, made, lambda batch: None)


def people(server):
    return [participant.values for participant in server.world.surveys[SURVEY].participants]


def test_everybody_gets_a_token_the_first_time():
    made = plan(make_register(2))
    assert made.tokens == {"new1": "C0000", "new2": "C0001"}
    assert [
        (one.company, one.token, one.language, one.municipality, one.email) for one in made.missing
    ] == [
        ("C0000", "new1", "sv", "ARJ", ""),
        ("C0001", "new2", "sv", "ARJ", ""),
    ]
    assert (made.present, made.strangers, made.new_tokens) == (0, 0, 2)


def test_a_company_keeps_its_token_and_is_not_added_twice():
    tokens = {"old0": "C0000", "old1": "C0001", "gone": "C9999"}
    made = plan(
        make_register(3),
        tokens,
        [someone("old0"), someone("stranger"), someone(""), someone("gone")],
    )
    assert [(one.company, one.token) for one in made.missing] == [
        ("C0001", "old1"),
        ("C0002", "new1"),
    ]
    assert made.tokens == tokens | {"new1": "C0002"}
    assert (made.present, made.strangers, made.new_tokens) == (1, 3, 1)


def test_a_company_with_two_tokens_is_there_with_either():
    tokens = {"first": "C0000", "second": "C0000"}
    assert plan(make_register(1), tokens, [someone("second")]).missing == []
    assert [one.token for one in plan(make_register(1), tokens).missing] == ["first"]


def test_a_token_that_is_taken_is_drawn_again():
    made = plan(make_register(1), {"new1": "C9999"}, [someone("new2")])
    assert [one.token for one in made.missing] == ["new3"]


def test_a_language_the_survey_lacks_gives_its_own():
    register = make_register(3, language=["fi", "", "sv"])
    assert [one.language for one in plan(register).missing] == ["en", "en", "sv"]
    assert {one.language for one in plan(register.drop(columns="language")).missing} == {"en"}


def test_addresses_go_along_only_when_asked_for():
    register = make_register(1, email="info@example.org")
    assert [one.email for one in plan(register).missing] == [""]
    assert [one.email for one in plan(register, with_email=True).missing] == ["info@example.org"]


def test_tokens_are_long_and_differ():
    drawn = {draw_token() for _ in range(500)}
    assert len(drawn) == 500
    assert all(len(token) == LENGTH and token.isalnum() and token.islower() for token in drawn)
    assert len({token[0] for token in drawn}) > 20


@given(st.lists(st.booleans(), max_size=30), st.lists(st.booleans(), max_size=30))
def test_whatever_is_there_nobody_is_added_twice_and_nobody_left_out(has_token, is_there):
    register = make_register(len(has_token))
    tokens = {
        f"t{place}": company for place, company in enumerate(register.index) if has_token[place]
    }
    there = [someone(f"t{place}") for place, present in enumerate(is_there) if present]
    made = plan(register, tokens, there)
    already = {tokens[one.token] for one in there if one.token in tokens}
    assert {one.company for one in made.missing} == set(register.index) - already
    assert len({one.token for one in made.missing}) == len(made.missing)
    assert all(made.tokens[one.token] == one.company for one in made.missing)
    assert set(made.tokens.values()) == set(register.index)


def test_companies_become_participants_of_a_closed_survey(lime_server, lime_connection):
    tokens = {}
    invited = run(lime_connection, make_register(BATCH + 5), tokens)
    assert (invited.added, [*invited.refused, *invited.remarks]) == (BATCH + 5, [])
    assert {
        one["token"]: (one["language"], one["attribute_1"]) for one in people(lime_server)
    } == dict.fromkeys(tokens, ("sv", "ARJ"))
    assert lime_server.world.surveys[SURVEY].settings["access_mode"] == "C"
    assert len(lime_server.calls("add_participants")) == 2


def test_nothing_that_names_a_company_is_sent(lime_server, lime_connection):
    run(lime_connection, make_register(3, email="info@example.org"), {})
    sent = json.dumps([call.params for call in lime_server.log])
    assert "C0001" not in sent
    assert "Bolaget" not in sent
    assert "example.org" not in sent
    assert not lime_server.calls("invite_participants")


def test_inviting_again_adds_only_who_is_new(lime_server, lime_connection):
    tokens = {}
    run(lime_connection, make_register(3), tokens)
    invited = run(lime_connection, make_register(5), tokens)
    assert invited.added == 2
    assert len(people(lime_server)) == len(tokens) == 5
    assert len(lime_server.calls("activate_tokens")) == 1
    assert len(lime_server.calls("set_survey_properties")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        ServerFault.CUT,
        ServerFault.GATEWAY,
        ServerFault.EMPTY,
        ServerFault.HTML,
        ServerFault.WRONG_ID,
        ServerFault.HANG_UP,
        ServerFault.CUT_JSON,
    ],
)
@pytest.mark.parametrize("method", ["add_participants", "activate_tokens", "set_survey_properties"])
def test_after_a_break_half_way_nobody_is_there_twice(lime_server, lime_connection, fault, method):
    register, tokens = make_register(2 * BATCH), {}
    lime_server.faults.add(fault, method)
    with pytest.raises(LimeSurveyError):
        run(lime_connection, register, tokens)
    assert len(lime_server.calls(method)) == 1
    run(lime_connection, register, tokens)
    assert sorted(one["token"] for one in people(lime_server)) == sorted(tokens)
    assert len(tokens) == 2 * BATCH
    assert lime_server.logins == 1


def test_a_key_that_ends_half_way_is_renewed_once(lime_server, lime_connection):
    lime_server.faults.add(ServerFault.KEY_ENDED, "add_participants")
    assert run(lime_connection, make_register(3), {}).added == 3
    assert len(people(lime_server)) == 3
    assert lime_server.logins == 2


def test_a_row_the_server_refuses_is_told_by_company(lime_connection):
    register = make_register(2, email=["not an address", "ok@example.org"])
    invited = run(lime_connection, register, {}, with_email=True)
    assert invited.added == 1
    assert [str(problem) for problem in invited.refused] == [
        "survey 111111, company C0000: was not added: Invalid email address."
    ]


def test_a_list_without_the_municipality_is_told(lime_server, lime_connection):
    lime_connection.call("activate_tokens", SURVEY, [])
    invited = run(lime_connection, make_register(1), {})
    assert invited.added == 1
    assert [problem.what for problem in invited.remarks] == [
        (
            "1 of those added have no municipality there: the list of participants has no column "
            "attribute_1."
        )
    ]


def test_a_survey_that_stays_open_gets_no_participants(lime_server, lime_connection):
    class Stubborn:
        def call(self, method, *params):
            return (
                {"access_mode": False}
                if method == "set_survey_properties"
                else lime_connection.call(method, *params)
            )

    made = plan(make_register(1))
    with pytest.raises(LimeSurveyError, match="stayed open to everybody"):
        invite(Stubborn(), SURVEY, made, lambda batch: None)
    assert people(lime_server) == []


def test_an_older_server_without_access_modes_will_do(lime_server, lime_connection):
    class Older:
        def call(self, method, *params):
            if method == "get_survey_properties":
                raise errors.Refused.at("LimeSurvey", method=method, reason="No valid Data")
            return lime_connection.call(method, *params)

    assert invite(Older(), SURVEY, plan(make_register(1)), lambda batch: None).added == 1
    assert not lime_server.calls("set_survey_properties")


def test_progress_hears_every_batch(lime_connection):
    heard = []
    invite(lime_connection, SURVEY, plan(make_register(BATCH + 1)), heard.append)
    assert heard == [BATCH, 1]


def test_an_anonymous_survey_is_refused(lime_server, lime_connection):
    check_survey(lime_connection, SURVEY)
    lime_server.world.surveys[SURVEY].settings["anonymized"] = "Y"
    with pytest.raises(LimeSurveyError, match="anonymous"):
        check_survey(lime_connection, SURVEY)


def test_a_survey_that_leaves_anonymity_to_its_group_is_refused(lime_server, lime_connection):
    lime_server.world.surveys[SURVEY].settings["anonymized"] = "I"
    with pytest.raises(
        LimeSurveyError, match="leaves it to its survey group whether it is anonymous"
    ):
        check_survey(lime_connection, SURVEY)


def test_who_has_answered_comes_back(lime_server, lime_connection):
    assert read_participation(lime_connection, SURVEY).empty
    run(lime_connection, make_register(3), {})
    first, second, third = people(lime_server)
    first["completed"], second["completed"] = "2026-11-23 08:10", "Q"
    frame = read_participation(lime_connection, SURVEY)
    assert frame["completed"].to_dict() == {
        first["token"]: True,
        second["token"]: False,
        third["token"]: False,
    }
    assert frame["at"].tolist() == ["2026-11-23 08:10", "", ""]


def test_more_than_ten_participants_are_found(lime_connection):
    run(lime_connection, make_register(37), {})
    assert len(find_participants(lime_connection, SURVEY)) == 37


def test_a_survey_without_a_list_has_none(lime_connection):
    assert find_participants(lime_connection, SURVEY) is None
    lime_connection.call("activate_tokens", SURVEY, [1])
    assert find_participants(lime_connection, SURVEY) == []
