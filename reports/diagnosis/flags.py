"""A company's flags, with its own answers behind them."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import pandas as pd

from diagnostics.records import Flag, Reason
from reports.company.answer_words import indicator_answer
from reports.company.context import CompanyContext
from reports.company.findings import equality_flags
from reports.company.records import ExplainedFlag, GivenAnswer
from reports.diagnosis.source import DiagnosisSource
from reports.style.cells import number_in, row_of
from survey.common.texts import said
from survey.instrument.records import Indicator, Instrument

ANSWERS, FURTHER_ANSWERS = 5, 2
"""The most answers listed behind the first flag and behind each after it."""
PULLS = 75.0
"""An answer with so many points or more is a strength, and no reason for a flag."""


def build_flags(
    company_id: str, source: DiagnosisSource, context: CompanyContext
) -> tuple[ExplainedFlag, ...]:
    """The company's equality flags, serious ones first; needs have a section of their own.

    Flags often rest on the same answers: each answer is listed once, under the first flag.
    """
    own = equality_flags(company_id, source.flags)
    listed: set[GivenAnswer] = set()
    told = []
    for flag in sorted(
        own, key=lambda flag: (flag.level != "serious", len(flag.reasons), -flag.stands, flag.flag)
    ):
        told.append(_build_flag(flag, listed, source, context))
        listed.update(told[-1].answers)
    return tuple(told)


def _build_flag(
    flag: Flag, listed: AbstractSet[GivenAnswer], source: DiagnosisSource, context: CompanyContext
) -> ExplainedFlag:
    rule = next((rule for rule in source.flag_rules if rule.id == flag.flag), None)
    answers = _answers_behind(flag, source, context)
    fresh = [answer for answer in answers if answer not in listed]
    most = FURTHER_ANSWERS if listed else ANSWERS
    return ExplainedFlag(
        title=said(rule.name, context.language.code) if rule else flag.flag,
        serious=flag.level == "serious",
        areas=_areas(flag, context),
        answers=tuple(fresh[:most]),
        more=max(0, len(fresh) - most),
        repeats=len(fresh) < len(answers),
        stands=flag.stands,
        firm=flag.firm,
    )


def _areas(flag: Flag, context: CompanyContext) -> tuple[str, ...]:
    """The domains that the flag's low items belong to, each once; none for the index."""
    instrument = context.instrument
    items = [reason.item for reason in flag.reasons if reason.relation == "below"]
    domains = [
        instrument.indicators[item].domain if item in instrument.indicators else item
        for item in items
    ]
    known = dict.fromkeys(domain for domain in domains if domain in instrument.domains)
    return tuple(said(instrument.domains[domain].name, context.language.code) for domain in known)


def _answers_behind(
    flag: Flag, source: DiagnosisSource, context: CompanyContext
) -> list[GivenAnswer]:
    """The answers that met the flag's conditions, those that pull most first, each once."""
    points = row_of(source.scores.points.values, flag.company_id)
    told: dict[GivenAnswer, None] = {}
    for indicator, _ in sorted(_scored(flag, points, source.instrument), key=lambda pair: pair[1]):
        answer = indicator_answer(context.row, indicator, context.instrument, context.language)
        if answer is not None:
            told[answer] = None
    return list(told)


def _scored(flag: Flag, points: pd.Series, instrument: Instrument) -> list[tuple[Indicator, float]]:
    """The flag's indicators under `PULLS` with their points; all of them where none is."""
    indicators = {
        item.id: item for reason in flag.reasons for item in _indicators(reason, instrument)
    }
    scored = [
        (item, score)
        for item in indicators.values()
        if (score := number_in(points, item.id)) is not None
    ]
    return [(item, score) for item, score in scored if score < PULLS] or scored


def _indicators(reason: Reason, instrument: Instrument) -> Sequence[Indicator]:
    """The indicators behind a reason's item; none for a need."""
    if reason.item == "index":
        return instrument.indicator
    return [item for item in instrument.indicator if reason.item in (item.id, item.domain)]
