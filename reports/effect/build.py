"""The document of one company's effect report, from the floors' records."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from analysis.effects.company_change import Change
from reports.company.answer_words import number
from reports.company.build import (
    build_context,
    build_needs,
    build_sender,
    count_staff,
    format_background,
    format_day,
    is_alone,
    speak_to,
)
from reports.company.context import CompanyContext
from reports.company.findings import name_topic, short_name
from reports.company.records import Method
from reports.company.source import RoundSource
from reports.effect.company_answers import (
    build_activities,
    build_fallen,
    build_figures,
    build_gains,
    build_risen,
    build_taken,
    count_compared,
    find_turned,
)
from reports.effect.document import Effect
from reports.effect.domain_changes import build_flagged, build_shifts, build_whole
from reports.effect.hurt import build_hurt, find_hurt, tell_hurt_before
from reports.effect.opening import News, format_opening
from reports.effect.source import EffectSource
from reports.effect.suggestions import build_ahead, name_need
from reports.effect.summary import Moves, format_summary, tell_answers
from reports.style.cells import number_in, row_of, text_in
from reports.style.language import Language
from survey.instrument.records import Need

NEEDS = 3
"""The most needs that two pages have room for."""
SIZE = "size"
"""The background that says how many are employed."""
FAR = 75.0
"""From these points (the top band) an area is far along."""


def build_effect(company_id: str, source: EffectSource) -> Effect:
    """What the page of `company_id`, a company that answered both rounds, says."""
    alone = is_alone(company_id, source.after)
    source = speak_to_both(source, to_one=alone)
    context = build_context(company_id, source.after, to_one=alone)
    language = context.language
    moves = find_moves(company_id, source, context)
    news = gather_news(company_id, source, moves, language)
    opening = format_opening(news, language)
    return Effect(
        company_id=company_id,
        name=text_in(row_of(source.after.register, company_id), "name") or company_id,
        language=language.code,
        simulated=source.after.simulated,
        sender=build_sender(source.after, language, company_id),
        municipality=format_background(company_id, "municipality", source.after, language),
        staff=count_answered_staff(company_id, source.after),
        staff_before=count_answered_staff(company_id, source.before),
        is_alone=alone,
        first=format_day(row_of(source.before.answers.companies, company_id), language),
        second=format_day(context.row, language),
        hurt=build_hurt(company_id, source, context),
        hurt_before=tell_hurt_before(company_id, source, language),
        opening=opening,
        summary=format_summary(moves, opening, language),
        whole=news.whole,
        shifts=tuple(news.shifts),
        risen=build_risen(company_id, source, language),
        fallen=build_fallen(company_id, source, language),
        figures=build_figures(company_id, source, language),
        activities=tuple(news.activities),
        gains=news.gains,
        taken=news.taken,
        flags=build_flagged(company_id, source, language),
        needs=build_needs(company_id, source.after, context)[:NEEDS],
        ahead=tuple(news.ahead),
        method=_build_method(source),
    )


def gather_news(company_id: str, source: EffectSource, moves: Moves, language: Language) -> News:
    """What the first sentences are made of."""
    return News(
        shifts=build_shifts(company_id, source, language),
        whole=build_whole(company_id, source),
        taken=build_taken(company_id, source, language),
        activities=build_activities(company_id, source, language),
        gains=build_gains(company_id, source, language),
        ahead=build_ahead(company_id, source, language),
        answers=tell_answers(moves, language),
        need=find_need(company_id, source, language),
        hurt=bool(find_hurt(company_id, source.after)),
    )


def speak_to_both(source: EffectSource, *, to_one: bool) -> EffectSource:
    """The source, with both rounds' words for one person if the company is one."""
    before, after = (speak_to(one, to_one=to_one) for one in (source.before, source.after))
    return replace(source, before=before, after=after)


def count_answered_staff(company_id: str, source: RoundSource) -> int | None:
    """How many are employed by the round's own answers; else what is known otherwise."""
    size = next((one for one in source.instrument.background if one.id == SIZE and one.sum), None)
    row = row_of(source.answers.companies, company_id)
    told = [number(row, column) for column in size.sum] if size else []
    known = [count for count in told if count is not None]
    return int(sum(known)) if known else count_staff(company_id, source)


def find_need(company_id: str, source: EffectSource, language: Language) -> str:
    """What it wants help with most, inside a sentence; "" if nothing."""
    needs = find_first_needs(company_id, source.after)
    return name_need(needs[0], language) if needs else ""


def find_first_needs(company_id: str, source: RoundSource) -> Sequence[Need]:
    """The needs that the company feels or ranks: those it ranks first, then the most severe."""
    priority = row_of(source.needs.priority, company_id)
    severity = row_of(source.needs.severity, company_id)

    def urgency(need: Need) -> tuple[float, float]:
        return (number_in(priority, need.id) or inf, -(number_in(severity, need.id) or 0))

    felt = [need for need in source.instrument.need if urgency(need) < (inf, 0)]
    return sorted(felt, key=urgency)


def find_moves(company_id: str, source: EffectSource, context: CompanyContext) -> Moves:
    """The answers that moved, and the areas that were far along both times.

    Where somebody was treated badly nothing is praised.
    """
    code = context.language.code
    risen, fallen = (
        [name_topic(one, code) for one in find_turned(company_id, source, sign)] for sign in (1, -1)
    )
    domains = source.after.instrument.domains
    return Moves(
        risen=risen,
        fallen=fallen,
        strong=[]
        if find_hurt(company_id, source.after)
        else [
            short_name(domains[change.item], context)
            for change in source.changes[company_id]
            if change.item in domains and is_still_far(company_id, change, source)
        ],
        asked=count_compared(company_id, source),
    )


def is_still_far(company_id: str, change: Change, source: EffectSource) -> bool:
    """Whether an area was far along both times, in its diagnosis and in the points shown here."""
    told = [
        number_in(row_of(one.scores.domains, company_id), change.item)
        for one in (source.before, source.after)
    ]
    known = [score for score in told if score is not None]
    return len(known) == len(told) and min(change.before, change.after, *known) >= FAR


def _build_method(source: EffectSource) -> Method:
    return Method(
        indicators=len(source.after.instrument.indicator),
        respondents=int((source.facts.answered_before & source.facts.answered_after).sum()),
        least_complete=source.after.scoring.least_complete,
        least_group=source.after.privacy.mean,
        version=source.after.version,
    )
