"""What the evaluator's report holds, in words and numbers.

The template and the figures read nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["main", "bounds", "before_after", "difference_in_differences"]
CellState = Literal["ok", "hidden", "empty"]


@dataclass(frozen=True, slots=True)
class Whisker:
    """One estimate in a forest plot, on the figure's scale; None where there is no such number.

    `expected`: the gain expected from the choice of companies, with no help at all. `words`: the
    numbers in the outcome's own unit.
    """

    kind: MarkKind
    estimate: float | None
    low: float | None
    high: float | None
    words: str
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class ForestRow:
    """What is estimated (`name`), its `unit` ("" if it needs none) and its whiskers.

    `missing` says why there is no estimate.
    """

    name: str
    unit: str
    whiskers: tuple[Whisker, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Forest:
    """Estimates with intervals around a line of no difference; `scale` is the axis' unit."""

    rows: tuple[ForestRow, ...]
    scale: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: `value` is its share of the track (0 or more; 1 is the end of the track).

    `low` and `high` are the interval where there is one; `words` stand beside the bar.
    """

    name: str
    value: float | None
    words: str
    low: float | None = None
    high: float | None = None
    state: CellState = "ok"


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares as bars; `goal` draws a line at 1, which may be passed."""

    rows: tuple[BarRow, ...]
    goal: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table in words.

    `widths` are relative; `numbers` are the columns that are flush right; `note` stands below.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure.

    `stem` names its file, `alt` is the figure in words, `note` says how to read it, and `table`
    holds the numbers behind it.
    """

    stem: str
    title: str
    drawing: Forest | Bars
    alt: str
    note: str
    table: ReportTable


@dataclass(frozen=True, slots=True)
class Criterion:
    """A horizontal criterion: its `grade` in words, and what is `missing`, part by part."""

    name: str
    grade: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A part of the report under its own heading: sentences, then figures, then tables."""

    title: str
    sentences: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    tables: tuple[ReportTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The whole report.

    `facts` stand beside the title; `answer` is five sentences, `cannot` is what they do not say.
    """

    language: str
    title: str
    programme: str
    round: str
    contact: str
    simulated: bool
    facts: tuple[str, ...]
    answer: tuple[str, ...]
    cannot: tuple[str, ...]
    sections: tuple[ReportSection, ...]
    criteria: tuple[Criterion, ...]
    method: tuple[str, ...]
    tables: tuple[ReportTable, ...]

    @property
    def pictures(self) -> Sequence[Picture]:
        """Every figure."""
        return [picture for section in self.sections for picture in section.pictures]
