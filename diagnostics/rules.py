"""The choices this floor leaves to the programme, as they stand in `programme.toml`."""

from dataclasses import field
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from diagnostics.records import FlagKind, FlagLevel
from survey.instrument import Id
from survey.texts import Text
from survey.tomlfile import STRICT

OrderKey = Literal[
    "serious_flags", "firm_flags", "watch_flags", "need_flags", "lowest_index", "lowest_domain", "highest_need", "earliest_answer"
]
"""What can put one company before another. Counts put more first; `serious_`, `watch_` and `firm_flags` count equality flags only.
`lowest_` puts the lowest unrounded score first; `highest_need` the greatest severity of the needs among its top places;
`earliest_answer` the first to answer. A company that lacks the value comes last on that key."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Condition:
    """One item (index, domain, indicator or need id) `below` or `at_least` a limit, 0-100. A missing score never meets a condition."""

    item: Id
    below: Annotated[float, Field(ge=0, le=100)] | None = None
    at_least: Annotated[float, Field(ge=0, le=100)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class FlagRule:
    """A flag is raised if every condition in `all` holds and at least `least` (default 1) of those in `any`, where there are any."""

    id: Id
    kind: FlagKind
    level: FlagLevel
    name: Text
    all: list[Condition] = field(default_factory=list)
    any: list[Condition] = field(default_factory=list)
    least: Annotated[int, Field(ge=1)] = 1


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Exclusion:
    """Companies that cannot take part: those whose `background` is one of `values`; `reason` is shown."""

    background: Id
    values: list[str]
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Quota:
    """At least `least` places for companies of a target group, or for each value of a background (`each`, e.g. every municipality).

    A quota never asks for more than there are: where fewer companies of a group can be chosen, all of them is enough.
    """

    target_group: Id | None = None
    each: Id | None = None
    least: Annotated[int, Field(ge=1)] = 1


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Stage:
    """A level of the funnel after "answered". `order` ranks, `must` are levels of equality flags that go in first.

    `contrast` places (half for high need with good equality, half for the reverse); `reserve` is the length of the reserve list.
    """

    id: Id
    name: Text
    capacity: Annotated[int, Field(ge=0)]
    order: list[OrderKey] = field(
        default_factory=lambda: ["serious_flags", "watch_flags", "highest_need", "lowest_index", "earliest_answer"]
    )
    must: list[FlagLevel] = field(default_factory=list)
    contrast: Annotated[int, Field(ge=0)] = 0
    reserve: Annotated[int, Field(ge=0)] = 0
    quota: list[Quota] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Lottery:
    """A recorded draw among companies that are equal on the first `equal_on` keys of the stage's order; `seed` makes it repeatable."""

    stage: Id
    seed: int
    equal_on: Annotated[int, Field(ge=0)] = 2


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class SelectionRules:
    """Who can be chosen at all, and how. Only complete answers count; `wants_support` asks for a yes to the instrument's support question.

    `seed` settles what is still equal after the earliest answer, so that nobody's name or place in a file does.
    """

    wants_support: bool = True
    excluded: list[Exclusion] = field(default_factory=list)
    stage: list[Stage] = field(default_factory=list)
    lottery: Lottery | None = None
    seed: int = 1
    reason_code: list[str] = field(default_factory=lambda: ["knows_company", "declined", "closed_down", "conflict_of_interest", "other"])
