"""Sentences and words that the page and its figures share."""

from collections.abc import Sequence

from reports.company.wording import band_names
from reports.effect.document import IndexChange, Shift
from reports.style.language import Language

LARGE = 20
"""From so many points on, a difference is never called "about the same"."""
WIDE = 60
"""Where chance reaches over so many points, nobody can say that nothing has changed."""


def find_points(shift: Shift) -> tuple[int, int] | None:
    """Its points before and after as they are printed; None where one is unknown."""
    if shift.before is None or shift.after is None:
        return None
    return round(shift.before), round(shift.after)


def find_move(shift: Shift) -> int:
    """By how many printed points it moved; 0 where that is unknown."""
    before, after = find_points(shift) or (0, 0)
    return after - before


def is_wide(shift: Shift) -> bool:
    """Whether chance reaches so far that a small difference says nothing."""
    return shift.low is not None and shift.high is not None and shift.high - shift.low >= WIDE


def shift_words(shift: Shift, language: Language) -> str:
    """What has become of an area, in a few words."""
    _ = language.gettext
    match shift.verdict:
        case "better":
            return _("better")
        case "worse":
            return _("worse")
        case "not_calculable":
            return _("cannot be compared")
        case _:
            return _unsure_words(shift, language)


def _unsure_words(shift: Shift, language: Language) -> str:
    """An area that moved by no more than chance can explain."""
    _ = language.gettext
    if abs(find_move(shift)) >= LARGE:
        return _("may be chance")
    return _("cannot be told") if is_wide(shift) else _("about the same")


def signed(value: float, language: Language) -> str:
    """A difference in whole points with its sign: +7, −3, 0."""
    rounded = round(value)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{language.number(abs(rounded))}"


def count_words(n: int, language: Language) -> str:
    """A number from two to twelve in letters, any other in digits."""
    _ = language.gettext
    words = {
        2: _("two"),
        3: _("three"),
        4: _("four"),
        5: _("five"),
        6: _("six"),
        7: _("seven"),
        8: _("eight"),
        9: _("nine"),
        10: _("ten"),
        11: _("eleven"),
        12: _("twelve"),
    }
    return words.get(n, language.number(n))


def beside_words(shifts: Sequence[Shift], language: Language) -> str:
    """Whom the company's change is held against; one sentence."""
    _ = language.gettext
    shown = [shift for shift in shifts if shift.others is not None]
    if not shown:
        return _(
            "Too few similar companies answered twice, so nothing is compared: otherwise somebody "
            "could be worked out."
        )
    least, most = (end([shift.n for shift in shown]) for end in (min, max))
    groups = {shift.group for shift in shown}
    group = f" ({groups.pop()})" if len(groups) == 1 and "" not in groups else ""
    told = (
        _(
            "Upright line: where you would be had you moved like {n} similar companies{group} that "
            "answered twice."
        )
        if least == most
        else _(
            "Upright line: where you would be had you moved like similar companies{group} that "
            "answered twice. They are between {least} and {most}, differently many in each area."
        )
    )
    numbers = {"n": most, "least": least, "most": most}
    return told.format(group=group, **{key: language.number(n) for key, n in numbers.items()})


def explain_diagnosis(shifts: Sequence[Shift], language: Language) -> str:
    """Why an area has other points last time than in the diagnosis; "" where none has."""
    told = language.gettext(
        "{area}: questions about what the programme itself gives are left out here, so it says "
        "{before} and not {told} as in your diagnosis."
    )
    return " ".join(
        told.format(
            area=shift.name,
            before=language.number(shift.before),
            told=language.number(shift.told),
        )
        for shift in shifts
        if shift.before is not None
        and shift.told is not None
        and round(shift.told) != round(shift.before)
    )


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
    verdict = shift.missing or shift_words(shift, language)
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
