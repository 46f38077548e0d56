"""Replies that are whole and hold something else than they should."""

import json

import pytest

from survey.limesurvey import errors
from survey.limesurvey.protocol.refusals import Call
from survey.limesurvey.protocol.replies import SHAPES, check_reply
from survey.limesurvey.structure.reading import read_structure

WHERE = "https://lime.example"
ODD = [None, "a text", True, 1.5, ["a text"], [[1]], [{}, 1]]


def check(method, result):
    check_reply(
        Call(WHERE, method, ["key", 111111], 1),
        200,
        json.dumps({"id": 1, "result": result, "error": None}).encode(),
    )


@pytest.mark.parametrize("method", sorted(SHAPES))
@pytest.mark.parametrize("result", ODD, ids=repr)
def test_a_result_of_another_shape_is_damage(method, result):
    with pytest.raises(errors.Garbled, match=f"it is no result of {method}"):
        check(method, result)


@pytest.mark.parametrize(
    ("method", "result"),
    [
        ("import_survey", 123),
        ("import_survey", "123"),
        ("list_groups", []),
        ("list_questions", [{"qid": 1}]),
        ("list_participants", {"status": "No survey participants found."}),
        ("get_question_properties", {"answeroptions": "No available answers"}),
        ("get_summary", []),
    ],
)
def test_the_shapes_that_servers_send_are_fine(method, result):
    check(method, result)


def test_json_without_a_bottom_is_damage():
    with pytest.raises(errors.Garbled, match="is not JSON"):
        check_reply(
            Call(WHERE, "list_groups", ["key"], 1), 200, b'{"id":1,"result":' + b"[" * 100_000
        )


class Odd:
    """A server whose lists have rows, and nothing in them."""

    def call(self, method, *_):
        return {"language": "sv"} if method == "get_survey_properties" else [{"title": "A"}]


def test_a_structure_that_lacks_what_it_always_has_is_damage():
    with pytest.raises(errors.Garbled, match="survey 111111"):
        read_structure(Odd(), 111111)


# LimeSurvey 6.4.2 gave these one after another, then 2.0 ("randomChars"). The last ones are what a
# login plugin could make.
KEYS = [
    "mrWua5R1AhWCSRVHIFxQc8yTRwtuGYTB",
    "xVImXGap_NPEBsFkv4XyElmRryIX8q0T",
    "7CNDQp50A8e4CCEE2bPjaLBQQzgq~y2v",
    "~" * 32,
    "_" * 32,
    "23456789abcdefghijkmnpqrstuvwxyz",
    "0",
    "a-b.c:d/e+f=g%20",
    "å" * 400,
]


@pytest.mark.parametrize("key", KEYS)
def test_whatever_a_server_gives_as_a_key_is_one(key):
    check("get_session_key", key)


@pytest.mark.parametrize("result", ["", " ", "\t", "a\n", True, 1, None, [], {}, ["a"]], ids=repr)
def test_what_cannot_be_sent_back_as_a_key_is_damage(result):
    with pytest.raises(errors.Garbled, match="no session key"):
        check("get_session_key", result)
