"""Find out which refusal a reply is. RemoteControl refuses in three forms, all with HTTP 200."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from survey.limesurvey.errors import (
    Failed,
    KeyEnded,
    LockedOut,
    LoginRefused,
    NoAnswers,
    NoParticipantTable,
    NoPermission,
    NotActive,
    Refusal,
    Refused,
    UnknownLanguage,
)

LOGIN = "get_session_key"

_SENTENCES: dict[str, type[Refusal]] = {
    "Invalid session key": KeyEnded,
    "No permission": NoPermission,
    "Error: No permission": NoPermission,
    "Error: Invalid survey ID": NoPermission,
    "Invalid survey ID": NoPermission,
    "Invalid surveyid": NoPermission,
    "No Data, survey table does not exist.": NotActive,
    "No survey response table": NotActive,
    "No available data": NotActive,
    "No Data, could not get max id.": NoAnswers,
    "Language code not found for this survey.": UnknownLanguage,
    "Error: Invalid language": UnknownLanguage,
    "Error: No survey participant list": NoParticipantTable,
    "No survey participant list": NoParticipantTable,
    "Error: No survey participants table": NoParticipantTable,
    "No survey participants table": NoParticipantTable,
    "Error: No token table": NoParticipantTable,
    "No token table": NoParticipantTable,
}
"""Sentences of LimeSurvey 6.16, 6.15 and 2.0. RemoteControl never translates them."""

_KINDS = {sentence.casefold(): kind for sentence, kind in _SENTENCES.items()}
"""In small letters: one server writes "session key", "Session key" and "Session Key"."""

_EMPTY_LISTS = {
    "No surveys found",
    "No survey participants found.",
    "No questions found",
    "No groups found",
    "No Tokens found",
}
_LOCKED = re.compile(
    r"exceeded the number of maximum login attempts(?:.*?(\d+) minute)?", re.DOTALL
)
_LOCKED_IN_ANY_LANGUAGE = re.compile(r"\b(\d+)\b")
"""The sentences of LSUserIdentity and Authdb are in the site's language.

Only the sentence of a lock has a number, its minutes.
"""
_LOCKED_MINUTES = "10"
_LONGEST = 200

_SAFE_REASONS = {
    "Invalid user name or password": (
        "the user name or the password is wrong, or the user has expired"
    ),
    "Internal database authentication method is not allowed for this user": (
        "this user may not log in with a password of LimeSurvey's own"
    ),
}
_DATABASE_REASONS = {
    "already exists": "it exists on the server already",
    "Duplicate entry": "the same number is on the server already",
    "Incorrect": "a value does not fit its column",
    "Data too long": "a value is too long for its column",
    "truncated": "a value does not fit its column",
    'column named "token"': "the survey is anonymous and keeps no tokens",
}
_DATABASE = re.compile(
    r"(?i:SQL|CDb|active record|\btable\b|syntax error)"
    r"|\b(?:SELECT|INSERT|UPDATE|DELETE|FROM|WHERE)\b"
)
_UNSAID = "the server says why in words that are not repeated, as they can hold the password"
_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it was sent. `params` begin with the key; `number` is the request's."""

    address: str
    method: str
    params: Sequence[Any]
    number: int | str

    @property
    def where(self) -> str:
        """Name the server, and the survey if the call names one."""
        named = self.params[1] if len(self.params) > 1 and self.method != LOGIN else None
        is_survey = (
            isinstance(named, int)
            and not isinstance(named, bool)
            and "question_prop" not in self.method
        )
        return (
            f"LimeSurvey at {self.address}, survey {named}"
            if is_survey
            else f"LimeSurvey at {self.address}"
        )


def find_refusal(call: Call, result: Any, error: Any) -> Refusal | None:
    """Return the refusal in a reply; None if the call succeeded.

    Words of the database are never repeated.
    """
    if error is not None:
        return _database_refusal(call, str(error))
    if is_empty_list(call.method, result):
        return None
    sentence = _status(result) if isinstance(result, dict) else _plain_sentence(call, result)
    return _refusal(call, sentence) if sentence is not None else None


def is_empty_list(method: str, result: Any) -> bool:
    """Return whether a list call says in words that its list is empty."""
    return (
        method.startswith("list_")
        and isinstance(result, dict)
        and result.get("status") in _EMPTY_LISTS
    )


def _status(result: dict[str, Any]) -> str | None:
    status = result.get("status")
    return None if status is None or status == "OK" else str(status)


def _plain_sentence(call: Call, result: Any) -> str | None:
    """Return a sentence in place of a key or base64, or one that is a known refusal."""
    if not isinstance(result, str):
        return None
    expects_token = call.method == LOGIN or call.method.startswith("export_")
    is_sentence = (
        result.casefold() in _KINDS
        or bool(_LOCKED.search(result))
        or (expects_token and " " in result.strip())
    )
    return result if is_sentence else None


def _refusal(call: Call, sentence: str) -> Refusal:
    if locked := _find_lock(call, sentence):
        return LockedOut.at(call.where, minutes=locked[1] or _LOCKED_MINUTES)
    if call.method == LOGIN:
        return LoginRefused.at(
            call.where, user=call.params[0], reason=_SAFE_REASONS.get(sentence, _UNSAID)
        )
    kind = _KINDS.get(sentence.casefold())
    if kind is not None:
        return kind.at(call.where, method=call.method)
    return Refused.at(
        call.where, method=call.method, reason=_presentable(_hide_key(call, sentence))
    )


def _find_lock(call: Call, sentence: str) -> re.Match[str] | None:
    """Find a lock-out in a sentence; the first group is its minutes."""
    in_english = _LOCKED.search(sentence)
    return in_english or (
        _LOCKED_IN_ANY_LANGUAGE.search(sentence) if call.method == LOGIN else None
    )


def _database_refusal(call: Call, error: str) -> Refusal:
    if 'for active record class "SurveyDynamic" cannot be found' in error:
        return NotActive.at(call.where)
    reason = next((reason for words, reason in _DATABASE_REASONS.items() if words in error), None)
    if reason is not None:
        return Refused.at(call.where, method=call.method, reason=reason)
    return Failed.at(
        call.where,
        method=call.method,
        reason="its database or its program failed; the server's own log says why",
    )


def _hide_key(call: Call, sentence: str) -> str:
    """Hide the session key, which is the first parameter of every call but a login."""
    key = str(call.params[0]) if call.params else ""
    return sentence.replace(key, _HIDDEN) if key else sentence


def _presentable(sentence: str) -> str:
    """Put the server's sentence on one line; replace it if it comes from the database."""
    if _DATABASE.search(sentence):
        return "its database failed; the server's own log says why"
    words = " ".join(sentence.split())
    return (words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…").rstrip(".")
