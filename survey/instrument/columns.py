"""The columns of the answers, as LimeSurvey exports them."""

from collections.abc import Mapping, Sequence

from pydantic.dataclasses import dataclass

from survey.common.toml import STRICT
from survey.instrument.questions import AnswerList, Question

OTHER = "-oth-"
"""What LimeSurvey stores when "other" is chosen; the words stand in the column `code[other]`."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Column:
    """One column of the answers.

    `name` as LimeSurvey exports it, the `question` behind it, the `codes` it may hold (None for
    free answers), and its `part` of the question: a row, a box or a place.
    """

    name: str
    question: Question
    codes: frozenset[str] | None
    part: str | None = None


def columns_of(question: Question, lists: Mapping[str, AnswerList]) -> Sequence[Column]:
    """The columns LimeSurvey writes for a question."""
    codes = lists[question.answers].codes if question.answers and question.answers in lists else []
    match question.kind:
        case "grid":
            return [
                Column(
                    name=f"{question.code}[{row.code}]",
                    question=question,
                    codes=frozenset(codes),
                    part=row.code,
                )
                for row in question.rows
            ]
        case "ranking":
            places = range(1, (question.places or len(codes)) + 1)
            return [
                Column(
                    name=f"{question.code}[{place}]",
                    question=question,
                    codes=frozenset(codes),
                    part=str(place),
                )
                for place in places
            ]
        case "multiple":
            parts = [
                Column(
                    name=f"{question.code}[{code}]",
                    question=question,
                    codes=frozenset({"Y"}),
                    part=code,
                )
                for code in codes
            ]
            return parts + _other(question)
        case "choice":
            allowed = frozenset(codes) | ({OTHER} if question.other else set())
            return [Column(name=question.code, question=question, codes=allowed), *_other(question)]
        case "yes_no":
            return [Column(name=question.code, question=question, codes=frozenset({"Y", "N"}))]
        case _:
            return [Column(name=question.code, question=question, codes=None)]


def _other(question: Question) -> list[Column]:
    return (
        [Column(name=f"{question.code}[other]", question=question, codes=None, part="other")]
        if question.other
        else []
    )
