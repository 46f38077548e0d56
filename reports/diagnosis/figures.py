"""The three figures of a company's page, as SVG. What they show stands in a table too, and in their alternative text.

Rows are drawn twice: names beside their scales for paper and wide screens, and above them for narrow ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from textwrap import wrap

import matplotlib as mpl

from reports.company import wording
from reports.company.records import Area, Verdict, Wish
from reports.company.wording import band_names, need_words, verdict_words
from reports.style import canvas
from reports.style.brand import Brand
from reports.style.canvas import SMALL, TEXT, Mark, Sheet, open_sheet
from reports.style.fonts import show_or_replace
from reports.style.language import Language

HALF = 3.2
"""Inches: half the width of an A4 page's text."""
_VERDICT_LETTERS = 24
_BESIDE = 0.17
"""Inches from the end of a scale to the words beside it."""
_SHAPES: dict[Verdict, Mark] = {"below": "D", "within": "o", "above": "^", "alone": "o"}


@dataclass(frozen=True, slots=True)
class RowShape:
    """How a figure of rows is laid out, in inches: its `width`, the height of a `row`, and the `track` from 0 to 100.

    A name of up to `letters` stands on one line, `lift` above the middle of its row; the track lies `drop` below the middle.
    """

    width: float
    row: float
    track: tuple[float, float]
    lift: float
    drop: float
    letters: int

    @property
    def beside(self) -> float:
        """Where words beside the track begin."""
        return self.track[1] + _BESIDE

    @property
    def stacked(self) -> bool:
        """Whether names stand above their tracks."""
        return self.lift > 0

    def at(self, score: float) -> float:
        """Where 0-100 points are."""
        return self.along(score / 100)

    def along(self, share: float) -> float:
        """Where a share (0-1) of the track ends."""
        return self.track[0] + (self.track[1] - self.track[0]) * share

    def middle(self, sheet: Sheet, row: int) -> float:
        """The middle of a row, counted from 0 at the top of the sheet."""
        return sheet.height - self.row * (row + 0.5)


WIDE = RowShape(width=6.69, row=0.31, track=(2.62, 5.05), lift=0.0, drop=0.0, letters=36)
"""The text of an A4 page with 20 mm margins."""
NARROW = RowShape(width=3.4, row=0.52, track=(0.09, 1.72), lift=0.12, drop=0.1, letters=46)
"""A telephone held upright, 360-390 CSS pixels wide."""


def name_narrow(file: str) -> str:
    """The file of a figure's drawing for narrow screens: `figures/areas-narrow.svg`."""
    return file.removesuffix(".svg") + "-narrow.svg"


@cache
def drawing_hash() -> str:
    """A hash of how figures are drawn: these rooms and Matplotlib."""
    rooms = [Path(file).read_bytes() for file in (__file__, canvas.__file__, wording.__file__)]
    return sha256(b"\0".join([*rooms, mpl.__version__.encode()])).hexdigest()


def draw_band(band: int | None, brand: Brand, language: Language) -> bytes:
    """The four bands with the company's own filled and named in bold; none filled where there is no index."""
    sheet = open_sheet(brand, HALF, 0.5)
    step, gap = HALF / 4, 0.035
    for number, name in enumerate(band_names(language), start=1):
        own = number == band
        colors = brand.colors
        x = (number - 1) * step
        sheet.bar(x + gap / 2, 0.34, step - gap, 0.17, colors.accent if own else colors.line)
        if own:
            sheet.mark(x + step / 2, 0.465, "v", colors.accent, size=7)
        sheet.words(
            x + step / 2,
            0.12,
            name,
            colors.accent if own else colors.muted,
            size=SMALL,
            strong=own,
            align="center",
        )
    return sheet.svg()


def draw_areas(
    areas: Sequence[Area], brand: Brand, language: Language, shape: RowShape = WIDE
) -> bytes:
    """One row a domain: the company's mark between 0 and 100, the middle half of comparable companies behind it, the verdict beside it."""
    sheet = open_sheet(brand, shape.width, shape.row * len(areas) + 0.2)
    for row, area in enumerate(areas):
        _draw_area(sheet, shape, shape.middle(sheet, row), area, language)
    draw_ends(sheet, shape, language)
    return sheet.svg()


def draw_needs(
    needs: Sequence[Wish], brand: Brand, language: Language, shape: RowShape = WIDE
) -> bytes:
    """One row a need: how severe it is as a bar, the company's answer beside it, and its place among the top ones."""
    sheet = open_sheet(brand, shape.width, shape.row * len(needs) + 0.04)
    for row, need in enumerate(needs):
        _draw_need(sheet, shape, shape.middle(sheet, row), need, language)
    return sheet.svg()


def draw_ends(sheet: Sheet, shape: RowShape, language: Language) -> None:
    """0 and 100 under the ends of the tracks."""
    for value in (0, 100):
        sheet.words(
            shape.at(value),
            0.1,
            language.number(value),
            sheet.brand.colors.muted,
            size=SMALL,
            align="center",
        )


def _draw_area(
    sheet: Sheet, shape: RowShape, middle: float, area: Area, language: Language
) -> None:
    colors, y = sheet.brand.colors, middle - shape.drop
    draw_label(sheet, shape, middle, area.name)
    if area.score is None:
        sheet.line(shape.track, (y, y), colors.muted, style=":")
        sheet.words(shape.beside, y, area.missing, colors.muted)
        return
    sheet.line(shape.track, (y, y), colors.muted, width=0.6)
    if area.low is not None and area.high is not None:
        draw_span(sheet, shape, y, (area.low, area.high), 0.13)
    low = area.verdict == "below"
    color = colors.alert if low else colors.accent
    sheet.mark(
        shape.at(area.score),
        y,
        _SHAPES[area.verdict],
        color,
        size=8.5 if low else 9.5,
        filled=area.verdict != "alone",
    )
    sheet.words(
        shape.beside,
        y,
        verdict_words(area.verdict, language),
        color if low else colors.muted,
        strong=low,
    )


def draw_span(
    sheet: Sheet, shape: RowShape, y: float, ends: tuple[float, float], height: float
) -> None:
    """A pale field between two numbers of points."""
    low, high = (shape.at(score) for score in ends)
    sheet.bar(low, y, max(high - low, 0.04), height, sheet.brand.colors.band)


def _draw_need(
    sheet: Sheet, shape: RowShape, middle: float, need: Wish, language: Language
) -> None:
    colors, y = sheet.brand.colors, middle - shape.drop
    draw_label(sheet, shape, middle, need.name, strong=need.place is not None)
    start, width = shape.track[0], shape.along(1) - shape.along(0)
    if need.severity is None:
        sheet.line(shape.track, (y, y), colors.muted, style=":")
    else:
        sheet.bar(start, y, width, 0.1, colors.line)
    if need.severity:
        sheet.bar(start, y, width * need.severity / 100, 0.15, colors.accent)
    words = wrap(need_words(need, language), _VERDICT_LETTERS)[:2]
    sheet.words(
        shape.beside,
        y,
        "\n".join(words),
        colors.ink if need.place else colors.muted,
        size=SMALL if len(words) > 1 else TEXT,
    )


def draw_label(
    sheet: Sheet, shape: RowShape, middle: float, name: str, *, strong: bool = False
) -> None:
    """A row's name at the left, in two lines at most."""
    lines = wrap(show_or_replace(sheet.brand, name), shape.letters)[:2]
    sheet.words(
        0,
        middle + shape.lift,
        "\n".join(lines),
        sheet.brand.colors.ink,
        size=SMALL if len(lines) > 1 else 10.5,
        strong=strong,
    )
