"""What can go wrong between a client and a server, done for real on the wire."""

import threading
from dataclasses import dataclass, field
from enum import Enum, auto


class ServerFault(Enum):
    """One thing that goes wrong with one reply."""

    CUT = auto()  # the connection is closed in the middle of the reply
    DRIP = auto()  # the reply comes one byte at a time
    DRIP_HEADERS = auto()  # so do its headers, and without end
    GATEWAY = auto()  # HTTP 502
    ERROR_PAGE = auto()  # HTTP 500 with a page
    DATABASE = auto()  # the database fails in the middle of the call
    EMPTY = auto()  # HTTP 200 without a body
    HTML = auto()  # HTTP 200 with a page
    TRUNCATED_BASE64 = auto()  # valid JSON whose base64 ends early, not at a whole group
    SHORT_BASE64 = auto()  # valid JSON whose base64 ends early, at a whole group
    CUT_JSON = auto()  # a whole HTTP reply whose JSON ends early
    WRONG_ID = auto()  # the reply of another call
    KEY_ENDED = auto()  # every key ends before this call
    LOCKED_OUT = auto()  # the address is locked out before this call
    SILENCE = auto()  # nothing comes until the client goes away
    HANG_UP = auto()  # the connection is closed before any reply


@dataclass
class Faults:
    """What happens to the next calls; each fault is used once."""

    waiting: list[tuple[ServerFault, str]] = field(default_factory=list)
    pause: float = 0.05
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, fault: ServerFault, method: str = "", times: int = 1) -> None:
        """Let `fault` happen to the next `times` calls of `method` (any, if empty)."""
        with self.lock:
            self.waiting += [(fault, method)] * times

    def take(self, method: str) -> ServerFault | None:
        """The fault that happens to this call."""
        with self.lock:
            for place, (fault, wanted) in enumerate(self.waiting):
                if wanted in ("", method):
                    del self.waiting[place]
                    return fault
        return None

    def spoil(self, fault: ServerFault | None, text: str) -> str:
        """The reply's text after `fault`."""
        match fault:
            case ServerFault.CUT_JSON:
                return text[: len(text) * 2 // 3]
            case ServerFault.TRUNCATED_BASE64 | ServerFault.SHORT_BASE64:
                return _shorten(text, 3 if fault is ServerFault.TRUNCATED_BASE64 else 4)
            case ServerFault.WRONG_ID:
                return text.replace('{"id":', '{"id":9', 1)
            case ServerFault.DATABASE:
                said = "CDbCommand failed to execute the SQL statement: INSERT INTO lime_x"
                return f'{text.partition(",")[0]},"result":null,"error":"{said}"}}'
            case ServerFault.HTML | ServerFault.ERROR_PAGE:
                return (
                    "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>"
                    "<body>Please sign in.</body></html>"
                )
            case _:
                return text


def _shorten(text: str, least: int) -> str:
    """Remove the end of the base64 in `text`; whole groups of four characters if `least` is 4."""
    start = text.index('"result":"') + len('"result":"')
    end = text.index('"', start)
    kept = (end - start) // 2 // 4 * 4 + least
    return text[: start + kept] + text[end:]
