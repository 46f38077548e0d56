"""The region's page as Markdown that Quarto understands, with its figures."""

from functools import partial

from reports.region.document import Picture, Region, RegionTable
from reports.region.figures import draw_picture, drawing_hash
from reports.rendering.records import Figures, Page, plan_figures
from reports.style.brand import Brand
from reports.style.language import Language, translator
from reports.style.markdown import Markdown
from reports.style.rows import NARROW, WIDE, name_narrow
from reports.style.templating import find_template

DASHES = 100
"""The number of dashes under a table's heads: Pandoc takes the columns' widths from them."""


def write_region(region: Region, brand: Brand) -> Page:
    """The page: its Markdown and its figures, ready to be rendered."""
    language = translator(region.language)
    source = find_template("region.qmd.jinja").render(
        _=language.gettext, d=region, file_of=file_of, name_narrow=name_narrow, rule_of=rule_of
    )
    return Page(
        kind="region",
        company_id="",
        language=region.language,
        title=language.gettext("Equality in the region"),
        folder="",
        stem="region",
        source=source,
        figures=_figures(region, brand, language),
    )


def file_of(picture: Picture) -> str:
    """Where a figure lies beside the page."""
    return f"figures/{picture.stem}.svg"


def rule_of(table: RegionTable) -> Markdown:
    """The line under a table's heads: all columns but the first are flush right."""
    total = sum(table.widths)
    first, *others = ["-" * max(3, DASHES * width // total) for width in table.widths]
    return Markdown(f"|:{first}|{'|'.join(f'{dashes}:' for dashes in others)}|")


def _figures(region: Region, brand: Brand, language: Language) -> Figures:
    shapes = {
        name: (picture, shape)
        for picture in region.pictures
        for name, shape in ((file_of(picture), WIDE), (name_narrow(file_of(picture)), NARROW))
    }
    drawings = {
        name: partial(draw_picture, picture, brand, language, shape)
        for name, (picture, shape) in shapes.items()
    }
    shown = (region.language, region.pictures, brand.colors, brand.family, drawing_hash())
    return plan_figures(drawings, *shown)
