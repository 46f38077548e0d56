"""Templates of pages: Markdown that Quarto understands."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from reports.style.markdown import Markdown, attribute, escape, quoted

TEMPLATES = Path(__file__).parents[1] / "templates"


def find_template(name: str) -> Template:
    """A page's template by its file name."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    """Every expression in a template is escaped, so that a name cannot become a heading."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=select_autoescape(()),
    )
    environment.filters |= {"quoted": quoted, "attribute": attribute}
    environment.globals["md"] = Markdown
    return environment
