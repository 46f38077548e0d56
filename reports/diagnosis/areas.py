"""Where a company stands, domain by domain, against comparable ones."""

from analysis.records import Benchmark
from diagnostics.findings.items import compare
from reports.company.build import concerns, format_group, format_missing_score
from reports.company.records import Area
from reports.diagnosis.source import DiagnosisSource
from reports.style.cells import number_in, row_of
from reports.style.language import Language
from survey.common.texts import said


def build_areas(
    company_id: str, source: DiagnosisSource, language: Language, *, to_one: bool = False
) -> tuple[Area, ...]:
    """One area a domain, in the instrument's order; `to_one` person only those it concerns."""
    benchmarks = {benchmark.item: benchmark for benchmark in source.benchmarks.get(company_id, ())}
    return tuple(
        _build_area(domain, company_id, benchmarks.get(domain), source, language)
        for domain in source.instrument.domains
        if not to_one or concerns(domain, company_id, source)
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
            format_missing_score(domain, company_id, source, language),
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
        format_group(benchmark.group, source, language),
    )
