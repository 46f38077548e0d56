"""An instrument file as far as it can be read, however wrong it is.

It tells what there is to refer to, and where it stands.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from survey.common.errors import Problem, nearest
from survey.common.toml import Place, TomlFile
from survey.instrument.columns import columns_of
from survey.instrument.points_kinds import QuestionKind
from survey.instrument.records import AnswerList, Question

YES_NO = ("Y", "N")
KINDS = frozenset(get_args(QuestionKind))
Keys = str | tuple[str | int, ...]
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file.

    A value of the wrong kind reads as nothing: the check of shape names it.
    """

    place: Place
    values: Mapping[str, Any]

    def word(self, key: str) -> str:
        """The text at `key`, else ""."""
        value = self.values.get(key)
        return value.strip() if isinstance(value, str) else ""

    def words(self, key: str) -> Sequence[tuple[int, str]]:
        """The texts in the list at `key`, each with its position."""
        value = self.values.get(key)
        listed = value if isinstance(value, list) else []
        return [
            (position, word.strip())
            for position, word in enumerate(listed)
            if isinstance(word, str)
        ]

    def number(self, key: str) -> float | None:
        """The number at `key`."""
        value = self.values.get(key)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def table(self, key: str) -> "Table | None":
        """The table at `key`."""
        value = self.values.get(key)
        return Table((*self.place, key), value) if isinstance(value, Mapping) else None

    def conditions(self) -> Sequence["Table"]:
        """What stands in `asked_if`: one condition or a list of them."""
        single = self.table("asked_if")
        return [single] if single else self.tables("asked_if")

    def tables(self, key: str) -> Sequence["Table"]:
        """The tables in the list at `key`."""
        value = self.values.get(key)
        listed = value if isinstance(value, list) else []
        return [
            Table((*self.place, key, position), item)
            for position, item in enumerate(listed)
            if isinstance(item, Mapping)
        ]


@dataclass(frozen=True, slots=True)
class Outline:
    """What an instrument file names. `columns` leads from a column to its question.

    `vague` are codes of questions whose columns cannot be told before the question itself is
    mended; any column of theirs is let through.
    """

    file: TomlFile
    root: Table
    sections: Mapping[str, Table]
    lists: Mapping[str, Table]
    questions: Mapping[str, Table]
    domains: Mapping[str, Table]
    columns: Mapping[str, Table]
    vague: frozenset[str]

    def fault(self, table: Table, keys: Keys, what: str, advice: str = "") -> Problem:
        """A problem at `keys` inside `table`."""
        steps = (keys,) if isinstance(keys, str) else keys
        return Problem(self.file.where((*table.place, *steps)), what, advice)

    def unknown(
        self, table: Table, keys: Keys, noun: str, word: str, known: Collection[str], to: str = ""
    ) -> Iterator[Problem]:
        """A problem if nobody knows `word`, with the nearest right one.

        `to` is the question, where `word` is an answer.
        """
        if word and word not in known:
            of_what = f' to the question "{to}"' if to else ""
            yield self.fault(
                table, keys, f'there is no {noun} "{word}"{of_what}.', nearest(word, known)
            )

    def asked_by(self, column: str) -> Table | None:
        """The question behind a column."""
        return self.columns.get(column) or self.questions.get(column.partition("[")[0])

    def kind(self, question: Table) -> str:
        """The kind of a question; "" where it is missing or there is no such kind."""
        kind = question.word("kind")
        return kind if kind in KINDS else ""

    def codes(self, question: Table) -> Sequence[str] | None:
        """The codes a question can be answered with; None where its answer list cannot be read."""
        if self.kind(question) == "yes_no":
            return YES_NO
        listed = self.lists.get(question.word("answers"))
        return [option.word("code") for option in listed.tables("options")] if listed else None


def read_outline(file: TomlFile) -> Outline:
    """Everything the file names; of two with the same name, the first."""
    root = Table((), file.data)
    questions, lists = _by(root, "question", "code"), _by(root, "answers", "id")
    columns, vague = _columns(questions, lists)
    return Outline(
        file,
        root,
        _by(root, "section", "id"),
        lists,
        questions,
        _by(root, "domain", "id"),
        columns,
        vague,
    )


def _by(root: Table, key: str, name: str) -> Mapping[str, Table]:
    return {table.word(name): table for table in reversed(root.tables(key)) if table.word(name)}


def _columns(
    questions: Mapping[str, Table], lists: Mapping[str, Table]
) -> tuple[Mapping[str, Table], frozenset[str]]:
    known = {
        name: record
        for name, table in lists.items()
        if (record := _read(AnswerList, table)) is not None
    }
    columns: dict[str, Table] = {}
    vague = set()
    for code, table in questions.items():
        question = _read(Question, table)
        if question is None or (question.answers and question.answers not in known):
            vague.add(code)
        else:
            columns |= {column.name: table for column in columns_of(question, known)}
    return columns, frozenset(vague)


def _read(model: type[Record], table: Table) -> Record | None:
    try:
        return TypeAdapter(model).validate_python(table.values)
    except ValidationError:
        return None
