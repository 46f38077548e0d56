"""What the pages for a company share, already in words and numbers."""

from dataclasses import dataclass
from typing import Literal

PeerVerdict = Literal["below", "within", "above", "alone", "unknown"]
"""Where the company stands against the middle half of comparable companies.

`alone`: there are too few companies to compare with. `unknown`: it gave too few answers itself.
"""


@dataclass(frozen=True, slots=True)
class Area:
    """One domain of the company.

    `score`, `low` and `high` are 0-100 or None. `low` to `high` is the middle half of `n`
    comparable companies, described by `group`. `missing` says why there is no score, else it is "".
    """

    name: str
    score: float | None
    low: float | None
    high: float | None
    verdict: PeerVerdict
    n: int
    group: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A question, and what the company answered, in words."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class StatedNeed:
    """A need of the company.

    `severity` is 0-100, None without an answer; `answer` is the same in words. `place` is its rank
    among the company's top needs, None for other needs.
    """

    name: str
    severity: float | None
    answer: str
    place: int | None


@dataclass(frozen=True, slots=True)
class SuggestedAction:
    """An action suggested to the company.

    `about`: what it is for, in a few words. `laws`: where the law behind it stands. `known`: what
    research knows of it, "" if nothing is said.
    """

    title: str
    why: str
    effort: str
    first_step: str
    help: str
    laws: tuple[str, ...] = ()
    known: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """Somebody to call or write to, for companies in these `municipalities` (codes), or in all.

    What is not known is "".
    """

    name: str
    telephone: str = ""
    email: str = ""
    address: str = ""
    municipalities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the page.

    The `programme`, this round's `title`, how to reach it (`contact`), until when there is help
    ("" if there is no end), and the `person` to ask, if one is named.
    """

    programme: str
    title: str
    contact: str
    help_until: str = ""
    person: ContactPerson | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """How the page was made: numbers of questions and companies, and the limits that were used."""

    indicators: int
    respondents: int
    """Companies that answered."""
    least_complete: float
    """Share (0-1) of an area's questions that must be answered."""
    least_group: int
    """Fewest companies behind a comparison."""
    version: str = ""
    asks_hurt: bool = True
    """Whether the survey asks if somebody has been treated badly."""
    asks_words: bool = True
    """Whether it asks for anything in the company's own words."""
    counts_people: bool = True
    """Whether any points rest on head counts of women and men."""
