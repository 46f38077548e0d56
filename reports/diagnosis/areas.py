"""Where a company stands, domain by domain, against comparable ones."""

from collections.abc import Mapping

from analysis.records import Benchmark, State
from diagnostics.findings.findings import compare
from reports.company.records import Area
from reports.diagnosis.source import DiagnosisSource
from reports.style.cells import number_in, row_of
from reports.style.language import Language
from survey.answers.background import label
from survey.common.texts import said


def build_areas(company_id: str, source: DiagnosisSource, language: Language) -> tuple[Area, ...]:
    """One area a domain, in the instrument's order."""
    benchmarks = {benchmark.item: benchmark for benchmark in source.benchmarks.get(company_id, ())}
    return tuple(
        _build_area(domain, company_id, benchmarks.get(domain), source, language)
        for domain in source.instrument.domains
    )


def _build_area(
    domain: str,
    company_id: str,
    benchmark: Benchmark | None,
    source: DiagnosisSource,
    language: Language,
) -> Area:
    name = said(source.instrument.domains[domain].name, language.code)
    score = number_in(row_of(source.scores.domains, company_id), domain)
    if score is None:
        return Area(
            name,
            None,
            None,
            None,
            "unknown",
            0,
            "",
            tell_missing(domain, company_id, source, language),
        )
    versus = compare(benchmark)
    if benchmark is None or versus is None:
        return Area(name, score, None, None, "alone", 0, "")
    return Area(
        name,
        score,
        benchmark.low,
        benchmark.high,
        versus,
        benchmark.n,
        tell_group(benchmark.group, source, language),
    )


def tell_missing(domain: str, company_id: str, source: DiagnosisSource, language: Language) -> str:
    """Why a domain has no score: nothing in it concerns the company, or too little of it was answered."""
    states = row_of(source.scores.points.states, company_id)
    own = {
        states.get(indicator.id)
        for indicator in source.instrument.indicator
        if indicator.domain == domain
    }
    if own <= {State.NOT_APPLICABLE, State.NOT_ASKED}:
        return language.gettext("does not concern you")
    return language.gettext("too few answers")


def tell_group(group: Mapping[str, str], source: DiagnosisSource, language: Language) -> str:
    """What a group of companies has in common; "" for all companies."""
    return ", ".join(
        _group_part(background, value, source, language) for background, value in group.items()
    )


def _group_part(background: str, value: str, source: DiagnosisSource, language: Language) -> str:
    named = next(
        (item.name for item in source.instrument.background if item.id == background), None
    )
    shown = label(source.instrument, background, value, language.code).lower()
    return f"{said(named, language.code).lower()}: {shown}" if named else shown
