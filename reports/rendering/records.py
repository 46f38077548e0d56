"""What goes into a renderer and what comes out."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, Protocol
from urllib.parse import quote

Format = Literal["html", "pdf"]
FORMATS: tuple[Format, ...] = ("html", "pdf")


@dataclass(frozen=True, slots=True)
class Figures:
    """Pictures that are drawn only when they are needed.

    `names` are their paths beside the page, `made_from` is a hash of what they show.
    """

    names: Sequence[str]
    made_from: str
    draw: Callable[[], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is rendered: Markdown for Quarto (`source`) and the `figures` it shows.

    `company_id` is "" for pages about the whole programme. `folder` is its place below the reports
    ("" for the top), `stem` the name of its files, `kind` what it is. `sheets`: where the page
    would need more sheets of paper, it is set a little closer; None is any length.
    """

    kind: str
    company_id: str
    language: str
    title: str
    folder: str
    stem: str
    source: str
    figures: Figures
    sheets: int | None = None

    def path(self, name: str) -> str:
        """Where a file of the page lies below the reports."""
        return f"{self.folder}/{name}" if self.folder else name


class Renderer(Protocol):
    """Turns pages into files.

    `name` and `version` stand in the manifest; `look` is a hash of the templates and the brand it
    uses.
    """

    @property
    def name(self) -> str:
        """What the manifest calls it."""
        ...

    @property
    def version(self) -> str:
        """The versions of what does the work."""
        ...

    @property
    def look(self) -> str:
        """A hash of everything but the page that decides what comes out."""
        ...

    def render(
        self, page: Page, figures: Mapping[str, bytes], formats: Sequence[Format]
    ) -> Mapping[Format, bytes]:
        """The page in each format, with its drawn `figures` by path; PageError if that fails."""
        ...


def plan_figures(drawings: Mapping[str, Callable[[], bytes]], *shown: object) -> Figures:
    """Figures that are drawn by `drawings`, by path; `shown` is everything that they show."""
    return Figures(
        names=tuple(drawings),
        made_from=sha256(repr(shown).encode("utf-8")).hexdigest(),
        draw=lambda: {name: draw() for name, draw in drawings.items()},
    )


def folder_of(company_id: str) -> str:
    """The folder of a company's pages; an id that is no plain file name is percent-encoded."""
    name = quote(company_id, safe=" ()+,=@")
    return f"companies/{name.replace('.', '%2E') if set(name) <= {'.'} else name}"


def embed_figures(html: str, figures: Mapping[str, bytes]) -> str:
    """The page with its figures inside it."""
    for name, data in figures.items():
        address = f"data:image/svg+xml;base64,{b64encode(data).decode('ascii')}"
        html = html.replace(f'src="{name}"', f'src="{address}"').replace(
            f'srcset="{name}"', f'srcset="{address}"'
        )
    return html


def hash_page(page: Page, renderer: Renderer) -> str:
    """What the page is made from, as one hash: its Markdown, figures, the look and the renderer."""
    parts = (
        page.source,
        str(page.sheets),
        page.figures.made_from,
        *page.figures.names,
        renderer.name,
        renderer.version,
        renderer.look,
    )
    return sha256("\0".join(parts).encode("utf-8")).hexdigest()
