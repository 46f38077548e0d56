"""A card as one HTML file that needs nothing but itself; all cards share one pass of the look."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from reports.card.document import Card
from reports.company.wording import rank_words, verdict_words
from reports.rendering.content_policy import policy_element
from reports.style.brand import Brand, css_colors
from reports.style.fonts import css_fonts
from reports.style.language import Language, translator
from reports.style.markdown import without_unseen

TEMPLATES = Path(__file__).parents[1] / "templates" / "card"


@dataclass(frozen=True, slots=True)
class Look:
    """What every card of one language and brand has in common."""

    template: Template
    style: str
    policy: str
    language: Language


def open_look(brand: Brand, code: str) -> Look:
    """Read the template and the style sheet once for all cards."""
    language = translator(code)
    sheet = (TEMPLATES / "card.css").read_text(encoding="utf-8")
    family = f':root {{ --family: "{brand.family}"; }}'
    style = f"\n{css_fonts(brand)}\n{css_colors(brand)}\n{family}\n{sheet}\n"
    template = _environment(language).get_template("card.html.jinja")
    return Look(template, style, policy_element([style]), language)


def render_card(card: Card, look: Look) -> str:
    """The card as HTML; all data is escaped."""
    return look.template.render(card=card, style=look.style, policy=look.policy)


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
        "verdict": lambda area: verdict_words(area.verdict, language),
        "rank": lambda place: rank_words(place, language),
    }
    environment.filters |= {"number": language.number, "date": language.date}
    return environment


def _seen(value: Any) -> Any:
    """Texts of the data without marks that turn direction or have no width."""
    return without_unseen(value) if type(value) is str else value
