"""The Quarto renderer: `quarto render` with the built-in one's templates, filter and brand."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which

from reports.rendering.look import FILES, MARKDOWN, build_look, lay_out
from reports.rendering.programs import page_error, run_program
from reports.rendering.records import Format, Page
from reports.style.brand import Brand
from reports.style.fonts import font_folders

SECONDS = 180
"""The longest that Quarto may take for one page: it starts several programs."""
OLDEST = (1, 6)


def find_quarto() -> tuple[str, str] | None:
    """The program and its version if Quarto is installed, starts, and is at least `OLDEST`."""
    program = which("quarto")
    if program is None:
        return None
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = said.stdout.strip()
    return (program, version) if _numbers(version) >= OLDEST else None


class Quarto:
    """Renders with an installed Quarto; `program` is its path, `version` what it says of itself."""

    name = "quarto"

    def __init__(self, brand: Brand, program: str, version: str) -> None:
        """Prepare the brand's style once for all pages."""
        self._brand = brand
        self._program = program
        self._look = build_look(brand)
        self.version = version

    @property
    def look(self) -> str:
        """A hash of the templates and the brand."""
        return self._look.hash

    def render(
        self, page: Page, figures: Mapping[str, bytes], formats: Sequence[Format]
    ) -> dict[Format, bytes]:
        """The page in each format."""
        with lay_out(self._look, figures) as folder:
            (folder / f"{page.stem}.qmd").write_text(page.source, encoding="utf-8")
            (folder / "jamna.json").write_text(json.dumps(metadata(self._brand)), encoding="utf-8")
            return {form: self._render(page, form, folder) for form in formats}

    def _render(self, page: Page, form: Format, folder: Path) -> bytes:
        run_program(page, command(self._program, page.stem, form), folder, SECONDS)
        made = folder / f"{page.stem}.{form}"
        if not made.is_file():
            raise page_error(page, f"Quarto said nothing and made no {form.upper()}.")
        return made.read_bytes()


def command(program: str, stem: str, form: Format) -> Sequence[str]:
    """The call for one format, to be run beside the page."""
    to = {"html": "html", "pdf": "typst"}[form]
    output = ["--output", f"{stem}.{form}"]
    return [
        program,
        "render",
        f"{stem}.qmd",
        "--to",
        to,
        "--metadata-file",
        "jamna.json",
        "--no-execute",
        "--quiet",
        *output,
    ]


def metadata(brand: Brand) -> dict[str, object]:
    """What every page is rendered with, as Quarto's options by format; JSON is YAML too."""
    common = {"from": MARKDOWN, "toc": False, "number-sections": False}
    html = _files("html") | {"embed-resources": True, "theme": "none", "minimal": True}
    typst = _files("pdf") | {
        "font-paths": [str(folder) for folder in font_folders(brand)],
        "pdf-standard": "ua-1",
    }
    return common | {"format": {"html": html, "typst": typst}}


def _files(form: Format) -> dict[str, object]:
    """What the format is made with, the same as in the built-in renderer."""
    files = FILES[form]
    return {
        "template": str(files.template),
        "include-in-header": [files.head],
        "filters": [str(files.filter)],
    }


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")[:2]
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else (0,)
