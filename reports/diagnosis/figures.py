"""The three figures of a diagnosis, as SVG.

What they show also stands in a table and in their alternative text.
"""

from collections.abc import Sequence
from functools import cache
from textwrap import wrap

from reports.company import figures as company_figures
from reports.company import wording
from reports.company.figures import LINE, draw_bands, find_middle
from reports.company.records import Area, PeerVerdict, StatedNeed
from reports.company.wording import need_words, verdict_words
from reports.style.brand import Brand
from reports.style.canvas import SMALL, TEXT, Canvas, Mark, open_canvas
from reports.style.language import Language
from reports.style.rows import (
    HALF,
    WIDE,
    RowShape,
    draw_ends,
    draw_label,
    draw_span,
    hash_drawing,
)

_VERDICT_LETTERS = 24
_SHAPES: dict[PeerVerdict, Mark] = {"below": "D", "within": "o", "above": "^", "alone": "o"}


@cache
def drawing_hash() -> str:
    """A hash of how these figures are drawn."""
    return hash_drawing(__file__, company_figures.__file__, wording.__file__)


def draw_band(band: int | None, brand: Brand, language: Language) -> bytes:
    """The four bands; the company's own is filled and bold. Without an index none is filled."""
    canvas = open_canvas(brand, HALF, LINE + 0.5)
    colors = brand.colors
    fills = [colors.accent if number == band else colors.line for number in (1, 2, 3, 4)]
    draw_bands(canvas, band, fills, language)
    if band is not None:
        canvas.mark(find_middle(band), LINE + 0.465, "v", colors.accent, size=7)
    return canvas.svg()


def draw_areas(
    areas: Sequence[Area], brand: Brand, language: Language, shape: RowShape = WIDE
) -> bytes:
    """One row per domain.

    It shows the company's mark between 0 and 100, the middle half of comparable companies behind
    it, and the verdict beside it.
    """
    canvas = open_canvas(brand, shape.width, shape.row * len(areas) + 0.2)
    for row, area in enumerate(areas):
        _draw_area(canvas, shape, shape.middle(canvas, row), area, language)
    draw_ends(canvas, shape, language)
    return canvas.svg()


def draw_needs(
    needs: Sequence[StatedNeed], brand: Brand, language: Language, shape: RowShape = WIDE
) -> bytes:
    """One row per need: a bar for its severity, and beside it the answer and the need's rank."""
    canvas = open_canvas(brand, shape.width, shape.row * len(needs) + 0.04)
    for row, need in enumerate(needs):
        _draw_need(canvas, shape, shape.middle(canvas, row), need, language)
    return canvas.svg()


def _draw_area(
    canvas: Canvas, shape: RowShape, middle: float, area: Area, language: Language
) -> None:
    colors, y = canvas.brand.colors, middle - shape.drop
    draw_label(canvas, shape, middle, area.name)
    if area.score is None:
        canvas.line(shape.track, (y, y), colors.muted, style=":")
        canvas.words(shape.beside, y, area.missing, colors.muted)
        return
    canvas.line(shape.track, (y, y), colors.muted, width=0.6)
    if area.low is not None and area.high is not None:
        draw_span(canvas, shape, y, (area.low, area.high), 0.13)
    low = area.verdict == "below"
    color = colors.alert if low else colors.accent
    canvas.mark(
        shape.at(area.score),
        y,
        _SHAPES[area.verdict],
        color,
        size=8.5 if low else 9.5,
        filled=area.verdict != "alone",
    )
    canvas.words(
        shape.beside,
        y,
        verdict_words(area.verdict, language),
        color if low else colors.muted,
        strong=low,
    )


def _draw_need(
    canvas: Canvas, shape: RowShape, middle: float, need: StatedNeed, language: Language
) -> None:
    colors, y = canvas.brand.colors, middle - shape.drop
    draw_label(canvas, shape, middle, need.name, strong=need.place is not None)
    start, width = shape.track[0], shape.along(1) - shape.along(0)
    if need.severity is None:
        canvas.line(shape.track, (y, y), colors.muted, style=":")
    else:
        canvas.bar(start, y, width, 0.1, colors.line)
    if need.severity:
        canvas.bar(start, y, width * need.severity / 100, 0.15, colors.accent)
    words = wrap(need_words(need, language), _VERDICT_LETTERS)[:2]
    canvas.words(
        shape.beside,
        y,
        "\n".join(words),
        colors.ink if need.place else colors.muted,
        size=SMALL if len(words) > 1 else TEXT,
    )
