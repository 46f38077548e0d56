"""The document of one company's page, from the floors' records."""

import pandas as pd

from analysis.scoring.scoring import band
from diagnostics.findings.measures import FittedAction
from reports.company.answer_words import answer_words
from reports.company.records import Method, Sender, Step, Wish
from reports.diagnosis.areas import build_areas
from reports.diagnosis.document import Diagnosis
from reports.diagnosis.flags import build_marks
from reports.diagnosis.remarks import Teller, lead, tell_findings
from reports.diagnosis.source import DiagnosisSource
from reports.style.cells import number_in, row_of, text_in
from reports.style.language import Language, page_language, translator
from survey.answers.background import label
from survey.common.texts import said
from survey.instrument.records import Need

STRENGTHS, CONCERNS, NEEDS, STEPS = 3, 4, 6, 5
"""The most of each that a page has room for."""


def build_diagnosis(company_id: str, source: DiagnosisSource) -> Diagnosis:
    """What the page of `company_id`, a company that answered, says."""
    row = row_of(source.answers.companies, company_id)
    language = translator(page_language(text_in(row, "language"), source.language))
    teller = Teller(row, source.instrument, language)
    findings = source.findings.get(company_id, ())
    own_band = _band(company_id, source)
    return Diagnosis(
        company_id=company_id,
        name=text_in(row_of(source.register, company_id), "name") or company_id,
        language=language.code,
        simulated=source.simulated,
        sender=build_sender(source, language),
        municipality=tell_background(company_id, "municipality", source, language),
        staff=count_staff(company_id, source),
        answered=tell_day(row, language),
        summary=lead(findings, teller, calculable=own_band is not None),
        band=own_band,
        band_firm=source.band_firm.get(company_id) if own_band else None,
        areas=build_areas(company_id, source, language),
        strengths=tell_findings(findings, "strength", teller, STRENGTHS),
        concerns=tell_findings(findings, "concern", teller, CONCERNS),
        marks=build_marks(company_id, source, teller),
        needs=build_wishes(company_id, source, teller),
        steps=tuple(
            build_step(fitted, language)
            for fitted in list(source.actions.get(company_id, ()))[:STEPS]
        ),
        method=_build_method(source),
    )


def build_sender(source: DiagnosisSource, language: Language) -> Sender:
    """Who the page comes from."""
    return Sender(
        programme=source.programme,
        title=said(source.title, language.code),
        contact=said(source.contact, language.code),
        help_until=said(source.help_until, language.code) if source.help_until else "",
    )


def _build_method(source: DiagnosisSource) -> Method:
    return Method(
        indicators=len(source.instrument.indicator),
        respondents=int(source.answers.companies["complete"].sum()),
        least_complete=source.scoring.least_complete,
        least_group=source.privacy.distribution,
        version=source.version,
    )


def _band(company_id: str, source: DiagnosisSource) -> int | None:
    index = source.scores.index
    return band(float(index[company_id])) if company_id in index.index else None


def tell_background(
    company_id: str, background: str, source: DiagnosisSource, language: Language
) -> str:
    """A background in words: the answer's, else as the register has it; "" where unknown."""
    rows = [row_of(frame, company_id) for frame in (source.backgrounds, source.register)]
    known = next((text for row in rows if (text := text_in(row, background))), "")
    return label(source.instrument, background, known, language.code) if known else ""


def count_staff(company_id: str, source: DiagnosisSource) -> int | None:
    """How many people work there; None where nobody knows."""
    staff = number_in(row_of(source.backgrounds, company_id), "size_number")
    return None if staff is None else int(staff)


def tell_day(row: pd.Series, language: Language) -> str:
    """The day of a company's answer in words; "" where unknown."""
    submitted = text_in(row, "submitted")
    return language.date(pd.Timestamp(submitted).date()) if submitted else ""


def build_wishes(company_id: str, source: DiagnosisSource, teller: Teller) -> tuple[Wish, ...]:
    """The needs that the company feels or put among its first, those first, then the greatest."""
    wishes = [_build_wish(need, company_id, source, teller) for need in source.instrument.need]
    felt = [wish for wish in wishes if wish.place is not None or (wish.severity or 0) > 0]
    return tuple(
        sorted(felt, key=lambda wish: (wish.place or len(wishes) + 1, -(wish.severity or 0)))[
            :NEEDS
        ]
    )


def _build_wish(need: Need, company_id: str, source: DiagnosisSource, teller: Teller) -> Wish:
    chosen = number_in(row_of(source.needs.priority, company_id), need.id)
    return Wish(
        name=said(need.name, teller.language.code),
        severity=number_in(row_of(source.needs.severity, company_id), need.id),
        answer=answer_words(teller.row, need.severity, teller.instrument, teller.language),
        place=None if chosen is None else int(chosen),
    )


def build_step(fitted: FittedAction, language: Language) -> Step:
    """An action in words."""
    action, code = fitted.action, language.code
    sentences = [action.why, *([fitted.also] if fitted.also else [])]
    return Step(
        title=said(action.title, code),
        why=" ".join(said(sentence, code) for sentence in sentences),
        effort=said(action.effort, code),
        first_step=said(action.first_step, code),
        help=language.listing([said(helper, code) for helper in fitted.help]),
        legal=said(fitted.legal, code) if fitted.legal else "",
    )
