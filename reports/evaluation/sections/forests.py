"""Estimates as forest plots: main ones, naive ones beside them, and parts of the programme."""

from collections.abc import Mapping, Sequence
from math import isfinite

from analysis.effects.records import Estimate, Estimator
from analysis.groups.groups import EVERYONE
from reports.evaluation.context import EvaluationContext
from reports.evaluation.document import Forest, ForestRow, MarkKind, Picture, ReportTable, Whisker
from reports.evaluation.measures import Measure, is_points, span_words
from reports.evaluation.notes import format_reason
from reports.evaluation.sections.method import estimator_names
from reports.evaluation.sections.tables import table_estimates
from reports.evaluation.verdicts import find_outcomes, find_row
from reports.style.language import Language
from survey.instrument.records import INDEX

NAIVE: tuple[tuple[Estimator, MarkKind, Estimator], ...] = (
    (
        "difference_in_differences",
        "difference_in_differences",
        "difference_in_differences_expected",
    ),
    ("before_after", "before_after", "before_after_expected"),
)
"""What is often shown instead, with what it finds where nothing has happened."""

WAYS: tuple[Estimator, ...] = (
    "ancova",
    "ancova_hc3",
    "ancova_overlap",
    "ancova_ruled",
    "ancova_drawn",
    "aipw",
    "wild_cluster_bootstrap",
    "lee_bounds",
)
"""The ways of asking the same question that give an interval, the main one first."""


def draw_areas(context: EvaluationContext) -> Picture:
    """The index and each area, in points, with the naive numbers beside them."""
    outcomes = [
        outcome
        for outcome in find_outcomes(context.source.estimates)
        if is_points(outcome, context.source.instrument)
    ]
    _ = context.language.gettext
    rows = tuple(_contrast(outcome, 1.0, "", context) for outcome in outcomes)
    title = _("Equality: chosen companies against the others")
    return _picture(
        "areas",
        title,
        Forest(rows, _("points of 100")),
        _note_contrast(context.language),
        table_contrast(outcomes, title, context),
        context,
    )


def draw_outcomes(context: EvaluationContext) -> Picture:
    """The other outcomes, in standard deviations because their units differ.

    The numbers beside them are in their own unit.
    """
    outcomes = [
        outcome
        for outcome in find_outcomes(context.source.estimates)
        if not is_points(outcome, context.source.instrument)
    ]
    _ = context.language.gettext
    rows = tuple(
        _contrast(outcome, _spread(outcome, context), context.measure(outcome).unit, context)
        for outcome in outcomes
    )
    title = _("The business: chosen companies against the others")
    note = _(
        "As the units differ, each line is drawn in standard deviations of its own outcome; the "
        "numbers beside it are in the outcome’s own unit."
    )
    forest = Forest(rows, _("standard deviations"))
    return _picture(
        "outcomes",
        title,
        forest,
        f"{note} {_note_contrast(context.language)}",
        table_contrast(outcomes, title, context),
        context,
    )


def draw_ways(context: EvaluationContext) -> Picture:
    """The same question of the index, asked in other ways."""
    names, measure, _ = (
        estimator_names(context.language),
        context.measure(INDEX),
        context.language.gettext,
    )
    found = [
        row for way in WAYS if (row := find_row(context.source.estimates, INDEX, way)) is not None
    ]
    rows = tuple(_single(names[row.estimator], row, measure, context.language) for row in found)
    title = _("Equality as a whole, estimated in other ways")
    note = _(
        "The first line is the main estimate; the others put the same question in other ways. "
        "Several of them rest on nearly the same companies and the same model, so lines that agree "
        "do not each prove it anew."
    )
    table = table_estimates(
        title, _("Way"), [(names[row.estimator], row) for row in found], measure, context.language
    )
    return _picture("ways", title, Forest(rows, _("points of 100")), note, table, context)


def draw_parts(
    stem: str,
    title: str,
    note: str,
    rows: Sequence[tuple[str, Estimate]],
    head: str,
    context: EvaluationContext,
) -> Picture:
    """Parts of the programme, in their given order: estimates of the index, one a part."""
    measure, language = context.measure(INDEX), context.language
    forest = Forest(
        tuple(_single(name, row, measure, language) for name, row in rows),
        language.gettext("points of 100"),
    )
    return _picture(
        stem, title, forest, note, table_estimates(title, head, rows, measure, language), context
    )


def table_contrast(outcomes: Sequence[str], title: str, context: EvaluationContext) -> ReportTable:
    """The table behind a figure with naive numbers: every number it shows."""
    _ = context.language.gettext
    heads = (
        _("Outcome"),
        _("Main estimate"),
        _("Difference-in-differences"),
        _("Before and after"),
        _("Before and after with no help"),
    )
    return ReportTable(
        title,
        heads,
        tuple(_contrast_cells(outcome, context) for outcome in outcomes),
        (30, 22, 22, 22, 14),
        frozenset({1, 2, 3, 4}),
    )


def _contrast_cells(outcome: str, context: EvaluationContext) -> tuple[str, ...]:
    measure, language = context.measure(outcome), context.language
    name = f"{measure.name} ({measure.unit})" if measure.unit else measure.name
    found = [
        find_row(context.source.estimates, outcome, way)
        for way in ("ancova", "difference_in_differences", "before_after")
    ]
    nothing = find_row(context.source.estimates, outcome, "before_after_expected")
    return (
        name,
        *(span_words(row, measure, language) if row else "–" for row in found),
        measure.signed(nothing.estimate, language)
        if nothing and isfinite(nothing.estimate)
        else "–",
    )


def _contrast(outcome: str, unit: float, shown: str, context: EvaluationContext) -> ForestRow:
    """An outcome's main estimate, then the naive ones; all are divided by `unit`.

    Beside each naive estimate stands what it finds where nothing happened.
    """
    estimates, measure, language = (
        context.source.estimates,
        context.measure(outcome),
        context.language,
    )
    main = find_row(estimates, outcome, "ancova")
    naive = [
        _whisker(kind, row, unit, measure, language, find_row(estimates, outcome, nothing))
        for way, kind, nothing in NAIVE
        if (row := find_row(estimates, outcome, way)) is not None and row.status == "ok"
    ]
    told = [_whisker("main", main, unit, measure, language)] if main and main.status == "ok" else []
    return ForestRow(measure.name, shown, (*told, *naive), _missing(main, measure, language))


def _single(name: str, row: Estimate, measure: Measure, language: Language) -> ForestRow:
    kind: MarkKind = "bounds" if row.estimator == "lee_bounds" else "main"
    told = (_whisker(kind, row, 1.0, measure, language),) if row.status == "ok" else ()
    return ForestRow(name, "", told, _missing(row, measure, language))


def _missing(row: Estimate | None, measure: Measure, language: Language) -> str:
    if row is None:
        return language.gettext("not estimated")
    return "" if row.status == "ok" else format_reason(row, measure, language)


def _whisker(
    kind: MarkKind,
    row: Estimate,
    unit: float,
    measure: Measure,
    language: Language,
    nothing: Estimate | None = None,
) -> Whisker:
    estimate, low, high = (_divide(value, unit) for value in (row.estimate, row.low, row.high))
    expected = _divide(nothing.estimate, unit) if nothing is not None else None
    return Whisker(kind, estimate, low, high, span_words(row, measure, language), expected)


def _divide(value: float, unit: float) -> float | None:
    return value / unit if isfinite(value) and unit > 0 else None


def _spread(outcome: str, context: EvaluationContext) -> float:
    """0 where there is none: then nothing can be drawn."""
    spread = context.source.spreads.get(outcome, 0.0)
    return spread if isfinite(spread) else 0.0


def _note_contrast(language: Language) -> str:
    return language.gettext(
        "A filled circle is the main estimate, and the line through it shows what the answers "
        "fit. In grey stands what is often shown instead: a triangle for "
        "difference-in-differences and a diamond for before and after. The short upright line "
        "beside them is what that method would show with no help at all, because the companies "
        "were chosen when their values were low."
    )


def _picture(
    stem: str, title: str, forest: Forest, note: str, table: ReportTable, context: EvaluationContext
) -> Picture:
    return Picture(
        stem, title, forest, describe_forest(title, forest, context.language), note, table
    )


def describe_forest(title: str, forest: Forest, language: Language) -> str:
    """The figure in words: every number that it shows; marks are named where there are several."""
    several = any(len(row.whiskers) > 1 for row in forest.rows)
    all_names = mark_names(language)
    names: Mapping[MarkKind, str] = all_names if several else {"bounds": all_names["bounds"]}
    return " ".join([f"{title}.", *(_describe_row(row, names) for row in forest.rows)])


def mark_names(language: Language) -> Mapping[MarkKind, str]:
    """What each mark is called."""
    _ = language.gettext
    return {
        "main": _("main estimate"),
        "bounds": _("bounds"),
        "before_after": _("before and after"),
        "difference_in_differences": _("difference-in-differences"),
    }


def _describe_row(row: ForestRow, names: Mapping[MarkKind, str]) -> str:
    told = [row.missing] if row.missing else []
    told += [f"{names.get(whisker.kind, '')} {whisker.words}".strip() for whisker in row.whiskers]
    unit = f" ({row.unit})" if row.unit else ""
    return f"{row.name}{unit}: {', '.join(told)}."


def select_parts(
    estimates: Sequence[Estimate], estimator: Estimator, family: str = ""
) -> Sequence[tuple[str, Estimate]]:
    """The index's rows for parts of the programme, by part: "PAJ" of "municipality=PAJ"."""
    return [
        (row.group.rpartition("=")[2], row)
        for row in estimates
        if row.outcome == INDEX
        and row.estimator == estimator
        and row.group != EVERYONE
        and row.group.startswith(family)
    ]
