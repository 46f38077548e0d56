"""What both pages for a company say of it: sender, background, needs, actions, and groups."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import pandas as pd

from analysis.records import State
from diagnostics.findings.facts import count_owners, is_one_person
from diagnostics.findings.laws import Law
from diagnostics.findings.measures import FittedAction
from reports.company.answer_words import answer_words
from reports.company.context import CompanyContext
from reports.company.records import Sender, StatedNeed, SuggestedAction
from reports.company.source import RoundSource
from reports.style.cells import number_in, row_of, text_in
from reports.style.language import Language, page_language, translator
from survey.answers.background import label
from survey.common.texts import said
from survey.instrument.records import Need

SECTION = re.compile(r"(ch|ss?)\.\s")
"""How an English paragraph begins."""
BESIDE = re.compile(r" (?=§)|(?<=\d) (?=[a-z]\b|kap\.|luku)|(?<=[.§]) (?=\d)")
"""The spaces in a paragraph at which no line may end: 3 kap. 7 a §."""
Source = TypeVar("Source", bound=RoundSource)


def is_alone(company_id: str, source: RoundSource) -> bool:
    """Whether the company is one person: nobody employed, and one owner."""
    row = row_of(source.answers.companies, company_id)
    owners = count_owners(row, source.instrument)
    return is_one_person(count_staff(company_id, source), owners)


def build_context(company_id: str, source: RoundSource, *, to_one: bool) -> CompanyContext:
    """The company's answers and its language; `to_one`: in the words for one person."""
    row = row_of(source.answers.companies, company_id)
    code = page_language(text_in(row, "language"), source.language)
    language = translator(code, to_one=to_one, published=source.instrument.published)
    return CompanyContext(row, source.instrument, language, count_staff(company_id, source))


def speak_to(source: Source, *, to_one: bool) -> Source:
    """The source, with the instrument's words for one person if the company is one."""
    return replace(source, instrument=source.instrument.to_one) if to_one else source


def build_sender(source: RoundSource, language: Language, company_id: str = "") -> Sender:
    """Who the page comes from, and the person to ask in the company's municipality."""
    own = text_in(row_of(source.backgrounds, company_id), "municipality")
    return Sender(
        programme=source.programme,
        title=said(source.title, language.code),
        contact=said(source.contact, language.code),
        help_until=said(source.help_until, language.code) if source.help_until else "",
        person=next(
            (one for one in source.contacts if own in one.municipalities),
            next((one for one in source.contacts if not one.municipalities), None),
        ),
    )


def format_background(
    company_id: str, background: str, source: RoundSource, language: Language
) -> str:
    """A background in words: the answer's, else as the register has it; "" where unknown."""
    rows = [row_of(frame, company_id) for frame in (source.backgrounds, source.register)]
    known = next((text for row in rows if (text := text_in(row, background))), "")
    return label(source.instrument, background, known, language.code) if known else ""


def count_staff(company_id: str, source: RoundSource) -> int | None:
    """How many people work there; None where nobody knows."""
    staff = number_in(row_of(source.backgrounds, company_id), "size_number")
    return None if staff is None else int(staff)


def format_day(row: pd.Series, language: Language) -> str:
    """The day of a company's answer in words; "" where unknown."""
    submitted = text_in(row, "submitted")
    return language.date(pd.Timestamp(submitted).date()) if submitted else ""


def build_needs(
    company_id: str, source: RoundSource, context: CompanyContext
) -> tuple[StatedNeed, ...]:
    """The needs that the company feels or ranks: those it ranks first, then the most severe."""
    needs = [_build_need(need, company_id, source, context) for need in source.instrument.need]
    felt = [need for need in needs if need.place is not None or (need.severity or 0) > 0]
    return tuple(
        sorted(felt, key=lambda need: (need.place or len(needs) + 1, -(need.severity or 0)))
    )


def _build_need(
    need: Need, company_id: str, source: RoundSource, context: CompanyContext
) -> StatedNeed:
    chosen = number_in(row_of(source.needs.priority, company_id), need.id)
    return StatedNeed(
        name=said(need.name, context.language.code),
        severity=number_in(row_of(source.needs.severity, company_id), need.id),
        answer=answer_words(context.row, need.severity, context.instrument, context.language),
        place=None if chosen is None else int(chosen),
    )


def build_step(
    fitted: FittedAction, language: Language, about: Sequence[str] = ()
) -> SuggestedAction:
    """An action in words; `about` is what it is for."""
    action, code = fitted.action, language.code
    sentences = [action.why, *([fitted.also] if fitted.also else [])]
    return SuggestedAction(
        title=said(action.title, code),
        why=" ".join(said(sentence, code) for sentence in sentences),
        effort=said(action.effort, code),
        first_step=said(action.first_step, code),
        help=language.listing([said(helper, code) for helper in fitted.help]),
        laws=tuple(format_law(law, language) for law in fitted.laws),
        known=said(fitted.evidence.known, code) if fitted.evidence else "",
        about=tuple(about),
    )


def format_law(law: Law, language: Language) -> str:
    """Where a duty stands: the act and the paragraph. English has a comma before "ch. 3"."""
    paragraph = format_paragraph(law, language)
    between = ", " if SECTION.match(paragraph) else " "
    return f"{said(law.act, language.code)}{between}{paragraph}"


def format_paragraph(law: Law, language: Language) -> str:
    """The paragraph alone; its numbers stay beside their signs."""
    return BESIDE.sub("\N{NO-BREAK SPACE}", said(law.paragraph, language.code))


def format_missing_score(
    domain: str, company_id: str, source: RoundSource, language: Language
) -> str:
    """Why a domain has no score: it does not concern the company, or too little was answered."""
    if concerns(domain, company_id, source):
        return language.gettext("too few answers")
    return language.gettext("does not concern you")


def concerns(domain: str, company_id: str, source: RoundSource) -> bool:
    """Whether the company was asked something in the domain that applies to it."""
    states = row_of(source.scores.points.states, company_id)
    own = {
        states.get(indicator.id)
        for indicator in source.instrument.indicator
        if indicator.domain == domain
    }
    return not own <= {State.NOT_APPLICABLE, State.NOT_ASKED}


def format_group(group: Mapping[str, str], source: RoundSource, language: Language) -> str:
    """What the companies of a group have in common; "" for all companies."""
    return ", ".join(
        _group_part(background, value, source, language) for background, value in group.items()
    )


def _group_part(background: str, value: str, source: RoundSource, language: Language) -> str:
    named = next(
        (item.name for item in source.instrument.background if item.id == background), None
    )
    shown = label(source.instrument, background, value, language.code).lower()
    return f"{said(named, language.code).lower()}: {shown}" if named else shown
