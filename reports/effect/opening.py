"""The first sentences of an effect report: how it has gone, what the company did, what is next.

Each is a whole sentence of the company's own numbers and answers, so that companies with different
answers read different sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.effect.document import (
    ActionAhead,
    ActionsTaken,
    Activity,
    Gains,
    IndexChange,
    Shift,
)
from reports.effect.wording import LARGE, count_words, find_move, find_points, is_wide
from reports.style.language import Language
from reports.style.markdown import Markdown, escape

MOST = 2
"""So many areas, kinds or gains are named in a sentence; the page shows the rest."""


@dataclass(frozen=True, slots=True)
class News:
    """What an opening is made of.

    `answers`: which answers moved, in words. `need`: what the company wants help with most, "" if
    nothing. `hurt`: somebody was treated badly, and the report has said what to do first.
    """

    shifts: Sequence[Shift]
    whole: IndexChange
    taken: ActionsTaken
    activities: Sequence[Activity]
    gains: Gains
    ahead: Sequence[ActionAhead]
    answers: str
    need: str
    hurt: bool


def format_opening(news: News, language: Language) -> Markdown:
    """Two or three sentences."""
    moves = tell_moves(news.shifts, news.whole, language)
    did = (tell_did(news, language) or news.answers) if len(moves) == 1 else ""
    told = [*moves, did, _tell_next(news, language)]
    return escape(" ".join(sentence for sentence in told if sentence))


def tell_moves(shifts: Sequence[Shift], whole: IndexChange, language: Language) -> Sequence[str]:
    """Whether it has gone better or worse, and in what; one sentence to three."""
    sure = [shift for shift in shifts if shift.verdict in {"better", "worse"}]
    if sure:
        worst_first = sorted(sure, key=lambda one: (one.verdict != "worse", -abs(find_move(one))))
        told = [_tell_sure(shift, language) for shift in worst_first[:MOST]]
        sorry = language.gettext("We would like to talk with you about what has got worse.")
        return [*told, sorry] if worst_first[0].verdict == "worse" else told
    if whole.verdict in {"better", "worse"}:
        return [_tell_whole(whole, language)]
    known = [shift for shift in shifts if shift.verdict == "within_error"]
    if not known:
        return [language.gettext("Your answers are too few to compare the two rounds.")]
    return [_tell_unsure(known, language)]


def _tell_sure(shift: Shift, language: Language) -> str:
    _ = language.gettext
    told = (
        _("It has gone better with {area}, from {before} to {after}: more than chance can explain.")
        if shift.verdict == "better"
        else _(
            "It has gone worse with {area}, from {before} to {after}: more than chance can explain."
        )
    )
    return _fill(told, shift, language)


def _tell_whole(whole: IndexChange, language: Language) -> str:
    _ = language.gettext
    if whole.verdict == "better":
        return _("As a whole it has gone better, by more than chance can explain.")
    return _("As a whole it has gone worse, by more than chance can explain.")


def _tell_unsure(shifts: Sequence[Shift], language: Language) -> str:
    """Where nothing moved by more than chance: where it points, and that it may be chance."""
    _ = language.gettext
    up, down = max(shifts, key=find_move), min(shifts, key=find_move)
    if find_move(up) >= LARGE and find_move(down) <= -LARGE:
        told = _(
            "It points upwards for {area} (from {before} to {after}) and downwards for {other} "
            "(from {start} to {end}), but both may be chance."
        )
        start, end = find_points(down) or (0, 0)
        return _fill(
            told,
            up,
            language,
            other=down.short,
            start=language.number(start),
            end=language.number(end),
        )
    if find_move(up) >= LARGE:
        told = _("It points upwards for {area}, from {before} to {after}, but that may be chance.")
        return _fill(told, up, language)
    if find_move(down) <= -LARGE:
        told = _(
            "It points downwards for {area}, from {before} to {after}, but that may be chance."
        )
        return _fill(told, down, language)
    return _tell_little(max(shifts, key=lambda one: abs(find_move(one))), language)


def _tell_little(shift: Shift, language: Language) -> str:
    """Where no area moved far: the one that moved most."""
    _ = language.gettext
    if not find_move(shift):
        told = _(
            "Where the rounds can be compared, it is as it was: {area} is at {after} both times."
        )
        return _fill(told, shift, language)
    told = (
        _("Most has changed in {area}, from {before} to {after}, but that may well be chance.")
        if is_wide(shift)
        else _("It is about as it was: most has changed in {area}, from {before} to {after}.")
    )
    return _fill(told, shift, language)


def _fill(told: str, shift: Shift, language: Language, **more: str) -> str:
    before, after = (language.number(points) for points in find_points(shift) or (0, 0))
    return told.format(**{"area": shift.short, "before": before, "after": after} | more)


def tell_did(news: News, language: Language) -> str:
    """What it did, in a sentence; "" where there is nothing to tell."""
    _ = language.gettext
    done = [step.title for step in news.taken.suggested if step.in_place]
    if done:
        told = _("Of what we suggested, “{title}” is in place now.")
        return told.format(title=done[0])
    if news.taken.steps:
        return format_steps(news.taken, language)
    if news.activities:
        kinds = [_lower(activity.name) for activity in news.activities][:MOST]
        return _("You have taken part in this: {kinds}.").format(kinds="; ".join(kinds))
    if news.gains.named:
        gains = [_lower(gain) for gain in news.gains.named][:MOST]
        told = _("You say that the programme has given you {gains}.")
        return told.format(gains=language.listing(gains))
    return ""


def format_steps(taken: ActionsTaken, language: Language) -> str:
    """How many steps it has taken, of those agreed on if it says so, else of those suggested."""
    _ = language.gettext
    steps, agreed = taken.steps or 0, taken.agreed or 0
    if agreed == steps and steps > 1:
        told = (
            _("You have taken both steps that you agreed on with the adviser.")
            if steps == 2
            else _("You have taken all {n} steps that you agreed on with the adviser.")
        )
    elif agreed > steps:
        told = language.ngettext(
            "You have taken one of the {agreed} steps that you agreed on with the adviser.",
            "You have taken {n} of the {agreed} steps that you agreed on with the adviser.",
            steps,
        )
    elif agreed == steps == 1:
        told = _("You have taken the step that you agreed on with the adviser.")
    elif agreed:
        told = language.ngettext(
            "You have taken one step with the adviser.",
            "You have taken {n} steps with the adviser.",
            steps,
        )
    else:
        told = language.ngettext(
            "You have taken one of the steps we suggested.",
            "You have taken {n} of the steps we suggested.",
            steps,
        )
    return told.format(n=count_words(steps, language), agreed=count_words(agreed, language))


def _tell_next(news: News, language: Language) -> str:
    """What is next; where somebody was treated badly, that has been said already."""
    _ = language.gettext
    if news.ahead and not news.hurt:
        return _("Next we suggest “{title}”.").format(title=news.ahead[0].step.title)
    if news.need:
        return _("Most of all you want help with {need}.").format(need=news.need)
    return ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def format_hours(hours: float, language: Language) -> str:
    """Hours in words, with a decimal only where there is one."""
    _ = language.gettext
    if hours == 0.5:
        return _("half an hour")
    number = (
        count_words(round(hours), language) if hours == round(hours) else language.number(hours, 1)
    )
    told = language.ngettext("one hour", "{n} hours", 1 if hours == 1 else 2)
    return told.format(n=number)
