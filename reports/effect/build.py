"""The document of one company's effect report, from the floors' records."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from analysis.effects.company_change import lay_scores
from diagnostics.records import Finding, Flag
from reports.company.build import (
    build_context,
    build_needs,
    build_sender,
    format_background,
    format_day,
    is_alone,
    speak_to,
)
from reports.company.context import CompanyContext
from reports.company.findings import equality_flags, group_findings, short_name
from reports.company.records import Method
from reports.company.source import RoundSource
from reports.effect.company_answers import (
    build_activities,
    build_fallen,
    build_figures,
    build_gains,
    build_risen,
    build_taken,
)
from reports.effect.document import Effect, FlagFollowup
from reports.effect.domain_changes import build_shifts, build_whole
from reports.effect.hurt import build_hurt, find_hurting
from reports.effect.opening import News, compare_answers, format_opening
from reports.effect.source import EffectSource
from reports.effect.suggestions import build_ahead, name_need
from reports.effect.summary import Moves, format_lead
from reports.style.cells import number_in, row_of, text_in
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import Need

NEEDS, FIRST_NEEDS = 3, 2
"""The most needs that two pages have room for, and that the first sentence has."""


def build_effect(company_id: str, source: EffectSource) -> Effect:
    """What the page of `company_id`, a company that answered both rounds, says."""
    alone = is_alone(company_id, source.after)
    source = speak_to_both(source, to_one=alone)
    context = build_context(company_id, source.after, to_one=alone)
    language = context.language
    news = gather_news(company_id, source, context)
    return Effect(
        company_id=company_id,
        name=text_in(row_of(source.after.register, company_id), "name") or company_id,
        language=language.code,
        simulated=source.after.simulated,
        sender=build_sender(source.after, language),
        municipality=format_background(company_id, "municipality", source.after, language),
        staff=context.employees,
        is_alone=alone,
        first=format_day(row_of(source.before.answers.companies, company_id), language),
        second=format_day(context.row, language),
        hurt=build_hurt(company_id, source, context),
        opening=format_opening(news, language),
        summary=format_lead(find_moves(company_id, source, context), language),
        whole=build_whole(company_id, source),
        shifts=build_shifts(company_id, source, language),
        risen=build_risen(company_id, source, language),
        fallen=build_fallen(company_id, source, language),
        figures=build_figures(company_id, source, language),
        activities=tuple(news.activities),
        gains=news.gains,
        taken=news.taken,
        flags=build_flag_followups(company_id, source, language),
        needs=build_needs(company_id, source.after, context)[:NEEDS],
        ahead=build_ahead(company_id, source, language),
        method=_build_method(source),
    )


def speak_to_both(source: EffectSource, *, to_one: bool) -> EffectSource:
    """The source, with both rounds' words for one person if the company is one."""
    before, after = (speak_to(one, to_one=to_one) for one in (source.before, source.after))
    return replace(source, before=before, after=after)


def gather_news(company_id: str, source: EffectSource, context: CompanyContext) -> News:
    """What the first sentence is made of."""
    language = context.language
    needs = find_first_needs(company_id, source.after)[:FIRST_NEEDS]
    return News(
        answers=compare_answers(company_id, source, language),
        need=language.listing([name_need(need, language) for need in needs]),
        taken=build_taken(company_id, source, language),
        activities=build_activities(company_id, source, language),
        gains=build_gains(company_id, source, language),
        hurting=find_hurting(company_id, source),
        alone=language.to_one,
    )


def find_first_needs(company_id: str, source: RoundSource) -> Sequence[Need]:
    """The needs that the company feels or ranks: those it ranks first, then the most severe."""
    priority = row_of(source.needs.priority, company_id)
    severity = row_of(source.needs.severity, company_id)

    def urgency(need: Need) -> tuple[float, float]:
        return (number_in(priority, need.id) or inf, -(number_in(severity, need.id) or 0))

    felt = [need for need in source.instrument.need if urgency(need) < (inf, 0)]
    return sorted(felt, key=urgency)


def find_moves(company_id: str, source: EffectSource, context: CompanyContext) -> Moves:
    """The areas by how they changed.

    `strong` areas did not move and would be praised on the second round's answers alone.
    """
    domains = source.after.instrument.domains
    verdicts = {
        change.item: change.reliable.verdict
        for change in source.changes[company_id]
        if change.item in domains
    }
    by_verdict = {
        verdict: [
            short_name(domains[item], context)
            for item, found in verdicts.items()
            if found == verdict
        ]
        for verdict in ("better", "worse", "within_error")
    }
    findings = source.after.findings.get(company_id, ())
    strong = [
        item for item in find_praised(findings, context) if verdicts.get(item) == "within_error"
    ]
    return Moves(
        better=by_verdict["better"],
        worse=by_verdict["worse"],
        strong=[short_name(domains[item], context) for item in strong],
        within=len(by_verdict["within_error"]),
    )


def find_praised(findings: Sequence[Finding], context: CompanyContext) -> list[str]:
    """Domains with a strength and no concern, the strongest first."""
    best = group_findings(findings, "strength", context)
    worst = [
        domain
        for tone in ("hurt", "concern", "next")
        for domain in group_findings(findings, tone, context)
    ]
    return [
        domain
        for domain, group in best.items()
        if domain not in worst and not all(finding.relative for finding in group)
    ]


def build_flag_followups(
    company_id: str, source: EffectSource, language: Language
) -> tuple[FlagFollowup, ...]:
    """The equality flags of the first round, serious ones first, and whether they still hold."""
    own = equality_flags(company_id, source.before.flags)
    names = {rule.id: rule.name for rule in source.before.flag_rules}
    return tuple(
        FlagFollowup(
            said(names[flag.flag], language.code) if flag.flag in names else flag.flag,
            _is_still(flag, source),
            by_chance=not has_risen(flag, source),
        )
        for flag in sorted(own, key=lambda flag: (flag.level != "serious", flag.flag))
    )


def has_risen(flag: Flag, source: EffectSource) -> bool:
    """Whether something that the flag rested on got better by more than chance can explain."""
    indicators = source.after.instrument.indicators
    items = {
        indicators[reason.item].domain if reason.item in indicators else reason.item
        for reason in flag.reasons
    }
    return any(
        change.item in items and change.reliable.verdict == "better"
        for change in source.changes[flag.company_id]
    )


def _is_still(flag: Flag, source: EffectSource) -> bool | None:
    """None where something that the flag rested on was not measured again."""
    if any(
        (other.company_id, other.flag) == (flag.company_id, flag.flag)
        for other in source.after.flags
    ):
        return True
    scores = source.after.scores
    rows = [row_of(frame, flag.company_id) for frame in (scores.points.values, lay_scores(scores))]
    known = [
        any(number_in(row, reason.item) is not None for row in rows) for reason in flag.reasons
    ]
    return False if all(known) else None


def _build_method(source: EffectSource) -> Method:
    return Method(
        indicators=len(source.after.instrument.indicator),
        respondents=int((source.facts.answered_before & source.facts.answered_after).sum()),
        least_complete=source.after.scoring.least_complete,
        least_group=source.after.privacy.mean,
        version=source.after.version,
    )
