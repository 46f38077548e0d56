"""From the two tables to the region's page."""

from collections.abc import Sequence

from analysis.disclosure import FEWEST
from reports.region.document import Picture, PictureRow, Region
from reports.region.groups import EVERYONE, Family, name_families
from reports.region.source import RegionSource
from reports.region.tables import (
    Cell,
    format_mean,
    index_cells,
    table_areas,
    table_frequencies,
    table_questions,
)
from reports.style.language import Language, translator
from survey.common.texts import said
from survey.instrument.records import INDEX


def build_region(source: RegionSource, code: str) -> Region:
    """The page in the language `code`."""
    language = translator(code)
    families = name_families(source, language)
    return Region(
        language=code,
        programme=source.programme,
        round=said(source.title, code),
        simulated=source.simulated,
        contact=said(source.contact, code),
        lead=_lead(source, language),
        reading=_reading(source, language),
        pictures=[_picture(family, source, language) for family in families],
        areas=table_areas(families, source, language),
        sections=table_questions(source, language),
        frequencies=table_frequencies(families, source, language),
    )


def _lead(source: RegionSource, language: Language) -> Sequence[str]:
    """How equal the whole is, and in which area it is most and least so."""
    _ = language.gettext
    whole = source.region[source.region["group"] == EVERYONE].set_index("item")
    answered = _count_answers(source, language)
    if INDEX not in whole.index or whole.loc[INDEX, "status"] != "ok":
        return [answered, _("They are too few for a picture of the region.")]
    index = _("Equality as a whole is {n} of 100 on average.")
    told = [answered, index.format(n=language.number(float(whole["mean"][INDEX])))]
    areas = whole[(whole["level"] == "domain") & (whole["status"] == "ok")].sort_values("mean")
    if len(areas) < 2:
        return told
    best_worst = _("The points are highest in {best} and lowest in {worst}.")
    best, worst = (_short(str(areas.index[place]), source, language) for place in (-1, 0))
    return [*told, best_worst.format(best=best, worst=worst)]


def _count_answers(source: RegionSource, language: Language) -> str:
    """Whole answers, and beside them those that were begun: their numbers count as well."""
    answered = language.ngettext(
        "{n} company has answered.", "{n} companies have answered.", source.answered
    ).format(n=language.number(source.answered))
    if not source.started:
        return answered
    begun = language.ngettext(
        "What {n} company answered before it stopped is counted too.",
        "What {n} companies answered before they stopped is counted too.",
        source.started,
    )
    return f"{answered} {begun.format(n=language.number(source.started))}"


def _short(domain: str, source: RegionSource, language: Language) -> str:
    known = source.instrument.domains[domain]
    words = said(known.short or known.name, language.code)
    return words[:1].lower() + words[1:]


def _reading(source: RegionSource, language: Language) -> Sequence[str]:
    _, privacy = language.gettext, source.privacy
    return [
        _(
            "62 (45–75) means: 62 of 100 on average, and the middle half of the companies"
            " lies between 45 and 75."
        ),
        _(
            "Rounding: means of fewer than 20 companies and all shares are rounded to the nearest"
            " five, so a row need not add up to 100%."
        ),
        _(
            "A range such as “0–10%” or “under 5%” stands where fewer than {fewest} companies gave"
            " the answer, or fewer than {fewest} did not; it can also be nobody."
        ).format(fewest=language.number(FEWEST)),
        _(
            "“hidden” stands where fewer than {mean} companies are behind an average, {share}"
            " behind a share, {middle} behind a middle half or {sensitive} behind questions about"
            " harassment, and where a number would give a hidden one away. A dash means that"
            " nobody answered."
        ).format(
            mean=privacy.mean,
            share=privacy.share,
            middle=privacy.distribution,
            sensitive=privacy.sensitive,
        ),
        _(
            "A single question has an average for the whole region only. Whether somebody has been"
            " badly treated is never given points, and its answers are for the whole region."
        ),
        _(
            "The municipalities are not ranked: the differences are often no larger than chance,"
            " and the companies that answered are not all there are."
        ),
    ]


def _picture(family: Family, source: RegionSource, language: Language) -> Picture:
    index = index_cells(source.region[source.region["item"] == INDEX], "item", "mean")
    named = {EVERYONE: language.gettext("All"), **family.groups}
    rows = tuple(
        _picture_row(name, index[group, INDEX], language)
        for group, name in named.items()
        if (group, INDEX) in index
    )
    title = language.gettext("Equality by {group}").format(group=family.name.lower())
    alt = "; ".join(f"{row.name}: {row.words}" for row in rows)
    return Picture(title, f"region-{family.id}", rows, f"{title}. {alt}.")


def _picture_row(name: str, cell: Cell, language: Language) -> PictureRow:
    words = format_mean(cell, language)
    if cell.status == "empty":
        words = language.gettext("nobody answered")
    return PictureRow(name, cell.value, cell.low, cell.high, words)
