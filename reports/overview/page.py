"""The overview as one HTML file that needs nothing but itself."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.overview.document import Overview
from reports.rendering.content_policy import policy_element
from reports.style.brand import Brand, css_colors
from reports.style.fonts import css_fonts
from reports.style.language import Language, translator
from reports.style.markdown import without_unseen

TEMPLATES = Path(__file__).parent.parent / "templates" / "overview"


def render_overview(overview: Overview, brand: Brand) -> str:
    """The page as HTML in the overview's language and the brand's look; all data is escaped."""
    template = _environment(translator(overview.language)).get_template("page.html.jinja")
    return template.render(
        page=overview,
        brand=brand,
        look=f"{css_fonts(brand)}\n{css_colors(brand)}",
        logo=_embed_logo(brand),
    )


def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "gettext": language.gettext,
        "ngettext": language.ngettext,
        "policy_element": policy_element,
    }
    environment.filters |= {
        "number": language.number,
        "percent": language.percent,
        "date": language.date,
    }
    return environment


def _seen(value: Any) -> Any:
    """Texts of the data without marks that turn direction or have no width."""
    return without_unseen(value) if type(value) is str else value


def _embed_logo(brand: Brand) -> str:
    """The logo as a data address, "" if there is none."""
    if brand.logo is None:
        return ""
    kind = "svg+xml" if brand.logo.suffix.lower() == ".svg" else "png"
    content = b64encode(brand.logo.read_bytes()).decode()
    return f"data:image/{kind};base64,{content}"
