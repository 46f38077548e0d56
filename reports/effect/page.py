"""One company's effect report as Markdown that Quarto understands, with its figures."""

from collections.abc import Callable, Sequence

from reports.company.wording import contact_lines, need_words, place_words
from reports.effect.document import Activity, Effect, FlaggedArea, Shift
from reports.effect.figures import draw_shifts, draw_whole, drawing_hash
from reports.effect.method import format_method, format_protection, format_uncertain
from reports.effect.opening import format_hours, format_steps
from reports.effect.summary import format_index_change
from reports.effect.wording import (
    LARGE,
    beside_words,
    count_words,
    describe_shifts,
    describe_whole,
    explain_diagnosis,
    find_move,
    shift_words,
    signed,
)
from reports.rendering.records import Figures, Page, folder_of, plan_figures
from reports.style.brand import Brand
from reports.style.language import Language, translator
from reports.style.markdown import escape
from reports.style.rows import NARROW, name_narrow
from reports.style.templating import find_template

MUCH = 3
"""So many steps are a lot."""
SHEETS = 2
"""As long as a company will read about what has changed."""


def write_effect(effect: Effect, brand: Brand) -> Page:
    """The page: its Markdown and its figures, ready to be rendered."""
    language = translator(effect.language, to_one=effect.is_alone)
    return Page(
        kind="effect",
        company_id=effect.company_id,
        language=effect.language,
        title=effect.name,
        folder=folder_of(effect.company_id),
        stem="effect",
        source=_markdown(effect, language),
        figures=_figures(effect, brand, language),
        sheets=SHEETS,
    )


def _figures(effect: Effect, brand: Brand, language: Language) -> Figures:
    drawings: dict[str, Callable[[], bytes]] = {
        "figures/whole.svg": lambda: draw_whole(effect.whole, brand, language),
        "figures/shifts.svg": lambda: draw_shifts(effect.shifts, brand, language),
        name_narrow("figures/shifts.svg"): lambda: draw_shifts(
            effect.shifts, brand, language, NARROW
        ),
    }
    return plan_figures(
        drawings,
        effect.language,
        effect.whole,
        effect.shifts,
        brand.colors,
        brand.family,
        drawing_hash(),
    )


def _markdown(effect: Effect, language: Language) -> str:
    return find_template("effect.qmd.jinja").render(
        _=language.gettext,
        d=effect,
        facts=_facts(effect, language),
        whole=format_index_change(effect.whole, language),
        beside=beside_words(effect.shifts, language),
        method=format_method(effect.method, language),
        uncertain=format_uncertain(len(effect.shifts), language),
        protection=format_protection(effect.method, language),
        listing=language.listing,
        lowered=_lowered,
        suggested=_suggested(effect, language),
        compared=[figure for figure in effect.figures if figure.before],
        counted=[figure for figure in effect.figures if not figure.before],
        diagnosed=explain_diagnosis(effect.shifts, language),
        activities=[_activity(activity, language) for activity in effect.activities],
        taken=_taken(effect, language),
        flagged=[_flagged(area, language) for area in effect.flags],
        contact=contact_lines(effect.sender.person, language),
        need_words=lambda need: need_words(need, language),
        points=lambda score: "–" if score is None else language.number(score),
        span=lambda shift: _span(shift, language),
        others=lambda shift: "–" if shift.others is None else signed(shift.others, language),
        verdict=lambda shift: shift.missing or shift_words(shift, language),
        alts={
            "whole": describe_whole(effect.whole, language),
            "shifts": describe_shifts(effect.shifts, language),
        },
    )


def _facts(effect: Effect, language: Language) -> Sequence[str]:
    where = " · ".join(part for part in (effect.municipality, _staff(effect, language)) if part)
    when = language.gettext("Answered {first} and {second}").format(
        first=effect.first, second=effect.second
    )
    return [fact for fact in (where, when if effect.first and effect.second else "") if fact]


def _staff(effect: Effect, language: Language) -> str:
    """How many are employed, and how many were where that has changed."""
    now = place_words("", effect.staff, language)
    before = place_words("", effect.staff_before, language)
    if not before or not now or before == now:
        return now
    return language.gettext("{before} last time, {now} now").format(before=before, now=now)


def _activity(activity: Activity, language: Language) -> str:
    times = language.ngettext("once", "{n} times", activity.times)
    twice = language.gettext("twice")
    many = twice if activity.times == 2 else times.format(n=count_words(activity.times, language))
    return f"{activity.name} ({many}, {format_hours(activity.hours, language)})"


def _taken(effect: Effect, language: Language) -> str:
    """What the company says of its steps, where the opening has not said it."""
    _ = language.gettext
    steps = effect.taken.steps
    if steps is None:
        return ""
    if steps == 0:
        return _(
            "You say that none of the steps has been taken yet. That is common. Get in touch if we "
            "can make it easier."
        )
    told = format_steps(effect.taken, language)
    told = "" if escape(told) in effect.opening else told
    areas = "; ".join(_lowered(effect.taken.areas))
    about = language.ngettext(
        "You say that the step was about: {areas}.",
        "You say that the steps were about: {areas}.",
        steps,
    )
    parts = (told, about.format(areas=areas) if areas else "", _patience(effect, language))
    return " ".join(part for part in parts if part)


def _patience(effect: Effect, language: Language) -> str:
    """A company that has done much, and whose answers do not show it."""
    moved = any(shift.verdict == "better" or find_move(shift) >= LARGE for shift in effect.shifts)
    if moved or (effect.taken.steps or 0) < MUCH:
        return ""
    return language.gettext(
        "You have done a lot, and the answers do not show it yet. That may be due to the "
        "questions. May we call you?"
    )


def _suggested(effect: Effect, language: Language) -> Sequence[str]:
    """What the diagnosis suggested, each with what has become of it."""
    _ = language.gettext
    fates = {
        True: _("in place now"),
        False: _("not in place yet"),
        None: _("the answers do not show"),
    }
    return [f"{one.title} ({fates[one.in_place]})" for one in effect.taken.suggested]


def _flagged(area: FlaggedArea, language: Language) -> str:
    """What has become of an area that was low."""
    _ = language.gettext
    if area.after is None:
        told = _("{area} was low last time ({before}). Your answers do not say how it is now.")
    elif area.sure:
        told = _("{area} was low last time ({before}) and has risen to {after}. That is no chance.")
    elif round(area.after) > round(area.before):
        told = _("{area} was low last time ({before}) and is at {after} now. That may be chance.")
    else:
        told = _("{area} was low last time ({before}) and is at {after} now.")
    after = "" if area.after is None else language.number(area.after)
    return told.format(area=area.name, before=language.number(area.before), after=after)


def _lowered(texts: Sequence[str]) -> Sequence[str]:
    """Texts as they stand inside a sentence."""
    return [text[:1].lower() + text[1:] for text in texts]


def _span(shift: Shift, language: Language) -> str:
    return (
        "–"
        if shift.low is None or shift.high is None
        else f"{language.number(shift.low)}–{language.number(shift.high)}"
    )
