"""What the overview says of how well the questions measure, and of what was left out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """Faulty cells of one question, or whole rows.

    How many, and one wrong value as an `example` ("" where there was none).
    """

    question: str
    cells: int
    example: str
    where: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many companies have a score for an item, and why the others have none."""

    item: str
    scored: int
    not_calculable: int
    not_applicable: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Scale:
    """Cronbach's alpha of a scale with its 95 % interval, and McDonald's omega.

    A negative alpha points to an error in coding.
    """

    name: str
    n: int
    alpha: float
    low: float | None
    high: float | None
    omega: float | None


@dataclass(frozen=True, slots=True)
class Discrimination:
    """A question that hardly separates companies.

    The share (0-1) with full points, and its correlation with the rest.
    """

    name: str
    n: int
    top_share: float | None
    with_rest: float | None
