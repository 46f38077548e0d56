"""The sentence a company reads about a finding, with its own figures in it."""

from collections.abc import Mapping

import pandas as pd

from diagnostics.findings import MIDDLE, STRONG
from diagnostics.measures import read_numbers
from diagnostics.records import Finding
from survey.instrument import Indicator, Instrument
from survey.texts import Text, said


def explain(finding: Finding, answers: pd.Series, instrument: Instrument, language: str) -> str:
    """What the instrument says about an indicator that is strong (from 75) or weak (under 50), filled with the company's `answers`.

    "" for domains and needs, for what lies between, and where a figure that the sentence needs is missing.
    """
    indicator = instrument.indicators.get(finding.item)
    text = _text(finding, indicator)
    if indicator is None or text is None:
        return ""
    try:
        return said(text, language).format_map(_figures(indicator, answers, instrument, language))
    except KeyError:
        return ""


def _text(finding: Finding, indicator: Indicator | None) -> Text | None:
    if indicator is None or indicator.says is None:
        return None
    if finding.tone == "strength" and finding.score >= STRONG:
        return indicator.says.strong
    return indicator.says.weak if finding.tone == "concern" and finding.score < MIDDLE else None


def _figures(indicator: Indicator, answers: pd.Series, instrument: Instrument, language: str) -> Mapping[str, str]:
    """The placeholders that have a value: heads as bare numbers, the answer in words, the gap in whole per cent without its sign."""
    numbers = read_numbers(answers, instrument)
    women = numbers.get(indicator.women_count or indicator.women or "")
    men = numbers.get(indicator.men_count or indicator.men or "")
    people = None if women is None or men is None else women + men
    figures = {
        "women": _whole(women),
        "men": _whole(men),
        "people": _whole(people),
        "gap": _gap(indicator, numbers),
        "answer": _answer(indicator, answers, instrument, language),
    }
    return {name: value for name, value in figures.items() if value is not None}


def _whole(number: float | None) -> str | None:
    return None if number is None else f"{number:.0f}"


def _gap(indicator: Indicator, numbers: Mapping[str, float]) -> str | None:
    if indicator.points == "gap_percent":
        percent = numbers.get(indicator.question or "")
        return None if percent is None else _whole(abs(percent))
    women, men = numbers.get(indicator.women or ""), numbers.get(indicator.men or "")
    return _whole(100 * abs(men - women) / men) if indicator.points == "gap" and women is not None and men else None


def _answer(indicator: Indicator, answers: pd.Series, instrument: Instrument, language: str) -> str | None:
    """The chosen option's text, or the value as it was given where the question has no list."""
    value = answers.get(indicator.question) if indicator.question else None
    column = instrument.columns.get(indicator.question or "")
    if column is None or not isinstance(value, str) or not value:
        return None
    options = instrument.lists[column.question.answers].options if column.question.answers else []
    return next((said(option.text, language) for option in options if option.code == value), value)
