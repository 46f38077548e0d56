"""One company's effect report as Markdown that Quarto understands, with its figures."""

from collections.abc import Callable, Sequence

from reports.company.wording import need_words, place_words
from reports.effect.document import ActionsTaken, Activity, Effect, FlagFollowup, Shift
from reports.effect.figures import draw_shifts, draw_whole, drawing_hash
from reports.effect.method import format_method, format_protection, format_uncertain
from reports.effect.opening import format_hours, format_steps
from reports.effect.summary import format_index_change
from reports.effect.wording import (
    beside_words,
    describe_shifts,
    describe_whole,
    shift_words,
    signed,
)
from reports.rendering.records import Figures, Page, folder_of, plan_figures
from reports.style.brand import Brand
from reports.style.language import Language, translator
from reports.style.rows import NARROW, name_narrow
from reports.style.templating import find_template

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
        in_place=[one.title for one in effect.taken.suggested if one.in_place],
        suggested=[one.title for one in effect.taken.suggested if not one.in_place],
        activities=[_activity(activity, language) for activity in effect.activities],
        taken=_taken(effect, language),
        flag_groups=_group_flags(effect.flags, language),
        need_words=lambda need: need_words(need, language),
        points=lambda score: "–" if score is None else language.number(score),
        span=lambda shift: _span(shift, language),
        others=lambda shift: "–" if shift.others is None else signed(shift.others, language),
        verdict=lambda shift: shift.missing or shift_words(shift.verdict, language),
        alts={
            "whole": describe_whole(effect.whole, language),
            "shifts": describe_shifts(effect.shifts, language),
        },
    )


def _facts(effect: Effect, language: Language) -> Sequence[str]:
    where = place_words(effect.municipality, effect.staff, language)
    when = language.gettext("Answered {first} and {second}").format(
        first=effect.first, second=effect.second
    )
    return [fact for fact in (where, when if effect.first and effect.second else "") if fact]


def _activity(activity: Activity, language: Language) -> str:
    hours = format_hours(activity.hours, language)
    times = language.ngettext("{n} time", "{n} times", activity.times).format(
        n=language.number(activity.times)
    )
    spent = language.ngettext("{n} hour", "{n} hours", 1 if activity.hours == 1 else 2).format(
        n=hours
    )
    return f"{activity.name} ({times}, {spent})"


def _taken(effect: Effect, language: Language) -> str:
    """What the company says of the agreed steps, where the opening has not said it."""
    if effect.taken.steps != 0:
        return "" if effect.hurt is None else _format_taken(effect.taken, language)
    return language.gettext(
        "You say that none of the steps we agreed on has been taken yet. Tell us what stood in the "
        "way."
    )


def _format_taken(taken: ActionsTaken, language: Language) -> str:
    return f"{format_steps(taken, language)}." if taken.steps else ""


def _lowered(texts: Sequence[str]) -> Sequence[str]:
    """Texts as they stand inside a sentence."""
    return [text[:1].lower() + text[1:] for text in texts]


def _group_flags(
    flags: Sequence[FlagFollowup], language: Language
) -> Sequence[tuple[str, Sequence[str]]]:
    """Flags by what became of them, with their titles; a fate that no flag has is left out."""
    _ = language.gettext
    fates = {
        "still": _("Flagged last time and still there:"),
        "gone": _("Flagged last time and not now, and your answers have moved:"),
        "chance": _(
            "Flagged last time and not now. Your answers have hardly moved, so it may be chance:"
        ),
        "unknown": _("Flagged last time, but your answers do not say how it is now:"),
    }
    named = {fate: [flag.title for flag in flags if _find_fate(flag) == fate] for fate in fates}
    return [(fates[fate], titles) for fate, titles in named.items() if titles]


def _find_fate(flag: FlagFollowup) -> str:
    if flag.still is None:
        return "unknown"
    if flag.still:
        return "still"
    return "chance" if flag.by_chance else "gone"


def _span(shift: Shift, language: Language) -> str:
    return (
        "–"
        if shift.low is None or shift.high is None
        else f"{language.number(shift.low)}–{language.number(shift.high)}"
    )
