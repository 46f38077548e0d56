"""The choices about flags and selection that a programme makes in `programme.toml`."""

from dataclasses import field
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass

from analysis.rules import Seed
from diagnostics.records import FlagKind, FlagLevel
from survey.common.texts import Line, Text
from survey.common.toml import STRICT
from survey.instrument.records import Id

MOST_PLACES = 1_000_000
Places = Annotated[int, Field(ge=0, le=MOST_PLACES)]
"""So many companies."""

OrderKey = Literal[
    "serious_flags",
    "firm_flags",
    "watch_flags",
    "need_flags",
    "lowest_index",
    "lowest_domain",
    "highest_need",
    "earliest_answer",
]
"""What can put one company before another.

`serious_flags`, `watch_flags`, `firm_flags` (numbers of equality flags), `need_flags`: most first.
`lowest_index`, `lowest_domain`: the lowest unrounded score first.
`highest_need`: the greatest severity among the needs that the company ranked first.
`earliest_answer`: the first to answer first.
A company without a value comes last on that key.
"""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Condition:
    """An item (index, domain, indicator or need) that is `below` or `at_least` a limit (0-100).

    A missing score meets no condition.
    """

    item: Id
    below: Annotated[float, Field(ge=0, le=100)] | None = None
    at_least: Annotated[float, Field(ge=0, le=100)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class FlagRule:
    """When a flag is raised: if all of `all` and at least `least` of `any` are met.

    Without conditions in `any`, `all` is enough.
    """

    id: Id
    kind: FlagKind
    level: FlagLevel
    name: Text
    all: list[Condition] = field(default_factory=list)
    any: list[Condition] = field(default_factory=list)
    least: Annotated[int, Field(ge=1)] = 1


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Exclusion:
    """Companies that cannot take part: their `background` is one of `values`. `reason` is shown."""

    background: Id
    values: list[Line]
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Quota:
    """At least `least` seats for a target group, or for each value of a background (`each`).

    If fewer companies of the group can be chosen, all of these are enough.
    """

    target_group: Id | None = None
    each: Id | None = None
    least: Annotated[int, Field(ge=1, le=MOST_PLACES)] = 1


Level = Annotated[float, Field(ge=0, le=100)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ContrastSeats:
    """Seats for companies that go against the pattern.

    Half of them (an odd one too) are for a high need with good equality, half for a low need with
    poor equality. A case is in the upper or lower third of the stage's candidates, and so in
    itself: good equality is an index `equality_at_least`, poor `equality_at_most`; a high need is a
    mean severity `need_at_least`, a low one `need_at_most`. A seat that finds no case goes by the
    order.
    """

    seats: Places = 0
    equality_at_least: Level = 75.0
    need_at_least: Level = 50.0
    equality_at_most: Level = 50.0
    need_at_most: Level = 25.0

    def __post_init__(self) -> None:
        """No company can be both high and low."""
        for name, low, high in (
            ("equality", self.equality_at_most, self.equality_at_least),
            ("need", self.need_at_most, self.need_at_least),
        ):
            if low >= high:
                raise ValueError(
                    f"{name}_at_most = {low:g} is not under {name}_at_least = {high:g}."
                    " Lower the first or raise the second."
                )


def _count_seats(contrast: Any) -> Any:
    """The number of seats alone, with the limits of a new workspace."""
    is_number = isinstance(contrast, int) and not isinstance(contrast, bool)
    return {"seats": contrast} if is_number else contrast


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Stage:
    """A level of the funnel after "answered", with `capacity` seats.

    `order`: the keys that rank its candidates. `must`: companies with an equality flag of such a
    level go in first. `contrast`: seats for contrast cases, as a number or with limits of their
    own. `reserve`: the length of the reserve list.
    """

    id: Id
    name: Text
    capacity: Places
    order: list[OrderKey] = field(
        default_factory=lambda: [
            "serious_flags",
            "watch_flags",
            "highest_need",
            "lowest_index",
            "earliest_answer",
        ]
    )
    must: list[FlagLevel] = field(default_factory=list)
    contrast: Annotated[ContrastSeats, BeforeValidator(_count_seats)] = field(
        default_factory=ContrastSeats
    )
    reserve: Places = 0
    quota: list[Quota] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Lottery:
    """A recorded draw among companies that are equal on the first `equal_on` keys of the order.

    `seed` makes it repeatable.
    """

    stage: Id
    seed: Seed
    equal_on: Annotated[int, Field(ge=0)] = 2


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ReasonCode:
    """Why a person decides against the rule: `id` is typed, `name` is shown.

    `needs_note`: it says too little without a note.
    """

    id: Annotated[Line, Field(pattern=r"^[^\s=+\-@][^\t\r\n]*$")]
    name: Text
    needs_note: bool = False


def _spell_out(codes: Any) -> Any:
    """A reason that is only a word, as files of version 1.0 have it, in the form of today."""
    if not isinstance(codes, list):
        return codes
    return [
        {"id": one, "name": {"en": one.replace("_", " ")}, "needs_note": one == "other"}
        if isinstance(one, str)
        else one
        for one in codes
    ]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class SelectionRules:
    """Who can be chosen at all, and how.

    Only complete answers count; `wants_support` asks for a yes to the instrument's support
    question.

    `seed` settles what is still equal after the earliest answer, so that nobody's name or place in
    a file does. `reason_code` are the reasons that a decision can have; without any, those of a new
    workspace are meant.
    """

    wants_support: bool = True
    excluded: list[Exclusion] = field(default_factory=list)
    stage: list[Stage] = field(default_factory=list)
    lottery: Lottery | None = None
    seed: Seed = 1
    reason_code: Annotated[list[ReasonCode], BeforeValidator(_spell_out)] = field(
        default_factory=list
    )
