"""Sentences that pages and figures share, from a few numbers and the reader's language."""

from collections.abc import Sequence

from reports.company.records import Area, ContactPerson, PeerVerdict, StatedNeed
from reports.style.language import Language
from reports.style.markdown import Markdown, escape


def band_names(language: Language) -> Sequence[str]:
    """The four bands of the index, lowest first: 0-25, -50, -75, -100."""
    _ = language.gettext
    return [_("Starting out"), _("On the way"), _("Far along"), _("Leading")]


def verdict_words(verdict: PeerVerdict, language: Language) -> str:
    """Where a company stands among comparable ones, in three words."""
    _ = language.gettext
    words: dict[PeerVerdict, str] = {
        "below": _("lower than most"),
        "within": _("like others"),
        "above": _("higher than most"),
        "alone": _("no comparison"),
        "unknown": _("cannot be worked out"),
    }
    return words[verdict]


def rank_words(rank: int, language: Language) -> str:
    """A rank among the company's own top needs."""
    _ = language.gettext
    words = {1: _("your first choice"), 2: _("your second choice"), 3: _("your third choice")}
    return words.get(rank, _("your choice number {place}").format(place=language.number(rank)))


def firmness_words(band: int | None, language: Language, *, band_firm: bool | None) -> str:
    """In which of the four groups the company is, and how sure that is; "" where nobody knows."""
    if band is None:
        return ""
    _, name = language.gettext, band_names(language)[band - 1]
    group = _("You are in group {number} of four, “{name}”.").format(number=band, name=name)
    if band_firm is None:
        return group
    firm = (
        _("The group is certain: it does not hang on a single answer.")
        if band_firm
        else _("You are close to the next group: a single question can decide which one it is.")
    )
    return f"{group} {firm}"


def fill(message: str, **words: object) -> Markdown:
    """A message that is Markdown, with plain words in its places."""
    return Markdown(message.format_map({name: escape(value) for name, value in words.items()}))


def describe_band(band: int | None, language: Language) -> str:
    """The band figure in words."""
    names = band_names(language)
    groups = language.listing([name.lower() for name in names])
    if band is None:
        return language.gettext(
            "A scale of four groups ({groups}). None is filled: the answers are too few."
        ).format(groups=groups)
    return language.gettext(
        "A scale of four groups ({groups}). Yours is number {number}: {name}."
    ).format(groups=groups, number=band, name=names[band - 1].lower())


def describe_areas(areas: Sequence[Area], language: Language) -> str:
    """The figure of the domains in words: every number that it shows."""
    start = language.gettext("Your points from 0 to 100, area by area.")
    return " ".join([start, *(_describe_area(area, language) for area in areas)])


def describe_needs(needs: Sequence[StatedNeed], language: Language) -> str:
    """The figure of the needs in words."""
    start = language.gettext("How great you say your needs are.")
    return " ".join([start, *(f"{need.name}: {need_words(need, language)}." for need in needs)])


def need_words(need: StatedNeed, language: Language) -> str:
    """How severe a need is and its place: large, your first choice.

    A need that was ranked and then said to be none is told by its rank alone.
    """
    place = rank_words(need.place, language) if need.place is not None else ""
    answer = "" if place and not need.severity else need.answer.lower()
    return ", ".join(part for part in (answer, place) if part)


def comparison_words(areas: Sequence[Area], language: Language) -> str:
    """Whom the company is compared with; one sentence."""
    shown = [area for area in areas if area.low is not None]
    if not shown:
        return language.gettext(
            "Too few similar companies answered, so nothing is compared: "
            "otherwise somebody could be worked out."
        )
    middle = language.gettext(
        "The pale field shows the middle half of {n} comparable companies{group}; "
        "your own is not among them."
    )
    return fill_group(middle, [(area.n, area.group) for area in shown], language)


def fill_group(sentence: str, compared: Sequence[tuple[int, str]], language: Language) -> str:
    """The sentence with the number of compared companies, and their group if it is always the same.

    `compared` are the number and the group behind each comparison.
    """
    least, most = (language.number(end([n for n, _ in compared])) for end in (min, max))
    groups = {group for _, group in compared}
    group = f" ({groups.pop()})" if len(groups) == 1 and "" not in groups else ""
    return sentence.format(n=least if least == most else f"{least}–{most}", group=group)


def place_words(municipality: str, staff: int | None, language: Language) -> str:
    """Where the company is and how many people work there; "" where both are unknown."""
    people = "" if staff is None else _staff_words(staff, language)
    return " · ".join(part for part in (municipality, people) if part)


def contact_lines(person: ContactPerson | None, language: Language) -> Sequence[str]:
    """Whom to ask: telephone and address in a sentence, and the place; none if nobody is named."""
    if person is None:
        return []
    _ = language.gettext
    if person.telephone and person.email:
        told = _("Call {name}, {telephone}, or write to {email}.")
    elif person.telephone:
        told = _("Call {name}, {telephone}.")
    else:
        told = _("Write to {name}, {email}.")
    asked = told.format(name=person.name, telephone=person.telephone, email=person.email)
    return [asked, *([person.address] if person.address else [])]


def _staff_words(staff: int, language: Language) -> str:
    if staff == 0:
        return language.gettext("no employees")
    return language.ngettext("{n} employee", "{n} employees", staff).format(
        n=language.number(staff)
    )


def _describe_area(area: Area, language: Language) -> str:
    if area.score is None:
        return f"{area.name}: {area.missing}."
    own = language.number(area.score)
    if area.low is None or area.high is None:
        return language.gettext("{area}: {own}, no comparison.").format(area=area.name, own=own)
    return language.gettext("{area}: {own}, {verdict} ({low} to {high}).").format(
        area=area.name,
        own=own,
        verdict=verdict_words(area.verdict, language),
        low=language.number(area.low),
        high=language.number(area.high),
    )
