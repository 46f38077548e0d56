"""A connection to one LimeSurvey server.

It logs in once, puts the session key into every call and releases the key at the end.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from citric.session import Session

from survey.common.errors import LimeSurveyError
from survey.limesurvey.errors import KeyEnded, Refusal
from survey.limesurvey.passwords import Secret
from survey.limesurvey.protocol.limepy_adapter import (
    ExportCall,
    ExportKind,
    ResponseStatus,
    export_through,
)
from survey.limesurvey.protocol.refusals import is_empty_list
from survey.limesurvey.protocol.transport import Limits, Transport

__all__ = ["ENDPOINT", "UNKNOWN_VERSION", "Account", "Connection", "connect"]

ENDPOINT = "/index.php/admin/remotecontrol"
UNKNOWN_VERSION = "unknown"

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Account:
    """A user at a server. `address` is the start address without a slash at its end.

    The password is never shown.
    """

    address: str
    user: str
    password: Secret


class _RevealingEncoder(json.JSONEncoder):
    """Write a secret's text into the request; it stays hidden until then."""

    def default(self, o: Any) -> Any:
        return o.get_secret_value() if isinstance(o, Secret) else super().default(o)


class Connection:
    """Calls with one session key. Several threads may call at once.

    Every error is a LimeSurveyError without a traceback, which could hold the key.
    """

    def __init__(self, account: Account, transport: Transport) -> None:
        """Log in. Raise a Refusal if that fails; a login is never repeated."""
        self._account = account
        self._transport = transport
        self._renewal = threading.Lock()
        self._renewed = False
        self._version: str | None = None
        self._session = self._log_in()

    def call(self, method: str, *params: Any) -> Any:
        """Call a RemoteControl method with the key put in, and return its result.

        A sentence of the server that says a list is empty is returned as [].
        """
        result = self._with_key(lambda session: session.call(method, *params)["result"])
        return [] if is_empty_list(method, result) else result

    def export(
        self,
        survey_id: int,
        kind: ExportKind,
        language: str | None = None,
        first: int | None = None,
        last: int | None = None,
        status: ResponseStatus = "all",
    ) -> bytes:
        """Return the responses with ids `first` to `last` as received; None or 0 is no limit.

        Headings and values are codes. A range without responses is one line end, or JSON with an
        empty list; NoAnswers if the whole survey has none.
        """
        export = ExportCall(survey_id, kind, language, first, last, status)
        return self._with_key(
            lambda session: export_through(
                self._transport, self._account.address, str(session.key), export
            )
        )

    @property
    def server_version(self) -> str:
        """Return LimeSurvey's version, such as "6.16.11"; "unknown" if the user may not see it."""
        if self._version is None:
            self._version = self._ask_version()
        return self._version

    def release(self) -> None:
        """Give the key back. An error here does no harm: the key ends by itself."""
        with suppress(LimeSurveyError):
            self._session.close()

    def _ask_version(self) -> str:
        try:
            return str(self.call("get_site_settings", "versionnumber"))
        except Refusal:
            return UNKNOWN_VERSION

    def _with_key(self, act: Callable[[Session], Result]) -> Result:
        """Return what `act` returns; try once more with a new key if the key has ended."""
        session = self._session
        try:
            return _bare(lambda: act(session))
        except KeyEnded:
            renewed = self._renew(session)
        return _bare(lambda: act(renewed))

    def _renew(self, ended: Session) -> Session:
        """Return a session with a new key, which another thread may have got already.

        KeyEnded if the key was renewed once before.
        """
        with self._renewal:
            if self._session is ended:
                if self._renewed:
                    raise KeyEnded.at(f"LimeSurvey at {self._account.address}")
                self._renewed = True
                self._session = self._log_in()
            return self._session

    def _log_in(self) -> Session:
        account = self._account
        return _bare(
            lambda: Session(
                account.address + ENDPOINT,
                account.user,
                cast(
                    "str", account.password
                ),  # the encoder opens it, so that no frame of the client holds the text
                requests_session=self._transport,
                json_encoder=_RevealingEncoder,
            ),
        )


@contextmanager
def connect(account: Account, limits: Limits | None = None) -> Iterator[Connection]:
    """Log in, and release the key at the end, also after an error."""
    with Transport(limits or Limits()) as transport:
        connection = Connection(account, transport)
        try:
            yield connection
        finally:
            connection.release()


def _bare(act: Callable[[], Result]) -> Result:
    """Return what `act` returns. Raise its refusals anew: their frames hold password or key."""
    try:
        return act()
    except LimeSurveyError as error:
        refusal = type(error)(*error.problems)
    raise refusal
