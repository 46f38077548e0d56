"""Shares as bars: the funnel, who answered, what the programme gave, and goals."""

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.groups.groups import EVERYONE
from reports.evaluation.context import EvaluationContext
from reports.evaluation.document import BarRow, Bars, CellState, Picture, ReportTable
from reports.evaluation.source import ANYTHING, PerceivedBenefits
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import Background, Instrument

CHOSEN, OTHERS = "part=chosen", "part=others"
"""The groups of what was given, beside all."""

HARD = "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"

LEAST_APART = 0.1
"""A group whose response is so much lower than that of all is named."""


def draw_funnel(context: EvaluationContext) -> Picture:
    """From all contacts to the last stage, and who answered again."""
    source, language = context.source, context.language
    _ = language.gettext
    steps = [(_("Contacted"), source.contacted), (_("Answered"), source.answered)]
    steps += [(said(stage.name, language.code), stage.count) for stage in source.stages]
    steps.append((_("Answered again"), source.again))
    title = _("From contact to second answer")
    cells = [
        (name, language.number(count), _share_words(count, source.contacted, language))
        for name, count in steps
    ]
    rows = tuple(
        BarRow(
            name,
            count / source.contacted if source.contacted else 0.0,
            _("{n} companies").format(n=told),
        )
        for (name, count), (_name, told, _share) in zip(steps, cells, strict=True)
    )
    table = ReportTable(
        title,
        (_("Step"), _("Companies"), _("Of those contacted")),
        tuple(cells),
        (50, 25, 25),
        frozenset({1, 2}),
    )
    note = _(
        "Those that answered again are counted among all that answered the first time, chosen or "
        "not."
    )
    return Picture("funnel", title, Bars(rows), describe_bars(title, rows), note, table)


def table_response(context: EvaluationContext) -> ReportTable:
    """Response of all, and by each background, in both rounds."""
    _, response = context.language.gettext, context.source.response
    heads = (
        _("Group"),
        _("Contacted"),
        _("Answered first"),
        _("Share of contacted"),
        _("Answered again"),
        _("Share of those"),
    )
    kinds = list(dict.fromkeys(_kind(group) for group in response["group"]))
    told = sorted(
        response.to_dict("records"),
        key=lambda row: (kinds.index(_kind(str(row["group"]))), _order(str(row["group"]), context)),
    )
    rows = tuple(_response_cells(row, context) for row in told)
    return ReportTable(
        _("Who answered, by group"), heads, rows, (34, 13, 13, 13, 14, 13), frozenset(range(1, 6))
    )


def format_lagging(context: EvaluationContext) -> Sequence[str]:
    """Which groups answered clearly less than all, in either round."""
    language, response = context.language, context.source.response
    _ = language.gettext
    first = _lagging(response, "share_answered", context)
    again = _lagging(response, "share_again", context)
    told = [
        language.ngettext(
            "In this group clearly fewer answered than on the whole: {groups}.",
            "In these groups clearly fewer answered than on the whole: {groups}.",
            len(first),
        ).format(groups=language.listing(first))
        if first
        else "",
        language.ngettext(
            "In this group clearly fewer came back than on the whole: {groups}.",
            "In these groups clearly fewer came back than on the whole: {groups}.",
            len(again),
        ).format(groups=language.listing(again))
        if again
        else "",
    ]
    spoken = [sentence for sentence in told if sentence]
    return spoken or [
        _("In no group that can be shown did clearly fewer answer than on the whole.")
    ]


def draw_given(
    stem: str, title: str, note: str, given: PerceivedBenefits, context: EvaluationContext
) -> Picture:
    """What all respondents say it gave them, with Wilson intervals.

    The answer with the largest share comes first, hidden ones last.
    """
    language = context.language
    everyone = given.table[(given.table["group"] == EVERYONE) & (given.table["answer"] != ANYTHING)]
    ordered = everyone.sort_values("share", ascending=False, na_position="last", kind="stable")
    rows = tuple(_given_row(row, given, language) for row in ordered.to_dict("records"))
    return Picture(
        stem,
        title,
        Bars(rows),
        describe_bars(title, rows),
        note,
        _table_given(title, given, context),
    )


def describe_bars(title: str, rows: Sequence[BarRow]) -> str:
    """The figure in words: every number that it shows."""
    return " ".join([f"{title}.", *(f"{row.name}: {row.words}." for row in rows)])


def state_words(state: CellState, language: Language) -> str:
    """What stands where a number may not or cannot."""
    words: Mapping[CellState, str] = {
        "hidden": language.gettext("hidden: too few"),
        "empty": "–",
        "ok": "",
    }
    return words[state]


def group_words(group: str, instrument: Instrument, language: Language) -> str:
    """A group's name for the reader: its background's answer, or its class."""
    if group == EVERYONE:
        return language.gettext("All")
    kind, _, value = group.partition("=")
    background = next((one for one in instrument.background if one.id == kind), None)
    if background is None:
        return value
    words = value_words(background, value, instrument, language)
    return f"{said(background.name, language.code)}: {words}"


def value_words(
    background: Background, value: str, instrument: Instrument, language: Language
) -> str:
    """A background's value as its question's answer puts it, else as it is."""
    question = instrument.questions.get(background.question or "")
    options = (
        instrument.lists[question.answers].options
        if question is not None and question.answers
        else []
    )
    return next(
        (said(option.text, language.code) for option in options if option.code == value), value
    )


def _kind(group: str) -> str:
    return group.partition("=")[0]


def _order(group: str, context: EvaluationContext) -> tuple[int, str]:
    """Classes by their lower bound, others by the alphabet."""
    start = re.match(r"\d+", group.partition("=")[2])
    return int(start.group()) if start else 0, context.language.alphabet(
        group_words(group, context.source.instrument, context.language)
    )


def _share_words(part: float, whole: float, language: Language) -> str:
    return language.percent(part / whole) if whole else "–"


def _response_cells(row: Mapping[Hashable, Any], context: EvaluationContext) -> tuple[str, ...]:
    language = context.language
    name = group_words(str(row["group"]), context.source.instrument, language)
    first, again = (_state(row[column]) for column in ("status", "status_again"))
    return (
        name,
        _count(row["contacted"], first, language),
        _count(row["answered"], first, language),
        _percent(row["share_answered"], first, language),
        _count(row["again"], again, language),
        _percent(row["share_again"], again, language),
    )


def _state(value: object) -> CellState:
    states: Mapping[str, CellState] = {"ok": "ok", "hidden": "hidden"}
    return states.get(str(value), "empty")


def _count(value: object, state: CellState, language: Language) -> str:
    if state != "ok":
        return language.gettext("hidden") if state == "hidden" else "–"
    return language.number(float(str(value)))


def _percent(value: object, state: CellState, language: Language) -> str:
    return language.percent(float(str(value))) if state == "ok" else _count(value, state, language)


def _lagging(response: pd.DataFrame, column: str, context: EvaluationContext) -> Sequence[str]:
    """The groups whose share is clearly lower than that of all, the lowest first."""
    whole = float(response.loc[response["group"] == EVERYONE, column].iloc[0])
    low = response[response[column] <= whole - LEAST_APART].sort_values(column, kind="stable")
    return [_told_share(row, column, context) for row in low.to_dict("records")]


def _told_share(row: Mapping[Hashable, Any], column: str, context: EvaluationContext) -> str:
    name = group_words(str(row["group"]), context.source.instrument, context.language)
    return f"{name} ({context.language.percent(float(str(row[column])))})"


def _given_row(row: Mapping[Hashable, Any], given: PerceivedBenefits, language: Language) -> BarRow:
    name, state = _answer_name(str(row["answer"]), given, language), _state(row["status"])
    if state != "ok":
        return BarRow(name, None, state_words(state, language), state=state)
    share, low, high = (float(str(row[column])) for column in ("share", "low", "high"))
    return BarRow(name, share, _interval_words(share, low, high, language), low, high)


def _interval_words(share: float, low: float, high: float, language: Language) -> str:
    interval = language.gettext("{low} to {high}").format(
        low=language.number(100 * low), high=language.percent(high)
    )
    return f"{language.percent(share)} ({interval})"


def _table_given(title: str, given: PerceivedBenefits, context: EvaluationContext) -> ReportTable:
    """All answers, of all and of the chosen and the others where the table tells these apart."""
    language = context.language
    groups = [
        group for group in (EVERYONE, CHOSEN, OTHERS) if (given.table["group"] == group).any()
    ]
    names = {
        EVERYONE: language.gettext("All"),
        CHOSEN: said(context.source.stage, language.code),
        OTHERS: language.gettext("Others"),
    }
    cells = {(str(row["answer"]), str(row["group"])): row for row in given.table.to_dict("records")}
    answers = dict.fromkeys(str(answer) for answer in given.table["answer"])
    rows = tuple(
        (
            _answer_name(answer, given, language),
            *(_given_cell(cells[answer, group], language) for group in groups),
        )
        for answer in answers
    )
    share = 66 // len(groups) if groups else 66
    heads = (language.gettext("Answer"), *(names[group] for group in groups))
    return ReportTable(
        title, heads, rows, (34, *(share for _ in groups)), frozenset(range(1, len(groups) + 1))
    )


def _given_cell(row: Mapping[Hashable, Any], language: Language) -> str:
    state = _state(row["status"])
    if state != "ok":
        return state_words(state, language)
    share, low, high = (float(str(row[column])) for column in ("share", "low", "high"))
    told = _interval_words(share, low, high, language)
    return (
        language.gettext("{share}, n = {n}")
        .format(share=told, n=_count(row["n"], "ok", language))
        .replace("n = ", HARD)
    )


def _answer_name(answer: str, given: PerceivedBenefits, language: Language) -> str:
    if answer == ANYTHING:
        return language.gettext("Anything at all")
    return said(given.names[answer], language.code) if answer in given.names else answer
