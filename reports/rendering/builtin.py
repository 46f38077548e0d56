"""The built-in renderer: Pandoc and Typst, the engines that Quarto carries, without Quarto."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import pypandoc
import typst

from reports.rendering.look import (
    HTML_FILTER,
    HTML_TEMPLATE,
    TYPST_FILTER,
    TYPST_TEMPLATE,
    Look,
    build_look,
)
from reports.rendering.programs import lay_out, page_error, run_program
from reports.rendering.records import Format, Page, embed_figures
from reports.rendering.sheets import fit_sheets
from reports.style.brand import Brand
from reports.style.fonts import paper_fonts, show_on_paper

MARKDOWN = "markdown-smart"
SECONDS = 60
"""The longest that Pandoc may take for one page."""
MADE_AT = 1_577_836_800
"""A fixed time (2020-01-01) for PDF metadata: the same page is the same bytes."""
_HEAD_HERE = '<meta name="head-here">'


class BuiltIn:
    """Renders with Jamna's own Pandoc and Typst; it needs no other program, network or font."""

    name = "built-in"

    def __init__(self, brand: Brand) -> None:
        """Prepare the brand's style once for all pages."""
        self._brand = brand
        self._look: Look = build_look(brand)
        self._pandoc = pypandoc.get_pandoc_path()

    @property
    def version(self) -> str:
        """The versions of both engines."""
        return f"pandoc {version('pypandoc_binary')}, typst {version('typst')}"

    @property
    def look(self) -> str:
        """A hash of the templates and the brand."""
        return self._look.hash

    def render(
        self, page: Page, figures: Mapping[str, bytes], formats: Sequence[Format]
    ) -> dict[Format, bytes]:
        """The page in each format."""
        with TemporaryDirectory(prefix="jamna-") as name:
            folder = Path(name)
            lay_out(figures, folder)
            return {
                form: self._render_html(page, figures, folder)
                if form == "html"
                else self._render_pdf(page, folder)
                for form in formats
            }

    def _render_html(self, page: Page, figures: Mapping[str, bytes], folder: Path) -> bytes:
        """Pandoc could embed style and figures itself, in three times the time."""
        (folder / "head.html").write_text(_HEAD_HERE, encoding="utf-8")
        head = [
            "--include-in-header=head.html",
            f"--template={HTML_TEMPLATE}",
            f"--lua-filter={HTML_FILTER}",
        ]
        written = self._run_pandoc(page, folder, page.source, ["--to=html5", *head])
        html = written.decode("utf-8").replace(_HEAD_HERE, self._look.head, 1)
        return embed_figures(html, figures).encode("utf-8")

    def _render_pdf(self, page: Page, folder: Path) -> bytes:
        (folder / "head.typ").write_text(self._look.preamble, encoding="utf-8")
        head = [
            "--include-in-header=head.typ",
            f"--template={TYPST_TEMPLATE}",
            f"--lua-filter={TYPST_FILTER}",
        ]
        written = self._run_pandoc(
            page, folder, show_on_paper(self._brand, page.source), ["--to=typst", *head]
        )
        (folder / "page.typ").write_bytes(written)
        return fit_sheets(lambda density: self._compile(page, folder, density), page.sheets)

    def _run_pandoc(self, page: Page, folder: Path, source: str, options: Sequence[str]) -> bytes:
        command = [self._pandoc, f"--from={MARKDOWN}", "--wrap=none", *options]
        return run_program(page, command, folder, SECONDS, source.encode("utf-8"))

    def _compile(self, page: Page, folder: Path, density: float) -> bytes:
        try:
            pdf = typst.compile(
                folder / "page.typ",
                root=folder,
                format="pdf",
                font_paths=paper_fonts(self._brand),
                pdf_standards=["ua-1"],
                timestamp=MADE_AT,
                sys_inputs={"density": str(density)},
            )
        except typst.TypstError as error:
            raise page_error(page, f"Typst stopped: {error}") from None
        return bytes(pdf)
