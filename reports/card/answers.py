"""Every answer of a company, question by question, one column a round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reports.card.document import AnsweredSection, RoundAnswers
from reports.company.answer_words import answer_words, question_words
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.columns import columns_of
from survey.instrument.records import Instrument, Question, Wave


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its `wave`, and what the company answered, by column."""

    wave: Wave
    row: pd.Series


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the card: the question in words, and the columns its answer stands in."""

    question: Question
    words: str
    columns: Sequence[str]


def open_answers(instrument: Instrument) -> Instrument:
    """The questionnaire without its bar on details about persons: cards stay in the office."""
    return replace(
        instrument, question=[replace(one, personal=False) for one in instrument.question]
    )


def list_asked(instrument: Instrument, language: Language) -> Sequence[Asked]:
    """The lines of every card, in the questionnaire's order."""
    return [line for one in instrument.question for line in _lines(one, instrument, language)]


def build_sections(
    asked: Sequence[Asked],
    rounds: Sequence[Round],
    instrument: Instrument,
    language: Language,
) -> tuple[Sequence[AnsweredSection], Sequence[RoundAnswers]]:
    """The answers by section, and apart from them those that are free text or about a person.

    What was asked in none is left out.
    `instrument` is the open one (`open_answers`); `asked` knows what is about a person.
    """
    by_section: dict[str, list[RoundAnswers]] = {}
    private: list[RoundAnswers] = []
    for line in asked:
        told = [_answer(line, one, instrument, language) for one in rounds]
        if any(words is not None for words in told):
            here = private if line.question.personal else _in(by_section, line.question.section)
            here.append(RoundAnswers(line.words, told))
    return [
        AnsweredSection(said(section.title, language.code), by_section[section.id])
        for section in instrument.section
        if section.id in by_section
    ], private


def _in(by_section: dict[str, list[RoundAnswers]], section: str) -> list[RoundAnswers]:
    return by_section.setdefault(section, [])


def _lines(question: Question, instrument: Instrument, language: Language) -> Iterator[Asked]:
    """A grid is a line a row; boxes and rankings are one line; "other" goes with its question."""
    columns = [column.name for column in columns_of(question, instrument.lists)]
    text = said(question.text, language.code)
    if question.kind == "grid":
        for name in columns:
            words = question_words(name, instrument, language)
            whole = words if text.endswith("…") else f"{text.rstrip(':')}: {words}"
            yield Asked(question, whole, [name])
    else:
        yield Asked(question, text, columns)


def _answer(line: Asked, answered: Round, instrument: Instrument, language: Language) -> str | None:
    """The answer in words; None where the question was not asked, "" where nobody answered."""
    row = answered.row
    values = {name: row.get(name) for name in line.columns}
    if answered.wave not in line.question.waves or all(
        value is None or pd.isna(value) for value in values.values()
    ):
        return None
    if line.question.kind == "multiple":
        return _ticked(line.question, values, instrument, language)
    words = [answer_words(row, name, instrument, language) for name in line.columns]
    told = [word for word in words if word]
    if line.question.kind == "ranking":
        return "; ".join(f"{place}. {word}" for place, word in enumerate(told, start=1))
    return ": ".join(told)


def _ticked(
    question: Question, values: Mapping[str, Any], instrument: Instrument, language: Language
) -> str:
    options = instrument.lists[question.answers].options if question.answers else []
    told = [
        said(option.text, language.code)
        for option in options
        if values.get(f"{question.code}[{option.code}]") == "Y"
    ]
    other = values.get(f"{question.code}[other]")
    return "; ".join([*told, *([str(other)] if other and not pd.isna(other) else [])])
