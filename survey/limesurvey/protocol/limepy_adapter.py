"""Let limepy use our transport.

limepy can be given no session; it looks up the name `requests` in its module at every call.

That name is bound to our own object once, when this module is imported.
"""

import itertools
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

import requests
from limepy import download

ExportKind = Literal["csv", "json"]
ResponseStatus = Literal["all", "complete", "incomplete"]

BOM = b"\xef\xbb\xbf"
_BOM_BASE64 = "77u/"

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class ExportCall:
    """Which responses to export.

    `language` None is the survey's own. `first` and `last` are ids; None or 0 is no limit.
    """

    survey_id: int
    kind: ExportKind
    language: str | None = None
    first: int | None = None
    last: int | None = None
    status: ResponseStatus = "all"


@dataclass(frozen=True, slots=True)
class _Checked:
    """A checked result: base64 for limepy to decode.

    limepy looks for `status` in it; there is none, as a refusal was raised before.
    """

    base64: str

    def __contains__(self, word: object) -> bool:
        return False

    def encode(self) -> bytes:
        return self.base64.encode("ascii")


@dataclass(frozen=True, slots=True)
class _Reply:
    """The part of a response that limepy reads."""

    envelope: dict[str, Any]

    def json(self) -> dict[str, Any]:
        return self.envelope


@dataclass(slots=True)
class _Exchange:
    """What stands in for `requests` during one export.

    It posts through the session and notes whether the text began with a byte order mark.
    """

    session: requests.Session
    has_bom: bool = False

    def post(self, url: str, json: dict[str, Any]) -> _Reply:
        envelope = self.session.post(url, json=json).json()
        self.has_bom = envelope["result"].startswith(_BOM_BASE64)
        return _Reply(envelope | {"result": _Checked(envelope["result"])})


_open_exchange: ContextVar[Any] = ContextVar("open_exchange", default=requests)
"""Where limepy's calls go: this thread's exchange, or `requests` if there is none."""


class _Door:
    """`requests` inside limepy: pass each call on to the exchange of its thread."""

    @staticmethod
    def post(url: str, json: dict[str, Any]) -> Any:
        return _open_exchange.get().post(url, json)


download.requests = _Door


def export_through(session: requests.Session, address: str, key: str, export: ExportCall) -> bytes:
    """Return one export as the server sent it, byte order mark included."""
    exchange = _Exchange(session)
    token = _open_exchange.set(exchange)
    try:
        text = download.export_responses(
            next(_numbers),
            address,
            key,
            export.survey_id,
            lang=export.language,
            document_type=export.kind,
            completion_status=export.status,
            from_response_id=export.first,
            to_response_id=export.last,
        )
    finally:
        _open_exchange.reset(token)
    content: bytes = text.encode("utf-8")
    return BOM + content if exchange.has_bom else content
