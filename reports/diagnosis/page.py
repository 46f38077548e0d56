"""One company's diagnosis as Markdown that Quarto understands, with its figures."""

from collections.abc import Callable, Sequence

from reports.company.records import Area
from reports.company.wording import (
    comparison_words,
    contact_lines,
    describe_areas,
    describe_band,
    describe_needs,
    firmness_words,
    need_words,
    place_words,
    verdict_words,
)
from reports.diagnosis.document import Diagnosis, FlagBox, ToldDuty
from reports.diagnosis.figures import draw_areas, draw_band, draw_needs, drawing_hash
from reports.rendering.records import Figures, Page, folder_of, plan_figures
from reports.style.brand import Brand
from reports.style.language import Language, translator
from reports.style.rows import NARROW, name_narrow
from reports.style.templating import find_template

SMALL = 50
"""The number of employees from which one person no longer tips the scale."""
SURE, LIKELY = 0.9, 0.7
"""The shares of calculations in which a flag must stand to be called certain or likely."""


def write_diagnosis(diagnosis: Diagnosis, brand: Brand) -> Page:
    """The page: its Markdown and its figures, ready to be rendered."""
    language = translator(
        diagnosis.language, to_one=diagnosis.is_alone, published=diagnosis.published
    )
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
        "figures/areas.svg": lambda: draw_areas(diagnosis.areas, brand, language),
        name_narrow("figures/areas.svg"): lambda: draw_areas(
            diagnosis.areas, brand, language, NARROW
        ),
    }
    if diagnosis.has_whole:
        drawings = {
            "figures/band.svg": lambda: draw_band(diagnosis.band, brand, language)
        } | drawings
    if needs := diagnosis.needs:
        drawings |= {
            "figures/needs.svg": lambda: draw_needs(needs, brand, language),
            name_narrow("figures/needs.svg"): lambda: draw_needs(needs, brand, language, NARROW),
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
        firmness=firmness_words(diagnosis.band, language, band_firm=diagnosis.band_firm),
        comparison=comparison_words(diagnosis.areas, language),
        contact=contact_lines(diagnosis.sender.person, language),
        method=_method(diagnosis, language),
        uncertain=_uncertain(diagnosis, language),
        capital=lambda text: text[:1].upper() + text[1:],
        protection=_protection(diagnosis, language),
        listing=language.listing,
        where=lambda duty: _where(duty, language),
        need_words=lambda need: need_words(need, language),
        standing=standing_words(diagnosis.flags, language) if diagnosis.flags else "",
        verdict=lambda verdict: verdict_words(verdict, language),
        points=lambda score: "–" if score is None else language.number(score),
        span=lambda area: _span(area, language),
        alts={
            "band": describe_band(diagnosis.band, language),
            "areas": describe_areas(diagnosis.areas, language),
            "needs": describe_needs(diagnosis.needs or (), language),
        },
    )


def _facts(diagnosis: Diagnosis, language: Language) -> Sequence[str]:
    where = place_words(diagnosis.municipality, diagnosis.employees, language)
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


def _where(duty: ToldDuty, language: Language) -> str:
    """Where a duty stands, and whom to ask about it."""
    if not duty.ask:
        return duty.law
    return language.gettext("{law}; ask {who}").format(law=duty.law, who=duty.ask)


def standing_words(flags: FlagBox, language: Language) -> str:
    """How sure the flags are, in words, and in how many of 100 calculations they stand."""
    _ = language.gettext
    times = min(99, round(100 * flags.stands)) if flags.stands < 1 else 100
    if flags.firm and flags.stands >= SURE:
        told = _(
            "This is certain: it holds in {times} of 100 calculations with other reasonable "
            "assumptions, even if any single answer is left out."
        )
    elif flags.stands >= LIKELY:
        told = _(
            "This is likely: it holds in {times} of 100 calculations with other reasonable "
            "assumptions."
        )
        told += "" if flags.firm is not False else " " + _("Yet a single answer can decide it.")
    else:
        told = _(
            "This is uncertain: it holds in {times} of 100 calculations with other reasonable "
            "assumptions. Take it as a question to talk about."
        )
    return told.format(times=times)


def _method(diagnosis: Diagnosis, language: Language) -> Sequence[str]:
    _, method = language.gettext, diagnosis.method
    told = [
        _(
            "You answered our questions. From the answers we work out up to {n} measures "
            "from 0 to 100, where 100 is best."
        ).format(n=method.indicators),
        _(
            "Each area is the average of its questions. The whole is put together so that "
            "a good area cannot hide a bad one."
        ),
    ]
    if method.counts_people:
        told.append(
            _(
                "When we count women and men, a group is even if it is as even as its size allows: "
                "one of three counts as even."
            )
        )
    told.append(
        _(
            "A question that you skipped, or that does not concern you, is left out "
            "and never counts as zero."
        )
    )
    if method.asks_hurt:
        told.append(
            _(
                "If somebody has been treated badly, that stands at the top of your report. "
                "It is not counted in points."
            )
        )
    return told


def _uncertain(diagnosis: Diagnosis, language: Language) -> Sequence[str]:
    _ = language.gettext
    is_small = diagnosis.employees is not None and diagnosis.employees < SMALL
    told = [
        _("These are your own answers on one day, and nobody has checked them."),
        _(
            "In a small company one person can tip the scale. "
            "Read the direction rather than the points."
        )
        if is_small
        else _("Read the direction rather than the points."),
    ]
    if diagnosis.flags:
        told.append(
            _(
                "What we have marked is worked out many times with other reasonable assumptions, "
                "and we tell you how often it holds."
            )
        )
    return [
        *told,
        _("The numbers show how things are, not why. Why, you know best yourselves."),
    ]


def _protection(diagnosis: Diagnosis, language: Language) -> Sequence[str]:
    _, method = language.gettext, diagnosis.method
    least = _(
        "You are compared with groups of at least {n} other companies, never with a single one."
    ).format(n=method.least_group)
    told = [
        _(
            "Only you and the programme’s advisers read this report. No other company can see "
            "what you answered, or that you have a report."
        ),
        least,
    ]
    if method.asks_words:
        told.append(_("What you wrote in your own words is not printed here."))
    return [*told, _("You are told groups and reasons, never a place in a ranking.")]
