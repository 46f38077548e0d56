"""Whether the names in an instrument are unique, and free to use in LimeSurvey."""

from collections.abc import Iterable, Iterator

from survey.errors import Problem
from survey.instrument_checks.outline import Outline, Table

RESERVED = frozenset(
    {"id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr", "refurl"}
    | {"company_id", "complete", "submitted", "language"}
)
"""Columns of an export and of the table of companies: a question of that name could not be told from them."""
INDEX = "index"


def check_names(outline: Outline) -> Iterator[Problem]:
    """Names that stand twice, names that differ by capitals only, names that mean something else already."""
    root = outline.root
    for key, name in (("section", "id"), ("answers", "id"), ("question", "code"), ("outcome", "id"), ("background", "id")):
        yield from _repeated(outline, root.tables(key), name)
    items = [table for key in ("domain", "indicator", "need") for table in root.tables(key)]
    yield from _repeated(outline, items, "id")
    yield from (
        outline.fault(item, "id", f'"{INDEX}" means the whole.', "Choose another name.") for item in items if item.word("id") == INDEX
    )
    for listed in root.tables("answers"):
        yield from _repeated(outline, listed.tables("options"), "code")
    for question in root.tables("question"):
        yield from _repeated(outline, question.tables("rows"), "code")
        yield from _reserved(outline, question)


def _repeated(outline: Outline, tables: Iterable[Table], name: str) -> Iterator[Problem]:
    """LimeSurvey's database does not tell capitals from small letters, so "ab" beside "AB" is one name twice."""
    seen: dict[str, Table] = {}
    for table in tables:
        word = table.word(name)
        first = seen.setdefault(word.casefold(), table)
        if word and first is not table:
            where = outline.file.where(first.place)
            yield outline.fault(table, name, f'"{word}" is taken already, in {where}.', "Capitals make no difference. Choose another name.")


def _reserved(outline: Outline, question: Table) -> Iterator[Problem]:
    code = question.word("code")
    if code.casefold() in RESERVED:
        yield outline.fault(question, "code", f'"{code}" is a column of every export already.', "Choose another code.")
    listed = outline.lists.get(question.word("answers"))
    if (
        question.values.get("other") is True
        and listed
        and "other" in {option.word("code").casefold() for option in listed.tables("options")}
    ):
        yield outline.fault(
            question, "other", f'the list "{question.word("answers")}" has a code "other" of its own.', "Choose another code there."
        )
