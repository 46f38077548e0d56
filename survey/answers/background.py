"""Facts that group companies, from the register where it knows them and else from the answers."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from survey.answers.faults import advise
from survey.common.errors import Problem
from survey.common.texts import Text, said
from survey.instrument.columns import OTHER
from survey.instrument.records import Background, Instrument

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
    """One text column a background (index of `companies`): an answer code, a class such as "5–9" or "50+", or the register's own text.

    Missing where nobody knows. The register goes before the answer, cell by cell; with `own_first` the answer goes before the register,
    as on the company's own page. A background that is a number has the number itself beside it, as `<id>_number` (float, NaN where only
    its class is known, or nothing).
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
    """Whether the background is a number: a sum, something cut at breaks, or the answer to a number question."""
    column = instrument.columns.get(background.question or "")
    return bool(background.sum or background.breaks) or (
        column is not None and column.question.kind == "number"
    )


def code_texts(background: Background, instrument: Instrument) -> dict[str, str]:
    """The answer's code by everything it can be called (its code and its texts, folded); empty where anything can stand."""
    options = _option_texts(background, instrument)
    words = {text.casefold(): code for code, texts in options.items() for text in texts.values()}
    return words | {code.casefold(): code for code in options}


def find_unknown_values(
    background: Background, register: pd.DataFrame, instrument: Instrument
) -> list[Problem]:
    """The register's values of a background that are neither a code nor a text of its answers; they count as unknown."""
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
    """What to show for a background's `value`: the answer's text in `language`; a class or a text as it stands."""
    background = next((one for one in instrument.background if one.id == background_id), None)
    options = _option_texts(background, instrument) if background else {}
    return said(options[value], language) if value in options else value


def class_labels(breaks: Sequence[int]) -> list[str]:
    """The names of the classes that begin at `breaks`, and before them the one below the first: "<0", "0", "1–4", …, "50+"."""
    if not breaks:
        return []
    inner = [f"{low}" if high == low + 1 else f"{low}–{high - 1}" for low, high in pairwise(breaks)]
    return [f"<{breaks[0]}", *inner, f"{breaks[-1]}+"]


def cut_number(number: float, breaks: Sequence[int]) -> str:
    """The class of a number; the number itself where there are no breaks."""
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
    """The register's column with that name, missing where it is empty or not there."""
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
    """The codes of a background that is no number. An answer "other" never goes before what the register says."""
    words = code_texts(background, instrument)
    coded = _map_each(given, lambda value: words.get(value.casefold())) if words else given
    if background.question not in companies:
        return coded
    answered = companies[background.question]
    told = answered.mask(answered.isin(["", *_not_answered(background, instrument)]), np.nan)
    return (
        told.mask(told == OTHER, np.nan).fillna(coded).fillna(told)
        if own_first
        else coded.fillna(told)
    )


def _not_answered(background: Background, instrument: Instrument) -> Sequence[str]:
    """The answers that tell nothing, such as "would rather not say"."""
    column = instrument.columns[background.question or ""]
    listed = column.question.answers
    return instrument.lists[listed].not_answered if listed else []


def _map_each(values: pd.Series, tell: Callable[[str], str | None]) -> pd.Series:
    """What `tell` says of each text, asked once for each distinct one; missing stays missing."""
    places, distinct = pd.factorize(values)
    told = np.array([*(tell(value) for value in distinct), None], dtype=object)
    return pd.Series(told[places], index=values.index, dtype="str")


def _answered_number(background: Background, companies: pd.DataFrame) -> pd.Series:
    """The answer as a number, or the sum of several; missing where any of them is: missing is not zero."""
    names = background.sum or ([background.question] if background.question else [])
    if not names:
        return pd.Series(np.nan, index=companies.index)
    numbers = companies[names].apply(pd.to_numeric, errors="coerce").astype("float64")
    return pd.Series(numbers.to_numpy().sum(axis=1), index=companies.index)


def _number_columns(
    background: Background, given: pd.Series, answered: pd.Series
) -> dict[str, pd.Series]:
    """The classes and the numbers. The register may hold a number, or else a class with either kind of dash."""
    dashed = given.str.replace("-", "–")
    counted = pd.to_numeric(given, errors="coerce").astype("float64")
    told = dashed.where(dashed.isin(class_labels(background.breaks)) & counted.isna())
    numbers = counted.fillna(answered).mask(told.notna(), np.nan)
    classes = {
        number: cut_number(number, background.breaks) for number in numbers.dropna().unique()
    }
    return {
        background.id: told.fillna(numbers.map(classes).astype("str")),
        f"{background.id}_number": numbers,
    }
