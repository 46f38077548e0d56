"""What the pages for a company share, already in words and numbers."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["below", "within", "above", "alone", "unknown"]
"""Against the middle half of comparable companies; `alone`: too few to compare with; `unknown`: too few own answers."""


@dataclass(frozen=True, slots=True)
class Area:
    """One domain of the company: `score`, `low` and `high` in 0-100 or None, `n` comparable companies named by `group`.

    `missing` says why there is no score, else "".
    """

    name: str
    score: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    n: int
    group: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, and what the company answered, in words."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A flag on the company's page: what it is about (`areas`), and `stands` (0-1) and `firm` as in the flag.

    `answers` behind it are those no mark before it listed; `more` is how many are not listed at all, and `repeats` that some stand above.
    """

    title: str
    serious: bool
    areas: tuple[str, ...]
    answers: tuple[Answer, ...]
    more: int
    repeats: bool
    stands: float
    firm: bool | None


@dataclass(frozen=True, slots=True)
class Wish:
    """A need: `severity` 0-100 (None without an answer) and as the answer that was given; `place` among its top ones, None outside them."""

    name: str
    severity: float | None
    answer: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """A measure: `legal` is the law behind it, "" where there is none."""

    title: str
    why: str
    effort: str
    first_step: str
    help: str
    legal: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the page comes from: the `programme`, this round's `title`, whom to ask (`contact`), until when there is help ("" if open)."""

    programme: str
    title: str
    contact: str
    help_until: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """How the page was made: numbers of questions and companies, and the choices that decide what could be said."""

    indicators: int
    respondents: int
    """Companies that answered."""
    least_complete: float
    """Share (0-1) of an area's questions that must be answered."""
    least_group: int
    """Fewest companies behind a comparison."""
    version: str = ""
