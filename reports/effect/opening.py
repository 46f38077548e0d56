"""The first sentence of an effect report: the company's own news.

It is made of the company's own facts, as whole clauses, so that companies with different answers
read different sentences: what it did, what it said, and which of its answers have changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.company.answer_words import indicator_answer
from reports.effect.company_answers import find_open
from reports.effect.document import ActionsTaken, Activity, Gains
from reports.effect.hurt import Hurting
from reports.effect.source import EffectSource
from reports.effect.suggestions import lower_first
from reports.style.cells import number_in, row_of
from reports.style.language import Language
from reports.style.markdown import Markdown, escape
from survey.common.texts import said

NAMED = 3
"""So many answers are named."""
SHORT = 45
"""The most letters of an answer that is quoted."""


@dataclass(frozen=True, slots=True)
class AnswersCompared:
    """The answers to the same questions in both rounds; names as they stand inside a sentence.

    `changed`: what the answers that changed are about, the largest change first. `strong`: what the
    highest ones are about. `asked`: how many were answered in both rounds.
    """

    changed: Sequence[str]
    strong: Sequence[str]
    asked: int

    @property
    def same(self) -> int:
        """How many answers are as last time."""
        return self.asked - len(self.changed)


@dataclass(frozen=True, slots=True)
class News:
    """What an opening is made of.

    `need`: the two things that the company wants help with most, "" if nothing. `hurting`: whether
    it tells of somebody who was treated badly. `alone`: the company is one person.
    """

    answers: AnswersCompared
    need: str
    taken: ActionsTaken
    activities: Sequence[Activity]
    gains: Gains
    hurting: Hurting | None
    alone: bool


def compare_answers(company_id: str, source: EffectSource, language: Language) -> AnswersCompared:
    """Both rounds' answers to all questions but those about harassment."""
    before, after = (
        row_of(one.scores.points.values, company_id) for one in (source.before, source.after)
    )
    moves: dict[str, float] = {}
    points: dict[str, float] = {}
    for indicator in find_open(source):
        was, became = number_in(before, indicator.id), number_in(after, indicator.id)
        if was is not None and became is not None:
            name = lower_first(said(indicator.name, language.code))
            moves[name], points[name] = abs(became - was), became
    changed = [name for name in sorted(moves, key=lambda name: -moves[name]) if moves[name]]
    return AnswersCompared(
        changed=[
            _with_answer(name, company_id, source, language) if not place else name
            for place, name in enumerate(changed)
        ],
        strong=sorted(points, key=lambda name: -points[name]),
        asked=len(moves),
    )


def _with_answer(name: str, company_id: str, source: EffectSource, language: Language) -> str:
    """A topic with the company's new answer, where that is short."""
    row = row_of(source.after.answers.companies, company_id)
    given = next(
        indicator_answer(row, indicator, source.after.instrument, language)
        for indicator in find_open(source)
        if lower_first(said(indicator.name, language.code)) == name
    )
    if given is None or len(given.answer) > SHORT:
        return name
    told = language.gettext("{topic} (now “{answer}”)")
    return told.format(topic=name, answer=given.answer)


def format_opening(news: News, language: Language) -> Markdown:
    """The company's own news in one sentence."""
    if news.hurting:
        return escape(_format_hurt(news, language))
    did = _format_did(news, language)
    if not did:
        return escape(_format_answers(news, language))
    both = language.gettext("{did}, and {answers}.")
    return escape(both.format(did=did, answers=_format_answers_too(news, language)))


def _format_hurt(news: News, language: Language) -> str:
    """What hurts somebody comes before everything else."""
    _ = language.gettext
    if news.alone:
        told = {
            "new": _("This time you tell us that you have been treated badly yourself"),
            "again": _("This time too you tell us that you have been treated badly yourself"),
        }
    else:
        told = {
            "new": _("This time you tell us that somebody in your company has been treated badly"),
            "again": _(
                "This time too you tell us that somebody in your company has been treated badly"
            ),
        }
    if not news.answers.changed:
        whole = _("{told}, and we begin there, before {need}.")
        return whole.format(told=told[news.hurting or "new"], need=_rest(news, language))
    whole = _("{told}, and we begin there, before your new answers about {topics}.")
    if news.need:
        whole = _(
            "{told}, and we begin there, before your new answers about {topics} and the help you "
            "want with {need}."
        )
    return whole.format(
        told=told[news.hurting or "new"], topics=_topics(news, language), need=news.need
    )


def _rest(news: News, language: Language) -> str:
    """What else the page is about, where no other answer has changed."""
    if news.need:
        return language.gettext("what you want help with ({need})").format(need=news.need)
    return language.gettext("all that is going well")


def _format_did(news: News, language: Language) -> str:
    """What it did, as a whole clause without an end; "" where there is nothing to tell."""
    if news.taken.steps:
        return format_steps(news.taken, language)
    if news.activities:
        hours = sum(activity.hours for activity in news.activities)
        told = language.ngettext(
            "You have spent {hours} hour with the programme ({kinds})",
            "You have spent {hours} hours with the programme ({kinds})",
            1 if hours == 1 else 2,
        )
        kinds = language.listing([lower_first(activity.name) for activity in news.activities])
        return told.format(hours=format_hours(hours, language), kinds=kinds)
    if news.gains.named:
        gains = language.listing([lower_first(gain) for gain in news.gains.named])
        return language.gettext("You say that the programme has given you {gains}").format(
            gains=gains
        )
    return ""


def format_steps(taken: ActionsTaken, language: Language) -> str:
    """How many of the agreed steps it has taken, and what they were about."""
    steps = taken.steps or 0
    told = language.ngettext(
        "You have taken one of the steps we agreed on",
        "You have taken {n} of the steps we agreed on",
        steps,
    ).format(n=language.number(steps))
    areas = language.listing([lower_first(area) for area in taken.areas])
    return f"{told} ({areas})" if areas else told


def _format_answers_too(news: News, language: Language) -> str:
    """Which answers have changed, as a clause that follows another."""
    _ = language.gettext
    if not news.answers.asked:
        return _("your answers are too few to compare the two rounds")
    if not news.answers.changed:
        return _("you give the same answers as last time")
    if len(news.answers.changed) <= NAMED:
        told = _("you answer differently than last time about {topics}")
    else:
        told = _("the answers that have changed most are about {topics}")
    return told.format(topics=_topics(news, language))


def _format_answers(news: News, language: Language) -> str:
    """Which answers have changed, and what it wants help with, as a sentence of its own."""
    _ = language.gettext
    compared = news.answers
    values = {
        "same": language.number(compared.same),
        "asked": language.number(compared.asked),
        "topics": _topics(news, language),
        "strong": language.listing(list(compared.strong)[:NAMED]),
        "need": news.need,
    }
    if not compared.asked:
        told = _("Your answers are too few to compare the two rounds.")
    elif not compared.changed and news.need:
        told = _(
            "You answer all {asked} questions as last time, with the highest points for {strong}, "
            "and first of all you want help with {need}."
        )
    elif not compared.changed:
        told = _(
            "You answer all {asked} questions as last time, with the highest points for {strong}."
        )
    elif news.need:
        told = _(
            "You answer {same} of {asked} questions as last time, the answers that have changed "
            "most are about {topics}, and first of all you want help with {need}."
        )
    else:
        told = _(
            "You answer {same} of {asked} questions as last time, and the answers that have "
            "changed most are about {topics}."
        )
    return told.format(**values)


def _topics(news: News, language: Language) -> str:
    return language.listing(list(news.answers.changed)[:NAMED])


def format_hours(hours: float, language: Language) -> str:
    """Hours with a decimal only where there is one."""
    return language.number(hours, 0 if hours == round(hours) else 1)
