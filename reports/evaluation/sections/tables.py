"""Estimates as tables."""

from collections.abc import Sequence
from math import isfinite

from analysis.effects.records import Estimate
from reports.evaluation.document import ReportTable
from reports.evaluation.measures import Measure, p_words, span_words
from reports.evaluation.notes import format_reason
from reports.style.language import Language

UNFAIR = ("before_after", "difference_in_differences")
"""Their p answers another question than what the programme changed, so it is not shown."""
WIDTHS = (27, 24, 7, 8, 11, 9, 14)
"""Of the columns of a table of estimates, in shares of their sum."""


def table_estimates(
    title: str,
    head: str,
    rows: Sequence[tuple[str, Estimate]],
    measure: Measure,
    language: Language,
) -> ReportTable:
    """One row per estimate, in the unit of one outcome.

    Columns: interval, p, Holm's p, companies, least detectable effect, Maryland level.
    """
    _ = language.gettext
    told = f"{_('Estimate')} ({measure.unit})" if measure.unit else _("Estimate")
    heads = (
        head,
        told,
        _("p"),
        _("p (Holm)"),
        _("Companies"),
        _("Found 4 times in 5"),
        _("Maryland level"),
    )
    return ReportTable(
        title,
        heads,
        tuple(format_estimate(name, row, measure, language) for name, row in rows),
        WIDTHS,
        frozenset(range(2, 7)),
    )


def table_main(
    title: str, rows: Sequence[tuple[Measure, Estimate]], language: Language
) -> ReportTable:
    """One row per outcome, each in its own unit."""
    _ = language.gettext
    heads = (
        _("Outcome"),
        _("Estimate"),
        _("p"),
        _("p (Holm)"),
        _("Companies"),
        _("Found 4 times in 5"),
        _("Maryland level"),
    )
    cells = tuple(
        format_estimate(_with_unit(measure), row, measure, language) for measure, row in rows
    )
    return ReportTable(title, heads, cells, WIDTHS, frozenset(range(2, 7)))


def format_estimate(
    name: str, row: Estimate, measure: Measure, language: Language
) -> tuple[str, ...]:
    """One estimate as cells; one that could not be made says why, and shows no number at all."""
    if row.status != "ok":
        return (name, format_reason(row, measure, language), "–", "–", "–", "–", "–")
    seen = (
        measure.plain(row.minimum_detectable, language) if isfinite(row.minimum_detectable) else "–"
    )
    sides = f"{language.number(row.n_treated)} + {language.number(row.n_comparison)}"
    unfair = row.estimator in UNFAIR
    level = language.number(row.maryland_level) if row.maryland_level else "–"
    return (
        name,
        span_words(row, measure, language),
        "–" if unfair else p_words(row.p, language),
        "–" if unfair else p_words(row.p_adjusted, language),
        sides,
        seen,
        level,
    )


def _with_unit(measure: Measure) -> str:
    return f"{measure.name} ({measure.unit})" if measure.unit else measure.name
