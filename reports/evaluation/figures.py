"""The figures of the evaluator's report, as SVG: forest plots and bars. What they show stands in a table too, and in their words."""

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from math import floor, log10
from pathlib import Path
from textwrap import wrap

import matplotlib as mpl

from reports import canvas
from reports.brand import Brand
from reports.canvas import SMALL, Mark, Sheet, open_sheet
from reports.evaluation.records import BarRow, Bars, Forest, ForestRow, MarkKind, Picture, Whisker
from reports.figures import WIDTH
from reports.fonts import show_or_replace
from reports.language import Language

TRACK = (2.5, 4.85)
"""Where the scale begins and ends, in inches from the left."""
WORDS_AT = TRACK[1] + 0.16
LABEL_LETTERS, MISSING_LETTERS = 38, 66
LINE, GAP = 0.17, 0.1
"""Inches from whisker to whisker of one row, and between rows."""
AXIS = 0.42
BAR = 0.29
WIDER = 1.06
"""The scale reaches so much further than the longest whisker."""

GOAL = 0.8
"""Where the target is on a track that shows a quarter more than it."""

_SHAPES: dict[MarkKind, Mark] = {"main": "o", "bounds": "o", "before_after": "D", "difference_in_differences": "^"}


@cache
def drawing_hash() -> str:
    """A hash of how figures are drawn: these rooms and Matplotlib."""
    rooms = [Path(file).read_bytes() for file in (__file__, canvas.__file__)]
    return sha256(b"\0".join([*rooms, mpl.__version__.encode()])).hexdigest()


def draw_picture(picture: Picture, brand: Brand, language: Language) -> bytes:
    """The figure as SVG."""
    if isinstance(picture.drawing, Forest):
        return draw_forest(picture.drawing, brand, language)
    return draw_bars(picture.drawing, brand)


def draw_forest(forest: Forest, brand: Brand, language: Language) -> bytes:
    """One row an outcome or part: the main estimate first, the naive ones in grey below it; a line where there is no difference."""
    heights = [_height(row) for row in forest.rows]
    drawn = any(row.whiskers for row in forest.rows)
    sheet = open_sheet(brand, WIDTH, sum(heights) + (AXIS if drawn else 0.02))
    reach = find_reach(forest)
    top = sheet.height
    for row, height in zip(forest.rows, heights, strict=True):
        if row.whiskers:
            _draw_grid(sheet, top, top - height, reach)
        _draw_row(sheet, row, top, reach)
        top -= height
        sheet.line((0, WIDTH), (top, top), brand.colors.line, width=0.5)
    if drawn:
        _draw_axis(sheet, forest.scale, reach, language)
    return sheet.svg()


def draw_bars(bars: Bars, brand: Brand) -> bytes:
    """One row a share, in the order they come."""
    sheet = open_sheet(brand, WIDTH, BAR * len(bars.rows) + 0.06)
    for place, row in enumerate(bars.rows):
        _draw_bar(sheet, sheet.height - BAR * (place + 0.5) - 0.03, row)
    if bars.goal:
        x = _along(GOAL)
        sheet.line((x, x), (0.02, sheet.height - 0.02), brand.colors.ink, width=1.0)
    return sheet.svg()


def find_reach(forest: Forest) -> float:
    """Half the length of a scale that holds every whisker."""
    values = [abs(value) for row in forest.rows for whisker in row.whiskers for value in _values(whisker)]
    return WIDER * max(values, default=0.0) or 1.0


def find_step(reach: float) -> float:
    """The distance between marks of the scale: 1, 2 or 5 times a power of ten, so that there are two or three on either side."""
    least = reach / 3
    power = 10.0 ** floor(log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least)


def _values(whisker: Whisker) -> Iterator[float]:
    yield from (value for value in (whisker.estimate, whisker.low, whisker.high, whisker.expected) if value is not None)


def _height(row: ForestRow) -> float:
    label = len(_label_lines(row)) + (1 if row.unit else 0)
    return max(len(row.whiskers) + len(_missing_lines(row)), label, 1) * LINE + GAP


def _label_lines(row: ForestRow) -> Sequence[str]:
    return wrap(row.name, LABEL_LETTERS)[:2]


def _missing_lines(row: ForestRow) -> Sequence[str]:
    return wrap(row.missing, MISSING_LETTERS)[:2] if row.missing else []


def _draw_axis(sheet: Sheet, scale: str, reach: float, language: Language) -> None:
    muted, decimals = sheet.brand.colors.muted, max(0, -floor(log10(find_step(reach))))
    for value in _ticks(reach):
        sheet.words(_at(value, reach), AXIS - 0.13, language.fixed(value, decimals), muted, size=SMALL, align="center")
    sheet.words(_at(0, reach), 0.08, scale, muted, size=SMALL, align="center")


def _draw_grid(sheet: Sheet, top: float, bottom: float, reach: float) -> None:
    """Only behind rows that show something: no line runs through words."""
    colors = sheet.brand.colors
    for value in _ticks(reach):
        x, middle = _at(value, reach), value == 0
        sheet.line((x, x), (bottom, top), colors.muted if middle else colors.line, width=0.9 if middle else 0.5)


def _ticks(reach: float) -> Sequence[float]:
    step = find_step(reach)
    count = floor(reach / step)
    return [place * step for place in range(-count, count + 1)]


def _draw_row(sheet: Sheet, row: ForestRow, top: float, reach: float) -> None:
    colors = sheet.brand.colors
    first = top - GAP / 2 - LINE / 2
    labels = _label_lines(row)
    for place, words in enumerate(labels):
        sheet.words(0, first - place * LINE * 0.92, show_or_replace(sheet.brand, words), colors.ink)
    if row.unit:
        sheet.words(0, first - len(labels) * LINE * 0.92, row.unit, colors.muted, size=SMALL)
    for place, words in enumerate(_missing_lines(row)):
        sheet.words(TRACK[0], first - place * LINE, words, colors.muted, size=SMALL)
    for place, whisker in enumerate(row.whiskers, start=len(_missing_lines(row))):
        _draw_whisker(sheet, first - place * LINE, whisker, reach)


def _draw_whisker(sheet: Sheet, y: float, whisker: Whisker, reach: float) -> None:
    colors, main = sheet.brand.colors, whisker.kind in {"main", "bounds"}
    color = colors.accent if main else colors.muted
    if whisker.low is not None and whisker.high is not None:
        ends = (_at(whisker.low, reach), _at(whisker.high, reach))
        sheet.line(ends, (y, y), color, width=2.0 if main else 0.9, style=":" if whisker.kind == "bounds" else "-")
    if whisker.expected is not None:
        x = _at(whisker.expected, reach)
        sheet.line((x, x), (y - 0.075, y + 0.075), colors.alert, width=2.0)
    if whisker.estimate is not None:
        sheet.mark(_at(whisker.estimate, reach), y, _SHAPES[whisker.kind], color, size=8.5 if main else 6.5)
    sheet.words(WORDS_AT, y, whisker.words, colors.ink if main else colors.muted, size=SMALL)


def _draw_bar(sheet: Sheet, y: float, row: BarRow) -> None:
    colors = sheet.brand.colors
    lines = wrap(show_or_replace(sheet.brand, row.name), LABEL_LETTERS)[:2]
    sheet.words(0, y, "\n".join(lines), colors.ink, size=SMALL if len(lines) > 1 else 10.0)
    sheet.words(WORDS_AT, y, row.words, colors.ink if row.state == "ok" else colors.muted, size=SMALL)
    if row.value is None:
        sheet.line(TRACK, (y, y), colors.muted, style=":")
        return
    sheet.bar(TRACK[0], y, TRACK[1] - TRACK[0], 0.1, colors.line)
    if row.value > 0:
        sheet.bar(TRACK[0], y, max(_along(row.value) - TRACK[0], 0.02), 0.15, colors.accent if row.low is None else colors.band)
    if row.low is not None and row.high is not None:
        sheet.line((_along(row.low), _along(row.high)), (y, y), colors.muted, width=1.4)
        sheet.mark(_along(row.value), y, "o", colors.accent, size=8.0)


def _along(share: float) -> float:
    return TRACK[0] + (TRACK[1] - TRACK[0]) * share


def _at(value: float, reach: float) -> float:
    return _along((value + reach) / (2 * reach))
