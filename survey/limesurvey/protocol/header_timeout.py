"""A limit on how long a server may take to send its headers.

A socket's own limit starts anew with every byte, so that a slow header could take for ever.
"""

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
    """Hang up on a server that has not sent its headers after `patience` seconds."""

    def __init__(self, patience: float, pool_size: int) -> None:
        """Keep up to `pool_size` connections open."""
        self._patience = patience
        super().__init__(pool_maxsize=pool_size)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the connections of this adapter."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = make_pools(self._patience)


def make_pools(patience: float) -> Mapping[str, type[HTTPConnectionPool]]:
    """Make connection pools by scheme; their connections wait `patience` seconds for headers."""

    class _Plain(HTTPConnection):
        # urllib3's response is not of the type that http.client declares.
        def getresponse(self) -> Any:
            with _hang_up_after(patience, self):
                return super().getresponse()

    class _Secure(HTTPSConnection):
        # urllib3's response is not of the type that http.client declares.
        def getresponse(self) -> Any:
            with _hang_up_after(patience, self):
                return super().getresponse()

    class _PlainPool(HTTPConnectionPool):
        ConnectionCls = _Plain

    class _SecurePool(HTTPSConnectionPool):
        ConnectionCls = _Secure

    return {"http": _PlainPool, "https": _SecurePool}


@contextmanager
def _hang_up_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Cut the connection if the block takes longer than `seconds`, and raise TimeoutError.

    Without the error, headers that were cut off would look whole.
    """
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
