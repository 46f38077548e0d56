"""Whether everything in an instrument is used: a setting without effect is an error."""

from collections.abc import Iterator, Mapping

from survey.common.errors import Problem
from survey.instrument.checks.outline import Outline, Table

UNMEASURED = frozenset({"text", "long_text", "multiple"})
"""Kinds of question that may be asked just to be read."""
ROLES: Mapping[str, tuple[str, ...]] = {
    "indicator": ("question", "women", "men", "women_count", "men_count"),
    "need": ("severity",),
    "outcome": ("question",),
    "background": ("question",),
}
"""The settings that name a column, by kind of table."""


def check_use(outline: Outline) -> Iterator[Problem]:
    """Pages without a question, lists without a question, questions of which nothing is made."""
    sections = {question.word("section") for question in outline.root.tables("question")}
    lists = {question.word("answers") for question in outline.root.tables("question")}
    for key, used, what in (
        ("section", sections, "no question stands on this page."),
        ("answers", lists, "no question uses this answer list."),
    ):
        for table in outline.root.tables(key):
            if table.word("id") and table.word("id") not in used:
                yield outline.fault(table, (), what, "Use it or leave it out.")
    columns = set(_columns_in_use(outline))
    for question in outline.questions.values():
        yield from _check_question_use(outline, question, columns)


def _check_question_use(outline: Outline, question: Table, columns: set[str]) -> Iterator[Problem]:
    code, kind = question.word("code"), outline.kind(question)
    advice = (
        "Name it in an indicator, need, outcome or background; write `only_asked = true` if it is "
        "asked to be read; or leave it out."
    )
    if question.values.get("only_asked") is True:
        used = [column for column in columns if column.partition("[")[0] == code]
        if used:
            yield outline.fault(
                question, "only_asked", f"something is made of {used[0]}.", "Leave this out."
            )
    elif kind == "grid":
        for row in question.tables("rows"):
            if f"{code}[{row.word('code')}]" not in columns:
                yield outline.fault(row, (), "nothing is made of this row's answers.", advice)
    elif kind not in UNMEASURED and code not in columns:
        yield outline.fault(question, (), "nothing is made of this question's answers.", advice)


def _columns_in_use(outline: Outline) -> Iterator[str]:
    root = outline.root
    for key, roles in ROLES.items():
        yield from (table.word(role) for table in root.tables(key) for role in roles)
    yield from (word for _, word in root.words("owners"))
    for key, names in (("background", "sum"), ("check", "at_most")):
        yield from (word for table in root.tables(key) for _, word in table.words(names))
    for key, role in (
        ("needs", "ranking"),
        ("support", "question"),
        ("followup", "running"),
        ("followup", "steps"),
        ("followup", "agreed"),
    ):
        yield from (table.word(role) for table in [root.table(key)] if table)
    yield from (table.word("question") for table in _conditions(root))
    yield from (question.word("chosen_in") for question in root.tables("question"))


def _conditions(root: Table) -> Iterator[Table]:
    for key in ("section", "question"):
        for table in root.tables(key):
            yield from table.conditions()
            yield from (condition for row in table.tables("rows") for condition in row.conditions())
