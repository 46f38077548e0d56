"""Whether the names in an instrument are unique, and free to use in LimeSurvey."""

from collections.abc import Iterable, Iterator

from survey.common.bookkeeping import BOOKKEEPING
from survey.common.errors import Problem
from survey.instrument.checks.outline import Outline, Table
from survey.instrument.records import INDEX

RESERVED = frozenset({*BOOKKEEPING, "company_id", "complete", "submitted", "language"})
"""Columns of an export and of the table of companies. No question can have such a name."""
FORBIDDEN = frozenset(
    {"LANG", "SID", "SAVEDID", "TOKEN", "QID", "GID", "SGQ", "self", "that", "this"}
)
"""Question codes, written just so, that LimeSurvey does not take: an import renames them."""
FORBIDDEN_LINE = "time"
"""The same of a row of a grid and of a box of a multiple question."""
OPERATORS = frozenset({"and", "or", "le", "lt", "ge", "gt", "eq", "ne"})
"""Words of LimeSurvey's own language of conditions: a question of that name cannot stand in one."""


def check_names(outline: Outline) -> Iterator[Problem]:
    """Names that stand twice, that differ by capitals only, or that mean something else already."""
    root = outline.root
    for key, name in (
        ("section", "id"),
        ("answers", "id"),
        ("question", "code"),
        ("outcome", "id"),
        ("background", "id"),
    ):
        yield from _repeated(outline, root.tables(key), name)
    items = [table for key in ("domain", "indicator", "need") for table in root.tables(key)]
    yield from _repeated(outline, items, "id")
    yield from (
        outline.fault(item, "id", f'"{INDEX}" means the whole.', "Choose another name.")
        for item in items
        if item.word("id") == INDEX
    )
    for listed in root.tables("answers"):
        yield from _repeated(outline, listed.tables("options"), "code")
    for question in root.tables("question"):
        yield from _repeated(outline, question.tables("rows"), "code")
        yield from _reserved(outline, question)


def _repeated(outline: Outline, tables: Iterable[Table], name: str) -> Iterator[Problem]:
    """Names that are alike but for capitals: to LimeSurvey's database, "ab" and "AB" are one."""
    seen: dict[str, Table] = {}
    for table in tables:
        word = table.word(name)
        first = seen.setdefault(word.casefold(), table)
        if word and first is not table:
            where = outline.file.where(first.place)
            yield outline.fault(
                table,
                name,
                f'"{word}" is taken already, in {where}.',
                "Capitals make no difference. Choose another name.",
            )


def _reserved(outline: Outline, question: Table) -> Iterator[Problem]:
    code = question.word("code")
    if code.casefold() in RESERVED:
        yield outline.fault(
            question,
            "code",
            f'"{code}" is a column of every export already.',
            "Choose another code.",
        )
    elif code in FORBIDDEN:
        yield outline.fault(
            question,
            "code",
            f'LimeSurvey takes no question called "{code}".',
            "Choose another code.",
        )
    for condition in question.conditions():
        parent = condition.word("question")
        if parent.casefold() in OPERATORS:
            what = f'in LimeSurvey\'s conditions "{parent}" is an operator and no question.'
            yield outline.fault(condition, "question", what, "Give that question another code.")
    yield from _reserved_lines(outline, question)


def _reserved_lines(outline: Outline, question: Table) -> Iterator[Problem]:
    """Rows of a grid, boxes, and "other" beside a list that has a code of that name."""
    listed = outline.lists.get(question.word("answers"))
    boxes = listed.tables("options") if listed and question.word("kind") == "multiple" else []
    for line in [*question.tables("rows"), *boxes]:
        if line.word("code") == FORBIDDEN_LINE:
            yield outline.fault(
                line,
                "code",
                f'LimeSurvey takes no row or box called "{FORBIDDEN_LINE}".',
                "Choose another code.",
            )
    if (
        question.values.get("other") is True
        and listed
        and "other" in {option.word("code").casefold() for option in listed.tables("options")}
    ):
        yield outline.fault(
            question,
            "other",
            f'the list "{question.word("answers")}" has a code "other" of its own.',
            "Choose another code there.",
        )
