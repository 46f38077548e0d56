"""`[limesurvey]` in programme.toml: server, user and surveys, but not the password."""

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from survey.common.texts import Line
from survey.common.toml import STRICT
from survey.instrument.records import Wave

_ENDS = ("/index.php/admin/remotecontrol", "/index.php/admin", "/index.php", "/admin")


def check_address(address: str) -> str:
    """Return the start address without a slash at its end; ValueError if it is wrong or unsafe."""
    address = address.rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError(f'"{address}" is not an address. It looks like https://survey.example.org')
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(
            "the address holds more than an address. "
            "Take away user, password and what follows a question mark."
        )
    if too_long := next((end for end in _ENDS if address.endswith(end)), ""):
        raise ValueError(
            f'"{address}" is one of LimeSurvey\'s inner pages. '
            f"Write {address.removesuffix(too_long)}"
        )
    if parts.scheme == "http" and not _is_loopback(parts):
        raise ValueError(
            "over http:// the password would travel open. "
            f"Write https{address.removeprefix('http')}"
        )
    return address


def _is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class LimeSurveySettings:
    """The server and how to read it.

    `address` is LimeSurvey's start address and `survey` the survey's number in each wave. `range`
    is the number of response ids in one call, `parallel` the number of calls at a time. `language`
    is that of the export; None is the survey's own.
    """

    address: Annotated[str, AfterValidator(check_address)]
    user: Line
    survey: dict[Wave, Annotated[int, Field(ge=1, lt=2**31)]] = Field(default_factory=dict)
    range: Annotated[int, Field(ge=1, le=100_000)] = 5000
    parallel: Annotated[int, Field(ge=1, le=8)] = 2
    language: Line | None = None
