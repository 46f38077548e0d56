"""What was suggested last time: what is in place now, and why the rest is suggested again."""

from collections.abc import Collection, Sequence

from diagnostics.findings.measures import FittedAction
from reports.company.answer_words import indicator_answer
from reports.company.build import build_step
from reports.effect.document import ActionAhead, EarlierAction
from reports.effect.source import EffectSource
from reports.style.cells import number_in, row_of
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import Indicator, Need

AHEAD = 3
"""The most actions that two pages have room for."""
IN_PLACE = 75.0
"""From these points (the top band) what an action was to mend is in place."""


def build_suggested(
    company_id: str, source: EffectSource, language: Language
) -> tuple[EarlierAction, ...]:
    """The actions of its diagnosis, those that are in place first; none without a diagnosis.

    What was suggested because somebody was treated badly is left out: nobody is praised for it.
    """
    told = [
        EarlierAction(said(one.action.title, language.code), is_in_place(company_id, one, source))
        for one in find_suggested(company_id, source)
        if not is_for_hurt(one, source)
    ]
    return tuple(sorted(told, key=lambda one: not one.in_place))


def find_suggested(company_id: str, source: EffectSource) -> Sequence[FittedAction]:
    """The actions of the company's diagnosis; none where it got no diagnosis."""
    return source.before.actions.get(company_id, ()) if company_id in source.diagnosed else ()


def is_in_place(company_id: str, fitted: FittedAction, source: EffectSource) -> bool:
    """Whether all that the action was suggested for has risen into the top band."""
    mended = [one.id for one in find_reasons(fitted, source)]
    before, after = (
        row_of(one.scores.points.values, company_id) for one in (source.before, source.after)
    )
    pairs = [(number_in(before, item), number_in(after, item)) for item in mended]
    return bool(pairs) and all(
        was is not None and became is not None and was < IN_PLACE <= became for was, became in pairs
    )


def find_reasons(fitted: FittedAction, source: EffectSource) -> Sequence[Indicator]:
    """The questions whose answers were a reason to suggest the action, the heaviest first."""
    known = source.after.instrument.indicators
    return [
        known[finding.item]
        for finding in fitted.because
        if finding.level == "indicator" and finding.tone != "strength" and finding.item in known
    ]


def build_ahead(
    company_id: str, source: EffectSource, language: Language
) -> tuple[ActionAhead, ...]:
    """The actions that suit the company now."""
    earlier = {one.action.id for one in find_suggested(company_id, source)}
    fitted = [
        one for one in source.after.actions.get(company_id, ()) if not is_for_hurt(one, source)
    ]
    return tuple(
        ActionAhead(
            build_step(one, language), _format_again(company_id, one, earlier, source, language)
        )
        for one in fitted[:AHEAD]
    )


def is_for_hurt(fitted: FittedAction, source: EffectSource) -> bool:
    """Whether it answers that somebody was treated badly; such an action is told first of all."""
    return any(is_about_hurt(one) for one in find_reasons(fitted, source))


def is_about_hurt(indicator: Indicator) -> bool:
    """Whether it asks if somebody has been treated badly: told and flagged, and never counted."""
    return indicator.sensitive and indicator.weight == 0


def _format_again(
    company_id: str,
    fitted: FittedAction,
    earlier: Collection[str],
    source: EffectSource,
    language: Language,
) -> str:
    """Why an action is suggested again; "" where it is new."""
    if fitted.action.id not in earlier:
        return ""
    reasons = find_reasons(fitted, source)
    if reasons:
        return format_answer_again(company_id, reasons[0], source, language)
    return _format_area_again(fitted, source, language)


def format_answer_again(
    company_id: str, indicator: Indicator, source: EffectSource, language: Language
) -> str:
    """The answer that was a reason then and is one now."""
    was, became = (
        indicator_answer(
            row_of(one.answers.companies, company_id), indicator, source.after.instrument, language
        )
        for one in (source.before, source.after)
    )
    topic = lower_first(said(indicator.name, language.code))
    if was is None or became is None:
        told = language.gettext(
            "It was suggested last time too, and the answer about {topic} is why."
        )
        return told.format(topic=topic)
    if was.answer == became.answer:
        told = language.gettext(
            "It was suggested last time, and the answer about {topic} is the same: {answer}."
        )
        return told.format(topic=topic, answer=quote(became.answer, language))
    told = language.gettext(
        "It was suggested last time. The answer about {topic} was {before} and is now {after}, "
        "so it still fits."
    )
    return told.format(
        topic=topic, before=quote(was.answer, language), after=quote(became.answer, language)
    )


def _format_area_again(fitted: FittedAction, source: EffectSource, language: Language) -> str:
    """A need that is still felt, or an area that still has most to gain."""
    instrument = source.after.instrument
    needs = {need.id: need for need in instrument.need}
    for finding in fitted.because:
        if finding.item in needs:
            told = language.gettext(
                "It was suggested last time, and you still want help with {need}."
            )
            return told.format(need=name_need(needs[finding.item], language))
        if finding.item in instrument.domains:
            told = language.gettext(
                "It was suggested last time, and there is still most to do in {area}."
            )
            domain = instrument.domains[finding.item]
            return told.format(area=lower_first(said(domain.short or domain.name, language.code)))
    return language.gettext("It was suggested last time, and it still fits.")


def name_need(need: Need, language: Language) -> str:
    """A need as something to get help with, inside a sentence."""
    return (
        said(need.to_do, language.code)
        if need.to_do
        else lower_first(said(need.name, language.code))
    )


def quote(words: str, language: Language) -> str:
    """The company's own answer, in the quotation marks of the language."""
    return language.gettext("“{words}”").format(words=words)


def lower_first(words: str) -> str:
    """Words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
