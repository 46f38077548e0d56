"""The company's own answers behind a flag: the question as it was put, the answer as it was given."""

from collections.abc import Mapping, Sequence

from reports.language import Language
from reports.overview.records import GivenAnswer
from survey.instrument import OTHER, Column, Instrument
from survey.texts import said


def give_answers(instrument: Instrument, answers: Mapping[str, str], language: Language) -> Sequence[GivenAnswer]:
    """Answers by column in words; free text and other personal details are left out."""
    columns = [(instrument.columns[name], value) for name, value in answers.items() if name in instrument.columns]
    return [
        GivenAnswer(_question_text(column, language), _answer_text(instrument, column, value, language))
        for column, value in columns
        if not column.question.personal
    ]


def _question_text(column: Column, language: Language) -> str:
    """The question, with the row of a grid or the place of a ranking that was answered."""
    if column.question.kind == "ranking":
        places = {"question": said(column.question.text, language.code), "place": column.part or ""}
        return language.gettext("%(question)s Place %(place)s:") % places
    row = next((row for row in column.question.rows if row.code == column.part), None)
    text = said(column.question.text, language.code)
    return f"{text} {said(row.text, language.code)}" if row else text


def _answer_text(instrument: Instrument, column: Column, value: str, language: Language) -> str:
    question = column.question
    if question.kind == "yes_no":
        return {"Y": language.gettext("Yes"), "N": language.gettext("No")}.get(value, value)
    if question.kind == "number":
        return f"{value} {said(question.unit, language.code)}" if question.unit else value
    if value == OTHER:
        return language.gettext("Other")
    options = instrument.lists[question.answers].options if question.answers else []
    return next((said(option.text, language.code) for option in options if option.code == value), value)
