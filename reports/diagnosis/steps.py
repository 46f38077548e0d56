"""The steps of a company's page: those at once where somebody was hurt, and those that suit it."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from diagnostics.findings.measures import FittedAction, is_made_for
from diagnostics.records import Finding
from reports.company.build import build_step
from reports.company.context import CompanyContext
from reports.company.findings import begin_small
from reports.company.records import SuggestedAction
from reports.diagnosis.document import HurtBox
from reports.diagnosis.remarks import tell_findings
from reports.style.cells import text_in
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
    return HurtBox(tuple(_tell_hurt(hurt, context)), tuple(steps))


def _tell_hurt(hurt: Sequence[Finding], context: CompanyContext) -> list[str]:
    """What was told, and when: all acts in one sentence where the instrument names each of them."""
    acts = [
        said(says.act, context.language.code)
        for finding in hurt
        if (says := context.instrument.indicators[finding.item].says) and says.act
    ]
    if len(acts) < len(hurt):
        return [*dict.fromkeys(tell_findings(hurt, context))]
    _ = context.language.gettext
    month = answer_month(context)
    if context.language.to_one:
        told = (
            _("In {month} you told us that you have been subjected to {acts}.")
            if month
            else _("You have told us that you have been subjected to {acts}.")
        )
    else:
        told = (
            _("In {month} you told us that somebody in the company has been subjected to {acts}.")
            if month
            else _("You have told us that somebody in the company has been subjected to {acts}.")
        )
    return [told.format(month=month, acts=context.language.listing(acts))]


def answer_month(context: CompanyContext) -> str:
    """The month in which the company answered, in words; "" where unknown."""
    submitted = text_in(context.row, "submitted")
    return context.language.month(pd.Timestamp(submitted).date()) if submitted else ""


def build_steps(
    actions: Sequence[FittedAction], context: CompanyContext
) -> tuple[SuggestedAction, ...]:
    """The steps that suit the company, each with what it is for."""
    return tuple(_build_ordinary(one, context) for one in actions if not one.action.for_hurt)


def _build_ordinary(fitted: FittedAction, context: CompanyContext) -> SuggestedAction:
    """A step with what it is for; what is known of it only where somebody has measured."""
    step = build_step(fitted, context.language, _tell_about(fitted, context))
    is_measured = fitted.evidence is not None and fitted.evidence.grade != "unknown"
    return step if is_measured else replace(step, known="")


def _tell_about(fitted: FittedAction, context: CompanyContext) -> list[str]:
    """What a step is for: at most two findings, an indicator before the domain that it lies in.

    What hurt somebody is said once. The company's first wish goes first in a step made for it.
    """
    because = fitted.because
    told = [finding for finding in because if finding.tone != "strength"] or list(because)
    told = [*told[:1], *(one for one in told[1:] if one.tone != "hurt")]
    wished = [one for one in told if one.is_first_wish and is_made_for(fitted.action, one)]
    told.sort(key=lambda finding: finding not in wished)
    indicators = [finding for finding in told if finding.level == "indicator"]
    inside = {context.instrument.indicators[finding.item].domain for finding in indicators}
    kept = [one for one in told if one.level != "domain" or one.item not in inside]
    return [_name(finding, context, first=finding in wished) for finding in kept[:ABOUT]]


def _name(finding: Finding, context: CompanyContext, *, first: bool) -> str:
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
    if finding.tone == "hurt":
        return context.language.gettext("what you tell us at the top")
    if first:
        return context.language.gettext("{need}, your first choice").format(need=told)
    if finding.tone == "strength":
        return context.language.gettext("{area}, which is already going well").format(area=told)
    return told
