"""Results against goals, and the checklist of the horizontal criteria."""

from collections.abc import Mapping, Sequence
from math import ceil

from analysis.groups.groups import EVERYONE
from analysis.programme.goal_settings import Goal
from analysis.programme.horizontal_criteria import (
    CriterionGrade,
    CriterionJudged,
    CriterionPart,
    Lack,
    LackCode,
)
from reports.evaluation.context import EvaluationContext
from reports.evaluation.document import BarRow, Bars, Criterion, Picture, ReportTable
from reports.evaluation.measures import name_outcome
from reports.evaluation.sections.shares import describe_bars, group_words, state_words
from reports.style.language import Language
from survey.common.texts import said

MOST = 1.25
"""The largest share of a goal that a bar can show; the words beside it give the real share."""

MOST_COLUMNS = 5

Row = Mapping[str, object]


def format_missed(context: EvaluationContext) -> str:
    """Which goals are not reached, the furthest from it first."""
    language, rules = context.language, context.source.goal_rules
    known = [
        (float(str(row["share"])), goal, row)
        for goal in rules
        if (row := _row_of(goal, EVERYONE, context)) and row["status"] == "ok"
    ]
    if not known:
        return language.gettext("There is no goal of which it is known how far it was reached.")
    missed = sorted((one for one in known if one[0] < 1), key=lambda one: one[0])
    if not missed:
        return language.ngettext(
            "The goal is reached.", "All {n} goals are reached.", len(known)
        ).format(n=language.number(len(known)))
    words = language.gettext("“{goal}” ({reached} of {target})")
    told = [
        words.format(
            goal=said(goal.name, language.code),
            reached=_number(row["value"], language),
            target=_number(goal.target, language),
        )
        for _share, goal, row in missed
    ]
    sentence = language.ngettext(
        "One goal of {all} is not reached: {goals}.",
        "{n} of {all} goals are not reached: {goals}.",
        len(missed),
    )
    return sentence.format(
        n=language.number(len(missed)),
        all=language.number(len(known)),
        goals=language.listing(told),
    )


def draw_goals(context: EvaluationContext) -> Picture:
    """Each goal's share of its target."""
    _ = context.language.gettext
    title = _("How far each goal has been reached")
    told = [(goal, _row_of(goal, EVERYONE, context)) for goal in context.source.goal_rules]
    rows = tuple(_bar(goal, row, context.language) for goal, row in told)
    heads = (_("Goal"), _("Reached"), _("Target"), _("Share"), _("Not known"))
    cells = tuple(_cells(goal, row, context.language) for goal, row in told)
    table = ReportTable(title, heads, cells, (40, 20, 20, 10, 10), frozenset({1, 2, 3, 4}))
    note = _(
        "The upright line is the target. What nobody has written down is shown as missing, not as "
        "zero."
    )
    return Picture("goals", title, Bars(rows, goal=True), describe_bars(title, rows), note, table)


def table_goal_parts(context: EvaluationContext) -> Sequence[ReportTable]:
    """The same by municipality and by target group, where the table has them."""
    _, goals = context.language.gettext, context.source.goals
    kinds = {
        "municipality": _("Results by municipality"),
        "target_group": _("Results by target group"),
    }
    return [
        table
        for kind, title in kinds.items()
        for table in _tables_of(
            title,
            [group for group in dict.fromkeys(goals["group"]) if _kind_of(group) == kind],
            context,
        )
    ]


def gather_criteria(context: EvaluationContext) -> Sequence[Criterion]:
    """Each criterion with its grade, and what is missing."""
    grades = grade_words(context.language)
    return [
        Criterion(
            said(one.criterion.name, context.language.code),
            grades[one.grade],
            tuple(_format_lacks(one, context)),
        )
        for one in context.source.criteria
    ]


def grade_words(language: Language) -> Mapping[CriterionGrade, str]:
    """The grades of Tillväxtverket's checklist."""
    _ = language.gettext
    return {"active": _("active"), "partly": _("partly active"), "not": _("not active")}


def _tables_of(
    title: str, groups: Sequence[str], context: EvaluationContext
) -> Sequence[ReportTable]:
    """Goals by municipality (in alphabetical order) and by target group (in the programme's order).

    Where the groups need several tables, each title says which groups it holds.
    """
    places = [group for group in groups if _kind_of(group) == "municipality"]
    ordered = (
        sorted(places, key=lambda group: context.language.alphabet(_part_name(group, context)))
        or groups
    )
    parts = _split(ordered)
    if len(parts) == 1:
        return [_table_parts(title, ordered, context)]
    return [
        _table_parts(
            f"{title}: {_part_name(part[0], context)} – {_part_name(part[-1], context)}",
            part,
            context,
        )
        for part in parts
    ]


def _split(groups: Sequence[str]) -> Sequence[Sequence[str]]:
    """Split groups evenly into as few tables as possible.

    More columns than `MOST_COLUMNS` do not fit on paper.
    """
    tables = ceil(len(groups) / MOST_COLUMNS)
    return [
        groups[len(groups) * at // tables : len(groups) * (at + 1) // tables]
        for at in range(tables)
    ]


def _kind_of(group: str) -> str:
    return "municipality" if group == "no_municipality" else group.partition("=")[0]


def _row_of(goal: Goal, group: str, context: EvaluationContext) -> Row | None:
    table = context.source.goals
    found = table[(table["goal"] == goal.id) & (table["group"] == group)].to_dict("records")
    return {str(name): value for name, value in found[0].items()} if found else None


def _bar(goal: Goal, row: Row | None, language: Language) -> BarRow:
    name = said(goal.name, language.code)
    if row is None or row["status"] != "ok":
        return BarRow(
            name,
            None,
            _state_of(row, language),
            state="hidden" if row and row["status"] == "hidden" else "empty",
        )
    share = float(str(row["share"]))
    words = language.gettext("{reached} of {target} ({share})").format(
        reached=_number(row["value"], language),
        target=_number(goal.target, language),
        share=language.percent(share),
    )
    return BarRow(name, min(max(share, 0.0), MOST) / MOST, words)


def _cells(goal: Goal, row: Row | None, language: Language) -> tuple[str, ...]:
    name = (
        f"{said(goal.name, language.code)} ({said(goal.unit, language.code)})"
        if goal.unit
        else said(goal.name, language.code)
    )
    target = _number(goal.target, language)
    if row is None or row["status"] != "ok":
        return (name, _state_of(row, language), target, "–", "–")
    return (
        name,
        _number(row["value"], language),
        target,
        language.percent(float(str(row["share"]))),
        _missing(row, language),
    )


def _missing(row: Row, language: Language) -> str:
    """Companies for which the number is not known; events know of none."""
    missing = float(str(row["missing"]))
    return language.number(missing) if missing else "–"


def _state_of(row: Row | None, language: Language) -> str:
    return (
        state_words("hidden", language)
        if row and row["status"] == "hidden"
        else language.gettext("not known")
    )


def _number(value: object, language: Language) -> str:
    number = float(str(value))
    return language.number(number, 0 if number.is_integer() else 1)


def _table_parts(title: str, groups: Sequence[str], context: EvaluationContext) -> ReportTable:
    language = context.language
    goals = [
        goal
        for goal in context.source.goal_rules
        if any(_row_of(goal, group, context) for group in groups)
    ]
    rows = tuple(
        (said(goal.name, language.code), *(_part_cell(goal, group, context) for group in groups))
        for goal in goals
    )
    names = tuple(_part_name(group, context) for group in groups)
    width = max(6, 70 // len(groups))
    return ReportTable(
        title,
        (language.gettext("Goal"), *names),
        rows,
        (30, *(width for _ in groups)),
        frozenset(range(1, len(groups) + 1)),
    )


def _part_cell(goal: Goal, group: str, context: EvaluationContext) -> str:
    row = _row_of(goal, group, context)
    if row is None or row["status"] == "missing":
        return "–"
    return (
        context.language.gettext("hidden")
        if row["status"] == "hidden"
        else _number(row["value"], context.language)
    )


def _part_name(group: str, context: EvaluationContext) -> str:
    if group == "no_municipality":
        return context.language.gettext("None named")
    kind, _, value = group.partition("=")
    if kind == "target_group":
        return next(
            (
                said(one.name, context.language.code)
                for one in context.source.target_groups
                if one.id == value
            ),
            value,
        )
    return group_words(group, context.source.instrument, context.language).rpartition(": ")[2]


def _format_lacks(judged: CriterionJudged, context: EvaluationContext) -> Sequence[str]:
    words, parts = _lack_words(context.language), _part_words(context.language)
    told = {
        part.part: [words[lack.code].format(item=_name_item(lack, context)) for lack in part.lacks]
        for part in judged.parts
    }
    return [
        f"{parts[part]}: {context.language.listing(lacks)}" for part, lacks in told.items() if lacks
    ]


def _part_words(language: Language) -> Mapping[CriterionPart, str]:
    _ = language.gettext
    return {
        "background": _("Background"),
        "activities": _("Activities and costs"),
        "followup": _("Follow-up"),
    }


def _lack_words(language: Language) -> Mapping[LackCode, str]:
    _ = language.gettext
    return {
        "not_described": _("it is not said how"),
        "no_activity_named": _("no activity or event is named for it"),
        "activity_not_done": _("no hours have been written down for “{item}”"),
        "event_not_done": _("nothing has been counted for “{item}”"),
        "no_costs": _("it is not said to be in the budget"),
        "no_measure_named": _("it is not said what will be measured again"),
        "not_measured": _("too few companies have answered again about “{item}”"),
    }


def _name_item(lack: Lack, context: EvaluationContext) -> str:
    """What an activity, event, indicator or outcome is called."""
    source, code = context.source, context.language.code
    kinds = (
        source.activities
        if lack.code == "activity_not_done"
        else source.events
        if lack.code == "event_not_done"
        else ()
    )
    named = next((said(kind.name, code) for kind in kinds if kind.id == lack.item), "")
    indicator = source.instrument.indicators.get(lack.item)
    return named or (
        said(indicator.name, code)
        if indicator
        else name_outcome(lack.item, source.instrument, context.language)
    )
