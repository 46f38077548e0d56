"""The only way to the server: limits of time and size, checked replies, safe repeats."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from io import BytesIO
from typing import Any

import requests
import urllib3
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from survey.limesurvey.errors import NoTls, Refusal, TooLarge, Unreachable, Untrusted
from survey.limesurvey.protocol.header_timeout import PatientAdapter
from survey.limesurvey.protocol.refusals import LOGIN, Call
from survey.limesurvey.protocol.replies import check_reply

MIB = 2**20
_BLOCK = 2**16
_LONGEST_WAIT = 30.0
_POOL = 16
_NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "UNKNOWN_PROTOCOL")
"""OpenSSL's words for another side that does not speak TLS."""
_BUNDLE = "the file that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names {wrong}"
_READING = ("get_", "list_", "export_")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one call.

    `connect`, `read` (between two pieces of a reply) and `whole` (one reply) are in seconds,
    `largest` in bytes. `attempts` is how often a call that only reads is tried in all. `wait` is
    the longest first pause in seconds; it doubles each time. The pause is drawn below it, so that
    several clients do not come back together.
    """

    connect: float = 10.0
    read: float = 120.0
    whole: float = 600.0
    largest: int = 256 * MIB
    attempts: int = 4
    wait: float = 0.5


def is_repeatable(method: str) -> bool:
    """Tell whether a call only reads and can be sent again; a login never can."""
    return method.startswith(_READING) and method != LOGIN


class Transport(requests.Session):
    """A session whose every reply is checked. Several threads may use it at once.

    It keeps no cookies: a server answers the calls of one cookie one after another. It follows no
    redirects: the password would be sent along. It always verifies TLS. It raises the errors of
    `survey.limesurvey.errors`.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make a session within `limits`; `clock` and `sleep` are in seconds."""
        super().__init__()
        self.limits = limits
        self._clock = clock
        self._sleep = sleep
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            self.mount(scheme, PatientAdapter(limits.whole, _POOL))

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send one call, again where that is safe; the response has been read and checked."""
        call = read_call(request)
        return self._retrying(call)(self._send_once, call, request, kwargs)

    def _retrying(self, call: Call) -> Retrying:
        return Retrying(
            stop=stop_after_attempt(self.limits.attempts if is_repeatable(call.method) else 1),
            wait=wait_random_exponential(multiplier=self.limits.wait, max=_LONGEST_WAIT),
            retry=retry_if_exception(lambda error: isinstance(error, Unreachable)),
            sleep=self._sleep,
            reraise=True,
        )

    def _send_once(
        self, call: Call, request: requests.PreparedRequest, kwargs: dict[str, Any]
    ) -> requests.Response:
        response, body = self._exchange(call, request, kwargs)
        check_reply(call, response.status_code, body)
        response.raw = BytesIO(body)
        response.encoding = "utf-8"
        return response

    def _exchange(
        self, call: Call, request: requests.PreparedRequest, kwargs: dict[str, Any]
    ) -> tuple[requests.Response, bytes]:
        """Send a call and read its reply; errors of the network become refusals."""
        timeouts = (
            self.limits.connect,
            self.limits.connect if call.method == "release_session_key" else self.limits.read,
        )
        fixed = {
            "timeout": timeouts,
            "stream": True,
            "allow_redirects": False,
            "verify": kwargs.get("verify") or True,
        }
        try:
            with super().send(request, **(kwargs | fixed)) as response:
                return response, self._read(call, response.raw)
        except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as error:
            raise _classify_tls_error(call, error) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise Unreachable.at(call.where, reason=_reason(error, self.limits)) from None
        except OSError:  # what requests raises where the file of certificates is not there
            raise Unreachable.at(call.where, reason=_BUNDLE.format(wrong="is not there")) from None

    def _read(self, call: Call, raw: urllib3.HTTPResponse) -> bytes:
        """Read the body piece by piece within the limits of time and size."""
        body = bytearray()
        until = self._clock() + self.limits.whole
        while piece := raw.read1(_BLOCK, decode_content=True):
            body += piece
            if len(body) > self.limits.largest:
                raise TooLarge.at(call.where, largest=self.limits.largest // MIB)
            if self._clock() > until:
                raise Unreachable.at(
                    call.where, reason=f"its reply took longer than {self.limits.whole:g} seconds"
                )
        return bytes(body)


def read_call(request: requests.PreparedRequest) -> Call:
    """Read the call out of a request."""
    sent = json.loads(request.body or "{}")
    address = str(request.url).partition("/index.php")[0]
    return Call(address, sent.get("method", ""), sent.get("params", []), sent.get("id", 0))


def _classify_tls_error(call: Call, error: Exception) -> Refusal:
    """Return the refusal for an invalid certificate, no TLS, or another failure of TLS."""
    said = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return Untrusted.at(call.where)
    if any(sign in said for sign in _NO_TLS):
        return NoTls.at(call.where)
    reason = (
        _BUNDLE.format(wrong="holds no certificates")
        if "[X509" in said
        else "the TLS connection failed"
    )
    return Unreachable.at(call.where, reason=reason)


def _reason(error: Exception, limits: Limits) -> str:
    """Describe a network error in our words; its own text can hold what was sent."""
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {limits.connect:g} seconds"
    if isinstance(error, requests.ReadTimeout | urllib3.exceptions.ReadTimeoutError):
        return f"no answer within {limits.read:g} seconds"
    if isinstance(
        error, requests.exceptions.ChunkedEncodingError | urllib3.exceptions.ProtocolError
    ):
        return "the connection broke in the middle of the reply"
    return "no connection"
