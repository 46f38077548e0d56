"""What the evaluator's report holds, already in words and numbers: the template and the figures read nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["main", "bounds", "before_after", "difference_in_differences"]
CellState = Literal["ok", "hidden", "empty"]


@dataclass(frozen=True, slots=True)
class Whisker:
    """One estimate in a forest plot, on the figure's scale: None where there is no such number.

    `expected`: the gain that the choice of companies gives with no help at all. `words`: the numbers in the outcome's own unit.
    """

    kind: MarkKind
    estimate: float | None
    low: float | None
    high: float | None
    words: str
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class ForestRow:
    """What is estimated (`name`, and `unit` below it, "" if it needs none), its whiskers, and why there is none (`missing`)."""

    name: str
    unit: str
    whiskers: tuple[Whisker, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Forest:
    """Estimates with intervals around a line of no difference; `scale` says what the axis measures."""

    rows: tuple[ForestRow, ...]
    scale: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """A share of the track, `value` (0 up; 1 is its end), with an interval where there is one; `words` stand beside it."""

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
class Table:
    """A table in words: `heads`, `rows` of as many cells, `widths` (relative), what columns are `numbers` (flush right), `note` below."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure: the file's `stem`, what it draws, the same in words (`alt`), how to read it (`note`), and the `table` behind it."""

    stem: str
    title: str
    drawing: Forest | Bars
    alt: str
    note: str
    table: Table


@dataclass(frozen=True, slots=True)
class Criterion:
    """A horizontal criterion: its `grade` in words, and what is `missing`, part by part."""

    name: str
    grade: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under its own heading: sentences, then figures, then tables."""

    title: str
    sentences: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The whole report. `facts` stand beside the title; `answer` are five sentences, `cannot` what they do not say."""

    language: str
    title: str
    programme: str
    round: str
    contact: str
    simulated: bool
    facts: tuple[str, ...]
    answer: tuple[str, ...]
    cannot: tuple[str, ...]
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]
    method: tuple[str, ...]
    tables: tuple[Table, ...]

    @property
    def pictures(self) -> Sequence[Picture]:
        """Every figure."""
        return [picture for section in self.sections for picture in section.pictures]
