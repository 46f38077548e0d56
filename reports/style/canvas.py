"""A canvas to draw on, in inches from the lower left, with the brand's letters and colours.

The same drawing always gives the same SVG bytes.
"""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch

from reports.style.brand import Brand
from reports.style.fonts import find_face
from reports.style.markdown import without_unseen

TEXT = 10.0
"""Points of text in a figure, which is printed at its own size."""
SMALL = 9.0

_HALF_LETTER = 0.29
"""From a letter's foot to its middle, as a share of the size: between small and capital letters."""
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "jamna",
    "svg.fonttype": "path",
    "path.simplify": False,
}
_ONE_AT_A_TIME = Lock()
"""Matplotlib's settings are the whole program's."""
_NAMELESS = {"Date": None, "Creator": None, "Format": None, "Type": None}

Mark = Literal["o", "D", "^", "v"]


@dataclass(frozen=True, slots=True)
class Canvas:
    """A drawing of `width` x `height` inches."""

    figure: Figure
    brand: Brand
    width: float
    height: float

    def line(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        color: str,
        width: float = 0.8,
        style: Literal["-", ":"] = "-",
    ) -> None:
        """A line through two points, `width` in points."""
        self._add(
            Line2D(
                x,
                y,
                color=color,
                linewidth=width,
                linestyle=style,
                solid_capstyle="round",
                transform=self._inches,
            )
        )

    def bar(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """A bar with soft corners, `y` in its middle."""
        rounding = min(width, height) / 5
        box = FancyBboxPatch(
            (x + rounding, y - height / 2 + rounding),
            max(width - 2 * rounding, 0.001),
            height - 2 * rounding,
            boxstyle=f"round,pad={rounding}",
            facecolor=color,
            edgecolor="none",
            linewidth=0,
            transform=self._inches,
        )
        self.figure.add_artist(box)

    def mark(
        self, x: float, y: float, shape: Mark, color: str, *, size: float = 9.0, filled: bool = True
    ) -> None:
        """A mark of `size` points with a thin edge of paper around it."""
        self._add(
            Line2D(
                [x],
                [y],
                marker=shape,
                markersize=size,
                markerfacecolor=color if filled else self.brand.colors.paper,
                markeredgecolor=self.brand.colors.paper if filled else color,
                markeredgewidth=0.8 if filled else 1.6,
                linestyle="none",
                transform=self._inches,
            )
        )

    def words(
        self,
        x: float,
        y: float,
        text: str,
        color: str,
        *,
        size: float = TEXT,
        strong: bool = False,
        align: Literal["left", "center", "right"] = "left",
    ) -> None:
        """Words with `y` through the middle of their lines."""
        face = FontProperties(fname=str(find_face(self.brand, 600 if strong else 400)), size=size)
        one_line = "\n" not in text
        base = (
            y - size * _HALF_LETTER / 72 if one_line else y
        )  # letters that hang down must not lift the rest
        place = (x / self.width, base / self.height)
        up = "baseline" if one_line else "center"
        self.figure.text(
            *place,
            without_unseen(text),
            color=color,
            fontproperties=face,
            ha=align,
            va=up,
            linespacing=1.1,
            parse_math=False,
        )

    def svg(self) -> bytes:
        """The drawing."""
        written = BytesIO()
        with _ONE_AT_A_TIME, mpl.rc_context(_SETTINGS):
            self.figure.savefig(written, format="svg", transparent=True, metadata=_NAMELESS)
        return written.getvalue()

    @property
    def _inches(self) -> mpl.transforms.Transform:
        return self.figure.dpi_scale_trans

    def _add(self, line: Line2D) -> None:
        self.figure.add_artist(line)


def open_canvas(brand: Brand, width: float, height: float) -> Canvas:
    """An empty canvas, in inches."""
    figure = Figure(figsize=(width, height))
    FigureCanvasSVG(figure)
    return Canvas(figure, brand, width, height)
