"""The choices this floor leaves to the programme, as they stand in `programme.toml`."""

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic.dataclasses import dataclass

from analysis.records import Aggregation
from survey.common.texts import Line, Text
from survey.common.toml import STRICT
from survey.instrument.records import Id

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]
Seed = Annotated[int, Field(ge=0, lt=2**63)]

FLOORS: Mapping[str, int] = {"mean": 5, "share": 10, "distribution": 8, "sensitive": 20}
"""The fewest respondents behind anything published. A programme can ask for more, not fewer."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ScoringRules:
    """How scores are made.

    `least_complete`: the share of the applicable weight that must be calculable for a domain, and
    of the domain weight for the index.
    """

    aggregation: Aggregation = "geometric"
    least_complete: Share = 0.75


def check_floor(value: int, about: ValidationInfo) -> int:
    """The number; ValueError that names the floor where it is under it."""
    floor = FLOORS[about.field_name or ""]
    if value < floor:
        raise ValueError(
            f"{value} is under the floor of {floor} that protects those who answered. "
            f"Write {floor} or more."
        )
    return value


Floored = Annotated[int, Field(le=1_000_000), AfterValidator(check_floor)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class PrivacyRules:
    """The fewest respondents behind what is published; none can be under its floor.

    Behind a mean, a share, a distribution (quartiles), and anything sensitive (harassment).
    """

    mean: Floored = FLOORS["mean"]
    share: Floored = FLOORS["share"]
    distribution: Floored = FLOORS["distribution"]
    sensitive: Floored = FLOORS["sensitive"]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ComparisonRules:
    """Which companies are comparable.

    The first list of backgrounds that gives a large enough group is used; [] is all companies.
    """

    groups: list[list[Id]] = field(
        default_factory=lambda: [["trade", "size"], ["trade"], ["size"], []]
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class RobustnessRules:
    """The variants under which flags and selection are repeated.

    Random weights within +-`weights` (share), thresholds within +-`thresholds` points.
    """

    variants: Annotated[int, Field(ge=1, le=10_000)] = 200
    weights: Share = 0.25
    thresholds: Annotated[float, Field(ge=0, le=100)] = 5.0
    seed: Seed = 1


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TargetGroup:
    """Companies that the programme wants to reach.

    Their `background` is one of `values`, or a number (such as a start year) of at least `least`.
    """

    id: Id
    name: Text
    background: Id
    values: list[Line] = field(default_factory=list)
    least: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NeedsRules:
    """How the needs are shown.

    `by`: the backgrounds by which they are shown. `weight_to`: the register columns to which
    answers are raked; [] is unweighted.
    """

    by: list[Id] = field(default_factory=lambda: ["municipality"])
    weight_to: list[Id] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class EffectsRules:
    """How the effects are estimated.

    `stage` is the one whose companies were helped, the last one if not given. `draws`: permutations
    and bootstrap draws, from `seed`.
    """

    stage: Id | None = None
    draws: Annotated[int, Field(ge=99, le=1_000_000)] = 10_000
    seed: Seed = 1
