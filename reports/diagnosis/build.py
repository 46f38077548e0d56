"""The document of one company's page, from the floors' records."""

from collections.abc import Sequence

from analysis.scoring.scoring import band
from diagnostics.findings.facts import is_about_hurt
from diagnostics.findings.items import known_in
from diagnostics.records import Tone
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
from reports.diagnosis.remarks import format_lead, gather_remarks, list_alike, list_answered
from reports.diagnosis.source import DiagnosisSource
from reports.diagnosis.steps import build_hurt, build_steps
from reports.style.cells import row_of, text_in

STRENGTHS, CONCERNS, NEEDS = 3, 4, 6
"""The most of each that a page has room for."""

CONCERNED: Sequence[Tone] = ("concern", "next")


def build_diagnosis(company_id: str, source: DiagnosisSource) -> Diagnosis:
    """What the page of `company_id`, a company that answered, says."""
    alone = is_alone(company_id, source)
    source = speak_to(source, to_one=alone)
    context = build_context(company_id, source, to_one=alone)
    language = context.language
    findings, actions = source.findings.get(company_id, ()), source.actions.get(company_id, ())
    own_band = _band(company_id, source)
    areas = build_areas(company_id, source, language, to_one=alone)
    concerns = gather_remarks(findings, CONCERNED, context, CONCERNS)
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
        summary=format_lead(findings, actions, context, own_band),
        band=own_band,
        band_firm=source.band_firm.get(company_id) if own_band else None,
        areas=areas,
        strengths=gather_remarks(findings, ("strength",), context, STRENGTHS),
        concerns=concerns,
        alike=list_alike(concerns, areas, context),
        flags=build_flags(
            company_id, source, context, list_answered(findings, CONCERNED, context, CONCERNS)
        ),
        needs=build_needs(company_id, source, context)[:NEEDS] if source.instrument.need else None,
        steps=build_steps(actions, context),
        method=_build_method(source),
        hurt=build_hurt(findings, actions, context),
        duties=build_duties(company_id, source, language),
        published=source.instrument.published,
    )


def _build_method(source: DiagnosisSource) -> Method:
    instrument = source.instrument
    return Method(
        indicators=len(instrument.indicator),
        respondents=int(source.answers.companies["complete"].sum()),
        least_complete=source.scoring.least_complete,
        least_group=source.privacy.distribution,
        version=source.version,
        asks_hurt=any(is_about_hurt(one) for one in instrument.indicator),
        asks_words=any(question.kind == "text" for question in instrument.question),
        counts_people=any(one.head_counts for one in instrument.indicator),
    )


def _band(company_id: str, source: DiagnosisSource) -> int | None:
    """The band of the whole; None where there is none, or fewer areas than make a whole.

    The index counts what concerns the company. Of a lone owner that can be two areas of six, and
    those are no picture of the whole.
    """
    index = source.scores.index
    scored = known_in(row_of(source.scores.domains, company_id), source.instrument.domains)
    if company_id not in index.index or len(scored) <= len(source.instrument.domains) / 2:
        return None
    return band(float(index[company_id]))
