"""Participants on the server, and invitations that are to become participants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant on the server.

    `token` is "" if it has none. `completed` is when it sent its answers, "" if it has not.
    """

    token: str
    completed: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A company that is to become a participant. All but `company` is sent.

    `email` is "" unless addresses were asked for.
    """

    company: str
    token: str
    language: str
    municipality: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Invitations:
    """What inviting would do.

    `tokens` gives the company of every token, new ones included; store it before any is sent.
    `missing` are to be added. `present` counts the companies that are participants already,
    `strangers` the participants whose token belongs to no company of the register.
    """

    tokens: Mapping[str, str]
    missing: Sequence[Invitation]
    present: int
    strangers: int
    new_tokens: int
