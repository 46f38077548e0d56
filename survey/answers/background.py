"""Background facts that group companies, from the register or else from the answers."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from survey.answers.faults import advise
from survey.common.errors import Problem
from survey.common.texts import Text, said
from survey.instrument.records import OTHER, Background, Instrument

YES_NO: Mapping[str, Text] = {
    "Y": {"sv": "Ja", "en": "Yes", "fi": "Kyllä", "nb": "Ja"},
    "N": {"sv": "Nej", "en": "No", "fi": "Ei", "nb": "Nei"},
}
"""LimeSurvey's yes/no answers, which have no answer list of their own."""
OTHER_ANSWER: Text = {"sv": "Annat", "en": "Other", "fi": "Muu", "nb": "Annet"}


def backgrounds(
    companies: pd.DataFrame,
    register: pd.DataFrame | None,
    instrument: Instrument,
    *,
    own_first: bool = False,
) -> pd.DataFrame:
    """Return the backgrounds as a frame with the index of `companies`.

    Each background is one text column. A cell is an answer code, a class such as "5–9" or "50+", or
    the register's own text; it is missing if nobody knows. A value of the register replaces the
    answer; with `own_first` the answer replaces the register's value, as on the company's own page.

    A background that is a number also has a column `<id>_number` (float). It is NaN if only the
    class is known, or nothing.
    """
    columns: dict[str, pd.Series] = {}
    for background in instrument.background:
        given = _from_register(background.id, companies.index, register)
        if is_number(background, instrument):
            answered = _answered_number(background, companies)
            columns |= _number_columns(
                background, given.mask(answered.notna(), np.nan) if own_first else given, answered
            )
        else:
            columns[background.id] = _codes(
                background, given, companies, instrument, own_first=own_first
            )
    return pd.DataFrame(columns, index=companies.index)


def is_number(background: Background, instrument: Instrument) -> bool:
    """Return whether the background is a number.

    It is one if it is a sum, if it is divided into classes, or if its question asks for a number.
    """
    column = instrument.columns.get(background.question or "")
    return bool(background.sum or background.breaks) or (
        column is not None and column.question.kind == "number"
    )


def code_texts(background: Background, instrument: Instrument) -> dict[str, str]:
    """Return the answer's code by everything it is called: its code and texts, case-folded.

    Empty if the background is free text.
    """
    options = _option_texts(background, instrument)
    words = {text.casefold(): code for code, texts in options.items() for text in texts.values()}
    return words | {code.casefold(): code for code in options}


def find_unknown_values(
    background: Background, register: pd.DataFrame, instrument: Instrument
) -> list[Problem]:
    """List the register's values that are neither a code nor a text of the background's answers.

    Such a value counts as unknown.
    """
    words = code_texts(background, instrument)
    if not words or background.id not in register:
        return []
    counts = Counter(
        str(value) for value in register[background.id] if value and value.casefold() not in words
    )
    names = sorted(
        {
            name
            for code, texts in _option_texts(background, instrument).items()
            for name in (code, *texts.values())
        }
    )
    where = f"companies.csv, {background.id}"
    return [
        Problem(
            where,
            f'"{value}" is not an answer of the instrument ({count} companies).',
            advise(value, names),
        )
        for value, count in counts.items()
    ]


def label(instrument: Instrument, background_id: str, value: str, language: str) -> str:
    """Return what to show for a background's `value`.

    That is the answer's text in `language`; a class or a free text is shown as it is.
    """
    background = next((one for one in instrument.background if one.id == background_id), None)
    options = _option_texts(background, instrument) if background else {}
    return said(options[value], language) if value in options else value


def class_labels(breaks: Sequence[int]) -> list[str]:
    """Return the names of the classes, such as "<0", "0", "1–4", …, "50+".

    A class begins at each of `breaks`; one more class is below the first break.
    """
    if not breaks:
        return []
    inner = [f"{low}" if high == low + 1 else f"{low}–{high - 1}" for low, high in pairwise(breaks)]
    return [f"<{breaks[0]}", *inner, f"{breaks[-1]}+"]


def cut_number(number: float, breaks: Sequence[int]) -> str:
    """Return the class of a number; the number itself, as text, if there are no breaks."""
    return class_labels(breaks)[bisect_right(breaks, number)] if breaks else f"{number:.10g}"


def _option_texts(background: Background, instrument: Instrument) -> dict[str, Text]:
    column = instrument.columns.get(background.question or "")
    if column is None or column.codes is None:
        return {}
    if column.question.kind == "yes_no":
        return dict(YES_NO)
    options = instrument.lists[column.question.answers].options if column.question.answers else []
    return {option.code: option.text for option in options} | (
        {OTHER: OTHER_ANSWER} if OTHER in column.codes else {}
    )


def _from_register(name: str, companies: pd.Index, register: pd.DataFrame | None) -> pd.Series:
    """Return the register's column with that name; a cell is missing if it is empty or absent."""
    if register is None or name not in register:
        return pd.Series(np.nan, index=companies, dtype="str")
    given = register[name].reindex(companies)
    return given.mask(given == "", np.nan)


def _codes(
    background: Background,
    given: pd.Series,
    companies: pd.DataFrame,
    instrument: Instrument,
    *,
    own_first: bool,
) -> pd.Series:
    """Return the codes of a background that is not a number.

    An answer "other" never replaces a value of the register.
    """
    words = code_texts(background, instrument)
    coded = _map_each(given, lambda value: words.get(value.casefold())) if words else given
    if background.question not in companies:
        return coded
    answered = companies[background.question]
    told = answered.mask(answered == "", np.nan)
    return (
        told.mask(told == OTHER, np.nan).fillna(coded).fillna(told)
        if own_first
        else coded.fillna(told)
    )


def _map_each(values: pd.Series, tell: Callable[[str], str | None]) -> pd.Series:
    """What `tell` says of each text, asked once for each distinct one; missing stays missing."""
    places, distinct = pd.factorize(values)
    told = np.array([*(tell(value) for value in distinct), None], dtype=object)
    return pd.Series(told[places], index=values.index, dtype="str")


def _answered_number(background: Background, companies: pd.DataFrame) -> pd.Series:
    """Return the answer as a number, or the sum of several answers.

    The sum is missing if any of them is missing: missing is not zero.
    """
    names = background.sum or ([background.question] if background.question else [])
    if not names:
        return pd.Series(np.nan, index=companies.index)
    numbers = companies[names].apply(pd.to_numeric, errors="coerce").astype("float64")
    return pd.Series(numbers.to_numpy().sum(axis=1), index=companies.index)


def _number_columns(
    background: Background, given: pd.Series, answered: pd.Series
) -> dict[str, pd.Series]:
    """Return the column of classes and the column of numbers.

    The register may hold a number, or a class with a hyphen or an en dash.
    """
    dashed = given.str.replace("-", "–")
    counted = pd.to_numeric(given, errors="coerce").astype("float64")
    named = dashed.where(dashed.isin(class_labels(background.breaks)) & counted.isna())
    numbers = counted.fillna(answered).mask(named.notna(), np.nan)
    classes = {
        number: cut_number(number, background.breaks) for number in numbers.dropna().unique()
    }
    return {
        background.id: named.fillna(numbers.map(classes).astype("str")),
        f"{background.id}_number": numbers,
    }
