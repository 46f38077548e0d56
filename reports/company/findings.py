"""A company's findings about equality, domain by domain."""

from collections.abc import Mapping, Sequence

from diagnostics.records import Finding, Flag
from reports.company.context import CompanyContext
from survey.common.texts import Text, said
from survey.instrument.records import Domain, Indicator, Instrument, Says


def equality_flags(company_id: str, flags: Sequence[Flag]) -> Sequence[Flag]:
    """The company's equality flags among `flags`."""
    return [flag for flag in flags if flag.company_id == company_id and flag.kind == "equality"]


def group_findings(
    findings: Sequence[Finding], tone: str, context: CompanyContext
) -> Mapping[str, Sequence[Finding]]:
    """A tone's findings about equality, grouped by domain, heaviest domain and finding first."""
    grouped: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: -finding.weight):
        domain = _domain(finding, context.instrument)
        if finding.tone == tone and domain is not None:
            grouped.setdefault(domain, []).append(finding)
    return grouped


def _domain(finding: Finding, instrument: Instrument) -> str | None:
    if finding.level == "domain":
        return finding.item
    indicator = instrument.indicators.get(finding.item)
    return indicator.domain if indicator else None


def choose_says(says: Says, context: CompanyContext, *, strong: bool) -> Text:
    """What the instrument says to a company of this size: a lone owner, one employee, or more."""
    few = says.few_strong if strong else says.few_weak
    alone = says.alone_strong if strong else says.alone_weak
    everybody = says.strong if strong else says.weak
    if context.language.to_one:
        return alone or few or everybody
    return few or everybody if context.employees == 1 else everybody


def name_topic(indicator: Indicator, code: str) -> str:
    """What an indicator is about, inside a sentence in the language `code`."""
    text = said(indicator.in_sentence or indicator.name, code)
    return text if indicator.in_sentence else text[:1].lower() + text[1:]


def short_name(domain: Domain, context: CompanyContext) -> str:
    """A domain's name inside a sentence."""
    return begin_small(said(domain.short or domain.name, context.language.code))


def begin_small(name: str) -> str:
    """A name as it stands inside a sentence."""
    return name[:1].lower() + name[1:]
