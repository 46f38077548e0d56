"""The four bands of the index, which both pages for a company draw."""

from collections.abc import Sequence
from textwrap import wrap

from reports.company.wording import band_names
from reports.style.canvas import SMALL, Canvas
from reports.style.language import Language
from reports.style.rows import HALF

STEP, GAP = HALF / 4, 0.035
"""Inches from band to band, and between two of them."""
LETTERS = 11
"""The most letters of a band's name beside its neighbours; a longer name has two lines."""
LINE = 0.13
"""Inches of the second line of a name."""


def draw_bands(canvas: Canvas, own: int | None, fills: Sequence[str], language: Language) -> None:
    """The bands filled with the colours `fills`, their names below; the `own` one's is bold."""
    colors = canvas.brand.colors
    for number, (name, fill) in enumerate(zip(band_names(language), fills, strict=True), start=1):
        left, is_own = (number - 1) * STEP, number == own
        canvas.bar(left + GAP / 2, LINE + 0.34, STEP - GAP, 0.17, fill)
        lines = wrap(name, LETTERS)
        canvas.words(
            left + STEP / 2,
            LINE + 0.12 - LINE / 2 * (len(lines) - 1),
            "\n".join(lines),
            colors.accent if is_own else colors.muted,
            size=SMALL,
            strong=is_own,
            align="center",
        )


def find_middle(band: int) -> float:
    """Inches from the left to the middle of a band (1-4)."""
    return (band - 1) * STEP + STEP / 2
