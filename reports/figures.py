"""The three figures of a company's page, as SVG. What they show stands in a table too, and in their alternative text."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from textwrap import wrap

import matplotlib as mpl

from reports import canvas, wording
from reports.brand import Brand
from reports.canvas import SMALL, TEXT, Mark, Sheet, open_sheet
from reports.documents import Area, Verdict, Wish
from reports.fonts import show_or_replace
from reports.language import Language
from reports.wording import band_names, need_words, verdict_words

WIDTH = 6.69
"""Inches: the text of an A4 page with 20 mm margins."""
HALF = 3.2
ROW = 0.31
_LABEL_LETTERS = 36
_VERDICT_LETTERS = 24
_TRACK = (2.62, 5.05)
"""Where 0 and 100 are, in inches from the left."""
_SHAPES: dict[Verdict, Mark] = {"below": "D", "within": "o", "above": "^", "alone": "o"}


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
        sheet.words(x + step / 2, 0.12, name, colors.accent if own else colors.muted, size=SMALL, strong=own, align="center")
    return sheet.svg()


def draw_areas(areas: Sequence[Area], brand: Brand, language: Language) -> bytes:
    """One row a domain: the company's mark between 0 and 100, the middle half of comparable companies behind it, the verdict beside it."""
    sheet = open_sheet(brand, WIDTH, ROW * len(areas) + 0.2)
    for row, area in enumerate(areas):
        _draw_area(sheet, sheet.height - ROW * (row + 0.5), area, language)
    for value in (0, 100):
        sheet.words(_x(value), 0.1, language.number(value), brand.colors.muted, size=SMALL, align="center")
    return sheet.svg()


def draw_needs(needs: Sequence[Wish], brand: Brand, language: Language) -> bytes:
    """One row a need: how severe it is as a bar, the company's answer beside it, and its place among the top ones."""
    sheet = open_sheet(brand, WIDTH, ROW * len(needs) + 0.04)
    for row, need in enumerate(needs):
        _draw_need(sheet, sheet.height - ROW * (row + 0.5), need, language)
    return sheet.svg()


def _draw_area(sheet: Sheet, y: float, area: Area, language: Language) -> None:
    colors = sheet.brand.colors
    draw_label(sheet, y, area.name)
    if area.score is None:
        sheet.line(_TRACK, (y, y), colors.muted, style=":")
        sheet.words(_TRACK[1] + 0.17, y, area.missing, colors.muted)
        return
    sheet.line(_TRACK, (y, y), colors.muted, width=0.6)
    if area.low is not None and area.high is not None:
        sheet.bar(_x(area.low), y, max(_x(area.high) - _x(area.low), 0.04), 0.13, colors.band)
    low = area.verdict == "below"
    color = colors.alert if low else colors.accent
    sheet.mark(_x(area.score), y, _SHAPES[area.verdict], color, size=8.5 if low else 9.5, filled=area.verdict != "alone")
    sheet.words(_TRACK[1] + 0.17, y, verdict_words(area.verdict, language), color if low else colors.muted, strong=low)


def _draw_need(sheet: Sheet, y: float, need: Wish, language: Language) -> None:
    colors = sheet.brand.colors
    draw_label(sheet, y, need.name, strong=need.place is not None)
    width = _TRACK[1] - _TRACK[0]
    if need.severity is None:
        sheet.line(_TRACK, (y, y), colors.muted, style=":")
    else:
        sheet.bar(_TRACK[0], y, width, 0.1, colors.line)
    if need.severity:
        sheet.bar(_TRACK[0], y, width * need.severity / 100, 0.15, colors.accent)
    words = wrap(need_words(need, language), _VERDICT_LETTERS)[:2]
    sheet.words(
        _TRACK[1] + 0.17,
        y,
        "\n".join(words),
        colors.ink if need.place else colors.muted,
        size=SMALL if len(words) > 1 else TEXT,
    )


def draw_label(sheet: Sheet, y: float, name: str, *, strong: bool = False) -> None:
    """A row's name at the left, in two lines at most."""
    lines = wrap(show_or_replace(sheet.brand, name), _LABEL_LETTERS)[:2]
    sheet.words(0, y, "\n".join(lines), sheet.brand.colors.ink, size=SMALL if len(lines) > 1 else 10.5, strong=strong)


def _x(score: float) -> float:
    return _TRACK[0] + (_TRACK[1] - _TRACK[0]) * score / 100
