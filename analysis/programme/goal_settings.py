"""What the programme is held against: goals with a target, and horizontal criteria.

Both stand in `programme.toml`.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from survey.common.texts import Text
from survey.common.toml import STRICT
from survey.instrument.records import Id

GoalCounts = Literal["participants", "stage", "jobs", "event"]
NAMED: Mapping[GoalCounts, str | None] = {
    "participants": None,
    "stage": "stage",
    "jobs": "outcome",
    "event": "kind",
}
"""The setting that says what a goal of each kind counts."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Goal:
    """Something that the programme has promised: a `target` over 0, in its `unit`.

    Without a unit, pieces are counted. `counts`: "participants", companies with at least some hours
    of activity; "stage", companies that reached a `stage`; "jobs", the change between the rounds in
    an `outcome` such as full-time jobs, summed over the participants; "event", the numbers written
    down for a `kind` of event. `private`: each entry of the events can be one company's own amount,
    so that few of them are hidden.
    """

    id: Id
    name: Text
    counts: GoalCounts
    target: Annotated[float, Field(gt=0)]
    stage: Id | None = None
    outcome: Id | None = None
    kind: Id | None = None
    private: bool = False
    unit: Text | None = None

    def __post_init__(self) -> None:
        """A goal names what it counts, and nothing else."""
        needed, given = (
            NAMED[self.counts],
            [name for name in NAMED.values() if name and getattr(self, name) is not None],
        )
        if needed and needed not in given:
            raise ValueError(f'counts = "{self.counts}" needs `{needed}`.')
        extra = [name for name in given if name != needed] + (
            ["private"] if self.private and self.counts != "event" else []
        )
        if extra:
            raise ValueError(f'`{extra[0]}` means nothing where counts = "{self.counts}".')

    @property
    def subject(self) -> str:
        """The stage, outcome or kind that is counted; "" for participants."""
        return self.stage or self.outcome or self.kind or ""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class HorizontalCriterion:
    """A horizontal criterion, such as equality, and what shows that the programme works on it.

    What is left out is not shown. `background` tells how the plan takes it up, and `costs` where
    the budget does. `activities` and `events` are the kinds that serve it, `followup` what is
    measured again because of it: the index, domains, indicators or outcomes.
    """

    id: Id
    name: Text
    background: Text | None = None
    activities: list[Id] = field(default_factory=list)
    events: list[Id] = field(default_factory=list)
    costs: Text | None = None
    followup: list[Id] = field(default_factory=list)
