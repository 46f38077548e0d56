"""The two figures of an effect report, as SVG. What they show stands in a table too, and in their alternative text."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from analysis.effects.reliable_change import Verdict
from reports import figures
from reports.brand import Brand
from reports.canvas import SMALL, Mark, Sheet, open_sheet
from reports.effect import wording
from reports.effect.records import Shift, Whole
from reports.effect.wording import shift_words, signed
from reports.figures import HALF, ROW, WIDTH, draw_label
from reports.language import Language
from reports.wording import band_names

_TRACK = (2.62, 5.05)
"""Where 0 and 100 are, in inches from the left."""
_CHANGE = 5.5
"""Where the change in points ends."""
_SHAPES: dict[Verdict, Mark] = {"better": "^", "worse": "D", "within_error": "o", "not_calculable": "o"}


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
        sheet.bar(x + gap / 2, 0.34, step - gap, 0.17, colors.accent if own else colors.band if number == whole.before else colors.line)
        if number == whole.before:
            sheet.mark(x + step / 2 - (0.1 if own else 0), 0.495, "o", colors.accent, size=5, filled=False)
        if own:
            sheet.mark(x + step / 2 + (0.1 if number == whole.before else 0), 0.485, "v", colors.accent, size=7)
        sheet.words(x + step / 2, 0.12, name, colors.accent if own else colors.muted, size=SMALL, strong=own, align="center")
    return sheet.svg()


def draw_shifts(shifts: Sequence[Shift], brand: Brand, language: Language) -> bytes:
    """One row a domain: a ring where the company was, a mark where it is, the reach of chance behind them, and a verdict beside."""
    sheet = open_sheet(brand, WIDTH, ROW * len(shifts) + 0.2)
    for row, shift in enumerate(shifts):
        _draw_shift(sheet, sheet.height - ROW * (row + 0.5), shift, language)
    for value in (0, 100):
        sheet.words(_x(value), 0.1, language.number(value), brand.colors.muted, size=SMALL, align="center")
    return sheet.svg()


def _draw_shift(sheet: Sheet, y: float, shift: Shift, language: Language) -> None:
    colors = sheet.brand.colors
    draw_label(sheet, y, shift.name)
    sheet.line(_TRACK, (y, y), colors.muted, width=0.6, style="-" if shift.before is not None and shift.after is not None else ":")
    if shift.low is not None and shift.high is not None:
        sheet.bar(_x(shift.low), y, max(_x(shift.high) - _x(shift.low), 0.04), 0.15, colors.band)
    _draw_move(sheet, y, shift)
    _draw_verdict(sheet, y, shift, language)


def _draw_move(sheet: Sheet, y: float, shift: Shift) -> None:
    colors = sheet.brand.colors
    color = colors.alert if shift.verdict == "worse" else colors.accent
    if shift.before is not None and shift.after is not None:
        sheet.line((_x(shift.before), _x(shift.after)), (y, y), color, width=1.6)
    if shift.before is not None and shift.others is not None:
        like_others = _x(min(100.0, max(0.0, shift.before + shift.others)))
        sheet.line((like_others, like_others), (y - 0.1, y + 0.1), colors.ink, width=1.2)
    if shift.before is not None:
        sheet.mark(_x(shift.before), y, "o", color, size=6, filled=False)
    if shift.after is not None:
        sheet.mark(_x(shift.after), y, _SHAPES[shift.verdict], color, size=8.5 if shift.verdict == "worse" else 9.5)


def _draw_verdict(sheet: Sheet, y: float, shift: Shift, language: Language) -> None:
    colors = sheet.brand.colors
    color = {"better": colors.accent, "worse": colors.alert}.get(shift.verdict, colors.muted)
    strong = shift.verdict in {"better", "worse"}
    if shift.before is None or shift.after is None:
        sheet.words(_TRACK[1] + 0.17, y, shift.missing, colors.muted, size=SMALL)
        return
    sheet.words(_CHANGE, y, signed(shift.after - shift.before, language), color, strong=strong, align="right")
    sheet.words(_CHANGE + 0.1, y, shift.missing or shift_words(shift.verdict, language), color, size=SMALL, strong=strong)


def _x(score: float) -> float:
    return _TRACK[0] + (_TRACK[1] - _TRACK[0]) * score / 100
