"""How the report was made: the estimators, their assumptions, and every estimate with its notes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.effects.notes import Note
from analysis.effects.records import RANDOMISED, Estimate, Estimator
from analysis.groups.groups import EVERYONE
from reports.evaluation.context import EvaluationContext
from reports.evaluation.document import ReportTable
from reports.evaluation.notes import format_note, format_reason
from reports.evaluation.sections.tables import table_estimates, table_main
from reports.evaluation.verdicts import find_outcomes, find_row, noted
from reports.style.language import Language


def estimator_names(language: Language) -> Mapping[Estimator, str]:
    """What each way of estimating is called."""
    _ = language.gettext
    return {
        "ancova": _("Main estimate (ANCOVA)"),
        "ancova_hc3": _("The main estimate with HC3 errors"),
        "ancova_overlap": _("Only companies that could have been chosen or not"),
        "ancova_ruled": _("Without decisions against the rule"),
        "ancova_drawn": _("Only places drawn by lot"),
        "aipw": _("Doubly robust (AIPW), among companies that could have been chosen or not"),
        "randomisation_inference": _("Permutation test"),
        "lee_bounds": _("Bounds for drop-out (Lee)"),
        "wild_cluster_bootstrap": _("Municipalities as clusters (bootstrap)"),
        "difference_in_differences": _("Difference-in-differences"),
        "difference_in_differences_expected": _("Difference-in-differences with no help"),
        "before_after": _("Before and after"),
        "before_after_expected": _("Before and after with no help"),
        "partial_pooling": _("Municipalities, drawn towards the mean"),
        "association": _("Hours of activity"),
    }


def format_method(language: Language) -> Sequence[str]:
    """How the comparison is made, in sentences."""
    _ = language.gettext
    return [
        _(
            "The main estimate compares the later answers of the chosen companies with those of "
            "companies that also answered and wanted support but were not chosen. It compares "
            "companies with equal first answers: the index, every area, the needs and whatever "
            "else the selection read, and equal municipality, size and trade. (ANCOVA with HC2 "
            "errors and Bell and McCaffrey’s degrees of freedom, which are made for few chosen "
            "companies.)"
        ),
        _(
            "The comparison is fair if only what the selection read decided both who was chosen "
            "and how it went. Before and after, and difference-in-differences, are not fair here: "
            "the chosen had the lowest values and would have come closer to the others anyway."
        ),
        _(
            "Missing answers are left out and never guessed. A company that has closed counts as "
            "it is: no employees and no turnover. Companies whose place was decided against the "
            "rule are part of the main estimate; one estimate is made without them, and its name "
            "says so."
        ),
        _(
            "An interval holds the values that the answers fit, at the level of 95%. Holm’s p "
            "takes into account how many questions of the same kind were asked. “Found 4 times in "
            "5” is the effect that four of five programmes with as many companies would have "
            "found, each question tested alone at 5%."
        ),
        _(
            "The Maryland scale runs from 1 to 5: 1 is before and after alone, 2 a comparison with "
            "companies that are not alike, 3 a comparison that takes into account what the "
            "selection read, 4 a threshold or an instrument, and 5 a lottery. What the companies "
            "say themselves has no place on it."
        ),
        _(
            "Groups with few companies are hidden, and so is anything that would give them away by "
            "subtraction. With fewer than five chosen or five other companies no estimate is made."
        ),
        _(
            "A lottery among equals at the border of the selection tells more than any comparison "
            "afterwards; the programme can choose it for the next round."
        ),
    ]


def tables_of_method(context: EvaluationContext) -> Sequence[ReportTable]:
    """The estimators with their assumptions, the main estimates, and all estimates by outcome."""
    return [
        replace(_table_ways(context.language), note=_note_level(context)),
        _table_main(context),
        *_tables_all(context),
        *_table_notes(context),
    ]


def _note_level(context: EvaluationContext) -> str:
    """At which level the main estimate stands, and why not higher."""
    main = context.main
    alone = int(noted(main, "without_comparison"))
    if main is None or not alone or main.maryland_level >= RANDOMISED:
        return ""
    return context.language.gettext(
        "The main estimate stands between 2 and 3: {n} of the {treated} chosen companies have "
        "nobody like them among the others (no overlap), and for them the comparison is at level 2."
    ).format(n=context.language.number(alone), treated=context.language.number(main.n_treated))


def _table_ways(language: Language) -> ReportTable:
    _, names = language.gettext, estimator_names(language)
    rows: tuple[tuple[Estimator, str, str], ...] = (
        (
            "ancova",
            _(
                "Only what the selection read decided both the choice and the outcome; where "
                "nobody is alike, a straight line"
            ),
            "3",
        ),
        (
            "ancova_hc3",
            _("The same; leans towards too wide an interval where few were chosen"),
            "3",
        ),
        ("ancova_overlap", _("The same; no company is compared with companies unlike it"), "3"),
        ("ancova_ruled", _("The same; decisions are no part of the rule"), "3"),
        ("ancova_drawn", _("The lottery was kept to"), "5"),
        ("aipw", _("Right if either the model of the choice or that of the outcome is right"), "3"),
        ("randomisation_inference", _("Among equals anybody could have been chosen"), "3"),
        (
            "lee_bounds",
            _("Being chosen may change whether companies answer, but then the same way for all"),
            "3",
        ),
        ("wild_cluster_bootstrap", _("Companies of a municipality may share their luck"), "3"),
        (
            "difference_in_differences",
            _("The same trend in both groups: it does not hold, as the lowest were chosen"),
            "2",
        ),
        ("before_after", _("Nothing would have happened without the programme"), "1"),
        (
            "partial_pooling",
            _("As the main estimate; municipalities differ by chance around a common mean"),
            "3",
        ),
        ("association", _("None that makes it an effect: companies chose their hours"), "2"),
    )
    cells = tuple((names[way], words, level) for way, words, level in rows)
    heads = (_("Way"), _("What it takes for granted"), _("Maryland level"))
    return ReportTable(_("How each number is made"), heads, cells, (32, 56, 12), frozenset({2}))


def _table_main(context: EvaluationContext) -> ReportTable:
    estimates = context.source.estimates
    rows = [
        (context.measure(one), row)
        for one in find_outcomes(estimates)
        if (row := find_row(estimates, one, "ancova")) is not None
    ]
    return table_main(
        context.language.gettext("The main estimate of every outcome"), rows, context.language
    )


def _tables_all(context: EvaluationContext) -> Sequence[ReportTable]:
    return [_table_outcome(outcome, context) for outcome in find_outcomes(context.source.estimates)]


def _table_outcome(outcome: str, context: EvaluationContext) -> ReportTable:
    """All ways of one outcome."""
    names, measure = estimator_names(context.language), context.measure(outcome)
    rows = [(names[row.estimator], row) for row in _rows_of(outcome, context) if row.status == "ok"]
    title = context.language.gettext("Every estimate: {name}").format(name=measure.name)
    table = table_estimates(title, context.language.gettext("Way"), rows, measure, context.language)
    return replace(table, note=_format_refused(outcome, context))


def _format_refused(outcome: str, context: EvaluationContext) -> str:
    """The ways that gave no estimate, by why."""
    names, measure = estimator_names(context.language), context.measure(outcome)
    by_reason: dict[str, list[str]] = {}
    for row in _rows_of(outcome, context):
        if row.status != "ok":
            by_reason.setdefault(format_reason(row, measure, context.language), []).append(
                names[row.estimator]
            )
    told = [f"{context.language.listing(ways)} ({reason})" for reason, ways in by_reason.items()]
    return (
        context.language.gettext("Not estimated: {ways}.").format(ways="; ".join(told))
        if told
        else ""
    )


def _table_notes(context: EvaluationContext) -> Sequence[ReportTable]:
    """The notes of the index: who is behind each estimate, and what else to know."""
    _, names = context.language.gettext, estimator_names(context.language)
    measure = context.measure("index")
    told = [
        (names[row.estimator], format_note(note, measure, context.language))
        for row, note in _notes_of("index", context)
    ]
    if not told:
        return []
    return [
        ReportTable(
            _("What to know of the estimates of equality as a whole"),
            (_("Way"), _("Note")),
            tuple(told),
            (32, 68),
        )
    ]


def _notes_of(outcome: str, context: EvaluationContext) -> Sequence[tuple[Estimate, Note]]:
    return [
        (row, note)
        for row in _rows_of(outcome, context)
        if row.status == "ok"
        for note in row.notes
    ]


def _rows_of(outcome: str, context: EvaluationContext) -> Sequence[Estimate]:
    return [
        row for row in context.source.estimates if row.outcome == outcome and row.group == EVERYONE
    ]
