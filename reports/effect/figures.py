"""The two figures of an effect report, as SVG. What they show stands in a table too, and in their alternative text."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from analysis.effects.reliable_change import ChangeVerdict
from reports.company.wording import band_names
from reports.diagnosis import figures
from reports.diagnosis.figures import HALF, WIDE, RowShape, draw_ends, draw_label, draw_span
from reports.effect import wording
from reports.effect.document import Shift, Whole
from reports.effect.wording import shift_words, signed
from reports.style.brand import Brand
from reports.style.canvas import SMALL, Mark, Sheet, open_sheet
from reports.style.language import Language

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
    rooms = [Path(file).read_bytes() for file in (__file__, wording.__file__)]
    return sha256(b"\0".join([*rooms, figures.drawing_hash().encode()])).hexdigest()


def draw_whole(whole: Whole, brand: Brand, language: Language) -> bytes:
    """The four bands: the one of last time under a ring, today's filled and named in bold under a mark."""
    sheet = open_sheet(brand, HALF, 0.56)
    step, gap = HALF / 4, 0.035
    for number, name in enumerate(band_names(language), start=1):
        colors, own = brand.colors, number == whole.after
        x = (number - 1) * step
        sheet.bar(
            x + gap / 2,
            0.34,
            step - gap,
            0.17,
            colors.accent if own else colors.band if number == whole.before else colors.line,
        )
        if number == whole.before:
            sheet.mark(
                x + step / 2 - (0.1 if own else 0), 0.495, "o", colors.accent, size=5, filled=False
            )
        if own:
            sheet.mark(
                x + step / 2 + (0.1 if number == whole.before else 0),
                0.485,
                "v",
                colors.accent,
                size=7,
            )
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


def draw_shifts(
    shifts: Sequence[Shift], brand: Brand, language: Language, shape: RowShape = WIDE
) -> bytes:
    """One row a domain: a ring where the company was, a mark where it is, the reach of chance behind them, and a verdict beside."""
    sheet = open_sheet(brand, shape.width, shape.row * len(shifts) + 0.2)
    for row, shift in enumerate(shifts):
        _draw_shift(sheet, shape, shape.middle(sheet, row), shift, language)
    draw_ends(sheet, shape, language)
    return sheet.svg()


def _draw_shift(
    sheet: Sheet, shape: RowShape, middle: float, shift: Shift, language: Language
) -> None:
    draw_label(sheet, shape, middle, shift.name)
    style: Literal["-", ":"] = "-" if shift.before is not None and shift.after is not None else ":"
    y = middle - shape.drop
    sheet.line(shape.track, (y, y), sheet.brand.colors.muted, width=0.6, style=style)
    if shift.low is not None and shift.high is not None:
        draw_span(sheet, shape, y, (shift.low, shift.high), 0.15)
    _draw_move(sheet, shape, y, shift)
    _draw_verdict(sheet, shape, y, shift, language)


def _draw_move(sheet: Sheet, shape: RowShape, y: float, shift: Shift) -> None:
    colors = sheet.brand.colors
    color = colors.alert if shift.verdict == "worse" else colors.accent
    if shift.before is not None and shift.after is not None:
        sheet.line((shape.at(shift.before), shape.at(shift.after)), (y, y), color, width=1.6)
    if shift.before is not None and shift.others is not None:
        like_others = shape.at(min(100.0, max(0.0, shift.before + shift.others)))
        sheet.line((like_others, like_others), (y - 0.1, y + 0.1), colors.ink, width=1.2)
    if shift.before is not None:
        sheet.mark(shape.at(shift.before), y, "o", color, size=6, filled=False)
    if shift.after is not None:
        sheet.mark(
            shape.at(shift.after),
            y,
            _SHAPES[shift.verdict],
            color,
            size=8.5 if shift.verdict == "worse" else 9.5,
        )


def _draw_verdict(
    sheet: Sheet, shape: RowShape, y: float, shift: Shift, language: Language
) -> None:
    colors = sheet.brand.colors
    color = {"better": colors.accent, "worse": colors.alert}.get(shift.verdict, colors.muted)
    strong = shift.verdict in {"better", "worse"}
    if shift.before is None or shift.after is None:
        sheet.words(shape.beside, y, shift.missing, colors.muted, size=SMALL)
        return
    change = shape.track[1] + _CHANGE
    sheet.words(
        change, y, signed(shift.after - shift.before, language), color, strong=strong, align="right"
    )
    sheet.words(
        change + 0.1,
        y,
        shift.missing or shift_words(shift.verdict, language),
        color,
        size=SMALL,
        strong=strong,
    )
