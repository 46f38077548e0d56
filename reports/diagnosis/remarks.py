"""What stands out for a company, told domain by domain, and the sentence that its page begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from diagnostics.records import Finding
from reports.company.answer_words import fill_sentence
from reports.company.wording import fill
from reports.diagnosis.document import Remark
from reports.style.language import Language
from reports.style.markdown import Markdown, escape
from survey.common.texts import said
from survey.instrument.records import Domain, Instrument

SENTENCES = 2
"""The most that is said about one domain."""


@dataclass(frozen=True, slots=True)
class Teller:
    """One company's answers (`row`, by column) and the words to tell them in."""

    row: pd.Series
    instrument: Instrument
    language: Language


def tell_findings(
    findings: Sequence[Finding], tone: str, teller: Teller, most: int
) -> tuple[Remark, ...]:
    """The findings of one tone as at most `most` remarks, one a domain, the heaviest first."""
    return tuple(
        _tell_domain(domain, group, teller)
        for domain, group in list(group_findings(findings, tone, teller).items())[:most]
    )


def lead(findings: Sequence[Finding], teller: Teller, *, calculable: bool) -> Markdown:
    """The first words of the page, as Markdown: what is best, then what stands out."""
    best, worst = (group_findings(findings, tone, teller) for tone in ("strength", "concern"))
    praised = {
        domain: group
        for domain, group in best.items()
        if not _weighs_against(worst.get(domain, ()), teller)
    }
    parts = [_praise(praised, teller), _concern(worst, teller, calculable=calculable)]
    return Markdown(" ".join(part for part in parts if part))


def _weighs_against(concerns: Sequence[Finding], teller: Teller) -> bool:
    """Whether a domain's concerns forbid to praise it as a whole: it is low itself, or somebody has been treated badly."""
    indicators = teller.instrument.indicators
    return any(
        finding.level == "domain" or indicators[finding.item].sensitive for finding in concerns
    )


def _praise(best: Mapping[str, Sequence[Finding]], teller: Teller) -> Markdown | None:
    if not best:
        return None
    names = teller.language.listing(
        [short_name(teller.instrument.domains[domain], teller) for domain in best][:2]
    )
    if all(finding.relative for group in best.values() for finding in group):
        return fill(
            teller.language.gettext(
                "There is some way to go, and you have come furthest with **{areas}**."
            ),
            areas=names,
        )
    return fill(teller.language.gettext("You do well in **{areas}**."), areas=names)


def _concern(
    worst: Mapping[str, Sequence[Finding]], teller: Teller, *, calculable: bool
) -> Markdown:
    _ = teller.language.gettext
    if not worst:
        return escape(_nothing_wrong(teller) if calculable else _too_little(teller))
    domain, group = next(iter(worst.items()))
    name = short_name(teller.instrument.domains[domain], teller)
    sentences = _sentences(group, teller)
    if not sentences:
        return fill(_("What most needs to change is **{area}**."), area=name)
    return fill(
        _("What most needs to change is **{area}**: {sentence}"), area=name, sentence=sentences[0]
    )


def _nothing_wrong(teller: Teller) -> str:
    return teller.language.gettext("Nothing in your answers stands out for the worse.")


def _too_little(teller: Teller) -> str:
    return teller.language.gettext(
        "Your answers are too few to say how equal the company is as a whole; here is what they do show."
    )


def group_findings(
    findings: Sequence[Finding], tone: str, teller: Teller
) -> Mapping[str, Sequence[Finding]]:
    """A tone's findings about equality, grouped by domain, heaviest domain and finding first."""
    grouped: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: -finding.weight):
        domain = _domain(finding, teller.instrument)
        if finding.tone == tone and domain is not None:
            grouped.setdefault(domain, []).append(finding)
    return grouped


def _domain(finding: Finding, instrument: Instrument) -> str | None:
    if finding.level == "domain":
        return finding.item
    indicator = instrument.indicators.get(finding.item)
    return indicator.domain if indicator else None


def _tell_domain(domain: str, findings: Sequence[Finding], teller: Teller) -> Remark:
    name = said(teller.instrument.domains[domain].name, teller.language.code)
    sentences = _sentences(findings, teller)[:SENTENCES]
    return Remark(
        name, " ".join(sentences) or _general(findings[0], teller), _versus(findings, teller)
    )


def _sentences(findings: Sequence[Finding], teller: Teller) -> list[str]:
    """What the instrument says about the indicators among the findings, with the company's own numbers."""
    told = (_sentence(finding, teller) for finding in findings if finding.level == "indicator")
    return [sentence for sentence in told if sentence]


def _sentence(finding: Finding, teller: Teller) -> str | None:
    indicator = teller.instrument.indicators[finding.item]
    if indicator.says is None:
        return None
    text = said(
        indicator.says.strong if finding.tone == "strength" else indicator.says.weak,
        teller.language.code,
    )
    return fill_sentence(text, teller.row, indicator, teller.instrument, teller.language)


def _general(finding: Finding, teller: Teller) -> str:
    _ = teller.language.gettext
    if finding.relative:
        return _("This is what you have come furthest with.")
    return (
        _("You have come far here.")
        if finding.tone == "strength"
        else _("Here there is most left to do.")
    )


def _versus(findings: Sequence[Finding], teller: Teller) -> str:
    """Where the domain stands among comparable companies, where that says more than the remark itself."""
    tone = findings[0].tone
    told = next((finding.versus for finding in findings if finding.level == "domain"), None)
    if tone == "strength" and told == "above":
        return teller.language.gettext("Higher than most.")
    if tone == "concern" and told == "below":
        return teller.language.gettext("Lower than most.")
    return ""


def short_name(domain: Domain, teller: Teller) -> str:
    """A domain's name inside a sentence."""
    text = said(domain.short or domain.name, teller.language.code)
    return text[:1].lower() + text[1:]
