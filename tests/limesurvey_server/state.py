"""Everything a server knows, and the ways it says no."""

import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOST_FAILURES = 3
LOCK_MINUTES = 10


class RefusedError(Exception):
    """A refusal in words: `result: {"status": …}`."""


class DatabaseFailedError(Exception):
    """A refusal in the database's words: `result: null, error: …`."""


class BrokenError(Exception):
    """The call ends in an error page: HTTP 500."""


def draw_key():
    """A key as Yii's CSecurityManager.generateRandomString(32) makes it."""
    return b64encode(secrets.token_bytes(34)).decode()[:32].translate(str.maketrans("+/", "_~"))


@dataclass
class World:
    """Everything on the server.

    Surveys by number in the order they came; users by name, each with a password and whether they
    may do everything; session keys, each with its user.
    """

    surveys: dict[int, Any] = field(default_factory=dict)
    users: dict[str, tuple[str, bool]] = field(default_factory=dict, repr=False)
    outsiders: set[str] = field(default_factory=set)
    """Users who may not log in with a password of LimeSurvey's own."""
    ordinary: set[str] = field(default_factory=set)
    """Users who may do anything but look at the settings of the site."""
    keys: dict[str, str] = field(default_factory=dict, repr=False)
    failures: int = 0
    version: str = "6.16.11"
    site_address: str = "survey@example.org"
    now: str = "2026-11-23 07:55:37"
    numbers: dict[str, int] = field(default_factory=lambda: {"gid": 0, "qid": 0})
    draw_key: Callable[[], str] = draw_key

    def new_key(self, user):
        key = self.draw_key()
        self.keys[key] = user
        return key

    def take_number(self, kind):
        self.numbers[kind] += 1
        return self.numbers[kind]

    def reserve_numbers(self, survey):
        """Count past the numbers of a survey that was put in with its own."""
        for q in survey.questions:
            self.numbers["qid"] = max(self.numbers["qid"], q.qid, *(row.qid for row in q.rows), 0)
        self.numbers["gid"] = max([self.numbers["gid"], *(group["gid"] for group in survey.groups)])

    def free_sid(self, wanted):
        while not wanted or wanted in self.surveys:
            wanted = 100000 + secrets.randbelow(900000)
        return wanted
