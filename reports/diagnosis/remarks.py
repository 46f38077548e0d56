"""What stands out for a company, by domain, and the sentences that its page begins with."""

from collections.abc import Mapping, Sequence

from diagnostics.findings.findings import MIDDLE, STRONG
from diagnostics.findings.headline import find_headline
from diagnostics.findings.measures import FittedAction
from diagnostics.records import Finding, Tone
from reports.company.answer_words import favours_women, fill_sentence
from reports.company.context import CompanyContext
from reports.company.findings import choose_says, group_findings, short_name
from reports.company.records import Area
from reports.company.wording import fill
from reports.diagnosis.document import Remark
from reports.style.markdown import Markdown, escape
from survey.common.texts import said

FAR = 3
"""The lowest band (1-4) of companies that have come far."""
SENTENCES = 2
"""The most that is said about one domain."""


def gather_remarks(
    findings: Sequence[Finding], tones: Sequence[Tone], context: CompanyContext, most: int
) -> tuple[Remark, ...]:
    """At most `most` remarks of each of these tones: one a domain, the heaviest first.

    A domain that is only better than the company's others is told by an answer that was good, or
    not at all.
    """
    return tuple(
        _build_remark(domain, group, context)
        for tone in tones
        for domain, group in list(group_findings(findings, tone, context).items())[:most]
        if not group[0].relative or tell_findings(group, context)
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
    band: int | None,
) -> Markdown:
    """The first words of the page, as Markdown.

    They follow the `band` of the whole (1-4, None if there is none), then say what most is to be
    done about. A page on which somebody was treated badly praises nothing here.
    """
    headline = _headline(findings, actions, context)
    equality = [finding for finding in findings if finding.level != "need"]
    if any(finding.tone == "hurt" for finding in equality):
        start: str = escape(context.language.gettext("The rest of the report is about the rest."))
    else:
        start = _whole(group_findings(findings, "strength", context), context, band)
    told = [start, *([headline] if headline else [])]
    if not any(finding.tone in {"concern", "next", "hurt"} for finding in equality):
        told.append(escape(_nothing_wrong(context) if band else _too_little(context)))
    return Markdown(" ".join(one for one in told if one))


def _whole(
    best: Mapping[str, Sequence[Finding]], context: CompanyContext, band: int | None
) -> Markdown:
    """How it goes as a whole, and the areas that go well."""
    _ = context.language.gettext
    good = [
        short_name(context.instrument.domains[domain], context)
        for domain, group in best.items()
        if not all(finding.relative for finding in group)
    ]
    areas = context.language.listing(good[:2])
    is_far = band is not None and band >= FAR
    if band is None:
        told = (
            _("Things are going well with **{areas}**.") if good else _("Thank you for answering.")
        )
    elif is_far and good:
        told = _("You have come far, above all with **{areas}**.")
    elif is_far:
        told = _("As a whole you have come far.")
    elif good:
        told = _("Things are going well with **{areas}**. As a whole you have some way to go.")
    else:
        told = _("As a whole you have some way to go.")
    return fill(told, areas=areas)


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
    if sentence is None:
        step = next(one for one in actions if headline in one.because)
        title = said(step.action.title, context.language.code)
        sentence = _("You could begin with the step “{title}”.").format(title=title)
    return Markdown(f"{fill(told, area=name)} {escape(sentence)}")


def _only_good(
    best: Mapping[str, Sequence[Finding]], context: CompanyContext, *, calculable: bool
) -> list[str]:
    """What follows the praise where nothing is to be done: its reason, and that it is all."""
    first = next(iter(best.values()), ())
    reason = tell_findings(first, context)[:1]
    if not calculable:
        return [*reason, _too_little(context)]
    return reason if any(one.relative for one in first) else [*reason, _nothing_wrong(context)]


def _nothing_wrong(context: CompanyContext) -> str:
    return context.language.gettext("Nothing in your answers gives cause for concern.")


def _too_little(context: CompanyContext) -> str:
    return context.language.gettext(
        "Your answers are too few to say how equal the company is as a whole. "
        "Here is what they do show."
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


def list_answered(
    findings: Sequence[Finding], tones: Sequence[Tone], context: CompanyContext, most: int
) -> frozenset[str]:
    """The indicators whose answers the remarks of `gather_remarks` tell already."""
    told = set()
    for tone in tones:
        for group in list(group_findings(findings, tone, context).values())[:most]:
            said_of = [one for one in group if one.level == "indicator" and _sentence(one, context)]
            told |= {
                one.item for one in said_of[:SENTENCES] if "{" in (_template(one, context) or "")
            }
    return frozenset(told)


def _sentence(finding: Finding, context: CompanyContext) -> str | None:
    """The instrument's sentence about an indicator, with the company's own numbers."""
    template = _template(finding, context)
    indicator = context.instrument.indicators[finding.item]
    if template is None:
        return None
    return fill_sentence(template, context.row, indicator, context.instrument, context.language)


def _template(finding: Finding, context: CompanyContext) -> str | None:
    """The sentence before it is filled; None where there is none that is true of the score.

    What tells the company's own numbers is true of all that is not strong; other sentences about
    what is weak only under the middle.
    """
    indicator, strong = context.instrument.indicators[finding.item], finding.tone == "strength"
    if finding.rarity is not None:
        return _rare(finding, context)
    if indicator.says is None:
        return None
    own = indicator.says.women_weak if favours_women(context.row, indicator) else None
    variant = choose_says(indicator.says, context, strong=strong)
    template = said(variant if strong or own is None else own, context.language.code)
    below = STRONG if "{" in template else MIDDLE
    is_true = finding.score >= STRONG if strong else finding.score < below
    return template if is_true or finding.tone == "hurt" else None


def _rare(finding: Finding, context: CompanyContext) -> str:
    _ = context.language.gettext
    if finding.rarity == "company":
        return _(
            "Lately you have mostly hired people of the sex that is rarer in your company "
            "(women {women}, men {men}). In points that counts as uneven, "
            "but it is a step towards balance."
        )
    return _(
        "Lately you have mostly hired people of the sex that is rarer in your industry "
        "(women {women}, men {men}). In points that counts as uneven, "
        "but it is a step towards balance."
    )


def _general(finding: Finding, context: CompanyContext) -> str:
    _ = context.language.gettext
    match finding.tone:
        case "strength" if finding.score < STRONG:
            return _("Here you are ahead of many others.")
        case "strength":
            return _("Here it goes well.")
        case "next":
            return _("Here there is a little left to do.")
        case _:
            return _("Here there is more to do.")


def _versus(findings: Sequence[Finding], context: CompanyContext) -> str:
    """How the domain compares with other companies; "" where that adds nothing to the remark."""
    tone = findings[0].tone
    told = next((finding.versus for finding in findings if finding.level == "domain"), None)
    if tone == "strength" and told == "above":
        return context.language.gettext("Higher than most.")
    if tone != "strength" and told == "below":
        return context.language.gettext("Lower than most.")
    return ""
