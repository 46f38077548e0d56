"""Sentences that the page and its figures share."""

from collections.abc import Sequence

from analysis.effects.reliable_change import ChangeVerdict
from reports.company.wording import band_names, fill_group
from reports.effect.document import IndexChange, Shift
from reports.style.language import Language


def shift_words(verdict: ChangeVerdict, language: Language) -> str:
    """What has become of an area, in a few words."""
    _ = language.gettext
    words: dict[ChangeVerdict, str] = {
        "better": _("better"),
        "worse": _("worse"),
        "within_error": _("about the same"),
        "not_calculable": _("cannot be compared"),
    }
    return words[verdict]


def signed(value: float, language: Language) -> str:
    """A difference in whole points with its sign: +7, −3, 0."""
    rounded = round(value)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{language.number(abs(rounded))}"


def beside_words(shifts: Sequence[Shift], language: Language) -> str:
    """Whom the company's change is held against; one sentence."""
    shown = [shift for shift in shifts if shift.others is not None]
    if not shown:
        return language.gettext(
            "Too few similar companies answered twice, so nothing is compared: otherwise somebody "
            "could be worked out."
        )
    line = language.gettext(
        "The upright line is where you would be had you moved like {n} similar companies{group} "
        "that answered twice."
    )
    return fill_group(line, [(shift.n, shift.group) for shift in shown], language)


def describe_whole(whole: IndexChange, language: Language) -> str:
    """The figure of the bands in words."""
    names = [name.lower() for name in band_names(language)]
    groups = language.listing(names)
    missing = language.gettext("none, as the answers are too few")
    before, after = (
        missing if place is None else names[place - 1] for place in (whole.before, whole.after)
    )
    told = language.gettext(
        "A scale of four groups ({groups}). Your group last time: {before}. Your group now: "
        "{after}."
    )
    return told.format(groups=groups, before=before, after=after)


def describe_shifts(shifts: Sequence[Shift], language: Language) -> str:
    """The figure of the areas in words: every number that it shows."""
    start = language.gettext("Your points from 0 to 100, last time and now, area by area.")
    return " ".join([start, *(_describe_shift(shift, language) for shift in shifts)])


def _describe_shift(shift: Shift, language: Language) -> str:
    if shift.before is None or shift.after is None:
        known = [
            language.number(points) for points in (shift.before, shift.after) if points is not None
        ]
        return f"{shift.name}: {', '.join([*known, shift.missing])}."
    before, after = language.number(shift.before), language.number(shift.after)
    verdict = shift.missing or shift_words(shift.verdict, language)
    told = language.gettext("{area}: {before}, then {after}: {verdict}.").format(
        area=shift.name, before=before, after=after, verdict=verdict
    )
    return " ".join([told, *_describe_field(shift, language), *_describe_others(shift, language)])


def _describe_field(shift: Shift, language: Language) -> Sequence[str]:
    if shift.low is None or shift.high is None:
        return []
    field = language.gettext("By chance alone it can be from {low} to {high}.")
    return [field.format(low=language.number(shift.low), high=language.number(shift.high))]


def _describe_others(shift: Shift, language: Language) -> Sequence[str]:
    if shift.others is None:
        return []
    return [
        language.gettext("Similar companies: {points}.").format(
            points=signed(shift.others, language)
        )
    ]
