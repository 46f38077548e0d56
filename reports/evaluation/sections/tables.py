"""Estimates as tables."""

from collections.abc import Sequence
from math import isfinite

from analysis.effects.records import Estimate
from reports.evaluation.document import Table
from reports.evaluation.measures import Measure, p_words, span_words
from reports.evaluation.notes import tell_reason
from reports.style.language import Language

WIDTHS = (27, 24, 7, 8, 11, 9, 14)
"""Of the columns of a table of estimates, in shares of their sum."""


def table_estimates(
    title: str,
    head: str,
    rows: Sequence[tuple[str, Estimate]],
    measure: Measure,
    language: Language,
) -> Table:
    """A row an estimate, in the unit of one outcome: interval, p, Holm's p, companies, least detectable effect and Maryland level."""
    _ = language.gettext
    told = f"{_('Estimate')} ({measure.unit})" if measure.unit else _("Estimate")
    heads = (
        head,
        told,
        _("p"),
        _("p (Holm)"),
        _("Companies"),
        _("Could have seen"),
        _("Maryland level"),
    )
    return Table(
        title,
        heads,
        tuple(tell_estimate(name, row, measure, language) for name, row in rows),
        WIDTHS,
        frozenset(range(2, 7)),
    )


def table_main(title: str, rows: Sequence[tuple[Measure, Estimate]], language: Language) -> Table:
    """A row an outcome, each in its own unit."""
    _ = language.gettext
    heads = (
        _("Outcome"),
        _("Estimate"),
        _("p"),
        _("p (Holm)"),
        _("Companies"),
        _("Could have seen"),
        _("Maryland level"),
    )
    cells = tuple(
        tell_estimate(_with_unit(measure), row, measure, language) for measure, row in rows
    )
    return Table(title, heads, cells, WIDTHS, frozenset(range(2, 7)))


def tell_estimate(
    name: str, row: Estimate, measure: Measure, language: Language
) -> tuple[str, ...]:
    """One estimate as cells; one that could not be made says why, and shows no number at all."""
    if row.status != "ok":
        return (name, tell_reason(row, measure, language), "–", "–", "–", "–", "–")
    seen = (
        measure.plain(row.minimum_detectable, language) if isfinite(row.minimum_detectable) else "–"
    )
    sides = f"{language.number(row.n_treated)} + {language.number(row.n_comparison)}"
    level = language.number(row.maryland_level) if row.maryland_level else "–"
    return (
        name,
        span_words(row, measure, language),
        p_words(row.p, language),
        p_words(row.p_adjusted, language),
        sides,
        seen,
        level,
    )


def _with_unit(measure: Measure) -> str:
    return f"{measure.name} ({measure.unit})" if measure.unit else measure.name
