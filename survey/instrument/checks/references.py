"""References from one part of an instrument to its questions and their answers."""

from collections.abc import Collection, Iterator

from survey.common.errors import Problem
from survey.instrument.checks.outline import Keys, Outline, Table
from survey.instrument.columns import OTHER


def check_column(
    outline: Outline, table: Table, keys: Keys, column: str, kinds: Collection[str]
) -> Iterator[Problem]:
    """Whether `column` exists and belongs to a question of one of `kinds`.

    A question of kind "multiple" goes by its own code.
    """
    question = outline.asked_by(column)
    if question is None or not _exists(outline, question, column):
        yield from outline.unknown(table, keys, "question", column, _known(outline))
    elif outline.kind(question) not in {*kinds, ""}:
        wanted = " or ".join(f'"{kind}"' for kind in sorted(kinds))
        yield outline.fault(
            table,
            keys,
            f'"{column}" is a question of kind "{outline.kind(question)}"; this needs {wanted}.',
        )


def check_answers(outline: Outline, table: Table, key: str, question: Table) -> Iterator[Problem]:
    """Whether `question` can have the answers listed at `key`."""
    codes = outline.codes(question)
    if codes is not None:
        known = [*codes, *([OTHER] if question.values.get("other") is True else [])]
        for position, word in table.words(key):
            yield from outline.unknown(
                table, (key, position), "answer", word, known, to=question.word("code")
            )


def scale_of(outline: Outline, question: Table) -> list[str] | None:
    """The codes on the scale of a question; None where its answer list cannot be read."""
    listed = outline.lists.get(question.word("answers"))
    if listed is None:
        return None
    settings = ("not_applicable", "not_answered")
    outside = {code for setting in settings for _, code in listed.words(setting)}
    return [
        option.word("code")
        for option in listed.tables("options")
        if option.word("code") not in outside
    ]


def _exists(outline: Outline, question: Table, column: str) -> bool:
    is_itself = outline.kind(question) == "multiple" and question.word("code") == column
    return is_itself or column in outline.columns or question.word("code") in outline.vague


def _known(outline: Outline) -> list[str]:
    multiple = [
        code for code, question in outline.questions.items() if outline.kind(question) == "multiple"
    ]
    return [
        *(column for column in outline.columns if column.partition("[")[0] not in multiple),
        *multiple,
        *outline.vague,
    ]
