"""The two figures of an effect report, as SVG.

What they show also stands in a table and in their alternative text.
"""

from collections.abc import Sequence
from functools import cache
from typing import Literal

from analysis.effects.reliable_change import ChangeVerdict
from reports.company import figures as company_figures
from reports.company import wording as company_wording
from reports.company.figures import LINE, draw_bands, find_middle
from reports.effect import wording
from reports.effect.document import IndexChange, Shift
from reports.effect.wording import shift_words, signed
from reports.style.brand import Brand
from reports.style.canvas import SMALL, Canvas, Mark, open_canvas
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

_CHANGE = 0.45
"""Inches from the end of a scale to the end of the change in points."""
_SHAPES: dict[ChangeVerdict, Mark] = {
    "better": "^",
    "worse": "D",
    "within_error": "o",
    "not_calculable": "o",
}


@cache
def drawing_hash() -> str:
    """A hash of how these figures are drawn."""
    return hash_drawing(
        __file__, wording.__file__, company_figures.__file__, company_wording.__file__
    )


def draw_whole(whole: IndexChange, brand: Brand, language: Language) -> bytes:
    """The four bands: a ring over last time's; today's is filled and bold, with a mark above it."""
    canvas = open_canvas(brand, HALF, LINE + 0.56)
    before, after, colors = whole.before, whole.after, brand.colors
    fills = [
        colors.accent if number == after else colors.band if number == before else colors.line
        for number in (1, 2, 3, 4)
    ]
    draw_bands(canvas, after, fills, language)
    aside = 0.1 if before == after else 0
    if before is not None:
        canvas.mark(
            find_middle(before) - aside, LINE + 0.495, "o", colors.accent, size=5, filled=False
        )
    if after is not None:
        canvas.mark(find_middle(after) + aside, LINE + 0.485, "v", colors.accent, size=7)
    return canvas.svg()


def draw_shifts(
    shifts: Sequence[Shift], brand: Brand, language: Language, shape: RowShape = WIDE
) -> bytes:
    """One row per domain.

    A ring where the company was, a mark where it is, the reach of chance behind them, the verdict
    beside.
    """
    canvas = open_canvas(brand, shape.width, shape.row * len(shifts) + 0.2)
    for row, shift in enumerate(shifts):
        _draw_shift(canvas, shape, shape.middle(canvas, row), shift, language)
    draw_ends(canvas, shape, language)
    return canvas.svg()


def _draw_shift(
    canvas: Canvas, shape: RowShape, middle: float, shift: Shift, language: Language
) -> None:
    draw_label(canvas, shape, middle, shift.name)
    style: Literal["-", ":"] = "-" if shift.before is not None and shift.after is not None else ":"
    y = middle - shape.drop
    canvas.line(shape.track, (y, y), canvas.brand.colors.muted, width=0.6, style=style)
    if shift.low is not None and shift.high is not None:
        draw_span(canvas, shape, y, (shift.low, shift.high), 0.15)
    _draw_move(canvas, shape, y, shift)
    _draw_verdict(canvas, shape, y, shift, language)


def _draw_move(canvas: Canvas, shape: RowShape, y: float, shift: Shift) -> None:
    colors = canvas.brand.colors
    color = colors.alert if shift.verdict == "worse" else colors.accent
    if shift.before is not None and shift.after is not None:
        canvas.line((shape.at(shift.before), shape.at(shift.after)), (y, y), color, width=1.6)
    if shift.before is not None and shift.others is not None:
        like_others = shape.at(min(100.0, max(0.0, shift.before + shift.others)))
        canvas.line((like_others, like_others), (y - 0.1, y + 0.1), colors.ink, width=1.2)
    if shift.before is not None:
        canvas.mark(shape.at(shift.before), y, "o", color, size=6, filled=False)
    if shift.after is not None:
        canvas.mark(
            shape.at(shift.after),
            y,
            _SHAPES[shift.verdict],
            color,
            size=8.5 if shift.verdict == "worse" else 9.5,
        )


def _draw_verdict(
    canvas: Canvas, shape: RowShape, y: float, shift: Shift, language: Language
) -> None:
    colors = canvas.brand.colors
    color = {"better": colors.accent, "worse": colors.alert}.get(shift.verdict, colors.muted)
    strong = shift.verdict in {"better", "worse"}
    if shift.before is None or shift.after is None:
        canvas.words(shape.beside, y, shift.missing, colors.muted, size=SMALL)
        return
    change = shape.track[1] + _CHANGE
    canvas.words(
        change, y, signed(shift.after - shift.before, language), color, strong=strong, align="right"
    )
    canvas.words(
        change + 0.1,
        y,
        shift.missing or shift_words(shift, language),
        color,
        size=SMALL,
        strong=strong,
    )
