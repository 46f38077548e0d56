"""limepy over our transport: it offers no seam but its module's name `requests`, looked up at every call."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

import requests
from limepy import download

ExportKind = Literal["csv", "json"]
Status = Literal["all", "complete", "incomplete"]

BOM = b"\xef\xbb\xbf"
_BOM_BASE64 = "77u/"

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Export:
    """Which answers: `language` None is the survey's own; `first` and `last` are response ids, None or 0 is no limit."""

    survey_id: int
    kind: ExportKind
    language: str | None = None
    first: int | None = None
    last: int | None = None
    status: Status = "all"


class Base64Text(str):
    """A checked base64 text in which limepy does not find the letters of its word for failure."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        """Base64 holds no words: a refusal has become an exception long before."""
        return False


@dataclass(frozen=True, slots=True)
class _Reply:
    """The part of a response that limepy reads."""

    envelope: dict[str, Any]

    def json(self) -> dict[str, Any]:
        return self.envelope


@dataclass(slots=True)
class _Exchange:
    """One export's own `requests`: posts through the session, and remembers whether the text began with a byte order mark."""

    session: requests.Session
    has_bom: bool = False

    def post(self, url: str, json: dict[str, Any]) -> _Reply:
        envelope = self.session.post(url, json=json).json()
        self.has_bom = envelope["result"].startswith(_BOM_BASE64)
        return _Reply(envelope | {"result": Base64Text(envelope["result"])})


_open_exchange: ContextVar[_Exchange] = ContextVar("open_exchange")


class _Door:
    """What stands in for `requests` inside limepy: hands each thread's call to that thread's own exchange."""

    @staticmethod
    def post(url: str, json: dict[str, Any]) -> _Reply:
        return _open_exchange.get().post(url, json)


class _Hinge:
    """Binds the door while anybody needs it, and gives limepy its own name back after the last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._before: Any = None

    def open(self) -> None:
        with self._lock:
            if self._users == 0:
                self._before, download.requests = download.requests, _Door
            self._users += 1

    def close(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                download.requests = self._before


_hinge = _Hinge()


@contextmanager
def open_door() -> Iterator[None]:
    """Let limepy's calls go through the sessions given to `export_through` while the block lasts; may be nested and shared by threads."""
    _hinge.open()
    try:
        yield
    finally:
        _hinge.close()


def export_through(session: requests.Session, address: str, key: str, export: Export) -> bytes:
    """The answers of one export as the server sent them, byte order mark included; `open_door` must be open around it."""
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
