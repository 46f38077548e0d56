"""The steps of a company's page: those at once where somebody was hurt, and those that suit it."""

from collections.abc import Sequence

from diagnostics.findings.measures import FittedAction
from diagnostics.records import Finding
from reports.company.build import build_step
from reports.company.context import CompanyContext
from reports.company.findings import begin_small
from reports.company.records import SuggestedAction
from reports.diagnosis.document import HurtBox
from reports.diagnosis.remarks import tell_findings
from survey.common.texts import said

ABOUT = 2
"""The most findings that a step is said to be for."""


def build_hurt(
    findings: Sequence[Finding], actions: Sequence[FittedAction], context: CompanyContext
) -> HurtBox | None:
    """What somebody has been subjected to, and what to do this week; None where nobody has."""
    hurt = [finding for finding in findings if finding.tone == "hurt"]
    if not hurt:
        return None
    steps = [build_step(one, context.language) for one in actions if one.action.for_hurt]
    return HurtBox(tuple(dict.fromkeys(tell_findings(hurt, context))), tuple(steps))


def build_steps(
    actions: Sequence[FittedAction], context: CompanyContext
) -> tuple[SuggestedAction, ...]:
    """The steps that suit the company, each with what it is for."""
    return tuple(
        build_step(one, context.language, _tell_about(one.because, context))
        for one in actions
        if not one.action.for_hurt
    )


def _tell_about(because: Sequence[Finding], context: CompanyContext) -> list[str]:
    """What a step is for: at most two findings, an indicator before the domain that it lies in."""
    told = [finding for finding in because if finding.tone != "strength"] or list(because)
    indicators = [finding for finding in told if finding.level == "indicator"]
    inside = {context.instrument.indicators[finding.item].domain for finding in indicators}
    kept = [one for one in told if one.level != "domain" or one.item not in inside]
    return [_name(finding, context) for finding in kept[:ABOUT]]


def _name(finding: Finding, context: CompanyContext) -> str:
    instrument, code = context.instrument, context.language.code
    match finding.level:
        case "need":
            need = next(need for need in instrument.need if need.id == finding.item)
            name = need.to_do or need.name
        case "domain":
            name = instrument.domains[finding.item].name
        case _:
            indicator = instrument.indicators[finding.item]
            name = indicator.in_sentence or indicator.name
    told = begin_small(said(name, code))
    if finding.tone == "strength":
        return context.language.gettext("{area}, which is already going well").format(area=told)
    return told
