"""Check a reply of RemoteControl, from its HTTP status to the base64 of an export."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from survey.limesurvey.errors import (
    Failed,
    Garbled,
    NotLimeSurvey,
    Refusal,
    SwitchedOff,
    Unreachable,
    WrongAddress,
)
from survey.limesurvey.protocol.refusals import LOGIN, Call, find_refusal, is_empty_list

GATEWAY = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
"""A gateway without its server: passes by itself."""

_NO_SUCH_PAGE = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.GONE,
}


def _is_number(result: Any) -> bool:
    """Return whether the result is a number, or the text of one: older servers send text."""
    return (isinstance(result, int) and not isinstance(result, bool)) or (
        isinstance(result, str) and result.isdecimal()
    )


def _is_table(result: Any) -> bool:
    return isinstance(result, list) and all(isinstance(row, dict) for row in result)


def _is_object(result: Any) -> bool:
    return isinstance(result, dict)


def _is_key(result: Any) -> bool:
    """Return whether the result can be a session key: any printable text without spaces.

    LimeSurvey makes 32 characters with Yii's `generateRandomString`: base64 with `_` and `~` in
    place of `+` and `/`. Before version 2.05 it used its own `randomChars`. A client needs to know
    no more than that.
    """
    return isinstance(result, str) and result.isprintable() and result.split() == [result]


SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "get_survey_properties": _is_object,
    "set_survey_properties": _is_object,
    "get_question_properties": _is_object,
    "list_groups": _is_table,
    "list_questions": _is_table,
    "list_surveys": _is_table,
    "list_participants": _is_table,
    "add_participants": _is_table,
    "import_survey": _is_number,
}
"""The shape of a result, for the methods whose results are read."""

_XML_RPC = b"<methodResponse>"


def check_reply(call: Call, status: int, body: bytes) -> None:
    """Raise a Refusal unless `body` is a complete reply to `call` with a result."""
    if refusal := _status_refusal(call, status) or _body_refusal(call, body):
        raise refusal
    result, error = _open_envelope(call, body)
    if refusal := find_refusal(call, result, error):
        raise refusal
    if damage := _find_damage(call, result):
        raise Garbled.at(call.where, reason=damage)


def _status_refusal(call: Call, status: int) -> Refusal | None:
    if status == HTTPStatus.OK:
        return None
    if status in GATEWAY:
        return Unreachable.at(call.where, reason=f"the gateway in front of it answers {status}")
    if status in _NO_SUCH_PAGE or 300 <= status < 400:
        return WrongAddress.at(call.where, reason=f"HTTP status {status}")
    return Failed.at(
        call.where,
        method=call.method,
        reason=f"HTTP status {status}; the server's own log says why",
    )


def _body_refusal(call: Call, body: bytes) -> Refusal | None:
    """Return the refusal for a body that is not JSON: empty, XML-RPC, a web page or a text."""
    start = body[:4096].lstrip()
    if not start:
        return SwitchedOff.at(call.where)
    if _XML_RPC in start:
        return SwitchedOff.at(call.where)
    if start.startswith(b"<"):
        return NotLimeSurvey.at(call.where, reason="a web page")
    return None if start.startswith(b"{") else NotLimeSurvey.at(call.where, reason="a text")


def _open_envelope(call: Call, body: bytes) -> tuple[Any, Any]:
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        raise Garbled.at(call.where, reason="it is cut short or is not JSON") from None
    if str(envelope.get("id")) != str(call.number):
        raise Garbled.at(call.where, reason="it belongs to another call")
    return envelope.get("result"), envelope.get("error")


def _find_damage(call: Call, result: Any) -> str:
    """Say what is wrong with a result whose shape is known; "" if nothing is."""
    if call.method == LOGIN:
        return "" if _is_key(result) else "it holds no session key"
    if call.method == "export_responses":
        return _find_export_damage(call, result)
    fits = SHAPES.get(call.method)
    return (
        ""
        if fits is None or is_empty_list(call.method, result) or fits(result)
        else f"it is no result of {call.method}"
    )


def _find_export_damage(call: Call, result: Any) -> str:
    if not isinstance(result, str):
        return "it holds no answers"
    try:
        content = base64.b64decode(result, validate=True)
        content.decode("utf-8")
    except (binascii.Error, ValueError):
        return "its answers are cut short or are not base64 of UTF-8"
    return "" if is_whole(content, str(call.params[2])) else "its answers are cut short"


def is_whole(content: bytes, kind: str) -> bool:
    """Return whether an export ends as LimeSurvey ends it.

    CSV ends with a blank line; an empty range is one line end. JSON ends with its last bracket.
    """
    if kind == "json":
        return content.rstrip().endswith(b"]}")
    return content == b"\r\n" or content.endswith(b"\r\n\r\n")
