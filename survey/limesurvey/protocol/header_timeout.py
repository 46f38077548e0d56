"""A bound on how long a server may take to begin its reply: the time limit of a socket starts anew with every byte of a header."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPException
from socket import SHUT_RDWR
from threading import Event, Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class PatientAdapter(HTTPAdapter):
    """Hangs up on a server whose headers are not there after `patience` seconds."""

    def __init__(self, patience: float, pool_size: int) -> None:
        """Keep up to `pool_size` connections open."""
        self._patience = patience
        super().__init__(pool_maxsize=pool_size)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the connections of this adapter."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = make_pools(self._patience)


def make_pools(patience: float) -> Mapping[str, type[HTTPConnectionPool]]:
    """Connection pools by scheme whose connections hang up after `patience` seconds without the whole of the headers."""

    class _Plain(HTTPConnection):
        def getresponse(
            self,
        ) -> Any:  # urllib3 answers with a response of its own, which is none of its parent's
            with _hang_up_after(patience, self):
                return super().getresponse()

    class _Secure(HTTPSConnection):
        def getresponse(
            self,
        ) -> Any:  # urllib3 answers with a response of its own, which is none of its parent's
            with _hang_up_after(patience, self):
                return super().getresponse()

    class _PlainPool(HTTPConnectionPool):
        ConnectionCls = _Plain

    class _SecurePool(HTTPSConnectionPool):
        ConnectionCls = _Secure

    return {"http": _PlainPool, "https": _SecurePool}


@contextmanager
def _hang_up_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """While the block lasts: after so many seconds the connection is cut, and TimeoutError raised: headers that end early look whole."""
    over = Event()
    timer = Timer(seconds, _cut, [connection, over])
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException):
        if not over.is_set():
            raise
    finally:
        timer.cancel()
    if over.is_set():
        raise TimeoutError


def _cut(connection: HTTPConnection, over: Event) -> None:
    over.set()
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(SHUT_RDWR)
