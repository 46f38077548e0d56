"""What stands out for a company, by domain, and the sentence that its page begins with."""

from collections.abc import Mapping, Sequence

from diagnostics.records import Finding
from reports.company.answer_words import fill_sentence
from reports.company.context import CompanyContext
from reports.company.findings import group_findings, short_name
from reports.company.wording import fill
from reports.diagnosis.document import Remark
from reports.style.markdown import Markdown, escape
from survey.common.texts import said

SENTENCES = 2
"""The most that is said about one domain."""


def gather_remarks(
    findings: Sequence[Finding], tone: str, context: CompanyContext, most: int
) -> tuple[Remark, ...]:
    """At most `most` remarks from the findings of one tone: one per domain, the heaviest first."""
    return tuple(
        _build_remark(domain, group, context)
        for domain, group in list(group_findings(findings, tone, context).items())[:most]
    )


def format_lead(
    findings: Sequence[Finding], context: CompanyContext, *, calculable: bool
) -> Markdown:
    """The first words of the page, as Markdown: what is best, then what most needs to change."""
    best, worst = (group_findings(findings, tone, context) for tone in ("strength", "concern"))
    praised = {
        domain: group
        for domain, group in best.items()
        if not _weighs_against(worst.get(domain, ()), context)
    }
    parts = [_praise(praised, context), _concern(worst, context, calculable=calculable)]
    return Markdown(" ".join(part for part in parts if part))


def _weighs_against(concerns: Sequence[Finding], context: CompanyContext) -> bool:
    """Whether a domain's concerns forbid praising it.

    They do if the domain itself is low, or if somebody has been treated badly.
    """
    indicators = context.instrument.indicators
    return any(
        finding.level == "domain" or indicators[finding.item].sensitive for finding in concerns
    )


def _praise(best: Mapping[str, Sequence[Finding]], context: CompanyContext) -> Markdown | None:
    if not best:
        return None
    names = context.language.listing(
        [short_name(context.instrument.domains[domain], context) for domain in best][:2]
    )
    if all(finding.relative for group in best.values() for finding in group):
        return fill(
            context.language.gettext(
                "There is some way to go, and you have come furthest with **{areas}**."
            ),
            areas=names,
        )
    return fill(context.language.gettext("You do well in **{areas}**."), areas=names)


def _concern(
    worst: Mapping[str, Sequence[Finding]], context: CompanyContext, *, calculable: bool
) -> Markdown:
    _ = context.language.gettext
    if not worst:
        return escape(_nothing_wrong(context) if calculable else _too_little(context))
    domain, group = next(iter(worst.items()))
    name = short_name(context.instrument.domains[domain], context)
    sentences = _sentences(group, context)
    if not sentences:
        return fill(_("What most needs to change is **{area}**."), area=name)
    return fill(
        _("What most needs to change is **{area}**: {sentence}"), area=name, sentence=sentences[0]
    )


def _nothing_wrong(context: CompanyContext) -> str:
    return context.language.gettext("Nothing in your answers stands out for the worse.")


def _too_little(context: CompanyContext) -> str:
    return context.language.gettext(
        "Your answers are too few to say how equal the company is as a whole; here is what they do show."
    )


def _build_remark(domain: str, findings: Sequence[Finding], context: CompanyContext) -> Remark:
    name = said(context.instrument.domains[domain].name, context.language.code)
    sentences = _sentences(findings, context)[:SENTENCES]
    return Remark(
        name, " ".join(sentences) or _general(findings[0], context), _versus(findings, context)
    )


def _sentences(findings: Sequence[Finding], context: CompanyContext) -> list[str]:
    """The instrument's sentences about these indicators, with the company's own numbers."""
    told = (_sentence(finding, context) for finding in findings if finding.level == "indicator")
    return [sentence for sentence in told if sentence]


def _sentence(finding: Finding, context: CompanyContext) -> str | None:
    indicator = context.instrument.indicators[finding.item]
    if indicator.says is None:
        return None
    text = said(
        indicator.says.strong if finding.tone == "strength" else indicator.says.weak,
        context.language.code,
    )
    return fill_sentence(text, context.row, indicator, context.instrument, context.language)


def _general(finding: Finding, context: CompanyContext) -> str:
    _ = context.language.gettext
    if finding.relative:
        return _("This is what you have come furthest with.")
    return (
        _("You have come far here.")
        if finding.tone == "strength"
        else _("Here there is most left to do.")
    )


def _versus(findings: Sequence[Finding], context: CompanyContext) -> str:
    """How the domain compares with other companies; "" where that adds nothing to the remark."""
    tone = findings[0].tone
    told = next((finding.versus for finding in findings if finding.level == "domain"), None)
    if tone == "strength" and told == "above":
        return context.language.gettext("Higher than most.")
    if tone == "concern" and told == "below":
        return context.language.gettext("Lower than most.")
    return ""
