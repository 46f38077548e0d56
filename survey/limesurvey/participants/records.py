"""Who is asked: the participants on the server, and the invitations that are to become participants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant on the server. `token` is "" if it has none; `completed` is when its answers were sent, "" if they were not."""

    token: str
    completed: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A company that is to become a participant. All but `company` is sent; `email` is "" unless addresses were asked for."""

    company: str
    token: str
    language: str
    municipality: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Invitations:
    """What inviting would do.

    `tokens` are all tokens by company, new ones included: to be kept before any of them is sent. `missing` are to be added, `present`
    is how many companies are participants already, `strangers` how many participants hold no token of a company in the register.
    """

    tokens: Mapping[str, str]
    missing: Sequence[Invitation]
    present: int
    strangers: int
    new_tokens: int
