"""What figures of rows share: their layout, their names, and the ends of their scales.

Rows are drawn twice: with names beside their scales for paper and wide screens, and with names
above their scales for narrow screens.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from textwrap import wrap

import matplotlib as mpl

from reports.style import canvas as canvas_room
from reports.style.canvas import SMALL, Canvas
from reports.style.fonts import show_or_replace
from reports.style.language import Language

HALF = 3.2
"""Inches: half the width of an A4 page's text."""


_BESIDE = 0.17
"""Inches from the end of a scale to the words beside it."""


@dataclass(frozen=True, slots=True)
class RowShape:
    """How a figure of rows is laid out, in inches.

    Its `width`, the height of a `row`, and the `track` from 0 to 100. A name of up to `letters`
    stands on one line, `lift` above the middle of its row; the track lies `drop` below the middle.
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

    def middle(self, canvas: Canvas, row: int) -> float:
        """The middle of a row, counted from 0 at the top of the canvas."""
        return canvas.height - self.row * (row + 0.5)


WIDE = RowShape(width=6.69, row=0.31, track=(2.62, 5.05), lift=0.0, drop=0.0, letters=36)
"""The text of an A4 page with 20 mm margins."""


NARROW = RowShape(width=3.4, row=0.52, track=(0.09, 1.72), lift=0.12, drop=0.1, letters=46)
"""A telephone held upright, 360-390 CSS pixels wide."""


def name_narrow(file: str) -> str:
    """The file of a figure's drawing for narrow screens: `figures/areas-narrow.svg`."""
    return file.removesuffix(".svg") + "-narrow.svg"


def draw_ends(canvas: Canvas, shape: RowShape, language: Language) -> None:
    """0 and 100 under the ends of the tracks."""
    for value in (0, 100):
        canvas.words(
            shape.at(value),
            0.1,
            language.number(value),
            canvas.brand.colors.muted,
            size=SMALL,
            align="center",
        )


def draw_span(
    canvas: Canvas, shape: RowShape, y: float, ends: tuple[float, float], height: float
) -> None:
    """A pale field between two numbers of points."""
    low, high = (shape.at(score) for score in ends)
    canvas.bar(low, y, max(high - low, 0.04), height, canvas.brand.colors.band)


def draw_label(
    canvas: Canvas, shape: RowShape, middle: float, name: str, *, strong: bool = False
) -> None:
    """A row's name at the left, in two lines at most."""
    lines = wrap(show_or_replace(canvas.brand, name), shape.letters)[:2]
    canvas.words(
        0,
        middle + shape.lift,
        "\n".join(lines),
        canvas.brand.colors.ink,
        size=SMALL if len(lines) > 1 else 10.5,
        strong=strong,
    )


def hash_drawing(*files: str) -> str:
    """A hash of how figures are drawn: the code in `files`, the shared code, and Matplotlib."""
    code = [Path(file).read_bytes() for file in (*files, __file__, canvas_room.__file__)]
    return sha256(b"\0".join([*code, mpl.__version__.encode()])).hexdigest()
