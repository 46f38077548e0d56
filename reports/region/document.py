"""The region's page as frozen records: words in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A group's index: `mean`, `low` and `high` (0-100) are None where they are not shown."""

    name: str
    mean: float | None
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure of one way of grouping; `stem` names its file, `alt` says it in words."""

    title: str
    stem: str
    rows: tuple[PictureRow, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class RegionTable:
    """A table in words: rows are groups or answers; `widths` are relative, `note` stands below."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RegionSection:
    """Tables under one heading."""

    title: str
    tables: Sequence[RegionTable]


@dataclass(frozen=True, slots=True)
class Region:
    """The whole page; `lead` are its first sentences, `reading` how to read it."""

    language: str
    programme: str
    round: str
    simulated: bool
    contact: str
    lead: Sequence[str]
    reading: Sequence[str]
    pictures: Sequence[Picture]
    areas: Sequence[RegionTable]
    sections: Sequence[RegionSection]
    frequencies: Sequence[RegionSection]
