"""The document of one company's page, from the floors' records."""

from analysis.scoring.scoring import band
from reports.company.build import (
    build_context,
    build_needs,
    build_sender,
    format_background,
    format_day,
    is_alone,
    speak_to,
)
from reports.company.records import Method
from reports.diagnosis.areas import build_areas
from reports.diagnosis.document import Diagnosis
from reports.diagnosis.duties import build_duties
from reports.diagnosis.flags import build_flags
from reports.diagnosis.remarks import format_lead, gather_remarks, list_alike
from reports.diagnosis.source import DiagnosisSource
from reports.diagnosis.steps import build_hurt, build_steps
from reports.style.cells import row_of, text_in

STRENGTHS, CONCERNS, NEEDS = 3, 4, 6
"""The most of each that a page has room for."""


def build_diagnosis(company_id: str, source: DiagnosisSource) -> Diagnosis:
    """What the page of `company_id`, a company that answered, says."""
    alone = is_alone(company_id, source)
    source = speak_to(source, to_one=alone)
    context = build_context(company_id, source, to_one=alone)
    language = context.language
    findings, actions = source.findings.get(company_id, ()), source.actions.get(company_id, ())
    own_band = _band(company_id, source)
    areas = build_areas(company_id, source, language)
    concerns = gather_remarks(findings, ("concern", "next"), context, CONCERNS)
    return Diagnosis(
        company_id=company_id,
        name=text_in(row_of(source.register, company_id), "name") or company_id,
        language=language.code,
        simulated=source.simulated,
        sender=build_sender(source, language, company_id),
        municipality=format_background(company_id, "municipality", source, language),
        employees=context.employees,
        is_alone=alone,
        answered=format_day(context.row, language),
        summary=format_lead(findings, actions, context, calculable=own_band is not None),
        band=own_band,
        band_firm=source.band_firm.get(company_id) if own_band else None,
        areas=areas,
        strengths=gather_remarks(findings, ("strength",), context, STRENGTHS),
        concerns=concerns,
        alike=list_alike(concerns, areas, context),
        flags=build_flags(company_id, source, context),
        needs=build_needs(company_id, source, context)[:NEEDS] if source.instrument.need else None,
        steps=build_steps(actions, context),
        method=_build_method(source),
        hurt=build_hurt(findings, actions, context),
        duties=build_duties(company_id, source, language),
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
