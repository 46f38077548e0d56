"""Which pages, questions, rows and answers a wave's questionnaire has, in order and numbered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from survey.common.texts import Text
from survey.instrument.records import Instrument, Question, Row, Section, Wave


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid or a box of a multiple question: LimeSurvey's subquestion.

    `place` counts from 0. `row` is the grid's row; None for a box.
    """

    number: int
    place: int
    code: str
    text: Text
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a question's list: its number, place from 0, code and text."""

    number: int
    place: int
    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """A question at its place: its number, place on the page from 1, and what is below it."""

    number: int
    place: int
    question: Question
    lines: Sequence[Line]
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """A page (LimeSurvey's question group) with at least one question; `number` is from 1."""

    number: int
    section: Section
    items: Sequence[Item]


def lay_out(instrument: Instrument, wave: Wave) -> Sequence[SurveyPage]:
    """Lay out the pages of `wave`.

    Numbers are unique among questions and lines together, and among answers.
    """
    asked = [question for question in instrument.question if wave in question.waves]
    used = [
        section
        for section in instrument.section
        if any(question.section == section.id for question in asked)
    ]
    line_numbers, choice_numbers = count(len(asked) + 1), count(1)
    question_numbers = count(1)
    pages: list[SurveyPage] = []
    for number, section in enumerate(used, start=1):
        here = (question for question in asked if question.section == section.id)
        items = [
            Item(
                next(question_numbers),
                place,
                question,
                list(_lines(question, instrument, line_numbers)),
                list(_choices(question, instrument, choice_numbers)),
            )
            for place, question in enumerate(here, start=1)
        ]
        pages.append(SurveyPage(number, section, items))
    return pages


def items_of(pages: Sequence[SurveyPage]) -> Iterator[tuple[SurveyPage, Item]]:
    """Every question with the page it stands on."""
    return ((page, item) for page in pages for item in page.items)


def _lines(question: Question, instrument: Instrument, numbers: Iterator[int]) -> Iterator[Line]:
    """The rows of a grid; a multiple question keeps its list as boxes."""
    if question.kind == "grid":
        yield from (
            Line(next(numbers), place, row.code, row.text, row)
            for place, row in enumerate(question.rows)
        )
    elif question.kind == "multiple" and question.answers:
        options = instrument.lists[question.answers].options
        yield from (
            Line(next(numbers), place, option.code, option.text)
            for place, option in enumerate(options)
        )


def _choices(
    question: Question, instrument: Instrument, numbers: Iterator[int]
) -> Iterator[Choice]:
    if question.kind in {"choice", "ranking", "grid"} and question.answers:
        options = instrument.lists[question.answers].options
        yield from (
            Choice(next(numbers), place, option.code, option.text)
            for place, option in enumerate(options)
        )
