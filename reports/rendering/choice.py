"""Which renderer makes the pages."""

from typing import Literal

from reports.rendering.builtin import BuiltIn
from reports.rendering.quarto import OLDEST, Quarto, find_quarto
from reports.rendering.records import Renderer
from reports.style.brand import Brand
from survey.common.errors import CallError, Problem

RendererName = Literal["auto", "built-in", "quarto"]


def choose_renderer(brand: Brand, name: RendererName = "auto") -> Renderer:
    """The renderer called `name`; "auto" is Quarto if it is installed, else the built-in one.

    Raises CallError if there is no such renderer.
    """
    found = None if name == "built-in" else find_quarto()
    if found is not None:
        return Quarto(brand, *found)
    if name == "quarto":
        oldest = ".".join(str(number) for number in OLDEST)
        advice = (
            "`pip install jamna[quarto]` fetches it, or use the built-in renderer, which makes the "
            "same pages."
        )
        raise CallError(
            Problem("renderer", f"no Quarto from version {oldest} is installed.", advice)
        )
    return BuiltIn(brand)
