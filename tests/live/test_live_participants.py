"""Participants on a real server: once each, and nobody else is let in."""

from dataclasses import replace

import pytest

from survey.common.errors import LimeSurveyError
from survey.limesurvey.participants.inviting import plan_invitations
from survey.limesurvey.participants.participants import (
    check_survey,
    find_participants,
    invite,
    read_participation,
)
from tests.live.live_answers import invite_companies, make_register, plan_for
from tests.made_instruments import ask, make_instrument

SMALL = make_instrument(ask("ONE", "yes_no"))


def run(connection, survey_id, register, tokens, **more):
    plan = plan_for(connection, survey_id, register, tokens, **more)
    tokens.update(plan.tokens)
    return invite(connection, survey_id, plan, lambda batch: None)


@pytest.mark.parametrize("active", [True, False])
def test_companies_become_participants_once_of_a_survey_that_is_closed(own, active):
    survey_id = own.activate(SMALL) if active else own.deploy(SMALL).survey_id
    check_survey(own.connection, survey_id)
    assert find_participants(own.connection, survey_id) is None
    tokens = {}
    assert run(own.connection, survey_id, make_register(3), tokens).added == 3
    invited = run(own.connection, survey_id, make_register(14), tokens)
    assert (invited.added, [*invited.refused, *invited.remarks]) == (11, [])
    assert run(own.connection, survey_id, make_register(14), tokens).added == 0
    assert sorted(one.token for one in find_participants(own.connection, survey_id)) == sorted(
        tokens
    )
    settings = own.connection.call("get_survey_properties", survey_id)
    assert settings.get("access_mode", "C") == "C", "only servers before 6.16 have no access mode"


def test_language_and_municipality_are_kept_and_nobody_gets_an_email(own):
    survey_id = own.activate(SMALL)
    register = make_register(
        2, municipality=["Arjeplog å", "Älvsbyn"], language=["en", "sv"], email="info@example.org"
    )
    assert run(own.connection, survey_id, register, {}).refused == []
    listed = own.connection.call(
        "list_participants", survey_id, 0, 100, False, ["language", "attribute_1", "sent"]
    )
    assert [(one["language"], one["attribute_1"], one["sent"]) for one in listed] == [
        ("en", "Arjeplog å", "N"),
        ("sv", "Älvsbyn", "N"),
    ]
    assert [one["participant_info"]["email"] for one in listed] == [None, None]


def test_rows_the_server_refuses_are_told_by_company(own):
    survey_id = own.activate(SMALL)
    tokens = invite_companies(own.connection, survey_id, 1)
    register = make_register(3, email=["", "not an address", "info@example.org"])
    plan = plan_invitations(register.iloc[1:], {}, [], languages=["en", "sv"], with_email=True)
    refused, welcome = plan.missing
    taken = replace(welcome, company="C0003", token=next(iter(tokens)))
    invited = invite(
        own.connection,
        survey_id,
        replace(plan, missing=[refused, taken, welcome]),
        lambda batch: None,
    )
    assert invited.added == 1
    assert [problem.where for problem in invited.refused] == [
        f"survey {survey_id}, company {one}" for one in ("C0001", "C0003")
    ]
    assert all(problem.what.startswith("was not added: ") for problem in invited.refused)
    assert {one.token for one in find_participants(own.connection, survey_id)} == {
        *tokens,
        welcome.token,
    }


def test_who_has_answered_comes_back(own):
    survey_id = own.activate(SMALL)
    assert read_participation(own.connection, survey_id).empty
    tokens = invite_companies(own.connection, survey_id, 2)
    person = own.connection.call("list_participants", survey_id, 0, 1)[0]
    own.connection.call(
        "set_participant_properties",
        survey_id,
        int(person["tid"]),
        {"completed": "2026-03-01 10:20"},
    )
    frame = read_participation(own.connection, survey_id)
    assert frame["completed"].to_dict() == {token: token == person["token"] for token in tokens}
    assert frame.loc[person["token"], "at"].startswith("2026-03-01")


def test_an_anonymous_survey_is_refused(own):
    survey_id = own.deploy(SMALL).survey_id
    own.connection.call("set_survey_properties", survey_id, {"anonymized": "Y"})
    with pytest.raises(LimeSurveyError, match="anonymous"):
        check_survey(own.connection, survey_id)
