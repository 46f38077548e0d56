"""From records and tables to a company's card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import quote

import pandas as pd

from analysis.records import Benchmark
from diagnostics.records import Decision, Flag
from reports.card.answers import Asked, Round, build_sections, list_asked, open_answers
from reports.card.document import Card, CardDecision, CardFlag, StageOutcome
from reports.card.source import CardSource
from reports.company.answer_words import answer_words, gather_answers
from reports.company.briefs import compose_sentence, gather_facts
from reports.company.context import CompanyContext
from reports.company.records import Area, GivenAnswer, PeerVerdict, StatedNeed
from reports.style.cells import number_in, text_in
from reports.style.language import Language, page_language, translator
from survey.answers.background import label
from survey.common.texts import said
from survey.instrument.records import Instrument

MOST_CLAUSES = 6
"""Clauses of the sentence at the top."""


CompanyRows = Mapping[str, pd.Series]
"""One row of a frame for each company."""
NOTHING = pd.Series(dtype="object")


class Rows:
    """The frames of a source, row by row."""

    def __init__(self, source: CardSource) -> None:
        """Split every frame once."""
        self.register = split_rows(source.register)
        self.backgrounds = split_rows(source.backgrounds)
        self.answers = split_rows(source.answers.companies)
        self.later = split_rows(source.later.companies) if source.later else None
        self.points = split_rows(source.scores.points.values)
        self.domains = split_rows(source.scores.domains)
        self.severity = split_rows(source.needs.severity)
        self.priority = split_rows(source.needs.priority)


def split_rows(frame: pd.DataFrame) -> CompanyRows:
    """The rows of a frame whose index is `company_id`."""
    return {
        str(company): pd.Series(row, dtype="object")
        for company, row in frame.to_dict("index").items()
    }


@dataclass(frozen=True)
class Cards:
    """What all cards of one run share, worked out once."""

    source: CardSource

    @cached_property
    def language(self) -> Language:
        """The office's language."""
        return translator(page_language(self.source.language, "en"))

    @cached_property
    def asked(self) -> Sequence[Asked]:
        """The lines of the questionnaire."""
        return list_asked(self.source.instrument, self.language)

    @cached_property
    def open_instrument(self) -> Instrument:
        """The questionnaire without its bar on details about persons."""
        return open_answers(self.source.instrument)

    @cached_property
    def rows(self) -> "Rows":
        """The rows of every frame by company: to look them up one by one is slow."""
        return Rows(self.source)

    @cached_property
    def flags(self) -> Mapping[str, Sequence[Flag]]:
        """Flags by company, the gravest first."""
        found: dict[str, list[Flag]] = {}
        for flag in sorted(self.source.flags, key=lambda one: (one.kind, one.level)):
            found.setdefault(flag.company_id, []).append(flag)
        return found

    @cached_property
    def stages(self) -> Mapping[str, pd.DataFrame]:
        """The rows of the selection by company."""
        table = self.source.selection.table
        return {str(company): rows for company, rows in table.groupby("company_id", sort=False)}

    @cached_property
    def peers(self) -> Mapping[str, Mapping[str, Benchmark]]:
        """Benchmarks by company and item."""
        return {
            company: {one.item: one for one in found}
            for company, found in self.source.benchmarks.items()
        }


def build_card(company_id: str, cards: Cards) -> Card:
    """The card of `company_id`, a company that answered."""
    source, language = cards.source, cards.language
    row, later = cards.rows.answers[company_id], cards.rows.later
    rounds = [Round("baseline", row)]
    if later is not None:
        rounds.append(Round("followup", later.get(company_id, NOTHING)))
    sections, private = build_sections(cards.asked, rounds, cards.open_instrument, language)
    flags = cards.flags.get(company_id, ())
    stable = number_in(source.stability, company_id)
    return Card(
        company_id=company_id,
        name=text_in(cards.rows.register.get(company_id, NOTHING), "name") or company_id,
        language=language.code,
        title=said(source.title, language.code),
        simulated=source.simulated,
        version=source.version,
        place=_place(company_id, cards),
        days=[_day(one.row, language) for one in rounds],
        sentence=_sentence(company_id, row, cards),
        flags=[_flag(flag, source, language) for flag in flags],
        behind=_behind(flags, source, language),
        stable=stable,
        index=number_in(source.scores.index, company_id),
        areas=[_area(domain, company_id, cards) for domain in source.instrument.domains],
        needs=_needs(company_id, row, cards),
        sections=sections,
        private=private,
        facts=_register_facts(cards.rows.register.get(company_id, NOTHING)),
        stages=_stages(company_id, cards),
        decisions=[
            _decision(one, source, language)
            for one in source.decisions
            if one.company_id == company_id
        ],
        report=f"../companies/{quote(company_id, safe='')}/diagnosis.html"
        if company_id in source.reported
        else None,
    )


def _place(company_id: str, cards: Cards) -> str:
    """Municipality, trade and employees, without what is unknown."""
    source, language = cards.source, cards.language
    known = cards.rows.backgrounds.get(company_id, NOTHING)
    told = [
        label(source.instrument, name, text_in(known, name), language.code)
        for name in ("municipality", "trade")
        if text_in(known, name)
    ]
    staff = number_in(known, "size_number")
    if staff is not None:
        employees = language.ngettext("{n} employee", "{n} employees", int(staff))
        told.append(
            employees.format(n=language.number(staff))
            if staff
            else language.gettext("no employees")
        )
    return " · ".join(told)


def _day(row: pd.Series, language: Language) -> str:
    submitted = text_in(row, "submitted")
    day: date | None = pd.Timestamp(submitted).date() if submitted else None
    return language.date(day) if day else ""


def _sentence(company_id: str, row: pd.Series, cards: Cards) -> str:
    source = cards.source
    facts = gather_facts(
        CompanyContext(row, source.instrument, cards.language),
        cards.rows.points.get(company_id, NOTHING),
        cards.rows.severity.get(company_id, NOTHING),
        cards.rows.priority.get(company_id, NOTHING),
    )
    return compose_sentence([*facts.hurt, *facts.weak][:MOST_CLAUSES] or facts.needs)


def _flag(flag: Flag, source: CardSource, language: Language) -> CardFlag:
    names = {rule.id: said(rule.name, language.code) for rule in source.flag_rules}
    name = names.get(flag.flag, flag.flag)
    return CardFlag(name, flag.kind, flag.level, flag.stands, flag.firm)


def _behind(flags: Sequence[Flag], source: CardSource, language: Language) -> Sequence[GivenAnswer]:
    """The answers behind all flags, each once."""
    columns = {
        column: answer
        for flag in flags
        for reason in flag.reasons
        for column, answer in reason.answers.items()
    }
    return gather_answers(source.instrument, columns, language)


def _area(domain: str, company_id: str, cards: Cards) -> Area:
    source, language = cards.source, cards.language
    name = said(source.instrument.domains[domain].name, language.code)
    score = number_in(cards.rows.domains.get(company_id, NOTHING), domain)
    peers = cards.peers.get(company_id, {}).get(domain)
    if score is None or peers is None or peers.low is None or peers.high is None:
        verdict: PeerVerdict = "unknown" if score is None else "alone"
        return Area(name, score, None, None, verdict, 0, "")
    verdict = "below" if score < peers.low else "above" if score > peers.high else "within"
    return Area(name, score, peers.low, peers.high, verdict, peers.n, "")


def _needs(company_id: str, row: pd.Series, cards: Cards) -> Sequence[StatedNeed]:
    """The needs that the company feels or ranks, its first choices first."""
    source, language = cards.source, cards.language
    severity = cards.rows.severity.get(company_id, NOTHING)
    priority = cards.rows.priority.get(company_id, NOTHING)
    told = [
        StatedNeed(
            name=said(need.name, language.code),
            severity=number_in(severity, need.id),
            answer=answer_words(row, need.severity, source.instrument, language),
            place=None if (rank := number_in(priority, need.id)) is None else int(rank),
        )
        for need in source.instrument.need
    ]
    felt = [need for need in told if need.place is not None or (need.severity or 0) > 0]
    return sorted(felt, key=lambda need: (need.place or len(told) + 1, -(need.severity or 0)))


def _register_facts(row: pd.Series) -> Sequence[GivenAnswer]:
    return [
        GivenAnswer(str(column), words)
        for column in row.index
        if (words := text_in(row, str(column)))
    ]


def _stages(company_id: str, cards: Cards) -> Sequence[StageOutcome]:
    rows = cards.stages.get(company_id)
    if rows is None:
        return []
    found = {row["stage"]: row for _, row in rows.iterrows()}
    return [
        StageOutcome(
            said(stage.name, cards.language.code),
            found[stage.id]["outcome"],
            found[stage.id]["rule_outcome"],
        )
        for stage in cards.source.rules.stage
        if stage.id in found
    ]


def _decision(decision: Decision, source: CardSource, language: Language) -> CardDecision:
    stages = {stage.id: said(stage.name, language.code) for stage in source.rules.stage}
    reasons = {one.id: said(one.name, language.code) for one in source.rules.reason_code}
    return CardDecision(
        at=decision.decided_at,
        by=decision.by,
        stage=stages.get(decision.stage, decision.stage),
        action=decision.action,
        reason=reasons.get(decision.reason_code, decision.reason_code.replace("_", " ")),
        note=decision.note,
    )
