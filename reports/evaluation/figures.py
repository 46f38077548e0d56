"""The figures of the evaluator's report, as SVG: forest plots and bars.

What they show also stands in a table and in their alternative text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from math import floor, log10
from textwrap import wrap

from reports.evaluation.document import BarRow, Bars, Forest, ForestRow, MarkKind, Picture, Whisker
from reports.style import rows as style_rows
from reports.style.brand import Brand
from reports.style.canvas import SMALL, Canvas, Mark, open_canvas
from reports.style.fonts import show_or_replace
from reports.style.language import Language
from reports.style.rows import RowShape, hash_drawing

WIDE = replace(style_rows.WIDE, row=0.29, track=(2.5, 4.85), letters=38)
NARROW = replace(style_rows.NARROW, width=3.5)
MISSING_LETTERS = {WIDE: 66, NARROW: 56}
MISSING_LINES = {WIDE: 2, NARROW: 3}
LINE, GAP = 0.17, 0.1
"""Inches from whisker to whisker of one row, and between rows."""
AXIS = 0.42
WIDER = 1.06
"""The scale reaches so much further than the longest whisker."""

GOAL = 0.8
"""Where the target is on a track that shows a quarter more than it."""

_SHAPES: dict[MarkKind, Mark] = {
    "main": "o",
    "bounds": "o",
    "before_after": "D",
    "difference_in_differences": "^",
}


@cache
def drawing_hash() -> str:
    """A hash of how these figures are drawn."""
    return hash_drawing(__file__)


def draw_picture(
    picture: Picture, brand: Brand, language: Language, shape: RowShape = WIDE
) -> bytes:
    """The figure as SVG."""
    if isinstance(picture.drawing, Forest):
        return draw_forest(picture.drawing, brand, language, shape)
    return draw_bars(picture.drawing, brand, shape)


def draw_forest(forest: Forest, brand: Brand, language: Language, shape: RowShape = WIDE) -> bytes:
    """One row per outcome or part, with a line at no difference.

    The main estimate comes first; the naive ones stand below it in grey.
    """
    heights = [_height(row, shape) for row in forest.rows]
    drawn = any(row.whiskers for row in forest.rows)
    canvas = open_canvas(brand, shape.width, sum(heights) + (AXIS if drawn else 0.02))
    reach = find_reach(forest)
    top = canvas.height
    for row, height in zip(forest.rows, heights, strict=True):
        if row.whiskers:
            _draw_grid(canvas, shape, (_grid_top(row, shape, top), top - height), reach)
        _draw_row(canvas, shape, row, top, reach)
        top -= height
        canvas.line((0, shape.width), (top, top), brand.colors.line, width=0.5)
    if drawn:
        _draw_axis(canvas, shape, forest.scale, reach, language)
    return canvas.svg()


def draw_bars(bars: Bars, brand: Brand, shape: RowShape = WIDE) -> bytes:
    """One row a share, in the order they come."""
    canvas = open_canvas(brand, shape.width, shape.row * len(bars.rows) + 0.06)
    for place, row in enumerate(bars.rows):
        _draw_bar(canvas, shape, shape.middle(canvas, place) - 0.03, row)
    if bars.goal:
        _draw_goal(canvas, shape, len(bars.rows))
    return canvas.svg()


def find_reach(forest: Forest) -> float:
    """Half the length of a scale that holds every whisker."""
    values = [
        abs(value) for row in forest.rows for whisker in row.whiskers for value in _values(whisker)
    ]
    return WIDER * max(values, default=0.0) or 1.0


def find_step(reach: float) -> float:
    """The distance between marks of the scale: 1, 2 or 5 times a power of ten.

    It is chosen so that there are two or three marks on either side.
    """
    least = reach / 3
    power = 10.0 ** floor(log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least)


def _values(whisker: Whisker) -> Iterator[float]:
    yield from (
        value
        for value in (whisker.estimate, whisker.low, whisker.high, whisker.expected)
        if value is not None
    )


def _draw_goal(canvas: Canvas, shape: RowShape, rows: int) -> None:
    """A line through all the bars; a short one through each where names stand above them."""
    x = shape.along(GOAL)
    if not shape.stacked:
        canvas.line((x, x), (0.02, canvas.height - 0.02), canvas.brand.colors.ink, width=1.0)
        return
    for place in range(rows):
        y = shape.middle(canvas, place) - 0.03 - shape.drop
        canvas.line((x, x), (y - 0.12, y + 0.12), canvas.brand.colors.ink, width=1.0)


def _height(row: ForestRow, shape: RowShape) -> float:
    shown = len(row.whiskers) + len(_missing_lines(row, shape))
    lines = (
        _above(row, shape) + shown if shape.stacked else max(shown, _label_height(row, shape), 1)
    )
    return lines * LINE + GAP


def _above(row: ForestRow, shape: RowShape) -> int:
    """How many lines of words stand above what a row shows."""
    return _label_height(row, shape) if shape.stacked else 0


def _grid_top(row: ForestRow, shape: RowShape, top: float) -> float:
    return top - GAP / 2 - _above(row, shape) * LINE if shape.stacked else top


def _label_height(row: ForestRow, shape: RowShape) -> int:
    return len(_label_lines(row, shape)) + (1 if row.unit else 0)


def _label_lines(row: ForestRow, shape: RowShape) -> Sequence[str]:
    return wrap(row.name, shape.letters)[:2]


def _missing_lines(row: ForestRow, shape: RowShape) -> Sequence[str]:
    return wrap(row.missing, MISSING_LETTERS[shape])[: MISSING_LINES[shape]] if row.missing else []


def _draw_axis(
    canvas: Canvas, shape: RowShape, scale: str, reach: float, language: Language
) -> None:
    muted, decimals = canvas.brand.colors.muted, max(0, -floor(log10(find_step(reach))))
    for value in _ticks(reach):
        canvas.words(
            _at(shape, value, reach),
            AXIS - 0.13,
            language.fixed(value, decimals),
            muted,
            size=SMALL,
            align="center",
        )
    canvas.words(_at(shape, 0, reach), 0.08, scale, muted, size=SMALL, align="center")


def _draw_grid(canvas: Canvas, shape: RowShape, ends: tuple[float, float], reach: float) -> None:
    """Only behind what shows something: no line runs through words."""
    colors = canvas.brand.colors
    for value in _ticks(reach):
        x, middle = _at(shape, value, reach), value == 0
        canvas.line(
            (x, x), ends, colors.muted if middle else colors.line, width=0.9 if middle else 0.5
        )


def _ticks(reach: float) -> Sequence[float]:
    step = find_step(reach)
    count = floor(reach / step)
    return [place * step for place in range(-count, count + 1)]


def _draw_row(canvas: Canvas, shape: RowShape, row: ForestRow, top: float, reach: float) -> None:
    first = top - GAP / 2 - LINE / 2
    _draw_name(canvas, shape, row, first)
    first -= _above(row, shape) * LINE
    missing = _missing_lines(row, shape)
    for place, words in enumerate(missing):
        canvas.words(
            0 if shape.stacked else shape.track[0],
            first - place * LINE,
            words,
            canvas.brand.colors.muted,
            size=SMALL,
        )
    for place, whisker in enumerate(row.whiskers, start=len(missing)):
        _draw_whisker(canvas, shape, first - place * LINE, whisker, reach)


def _draw_name(canvas: Canvas, shape: RowShape, row: ForestRow, first: float) -> None:
    colors, labels = canvas.brand.colors, _label_lines(row, shape)
    for place, words in enumerate(labels):
        canvas.words(
            0, first - place * LINE * 0.92, show_or_replace(canvas.brand, words), colors.ink
        )
    if row.unit:
        canvas.words(0, first - len(labels) * LINE * 0.92, row.unit, colors.muted, size=SMALL)


def _draw_whisker(
    canvas: Canvas, shape: RowShape, y: float, whisker: Whisker, reach: float
) -> None:
    colors, main = canvas.brand.colors, whisker.kind in {"main", "bounds"}
    color = colors.accent if main else colors.muted
    if whisker.low is not None and whisker.high is not None:
        ends = (_at(shape, whisker.low, reach), _at(shape, whisker.high, reach))
        canvas.line(
            ends,
            (y, y),
            color,
            width=2.0 if main else 0.9,
            style=":" if whisker.kind == "bounds" else "-",
        )
    if whisker.expected is not None:
        x = _at(shape, whisker.expected, reach)
        canvas.line((x, x), (y - 0.075, y + 0.075), colors.alert, width=2.0)
    if whisker.estimate is not None:
        canvas.mark(
            _at(shape, whisker.estimate, reach),
            y,
            _SHAPES[whisker.kind],
            color,
            size=8.5 if main else 6.5,
        )
    canvas.words(shape.beside, y, whisker.words, colors.ink if main else colors.muted, size=SMALL)


def _draw_bar(canvas: Canvas, shape: RowShape, middle: float, row: BarRow) -> None:
    colors, y, (start, end) = canvas.brand.colors, middle - shape.drop, shape.track
    lines = wrap(show_or_replace(canvas.brand, row.name), shape.letters)[:2]
    canvas.words(
        0, middle + shape.lift, "\n".join(lines), colors.ink, size=SMALL if len(lines) > 1 else 10.0
    )
    canvas.words(
        shape.beside, y, row.words, colors.ink if row.state == "ok" else colors.muted, size=SMALL
    )
    if row.value is None:
        canvas.line(shape.track, (y, y), colors.muted, style=":")
        return
    canvas.bar(start, y, end - start, 0.1, colors.line)
    if row.value > 0:
        canvas.bar(
            start,
            y,
            max(shape.along(row.value) - start, 0.02),
            0.15,
            colors.accent if row.low is None else colors.band,
        )
    if row.low is not None and row.high is not None:
        canvas.line((shape.along(row.low), shape.along(row.high)), (y, y), colors.muted, width=1.4)
        canvas.mark(shape.along(row.value), y, "o", colors.accent, size=8.0)


def _at(shape: RowShape, value: float, reach: float) -> float:
    return shape.along((value + reach) / (2 * reach))
