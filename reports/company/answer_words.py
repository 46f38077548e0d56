"""A company's own answers, in words."""

from collections.abc import Mapping, Sequence
from math import isfinite

import pandas as pd

from reports.company.records import GivenAnswer
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.columns import OTHER, Column
from survey.instrument.records import Indicator, Instrument


def answer_words(row: pd.Series, column: str, instrument: Instrument, language: Language) -> str:
    """What the company answered in `column`: an option's text, yes or no, or a number and its unit.

    Returns "" where there is no answer, and for personal details and free text.
    """
    described = instrument.columns.get(column)
    value = row.get(column)
    if (
        described is None
        or described.question.personal
        or value is None
        or pd.isna(value)
        or value == ""
    ):
        return ""
    return _value_words(str(value), described, instrument, language)


def question_words(column: str, instrument: Instrument, language: Language) -> str:
    """The question behind `column`, in words.

    For a row of a grid, the row's text, which follows the question where it completes its sentence.
    For a ranking, the question with the rank.
    """
    described = instrument.columns[column]
    text = said(described.question.text, language.code)
    if described.question.kind == "ranking":
        return language.gettext("{question} Place {place}:").format(
            question=text, place=described.part or ""
        )
    row = next((row for row in described.question.rows if row.code == described.part), None)
    if row is None:
        return text
    part = said(row.text, language.code)
    return f"{text.rstrip(' …')} {part}" if text.endswith("…") else part


def indicator_answer(
    row: pd.Series, indicator: Indicator, instrument: Instrument, language: Language
) -> GivenAnswer | None:
    """The answer an indicator rests on, with its question; None where nothing was answered."""
    if indicator.question is None:
        words = _pair_words(row, indicator, language)
        return GivenAnswer(said(indicator.name, language.code), words) if words else None
    words = answer_words(row, indicator.question, instrument, language)
    return (
        GivenAnswer(question_words(indicator.question, instrument, language), words)
        if words
        else None
    )


def gather_answers(
    instrument: Instrument, answers: Mapping[str, str], language: Language
) -> Sequence[GivenAnswer]:
    """Answers, given by column, with their questions; those that have no words are left out."""
    row = pd.Series(answers, dtype="object")
    told = [(column, answer_words(row, column, instrument, language)) for column in answers]
    return [
        GivenAnswer(question_words(column, instrument, language), words)
        for column, words in told
        if words
    ]


def number(row: pd.Series, column: str | None) -> float | None:
    """The number answered in `column`; None where there is none."""
    value = row.get(column) if column else None
    return None if value is None or pd.isna(value) else _read_number(str(value))


def _value_words(value: str, column: Column, instrument: Instrument, language: Language) -> str:
    match column.question.kind:
        case "yes_no":
            return {"Y": language.gettext("Yes"), "N": language.gettext("No")}.get(value, value)
        case "number":
            return _number_words(value, column, language)
        case _:
            return _option_words(value, column, instrument, language)


def _option_words(value: str, column: Column, instrument: Instrument, language: Language) -> str:
    if value == OTHER:
        return language.gettext("Other")
    answers = instrument.lists.get(column.question.answers or "")
    texts = {option.code: option.text for option in answers.options} if answers else {}
    return said(texts[value], language.code) if value in texts else value


def _number_words(value: str, column: Column, language: Language) -> str:
    read = _read_number(value)
    if read is None:
        return value
    if not column.question.unit:
        return language.digits(read, column.question.decimals)
    unit = said(column.question.unit, language.code)
    return f"{language.number(read, column.question.decimals)} {unit}"


def _read_number(value: str) -> float | None:
    try:
        read = float(value)
    except ValueError:
        return None
    return read if isfinite(read) else None


def _pair_words(row: pd.Series, indicator: Indicator, language: Language) -> str:
    """A balance as head counts of women and men, a gap as their mean pay."""
    women, men = number(row, indicator.women), number(row, indicator.men)
    if women is None or men is None:
        return ""
    if indicator.form.gap:
        average = language.gettext("{women} for women and {men} for men, on average")
        return average.format(women=language.number(women), men=language.number(men))
    return people_words(women, men, language)


def people_words(women: float, men: float, language: Language) -> str:
    """Head counts in words: 3 women and 11 men."""
    parts = [
        language.ngettext("{n} woman", "{n} women", int(women)).format(n=language.number(women)),
        language.ngettext("{n} man", "{n} men", int(men)).format(n=language.number(men)),
    ]
    return language.listing(parts)


def fill_sentence(
    sentence: str, row: pd.Series, indicator: Indicator, instrument: Instrument, language: Language
) -> str | None:
    """Fill the instrument's sentence with the company's own numbers.

    Returns None if one of the numbers is unknown.
    """
    values = {
        name: words for name, words in _place_values(row, indicator, instrument, language) if words
    }
    try:
        return sentence.format_map(values)
    except KeyError:
        return None


def _place_values(
    row: pd.Series, indicator: Indicator, instrument: Instrument, language: Language
) -> Sequence[tuple[str, str]]:
    """Each place's words, "" where unknown."""
    women, men = (number(row, column) for column in indicator.head_counts or (None, None))
    people = women + men if women is not None and men is not None else None
    counts = [
        (name, "" if count is None else language.number(count))
        for name, count in (("women", women), ("men", men), ("people", people))
    ]
    answer = (
        answer_words(row, indicator.question, instrument, language) if indicator.question else ""
    )
    return [*counts, ("answer", answer), ("gap", gap_words(row, indicator, language))]


def gap_words(row: pd.Series, indicator: Indicator, language: Language) -> str:
    """The size of a pay gap in per cent of men's pay, without its direction."""
    gap = _gap(row, indicator)
    if gap is None:
        return ""
    return language.number(abs(gap), 1 if indicator.form.gap == "answered" else 0)


def favours_women(row: pd.Series, indicator: Indicator) -> bool:
    """Whether the indicator is a gap in which women get more than men."""
    gap = _gap(row, indicator)
    return gap is not None and gap < 0


def _gap(row: pd.Series, indicator: Indicator) -> float | None:
    """A gap in per cent of men's pay, over 0 where men get more; None where there is none.

    It is computed from the mean pays, or it is the gap that was answered.
    """
    if indicator.form.gap == "answered":
        return number(row, indicator.question)
    women, men = number(row, indicator.women), number(row, indicator.men)
    if not indicator.form.gap or women is None or not men:
        return None
    return 100 * (men - women) / men
