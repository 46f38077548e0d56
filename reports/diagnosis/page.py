"""One company's diagnosis as Markdown that Quarto understands, with its figures."""

from collections.abc import Callable, Sequence

from reports.company.records import Area
from reports.company.wording import (
    comparison_words,
    describe_areas,
    describe_band,
    describe_needs,
    firmness_words,
    need_words,
    place_words,
    standing_words,
    verdict_words,
)
from reports.diagnosis.document import Diagnosis
from reports.diagnosis.figures import draw_areas, draw_band, draw_needs, drawing_hash
from reports.rendering.records import Figures, Page, folder_of, plan_figures
from reports.style.brand import Brand
from reports.style.language import Language, translator
from reports.style.rows import NARROW, name_narrow
from reports.style.templating import find_template


def write_diagnosis(diagnosis: Diagnosis, brand: Brand) -> Page:
    """The page: its Markdown and its figures, ready to be rendered."""
    language = translator(diagnosis.language)
    return Page(
        kind="diagnosis",
        company_id=diagnosis.company_id,
        language=diagnosis.language,
        title=diagnosis.name,
        folder=folder_of(diagnosis.company_id),
        stem="diagnosis",
        source=_markdown(diagnosis, language),
        figures=_figures(diagnosis, brand, language),
    )


def _figures(diagnosis: Diagnosis, brand: Brand, language: Language) -> Figures:
    """The figures of the page; a company without needs gets no figure of needs."""
    drawings: dict[str, Callable[[], bytes]] = {
        "figures/band.svg": lambda: draw_band(diagnosis.band, brand, language),
        "figures/areas.svg": lambda: draw_areas(diagnosis.areas, brand, language),
        name_narrow("figures/areas.svg"): lambda: draw_areas(
            diagnosis.areas, brand, language, NARROW
        ),
    }
    if diagnosis.needs:
        drawings |= {
            "figures/needs.svg": lambda: draw_needs(diagnosis.needs, brand, language),
            name_narrow("figures/needs.svg"): lambda: draw_needs(
                diagnosis.needs, brand, language, NARROW
            ),
        }
    return plan_figures(
        drawings,
        diagnosis.language,
        diagnosis.band,
        diagnosis.areas,
        diagnosis.needs,
        brand.colors,
        brand.family,
        drawing_hash(),
    )


def _markdown(diagnosis: Diagnosis, language: Language) -> str:
    template = find_template("diagnosis.qmd.jinja")
    return template.render(
        _=language.gettext,
        ngettext=language.ngettext,
        d=diagnosis,
        facts=_facts(diagnosis, language),
        firmness=firmness_words(language, band_firm=diagnosis.band_firm),
        comparison=comparison_words(diagnosis.areas, language),
        steps_title=_steps_title(len(diagnosis.steps), language),
        method=_method(diagnosis, language),
        uncertain=_uncertain(language),
        protection=_protection(diagnosis, language),
        listing=language.listing,
        need_words=lambda need: need_words(need, language),
        standing=lambda flag: standing_words(flag, language),
        verdict=lambda verdict: verdict_words(verdict, language),
        points=lambda score: "–" if score is None else language.number(score),
        span=lambda area: _span(area, language),
        alts={
            "band": describe_band(diagnosis.band, language),
            "areas": describe_areas(diagnosis.areas, language),
            "needs": describe_needs(diagnosis.needs, language),
        },
    )


def _facts(diagnosis: Diagnosis, language: Language) -> Sequence[str]:
    where = place_words(diagnosis.municipality, diagnosis.staff, language)
    when = (
        language.gettext("Answered {date}").format(date=diagnosis.answered)
        if diagnosis.answered
        else ""
    )
    return [fact for fact in (where, when) if fact]


def _span(area: Area, language: Language) -> str:
    if area.low is None or area.high is None:
        return "–"
    return f"{language.number(area.low)}–{language.number(area.high)}"


def _steps_title(steps: int, language: Language) -> str:
    _ = language.gettext
    titles = {
        1: _("One step that suits you"),
        2: _("Two steps that suit you"),
        3: _("Three steps that suit you"),
        4: _("Four steps that suit you"),
        5: _("Five steps that suit you"),
    }
    return titles.get(steps, _("Steps that suit you"))


def _method(diagnosis: Diagnosis, language: Language) -> Sequence[str]:
    _, method = language.gettext, diagnosis.method
    return [
        _(
            "You answered our questions. From the answers we work out up to {n} measures from 0 to 100, where 100 is best."
        ).format(n=method.indicators),
        _(
            "Each area is the average of its questions. The whole is put together so that a good area cannot hide a bad one."
        ),
        _(
            "For a group of people, even is what a company of your size can reach: one of three counts as even."
        ),
        _(
            "A question you skipped, or that does not concern you, is left out and never counts as zero."
        ),
    ]


def _uncertain(language: Language) -> Sequence[str]:
    _ = language.gettext
    return [
        _("These are your own answers on one day, and nobody has checked them."),
        _(
            "In a small company one person can tip the scale, so read the direction rather than the exact point."
        ),
        _(
            "That is why every mark is worked out many times with other reasonable assumptions, and we tell you how often it stands."
        ),
        _("The numbers show how things are, not why. Why, you know best yourselves."),
    ]


def _protection(diagnosis: Diagnosis, language: Language) -> Sequence[str]:
    _, method = language.gettext, diagnosis.method
    least = _(
        "You are compared with groups of at least {n} other companies, never with one."
    ).format(n=method.least_group)
    return [
        _(
            "Only you and the programme's advisers read this report. No other company can see what you answered, or that you have a report."
        ),
        least,
        _("What you wrote in your own words is not printed here."),
        _("You are told groups and reasons, never a place in a ranking."),
    ]
