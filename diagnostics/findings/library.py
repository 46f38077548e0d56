"""The actions as they stand in `measures.toml`: their records."""

from dataclasses import field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from diagnostics.findings.facts import NumberLimit
from diagnostics.findings.laws import Law
from diagnostics.rules import Condition
from survey.common.one_person import speak_to_one
from survey.common.texts import Line, Text
from survey.common.toml import STRICT
from survey.instrument.records import Id

TEXTS = frozenset(
    {
        *("name", "text", "title", "why", "effort", "first_step"),
        *("act", "paragraph", "duty", "studied_in", "known"),
    }
)
"""The settings that are texts."""
Grade = Literal["effective", "promising", "mixed", "unknown", "avoid"]
"""How good the evidence for an action is."""
ActionText = Literal["title", "why", "effort", "first_step"]
"""The texts of an action that can differ for one person alone."""
People = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Helper:
    """Who can help: a kind of organisation, never a person; `alone`: as one person reads it."""

    id: Id
    name: Text
    alone: dict[Literal["name"], Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Together:
    """A business need that an action also serves, beside what it answers; `text` tells it."""

    need: Id
    text: Text
    alone: dict[Literal["text"], Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Evidence:
    """What research knows of an action.

    `grade`: "effective" (at least one experiment in companies, or a review, that agree), "promising"
    (good comparisons, or few experiments), "mixed" (results differ), "unknown", or "avoid".
    `source` and `year`: the study. `studied_in`: which companies were studied. `known`: half a
    sentence that the page says about it, such as "tried in large companies: it works".
    """

    grade: Grade
    source: Line
    year: Annotated[int, Field(ge=1900, le=2100)]
    studied_in: Text
    known: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Action:
    """Something a company can do (Swedish: åtgärd); a `[[measure]]` of the file.

    `fits`: the findings that it answers; one is enough. A condition with `below` answers something
    that can get better, one with `at_least` a need or a strength to keep.
    `alone`: its texts to one person alone, in the languages where they differ.
    `hours`: the work of the first round. `help` and `legal`: ids of helpers and of laws.
    It has laws or `evidence` behind it, or both.
    `staff_least`, `staff_most` (people, owners counted), `employees_least`, `employees_most` (owners
    not counted), `trades`, `not_trades` (answers to the background "trade") and all of `only_if`:
    which companies it is for. `unless_done`: it is not for those that have 100 on one of these indicators.
    `urgent`: it goes before all others where it fits. `for_hurt`: it is for when somebody has been
    treated badly, and is suggested only where the answers say so.
    """

    id: Id
    title: Text
    why: Text
    effort: Text
    hours: Annotated[float, Field(gt=0)]
    first_step: Text
    alone: dict[ActionText, Text] = field(default_factory=dict)
    help: Annotated[list[Id], Field(min_length=1)]
    fits: Annotated[list[Condition], Field(min_length=1)]
    legal: list[Id] = field(default_factory=list)
    evidence: Evidence | None = None
    together: Together | None = None
    urgent: bool = False
    for_hurt: bool = False
    staff_least: People | None = None
    staff_most: People | None = None
    employees_least: People | None = None
    employees_most: People | None = None
    trades: list[Line] = field(default_factory=list)
    not_trades: list[Line] = field(default_factory=list)
    unless_done: list[Id] = field(default_factory=list)
    only_if: list[NumberLimit] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ActionLibrary:
    """The whole file; its tables are called `[[measure]]`, `[[helper]]` and `[[law]]`."""

    measure: Annotated[list[Action], Field(min_length=1)]
    helper: list[Helper] = field(default_factory=list)
    law: list[Law] = field(default_factory=list)

    @cached_property
    def to_one(self) -> "ActionLibrary":
        """The library as it is told to one person alone."""
        return speak_to_one(self)
