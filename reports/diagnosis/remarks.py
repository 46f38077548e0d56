"""What stands out for a company, by domain, and the sentences that its page begins with."""

from collections.abc import Mapping, Sequence

from diagnostics.findings.findings import MIDDLE, STRONG
from diagnostics.findings.headline import find_headline
from diagnostics.findings.measures import FittedAction
from diagnostics.records import Finding, Tone
from reports.company.answer_words import fill_sentence
from reports.company.context import CompanyContext
from reports.company.findings import choose_says, group_findings, short_name
from reports.company.records import Area
from reports.company.wording import fill
from reports.diagnosis.document import Remark
from reports.style.markdown import Markdown, escape
from survey.common.texts import said

SENTENCES = 2
"""The most that is said about one domain."""


def gather_remarks(
    findings: Sequence[Finding], tones: Sequence[Tone], context: CompanyContext, most: int
) -> tuple[Remark, ...]:
    """At most `most` remarks from the findings of these tones: one per domain, the heaviest first."""
    return tuple(
        _build_remark(domain, group, context)
        for tone in tones
        for domain, group in list(group_findings(findings, tone, context).items())[:most]
    )


def list_alike(
    concerns: Sequence[Remark], areas: Sequence[Area], context: CompanyContext
) -> tuple[str, ...]:
    """The areas that can get better although comparable companies score alike, by short names."""
    within = {area.name for area in areas if area.verdict == "within"}
    told = {remark.topic for remark in concerns} & within
    domains = context.instrument.domains.values()
    return tuple(
        short_name(domain, context)
        for domain in domains
        if said(domain.name, context.language.code) in told
    )


def format_lead(
    findings: Sequence[Finding],
    actions: Sequence[FittedAction],
    context: CompanyContext,
    *,
    calculable: bool,
) -> Markdown:
    """The first words of the page, as Markdown: what is best, then what most is to be done about."""
    best = group_findings(findings, "strength", context)
    parts = [_praise(best, context), _headline(findings, actions, context)]
    told = [part for part in parts if part]
    if not any(finding.tone in {"concern", "next", "hurt"} for finding in _equality(findings)):
        told.append(escape(_nothing_wrong(context) if calculable else _too_little(context)))
    elif not told:
        told.append(escape(context.language.gettext("Here is what your answers show.")))
    return Markdown(" ".join(told))


def _equality(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level != "need"]


def _praise(best: Mapping[str, Sequence[Finding]], context: CompanyContext) -> Markdown | None:
    if not best:
        return None
    names = context.language.listing(
        [short_name(context.instrument.domains[domain], context) for domain in best][:2]
    )
    _ = context.language.gettext
    if all(finding.relative for group in best.values() for finding in group):
        told = _("There is some way to go. You have come furthest with **{areas}**.")
    else:
        told = _("You have come far with **{areas}**.")
    return fill(told, areas=names)


def _headline(
    findings: Sequence[Finding], actions: Sequence[FittedAction], context: CompanyContext
) -> Markdown | None:
    """The gravest finding that one of the steps is for."""
    answered = {finding.item for one in actions for finding in one.because}
    headline = find_headline(findings, lambda finding: finding.item in answered)
    if headline is None:
        return None
    _ = context.language.gettext
    told = (
        _("Next, you could take on **{area}**.")
        if headline.tone == "next"
        else _("There is most to do in **{area}**.")
    )
    name = short_name(context.instrument.domains[str(headline.domain)], context)
    sentence = _sentence(headline, context) if headline.level == "indicator" else None
    return Markdown(" ".join([fill(told, area=name), *([escape(sentence)] if sentence else [])]))


def _nothing_wrong(context: CompanyContext) -> str:
    return context.language.gettext("Nothing in your answers gives cause for concern.")


def _too_little(context: CompanyContext) -> str:
    return context.language.gettext(
        "Your answers are too few to say how equal the company is as a whole. Here is what they do show."
    )


def _build_remark(domain: str, findings: Sequence[Finding], context: CompanyContext) -> Remark:
    name = said(context.instrument.domains[domain].name, context.language.code)
    sentences = tell_findings(findings, context)[:SENTENCES]
    return Remark(
        name, " ".join(sentences) or _general(findings[0], context), _versus(findings, context)
    )


def tell_findings(findings: Sequence[Finding], context: CompanyContext) -> list[str]:
    """The sentences about the indicators among the findings, with the company's own numbers."""
    told = (_sentence(finding, context) for finding in findings if finding.level == "indicator")
    return [sentence for sentence in told if sentence]


def _sentence(finding: Finding, context: CompanyContext) -> str | None:
    """The instrument's sentence about an indicator; None where it has none that is true of the score."""
    indicator = context.instrument.indicators[finding.item]
    strong = finding.tone == "strength"
    is_true = finding.score >= STRONG if strong else finding.score < MIDDLE
    if finding.rarity is not None:
        template = _rare(finding, context)
    elif indicator.says is None or not (is_true or finding.relative or finding.tone == "hurt"):
        return None
    else:
        says = choose_says(indicator.says, context, strong=strong)
        template = said(says, context.language.code)
    return fill_sentence(template, context.row, indicator, context.instrument, context.language)


def _rare(finding: Finding, context: CompanyContext) -> str:
    _ = context.language.gettext
    if finding.rarity == "company":
        return _(
            "Lately you have mostly hired people of the sex that is rarer in your company "
            "(women {women}, men {men}). In points that counts as uneven, but it is a step towards balance."
        )
    return _(
        "Lately you have mostly hired people of the sex that is rarer in your industry "
        "(women {women}, men {men}). In points that counts as uneven, but it is a step towards balance."
    )


def _general(finding: Finding, context: CompanyContext) -> str:
    _ = context.language.gettext
    if finding.relative:
        return _("This is what you have come furthest with.")
    match finding.tone:
        case "strength":
            return _("You have come far here.")
        case "next":
            return _("Here there is a little left to do.")
        case _:
            return _("Here there is most left to do.")


def _versus(findings: Sequence[Finding], context: CompanyContext) -> str:
    """How the domain compares with other companies; "" where that adds nothing to the remark."""
    tone = findings[0].tone
    told = next((finding.versus for finding in findings if finding.level == "domain"), None)
    if tone == "strength" and told == "above":
        return context.language.gettext("Higher than most.")
    if tone != "strength" and told == "below":
        return context.language.gettext("Lower than most.")
    return ""
