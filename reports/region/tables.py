"""The region's numbers as tables in words: hidden looks different from empty."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reports.company.answer_words import question_words
from reports.region.document import RegionSection, RegionTable
from reports.region.groups import EVERYONE, Family
from reports.region.source import RegionSource
from reports.style.cells import number, whole
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.columns import OTHER
from survey.instrument.records import INDEX, Question

NARROWEST = 6
"""So many answers stand as columns; more of them stand as rows, with the groups as columns."""
NARROW = 5
"""A range of so many per cent is said as one limit."""
NO_BREAK = "\N{NO-BREAK SPACE}"
FIRST, SECOND = 24, 10
"""How wide the columns with names and with numbers are."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table: a mean or a share, its middle half, and how many stand behind it."""

    status: str
    n: int | None
    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def is_shown(self) -> bool:
        """Whether anything is told of it."""
        return self.status not in {"hidden", "empty"}


Cells = Mapping[tuple[str, str], Cell]
"""By group, and by item or answer."""


def table_areas(
    families: Sequence[Family], source: RegionSource, language: Language
) -> Sequence[RegionTable]:
    """The index and the areas, one table a way of grouping."""
    domains = source.instrument.domains
    names = {INDEX: language.gettext("The whole")} | {
        one: said(domains[one].name, language.code) for one in domains
    }
    title = language.gettext("Areas by {group}")
    return [
        _table_items(title.format(group=family.name.lower()), names, family, source, language)
        for family in families
    ]


def table_questions(source: RegionSource, language: Language) -> Sequence[RegionSection]:
    """The questions of each area, of the whole region: in a group their means are shares."""
    cells = index_cells(source.region, "item", "mean")
    sections = []
    for domain, known in source.instrument.domains.items():
        rows = tuple(
            _question_row(said(one.name, language.code), cells[EVERYONE, one.id], language)
            for one in source.instrument.indicator
            if one.domain == domain and (EVERYONE, one.id) in cells
        )
        if rows:
            name = said(known.name, language.code)
            sections.append(RegionSection(name, [_table_whole(name, rows, language)]))
    return sections


def _question_row(name: str, cell: Cell, language: Language) -> tuple[str, ...]:
    return name, format_mean(cell, language), _format_count(cell, language)


def _table_whole(title: str, rows: tuple[tuple[str, ...], ...], language: Language) -> RegionTable:
    heads = (
        language.gettext("Question"),
        language.gettext("Points of 100"),
        language.gettext("Answers"),
    )
    return RegionTable(title, heads, rows, (FIRST * 2, SECOND + 6, SECOND))


def _table_items(
    title: str,
    items: Mapping[str, str],
    family: Family,
    source: RegionSource,
    language: Language,
) -> RegionTable:
    cells = index_cells(source.region, "item", "mean")
    groups = {EVERYONE: language.gettext("All"), **family.groups}
    shown, note = _leave_out(groups, items, cells, language)
    rows = tuple(
        (name, *(format_mean(cells.get((group, item)), language) for item in items))
        for group, name in shown.items()
    )
    widths = (FIRST, *(SECOND + 4 for _ in items))
    return RegionTable(title, (family.name, *items.values()), rows, widths, note)


def _leave_out(
    groups: Mapping[str, str], items: Iterable[str], cells: Cells, language: Language
) -> tuple[Mapping[str, str], str]:
    """The groups of which anything is shown, and a line that names those that are hidden."""
    known = {
        group: [cell for item in items if (cell := cells.get((group, item)))] for group in groups
    }
    shown = {
        group: name
        for group, name in groups.items()
        if group == EVERYONE or any(cell.is_shown for cell in known[group])
    }
    hidden = [
        name
        for group, name in groups.items()
        if group not in shown and any(cell.status == "hidden" for cell in known[group])
    ]
    words = language.gettext("Not shown, so that no company can be worked out: {groups}.")
    return shown, words.format(groups=language.listing(hidden)) if hidden else ""


def format_mean(cell: Cell | None, language: Language) -> str:
    """A mean with its middle half: 62 (45–75); hidden and empty in words."""
    if cell is None or cell.value is None:
        return _without_number(cell, language)
    mean = language.number(cell.value)
    if cell.low is None or cell.high is None:
        return mean
    return f"{mean}{NO_BREAK}({language.number(cell.low)}–{language.number(cell.high)})"


def _without_number(cell: Cell | None, language: Language) -> str:
    return language.gettext("hidden") if cell and cell.status == "hidden" else "–"


def table_frequencies(
    families: Sequence[Family], source: RegionSource, language: Language
) -> Sequence[RegionSection]:
    """Every question's answers, page by page of the questionnaire."""
    asked = [str(one) for one in source.frequencies["question"].unique()]
    by_question = {str(name): part for name, part in source.frequencies.groupby("question")}
    sections = []
    for section in source.instrument.section:
        here = [one for one in asked if _question_of(one, source).section == section.id]
        tables = [
            table
            for one in here
            for table in _tables_of(one, by_question[one], families, source, language)
        ]
        if tables:
            sections.append(RegionSection(said(section.title, language.code), tables))
    return sections


def _question_of(column: str, source: RegionSource) -> Question:
    return source.instrument.questions[column.partition("[")[0]]


def _tables_of(
    column: str,
    part: pd.DataFrame,
    families: Sequence[Family],
    source: RegionSource,
    language: Language,
) -> Sequence[RegionTable]:
    question = _question_of(column, source)
    title = _title(column, question, source, language)
    answers = name_answers(question, [*dict.fromkeys(part["answer"])], source, language)
    cells = index_cells(part, "answer", "share")
    if len(answers) <= NARROWEST:
        return [_by_group(title, answers, cells, families, language)]
    return [_by_answer(title, answers, cells, family, language) for family in families]


def _title(column: str, question: Question, source: RegionSource, language: Language) -> str:
    text = said(question.text, language.code)
    if "[" not in column:
        return text
    words = question_words(column, source.instrument, language)
    if question.kind == "ranking" or text.endswith("…"):
        return words
    return f"{text} {words}"


def name_answers(
    question: Question, codes: Sequence[str], source: RegionSource, language: Language
) -> Mapping[str, str]:
    """Answers by code, in words."""
    known = {"Y": language.gettext("Yes"), "N": language.gettext("No")}
    if question.answers:
        options = source.instrument.lists[question.answers].options
        known = {one.code: said(one.text, language.code) for one in options}
    known |= {OTHER: language.gettext("Other")}
    return {code: known.get(code, code) for code in codes}


def _by_group(
    title: str,
    answers: Mapping[str, str],
    cells: Cells,
    families: Sequence[Family],
    language: Language,
) -> RegionTable:
    """Groups are rows, answers are columns, and first stands how many answered."""
    groups = {EVERYONE: language.gettext("All")}
    groups |= {group: name for family in families for group, name in family.groups.items()}
    shown, note = _leave_out(groups, answers, cells, language)
    rows = tuple(
        (
            name,
            _count_of(group, answers, cells, language),
            *(format_share(cells.get((group, code)), language) for code in answers),
        )
        for group, name in shown.items()
    )
    heads = (language.gettext("Companies"), language.gettext("Answers"), *answers.values())
    widths = (FIRST, SECOND, *(SECOND + 6 for _ in answers))
    return RegionTable(title, heads, rows, widths, note)


def _count_of(group: str, answers: Iterable[str], cells: Cells, language: Language) -> str:
    """How many answered, from any cell that tells it."""
    own = [cell for code in answers if (cell := cells.get((group, code)))]
    told = next((cell for cell in own if cell.n is not None), own[0] if own else None)
    return _format_count(told, language)


def _by_answer(
    title: str, answers: Mapping[str, str], cells: Cells, family: Family, language: Language
) -> RegionTable:
    """Answers are rows, groups are columns; the last row says how many answered."""
    everyone = dict([(EVERYONE, language.gettext("All")), *family.groups.items()])
    groups, note = _leave_out(everyone, answers, cells, language)
    rows = [
        (name, *(format_share(cells.get((group, code)), language) for group in groups))
        for code, name in answers.items()
    ]
    counts = tuple(_count_of(group, answers, cells, language) for group in groups)
    rows.append((language.gettext("Companies that answered"), *counts))
    named = f"{title} ({family.name.lower()})"
    return RegionTable(
        named,
        (language.gettext("Answer"), *groups.values()),
        tuple(rows),
        (FIRST, *(SECOND for _ in groups)),
        note,
    )


def format_share(cell: Cell | None, language: Language) -> str:
    """A share in per cent, or the range that it lies in; hidden and empty in words."""
    if cell and cell.status == "range":
        return _format_range(cell, language)
    if cell is None or cell.value is None:
        return _without_number(cell, language)
    return language.percent(cell.value)


def _format_range(cell: Cell, language: Language) -> str:
    low, high = cell.low or 0.0, 1.0 if cell.high is None else cell.high
    if low == 0 and round(100 * high) == NARROW:
        return language.gettext("under {share}").format(share=language.percent(high))
    if high == 1 and round(100 * (1 - low)) == NARROW:
        return language.gettext("over {share}").format(share=language.percent(low))
    return f"{language.number(100 * low)}–{language.percent(high)}"


def _format_count(cell: Cell | None, language: Language) -> str:
    if cell is None or cell.n is None:
        return _without_number(cell, language)
    return language.number(cell.n)


def index_cells(table: pd.DataFrame, of: str, value: str) -> Cells:
    """The numbers of a table by group and by the column `of`; `value` is the column shown."""
    return {
        (row["group"], row[of]): Cell(
            status=row["status"],
            n=None if row["status"] == "hidden" else whole(row["n"]),
            value=number(row[value]),
            low=number(row.get("low")),
            high=number(row.get("high")),
        )
        for row in table.to_dict("records")
    }
