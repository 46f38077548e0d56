"""The built-in renderer: Pandoc and Typst, the engines that Quarto carries, without Quarto."""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pypandoc
import typst

from reports.rendering.look import FILES, MARKDOWN, Look, build_look, lay_out
from reports.rendering.programs import page_error, run_program
from reports.rendering.records import Format, Page, embed_figures
from reports.rendering.sheets import PageEnd, Setting, fit_sheets
from reports.style.brand import Brand
from reports.style.fonts import paper_fonts, show_on_paper

SECONDS = 60
"""The longest that Pandoc may take for one page."""
MADE_AT = 1_577_836_800
"""A fixed time (2020-01-01) for PDF metadata: the same page is the same bytes."""


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
        with lay_out(self._look, figures) as folder:
            return {
                form: self._render_html(page, figures, folder)
                if form == "html"
                else self._render_pdf(page, folder)
                for form in formats
            }

    def _render_html(self, page: Page, figures: Mapping[str, bytes], folder: Path) -> bytes:
        """Pandoc could embed the figures itself, in three times the time."""
        html = self._run_pandoc(page, folder, "html", page.source).decode("utf-8")
        return embed_figures(html, figures).encode("utf-8")

    def _render_pdf(self, page: Page, folder: Path) -> bytes:
        source = show_on_paper(self._brand, page.source)
        (folder / "page.typ").write_bytes(self._run_pandoc(page, folder, "pdf", source))
        try:
            setting = fit_sheets(lambda one: self._find_end(folder, one), page.sheets)
            return self._compile(folder, setting)
        except RuntimeError as error:  # typst.TypstError is one, too
            raise page_error(page, f"Typst stopped: {error}") from None

    def _run_pandoc(self, page: Page, folder: Path, form: Format, source: str) -> bytes:
        files = FILES[form]
        command = [
            self._pandoc,
            f"--from={MARKDOWN}",
            f"--to={'html5' if form == 'html' else 'typst'}",
            "--wrap=none",
            f"--include-in-header={files.head}",
            f"--template={files.template}",
            f"--lua-filter={files.filter}",
        ]
        return run_program(page, command, folder, SECONDS, source.encode("utf-8"))

    def _find_end(self, folder: Path, setting: Setting) -> PageEnd:
        """Where the page would end: the template notes it under the name "end"."""
        options = self._typst_options(folder, setting)
        found = json.loads(
            typst.query(folder / "page.typ", "<end>", field="value", one=True, **options)
        )
        return PageEnd(sheets=int(found["sheets"]), filled=float(found["filled"]))

    def _compile(self, folder: Path, setting: Setting) -> bytes:
        options = self._typst_options(folder, setting)
        pdf = typst.compile(
            folder / "page.typ",
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=MADE_AT,
            **options,
        )
        return bytes(pdf)

    def _typst_options(self, folder: Path, setting: Setting) -> dict[str, Any]:
        inputs = {"size": str(setting.size), "air": str(setting.air)}
        return {"root": folder, "font_paths": paper_fonts(self._brand), "sys_inputs": inputs}
