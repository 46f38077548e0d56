"""The document of one company's page, from the floors' records."""

from analysis.scoring.scoring import band
from reports.company.build import (
    build_needs,
    build_sender,
    build_step,
    count_staff,
    format_background,
    format_day,
)
from reports.company.context import CompanyContext
from reports.company.records import Method
from reports.diagnosis.areas import build_areas
from reports.diagnosis.document import Diagnosis
from reports.diagnosis.flags import build_flags
from reports.diagnosis.remarks import format_lead, gather_remarks
from reports.diagnosis.source import DiagnosisSource
from reports.style.cells import row_of, text_in
from reports.style.language import page_language, translator

STRENGTHS, CONCERNS, NEEDS, STEPS = 3, 4, 6, 5
"""The most of each that a page has room for."""


def build_diagnosis(company_id: str, source: DiagnosisSource) -> Diagnosis:
    """What the page of `company_id`, a company that answered, says."""
    row = row_of(source.answers.companies, company_id)
    language = translator(page_language(text_in(row, "language"), source.language))
    context = CompanyContext(row, source.instrument, language)
    findings = source.findings.get(company_id, ())
    own_band = _band(company_id, source)
    return Diagnosis(
        company_id=company_id,
        name=text_in(row_of(source.register, company_id), "name") or company_id,
        language=language.code,
        simulated=source.simulated,
        sender=build_sender(source, language),
        municipality=format_background(company_id, "municipality", source, language),
        staff=count_staff(company_id, source),
        answered=format_day(row, language),
        summary=format_lead(findings, context, calculable=own_band is not None),
        band=own_band,
        band_firm=source.band_firm.get(company_id) if own_band else None,
        areas=build_areas(company_id, source, language),
        strengths=gather_remarks(findings, "strength", context, STRENGTHS),
        concerns=gather_remarks(findings, "concern", context, CONCERNS),
        flags=build_flags(company_id, source, context),
        needs=build_needs(company_id, source, context)[:NEEDS],
        steps=tuple(
            build_step(fitted, language)
            for fitted in list(source.actions.get(company_id, ()))[:STEPS]
        ),
        method=_build_method(source),
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
