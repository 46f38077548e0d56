"""What was suggested last time: what is in place now, and why the rest is suggested again."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from diagnostics.findings.measures import FittedAction
from reports.company.build import build_step
from reports.company.findings import name_topic
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
        if not one.action.for_hurt
    ]
    return tuple(sorted(told, key=lambda one: not one.in_place))


def find_suggested(company_id: str, source: EffectSource) -> Sequence[FittedAction]:
    """The actions of the company's diagnosis; none where it got no diagnosis."""
    return source.before.actions.get(company_id, ()) if company_id in source.diagnosed else ()


def is_in_place(company_id: str, fitted: FittedAction, source: EffectSource) -> bool | None:
    """Whether all that the action was suggested for has risen into the top band.

    None where it was suggested for a need, or for an area as a whole, of which no answer tells.
    """
    mended = [one.id for one in find_reasons(fitted, source)]
    before, after = (
        row_of(one.scores.points.values, company_id) for one in (source.before, source.after)
    )
    pairs = [(number_in(before, item), number_in(after, item)) for item in mended]
    known = [(was, became) for was, became in pairs if was is not None and became is not None]
    if not pairs or len(known) < len(pairs):
        return None
    return all(was < IN_PLACE <= became for was, became in known)


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
    """The actions that suit the company now; where somebody was treated badly, that comes first.

    What its diagnosis suggested and is in place now is not suggested again.
    """
    suggested = find_suggested(company_id, source)
    earlier = {one.action.id for one in suggested}
    done = {one.action.id for one in suggested if is_in_place(company_id, one, source)}
    fitted = [one for one in source.after.actions.get(company_id, ()) if one.action.id not in done]
    urgent = [one for one in fitted if one.action.for_hurt][:1]
    others = [one for one in fitted if not one.action.for_hurt][: AHEAD - len(urgent)]
    again = language.gettext("It stands at the top of this report too. Do it before anything else.")
    return (
        *(
            ActionAhead(replace(build_step(one, language), why="", help=""), again)
            for one in urgent
        ),
        *(
            ActionAhead(
                build_step(one, language), _tell_again(company_id, one, earlier, source, language)
            )
            for one in others
        ),
    )


def _tell_again(
    company_id: str,
    fitted: FittedAction,
    earlier: Collection[str],
    source: EffectSource,
    language: Language,
) -> str:
    """Why an action is suggested again; "" where it is new."""
    _ = language.gettext
    if fitted.action.id not in earlier:
        return ""
    topic, move = _find_reason(company_id, fitted, source, language)
    if move > 0:
        told = _("We suggested it last time too. You have got further with {topic}; this goes on.")
    elif move < 0:
        told = _("We suggested it last time too. Since then {topic} has gone the wrong way.")
    elif topic:
        told = _("We suggested it last time too. It is still worth doing, for {topic}.")
    else:
        told = _("We suggested it last time too, and it still fits.")
    return told.format(topic=topic)


def _find_reason(
    company_id: str, fitted: FittedAction, source: EffectSource, language: Language
) -> tuple[str, float]:
    """What an action is for, inside a sentence ("" if unknown), and by how many points it moved."""
    reasons = find_reasons(fitted, source)
    if reasons:
        before, after = (
            number_in(row_of(one.scores.points.values, company_id), reasons[0].id)
            for one in (source.before, source.after)
        )
        moved = 0.0 if before is None or after is None else after - before
        return name_topic(reasons[0], language.code), moved
    instrument = source.after.instrument
    needs = {need.id: need for need in instrument.need}
    for finding in fitted.because:
        if finding.tone == "strength":
            continue
        if finding.item in needs:
            return name_need(needs[finding.item], language), 0.0
        if finding.item in instrument.domains:
            domain = instrument.domains[finding.item]
            return lower_first(said(domain.short or domain.name, language.code)), 0.0
    return "", 0.0


def name_need(need: Need, language: Language) -> str:
    """A need as something to get help with, inside a sentence."""
    return (
        said(need.to_do, language.code)
        if need.to_do
        else lower_first(said(need.name, language.code))
    )


def lower_first(words: str) -> str:
    """Words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
