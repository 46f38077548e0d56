"""The figure of one way of grouping: a mark for the mean, a pale field for the middle half."""

from functools import cache

from reports.region.document import Picture, PictureRow
from reports.style.brand import Brand
from reports.style.canvas import Canvas, open_canvas
from reports.style.language import Language
from reports.style.rows import (
    WIDE,
    RowShape,
    draw_ends,
    draw_label,
    draw_span,
    hash_drawing,
)


@cache
def drawing_hash() -> str:
    """A hash of how these figures are drawn."""
    return hash_drawing(__file__)


def draw_picture(
    picture: Picture, brand: Brand, language: Language, shape: RowShape = WIDE
) -> bytes:
    """One row a group, the same scale from 0 to 100 for all."""
    canvas = open_canvas(brand, shape.width, shape.row * len(picture.rows) + 0.2)
    for place, row in enumerate(picture.rows):
        _draw_row(canvas, shape, shape.middle(canvas, place), row)
    draw_ends(canvas, shape, language)
    return canvas.svg()


def _draw_row(canvas: Canvas, shape: RowShape, middle: float, row: PictureRow) -> None:
    colors, y = canvas.brand.colors, middle - shape.drop
    draw_label(canvas, shape, middle, row.name)
    known = row.mean is not None
    canvas.line(shape.track, (y, y), colors.muted, width=0.6, style="-" if known else ":")
    if row.low is not None and row.high is not None:
        draw_span(canvas, shape, y, (row.low, row.high), 0.13)
    if row.mean is not None:
        canvas.mark(shape.at(row.mean), y, "o", colors.accent, size=8.5)
    canvas.words(shape.beside, y, row.words, colors.ink if known else colors.muted)
