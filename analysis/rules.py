"""The choices this floor leaves to the programme, as they stand in `programme.toml`."""

from dataclasses import field
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from analysis.records import Aggregation
from survey.instrument import Id
from survey.texts import Text
from survey.tomlfile import STRICT

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ScoringRules:
    """How scores are made.

    `least_complete`: the share of the applicable weight that must be calculable for a domain, and
    of the domain weight for the index.
    """

    aggregation: Aggregation = "geometric"
    least_complete: Share = 0.75


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class PrivacyRules:
    """The fewest respondents behind what is published.

    Behind a mean, a share, a distribution (quartiles), and anything sensitive (harassment).
    """

    mean: Count = 5
    share: Count = 10
    distribution: Count = 8
    sensitive: Count = 20


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ComparisonRules:
    """Which companies are comparable.

    The first list of backgrounds that gives a large enough group is used; [] is all companies.
    """

    groups: list[list[Id]] = field(default_factory=lambda: [["trade", "size"], ["trade"], ["size"], []])


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class RobustnessRules:
    """The variants under which flags and selection are repeated.

    Random weights within +-`weights` (share), thresholds within +-`thresholds` points.
    """

    variants: Count = 200
    weights: Share = 0.25
    thresholds: Annotated[float, Field(ge=0)] = 5.0
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TargetGroup:
    """Companies that the programme wants to reach.

    Their `background` is one of `values`, or a number (such as a start year) of at least `least`.
    """

    id: Id
    name: Text
    background: Id
    values: list[str] = field(default_factory=list)
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
    draws: Annotated[int, Field(ge=99)] = 10_000
    seed: int = 1
