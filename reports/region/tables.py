"""The region's numbers as tables in words: hidden looks different from empty."""

from collections.abc import Mapping, Sequence
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


def table_questions(
    families: Sequence[Family], source: RegionSource, language: Language
) -> Sequence[RegionSection]:
    """The questions of each area, one table a way of grouping."""
    title = language.gettext("{area} by {group}")
    return [
        RegionSection(
            name,
            [
                _table_items(
                    title.format(area=name, group=family.name.lower()),
                    {
                        one.id: said(one.name, language.code)
                        for one in source.instrument.indicator
                        if one.domain == domain
                    },
                    family,
                    source,
                    language,
                )
                for family in families
            ],
        )
        for domain, name in (
            (one, said(known.name, language.code))
            for one, known in source.instrument.domains.items()
        )
    ]


def _table_items(
    title: str,
    items: Mapping[str, str],
    family: Family,
    source: RegionSource,
    language: Language,
) -> RegionTable:
    cells = index_cells(source.region, "item", "mean")
    groups = {EVERYONE: language.gettext("All"), **family.groups}
    rows = tuple(
        (name, *(format_mean(cells.get((group, item)), language) for item in items))
        for group, name in groups.items()
    )
    widths = (FIRST, *(SECOND + 4 for _ in items))
    return RegionTable(title, (family.name, *items.values()), rows, widths)


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
    first = next(iter(answers))
    rows = tuple(
        (
            name,
            _format_count(cells.get((group, first)), language),
            *(format_share(cells.get((group, code)), language) for code in answers),
        )
        for group, name in groups.items()
    )
    heads = (language.gettext("Companies"), language.gettext("Answers"), *answers.values())
    return RegionTable(title, heads, rows, (FIRST, SECOND, *(SECOND + 6 for _ in answers)))


def _by_answer(
    title: str, answers: Mapping[str, str], cells: Cells, family: Family, language: Language
) -> RegionTable:
    """Answers are rows, groups are columns; the last row says how many answered."""
    groups = dict([(EVERYONE, language.gettext("All")), *family.groups.items()])
    rows = [
        (name, *(format_share(cells.get((group, code)), language) for group in groups))
        for code, name in answers.items()
    ]
    first = next(iter(answers))
    counts = tuple(_format_count(cells.get((group, first)), language) for group in groups)
    rows.append((language.gettext("Companies that answered"), *counts))
    named = f"{title} ({family.name.lower()})"
    return RegionTable(
        named,
        (language.gettext("Answer"), *groups.values()),
        tuple(rows),
        (FIRST, *(SECOND for _ in groups)),
    )


def format_share(cell: Cell | None, language: Language) -> str:
    """A share in per cent; hidden and empty in words."""
    if cell is None or cell.value is None:
        return _without_number(cell, language)
    return language.percent(cell.value)


def _format_count(cell: Cell | None, language: Language) -> str:
    if cell is None or cell.n is None:
        return _without_number(cell, language)
    return language.number(cell.n)


def index_cells(table: pd.DataFrame, of: str, value: str) -> Cells:
    """The numbers of a table by group and by the column `of`; `value` is the column shown."""
    return {
        (row["group"], row[of]): Cell(
            status=row["status"],
            n=whole(row["n"]) if row["status"] == "ok" else None,
            value=number(row[value]),
            low=number(row.get("low")),
            high=number(row.get("high")),
        )
        for row in table.to_dict("records")
    }
