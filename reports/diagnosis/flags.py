"""A company's flags as one box, with its own answers behind them."""

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from diagnostics.findings.facts import is_about_hurt
from diagnostics.findings.findings import LOWEST, MIDDLE
from diagnostics.records import Flag, Reason
from reports.company.answer_words import indicator_answer
from reports.company.context import CompanyContext
from reports.company.findings import equality_flags, short_name
from reports.company.records import GivenAnswer
from reports.diagnosis.document import FlagBox, GradedAreas
from reports.diagnosis.source import DiagnosisSource
from reports.style.cells import number_in, row_of
from survey.common.texts import said
from survey.instrument.records import Indicator, Instrument

ANSWERS = 5
"""The most answers that are listed."""
PULLS = 75.0
"""An answer with so many points or more is a strength, and no reason for a flag."""


def build_flags(
    company_id: str,
    source: DiagnosisSource,
    context: CompanyContext,
    told: Collection[str] = (),
) -> FlagBox | None:
    """The company's equality flags as one; needs and what hurts somebody have their own places.

    `told`: indicators whose answers the page has told already.
    """
    own = sorted(
        (
            flag
            for flag in equality_flags(company_id, source.flags)
            if not _is_about_hurt_only(flag, source.instrument)
        ),
        key=lambda flag: (flag.level != "serious", len(flag.reasons), -flag.stands, flag.flag),
    )
    if not own:
        return None
    answers = _answers_behind(own, company_id, source, context, told)
    return FlagBox(
        titles=_titles(own, source, context),
        grades=_grade_areas(own, company_id, source, context),
        answers=tuple(answers[:ANSWERS]),
        more=max(0, len(answers) - ANSWERS),
        stands=own[0].stands,
        firm=own[0].firm,
    )


def _is_about_hurt_only(flag: Flag, instrument: Instrument) -> bool:
    items = [reason.item for reason in flag.reasons if reason.relation == "below"]
    hurting = {one.id for one in instrument.indicator if is_about_hurt(one)}
    return bool(items) and {*items} <= hurting


def _titles(
    flags: Sequence[Flag], source: DiagnosisSource, context: CompanyContext
) -> tuple[str, ...]:
    """The name of the gravest flag, and of each about an area that no graver one is about."""
    names = {rule.id: said(rule.name, context.language.code) for rule in source.flag_rules}
    told: dict[str, None] = {}
    covered: set[str] = set()
    for flag in flags:
        areas = set(_areas([flag], context.instrument))
        if not told or areas - covered:
            told[names.get(flag.flag, flag.flag)] = None
        covered |= areas
    return tuple(told)


def _areas(flags: Iterable[Flag], instrument: Instrument) -> Sequence[str]:
    """The domains that the flags' low items belong to, each once; none for the index."""
    items = [reason.item for flag in flags for reason in flag.reasons if reason.relation == "below"]
    domains = [
        instrument.indicators[item].domain if item in instrument.indicators else item
        for item in items
    ]
    return [*dict.fromkeys(domain for domain in domains if domain in instrument.domains)]


def _grade_areas(
    flags: Sequence[Flag], company_id: str, source: DiagnosisSource, context: CompanyContext
) -> tuple[GradedAreas, ...]:
    """The flagged areas, each once, by how low they are."""
    _, scores = context.language.gettext, row_of(source.scores.domains, company_id)
    grades = ((_("Very low:"), LOWEST), (_("Low:"), MIDDLE), (_("Also about:"), float("inf")))
    left = {domain: number_in(scores, domain) for domain in _areas(flags, context.instrument)}
    graded = []
    for grade, limit in grades:
        found = [one for one, score in left.items() if (MIDDLE if score is None else score) < limit]
        names = [short_name(context.instrument.domains[one], context) for one in found]
        graded += [GradedAreas(grade, tuple(names))] if names else []
        left = {domain: score for domain, score in left.items() if domain not in found}
    return tuple(graded)


def _answers_behind(
    flags: Sequence[Flag],
    company_id: str,
    source: DiagnosisSource,
    context: CompanyContext,
    already: Collection[str],
) -> list[GivenAnswer]:
    """The answers that met the flags' conditions, those that pull most first, each once."""
    points = row_of(source.scores.points.values, company_id)
    told: dict[GivenAnswer, None] = {}
    for indicator, _ in sorted(_scored(flags, points, source.instrument), key=lambda pair: pair[1]):
        if indicator.id in already:
            continue
        answer = indicator_answer(context.row, indicator, context.instrument, context.language)
        if answer is not None:
            told[answer] = None
    return list(told)


def _scored(
    flags: Iterable[Flag], points: pd.Series, instrument: Instrument
) -> list[tuple[Indicator, float]]:
    """The flags' indicators under `PULLS` with their points; all of them where none is."""
    indicators = {
        item.id: item
        for flag in flags
        for reason in flag.reasons
        for item in _indicators(reason, instrument)
    }
    scored = [
        (item, score)
        for item in indicators.values()
        if (score := number_in(points, item.id)) is not None
    ]
    return [(item, score) for item, score in scored if score < PULLS] or scored


def _indicators(reason: Reason, instrument: Instrument) -> Sequence[Indicator]:
    """The indicators behind a reason's item; none for a need, and none that hurt somebody."""
    counted = [item for item in instrument.indicator if not is_about_hurt(item)]
    if reason.item == "index":
        return counted
    return [item for item in counted if reason.item in (item.id, item.domain)]
