"""The templates that both renderers use, with the brand written into them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from reports.rendering.content_policy import policy_element
from reports.rendering.records import Format
from reports.style.brand import Brand, Colors, css_colors
from reports.style.fonts import OTHER_SCRIPTS, css_fonts

ASSETS = Path(__file__).parent / "assets"
MARKDOWN = "markdown-smart"
"""How Pandoc reads a page: quotes and dashes stay as they were written."""


@dataclass(frozen=True, slots=True)
class FormatFiles:
    """What Pandoc makes a format with: its template, its filter, and the head beside the page."""

    template: Path
    filter: Path
    head: str


FILES: Mapping[Format, FormatFiles] = {
    "html": FormatFiles(ASSETS / "page.html", ASSETS / "html.lua", "head.html"),
    "pdf": FormatFiles(ASSETS / "page.typ", ASSETS / "typst.lua", "head.typ"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """The head of every page by format: policy and style sheet for HTML, definitions for Typst.

    `hash` covers the templates too.
    """

    heads: Mapping[Format, str]
    hash: str


def build_look(brand: Brand) -> Look:
    """The brand as style sheet and as Typst definitions."""
    heads: Mapping[Format, str] = {"html": _style(brand), "pdf": _definitions(brand)}
    parts = [head.encode() for head in heads.values()]
    parts += [path.read_bytes() for one in FILES.values() for path in (one.template, one.filter)]
    return Look(heads, sha256(b"\0".join(parts)).hexdigest())


@contextmanager
def lay_out(look: Look, figures: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder for the time of one page, with its figures where its Markdown looks for them."""
    with TemporaryDirectory(prefix="jamna-") as name:
        folder = Path(name)
        for form, head in look.heads.items():
            (folder / FILES[form].head).write_text(head, encoding="utf-8")
        for figure, data in figures.items():
            (folder / figure).parent.mkdir(parents=True, exist_ok=True)
            (folder / figure).write_bytes(data)
        yield folder


def _style(brand: Brand) -> str:
    family = f'"{brand.family}", "Source Sans 3", "Segoe UI", system-ui, sans-serif'
    css = (ASSETS / "page.css").read_text(encoding="utf-8")
    style = f"\n{css_colors(brand)}\n:root {{ --family: {family}; }}\n{css_fonts(brand)}\n{css}"
    return f"{policy_element(styles=[style])}\n<style>{style}</style>\n"


def _definitions(brand: Brand) -> str:
    colors = {name.replace("_", "-"): getattr(brand.colors, name) for name in Colors.__slots__}
    lines = [f'#let brand-{name} = rgb("{value}")' for name, value in colors.items()]
    return "\n".join([*lines, f'#let brand-family = ("{brand.family}", "{OTHER_SCRIPTS}")', ""])
