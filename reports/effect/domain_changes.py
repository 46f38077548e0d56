"""A company's change, domain by domain."""

from math import isnan

from analysis.effects.company_change import Change
from analysis.scoring.scoring import band
from reports.company.build import format_group, format_missing_score
from reports.effect.document import IndexChange, Shift
from reports.effect.source import EffectSource
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import INDEX


def build_shifts(company_id: str, source: EffectSource, language: Language) -> tuple[Shift, ...]:
    """One shift per domain, in the instrument's order."""
    return tuple(
        _build_shift(company_id, change, source, language)
        for change in source.changes[company_id]
        if change.item != INDEX
    )


def build_whole(company_id: str, source: EffectSource) -> IndexChange:
    """The index in both rounds."""
    change = next(change for change in source.changes[company_id] if change.item == INDEX)
    return IndexChange(band(change.before), band(change.after), change.reliable.verdict)


def _build_shift(
    company_id: str, change: Change, source: EffectSource, language: Language
) -> Shift:
    low, high = _chance(change)
    return Shift(
        name=said(source.after.instrument.domains[change.item].name, language.code),
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
