"""The evaluator's report as Markdown that Quarto understands, with its figures."""

from functools import partial

from reports.evaluation.document import Evaluation, Picture, ReportTable
from reports.evaluation.figures import NARROW, WIDE, draw_picture, drawing_hash
from reports.rendering.records import Figures, Page, plan_figures
from reports.style.brand import Brand
from reports.style.language import Language, translator
from reports.style.markdown import Markdown
from reports.style.rows import name_narrow
from reports.style.templating import find_template

DASHES = 100
"""The number of dashes under a table's heads.

Pandoc takes the columns' widths from them where a line is longer than its page.
"""


def write_evaluation(evaluation: Evaluation, brand: Brand) -> Page:
    """The page: its Markdown and its figures, ready to be rendered."""
    language = translator(evaluation.language)
    return Page(
        kind="evaluation",
        company_id="",
        language=evaluation.language,
        title=evaluation.title,
        folder="",
        stem="evaluation",
        source=_markdown(evaluation, language),
        figures=_figures(evaluation, brand, language),
    )


def file_of(picture: Picture) -> str:
    """Where a figure lies beside the page."""
    return f"figures/{picture.stem}.svg"


def rule_of(table: ReportTable) -> Markdown:
    """The line under a table's heads: which columns are flush right, and how wide each is."""
    total = sum(table.widths)
    dashes = ["-" * max(3, DASHES * width // total) for width in table.widths]
    sides = [
        f"{line}:" if place in table.numbers else f":{line}" for place, line in enumerate(dashes)
    ]
    return Markdown(f"|{'|'.join(sides)}|")


def _figures(evaluation: Evaluation, brand: Brand, language: Language) -> Figures:
    shapes = {
        name: (picture, shape)
        for picture in evaluation.pictures
        for name, shape in ((file_of(picture), WIDE), (name_narrow(file_of(picture)), NARROW))
    }
    drawings = {
        name: partial(draw_picture, picture, brand, language, shape)
        for name, (picture, shape) in shapes.items()
    }
    return plan_figures(
        drawings,
        evaluation.language,
        evaluation.pictures,
        brand.colors,
        brand.family,
        drawing_hash(),
    )


def _markdown(evaluation: Evaluation, language: Language) -> str:
    return find_template("evaluation.qmd.jinja").render(
        _=language.gettext, d=evaluation, file_of=file_of, name_narrow=name_narrow, rule_of=rule_of
    )
