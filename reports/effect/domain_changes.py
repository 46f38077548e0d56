"""A company's change, domain by domain."""

from collections.abc import Collection
from math import isnan, nan

from analysis.effects.company_change import Change
from analysis.scoring.scoring import band
from diagnostics.findings.facts import is_about_hurt
from reports.company.build import format_group, format_missing_score
from reports.company.findings import equality_flags
from reports.effect.document import FlaggedArea, IndexChange, Shift
from reports.effect.source import EffectSource
from reports.effect.suggestions import lower_first
from reports.style.cells import number_in, row_of
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import INDEX

LOW = 50.0
"""Below so many points an area is called low: the two lower bands."""


def build_shifts(company_id: str, source: EffectSource, language: Language) -> tuple[Shift, ...]:
    """One shift per domain, in the instrument's order."""
    return tuple(
        _build_shift(company_id, change, source, language)
        for change in source.changes[company_id]
        if change.item != INDEX
    )


def build_whole(company_id: str, source: EffectSource) -> IndexChange:
    """The groups of both rounds, as in a diagnosis, and whether the points moved for sure."""
    change = next(change for change in source.changes[company_id] if change.item == INDEX)
    before, after = (
        band(nan if (score := number_in(one.scores.index, company_id)) is None else score)
        for one in (source.before, source.after)
    )
    return IndexChange(before, after, change.reliable.verdict)


def build_flagged(
    company_id: str, source: EffectSource, language: Language
) -> tuple[FlaggedArea, ...]:
    """The areas that its diagnosis marked and that were low, each once; none without a diagnosis.

    What hurts somebody is no area: it is told apart, and nobody is measured by it.
    """
    if company_id not in source.diagnosed:
        return ()
    marked = find_marked(company_id, source)
    return tuple(
        FlaggedArea(
            said(source.after.instrument.domains[change.item].name, language.code),
            change.before,
            None if isnan(change.after) else change.after,
            sure=change.reliable.verdict == "better",
        )
        for change in source.changes[company_id]
        if change.item in marked and change.before < LOW
    )


def find_marked(company_id: str, source: EffectSource) -> Collection[str]:
    """The domains that the company's equality flags of the first round rest on."""
    instrument = source.before.instrument
    reasons = [
        reason.item
        for flag in equality_flags(company_id, source.before.flags)
        for reason in flag.reasons
    ]
    told = [instrument.indicators[item] for item in reasons if item in instrument.indicators]
    behind = [one.domain for one in told if not is_about_hurt(one)]
    return {item for item in [*reasons, *behind] if item in instrument.domains}


def _build_shift(
    company_id: str, change: Change, source: EffectSource, language: Language
) -> Shift:
    low, high = _chance(change)
    domain = source.after.instrument.domains[change.item]
    return Shift(
        name=said(domain.name, language.code),
        short=lower_first(said(domain.short or domain.name, language.code)),
        told=_read_told(company_id, change.item, source),
        before=None if isnan(change.before) else change.before,
        after=None if isnan(change.after) else change.after,
        low=low,
        high=high,
        verdict=change.reliable.verdict,
        others=change.others.mean,
        n=change.others.n,
        group=format_group(change.others.group, source.before, language),
        missing=_missing(company_id, change, source, language),
    )


def _read_told(company_id: str, domain: str, source: EffectSource) -> float | None:
    """The points in the company's diagnosis; None without one."""
    if company_id not in source.diagnosed:
        return None
    return number_in(row_of(source.before.scores.domains, company_id), domain)


def _chance(change: Change) -> tuple[float | None, float | None]:
    """The 95 % interval (within 0-100) of the second score if there is only measurement error."""
    worth = change.reliable
    if worth.verdict == "not_calculable":
        return None, None
    middle = change.before + worth.expected
    return max(0.0, middle - worth.limit), min(100.0, middle + worth.limit)


def _missing(company_id: str, change: Change, source: EffectSource, language: Language) -> str:
    if change.reliable.verdict != "not_calculable":
        return ""
    if isnan(change.after):
        return format_missing_score(change.item, company_id, source.after, language)
    return (
        language.gettext("too few answers last time")
        if isnan(change.before)
        else language.gettext("cannot be judged")
    )
