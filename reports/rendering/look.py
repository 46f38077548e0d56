"""The templates that both renderers use, with the brand written into them."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reports.rendering.content_policy import policy_element
from reports.style.brand import Brand, Colors, css_colors
from reports.style.fonts import OTHER_SCRIPTS, css_fonts

ASSETS = Path(__file__).parent / "assets"
HTML_TEMPLATE, TYPST_TEMPLATE = ASSETS / "page.html", ASSETS / "page.typ"
HTML_FILTER, TYPST_FILTER = ASSETS / "html.lua", ASSETS / "typst.lua"


@dataclass(frozen=True, slots=True)
class Look:
    """The head of every page: policy and style sheet for HTML, definitions for Typst.

    `hash` covers the templates too.
    """

    head: str
    preamble: str
    hash: str


def build_look(brand: Brand) -> Look:
    """The brand as style sheet and as Typst definitions."""
    family = f'"{brand.family}", "Source Sans 3", "Segoe UI", system-ui, sans-serif'
    css = (ASSETS / "page.css").read_text(encoding="utf-8")
    style = f"\n{css_colors(brand)}\n:root {{ --family: {family}; }}\n{css_fonts(brand)}\n{css}"
    head = f"{policy_element(styles=[style])}\n<style>{style}</style>\n"
    preamble = _preamble(brand)
    templates = [
        path.read_bytes() for path in (HTML_TEMPLATE, TYPST_TEMPLATE, HTML_FILTER, TYPST_FILTER)
    ]
    return Look(
        head,
        preamble,
        sha256(b"\0".join([head.encode(), preamble.encode(), *templates])).hexdigest(),
    )


def _preamble(brand: Brand) -> str:
    colors = {name.replace("_", "-"): getattr(brand.colors, name) for name in Colors.__slots__}
    lines = [f'#let brand-{name} = rgb("{value}")' for name, value in colors.items()]
    return "\n".join([*lines, f'#let brand-family = ("{brand.family}", "{OTHER_SCRIPTS}")', ""])
