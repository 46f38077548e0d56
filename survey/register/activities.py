"""Read what the programme did: `activities.csv` by company, `events.csv` by municipality."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic.dataclasses import dataclass

from survey.answers.background import code_texts, label
from survey.common.texts import Text
from survey.common.toml import STRICT
from survey.instrument.records import Id, Instrument
from survey.register.csv_validation import AMOUNT, DATE, Rule, one_of, read_table


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ActivityKind:
    """A kind of activity that a company can be given, such as individual advice."""

    id: Id
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class EventKind:
    """Something that is counted per municipality, such as start-ups. `unit`: None counts pieces."""

    id: Id
    name: Text
    unit: Text | None = None


def read_activities(
    path: Path, kinds: Sequence[ActivityKind], register: pd.DataFrame
) -> pd.DataFrame:
    """The activities in the file's order; no rows if there is no file.

    Columns: `company_id`, `kind` (text), `date` (datetime64, days) and `hours` (float).
    AnswersError with every wrong row (row 1 is the first below the headings).
    """
    rules = {
        "company_id": one_of("company", register.index),
        "kind": one_of("[[activity]]", [kind.id for kind in kinds]),
        "date": DATE,
        "hours": AMOUNT,
    }
    return _settle(read_table(path, rules), "hours")


def read_events(path: Path, kinds: Sequence[EventKind], instrument: Instrument) -> pd.DataFrame:
    """The events in the file's order; no rows if there is no file.

    Columns: `kind`, `municipality` (its code; missing for the whole region), `date` and `number`
    (float). In the file a municipality is its code or its name in any of the questionnaire's
    languages. AnswersError with every wrong row (row 1 is the first below the headings).
    """
    codes = municipality_codes(instrument)
    rules = {
        "kind": one_of("[[event]]", [kind.id for kind in kinds]),
        "municipality": _known_place(codes, instrument),
        "date": DATE,
        "number": AMOUNT,
    }
    events = _settle(read_table(path, rules), "number")
    coded = (
        events["municipality"].map(lambda value: codes.get(value.casefold(), value)).astype("str")
    )
    return events.assign(municipality=coded.mask(coded == "", np.nan))


def municipality_codes(instrument: Instrument) -> Mapping[str, str]:
    """The municipalities' codes by code and by name in each language, case-folded.

    Empty if the instrument has no background "municipality".
    """
    background = next((each for each in instrument.background if each.id == "municipality"), None)
    return code_texts(background, instrument) if background else {}


def _known_place(codes: Mapping[str, str], instrument: Instrument) -> Rule:
    """The rule for a municipality: a known code or name, or "" for the whole region.

    Every value fits if the instrument has no municipalities.
    """
    names = {
        label(instrument, "municipality", code, language)
        for code in codes.values()
        for language in instrument.languages
    }
    return Rule(
        lambda value: not value or not codes or value.casefold() in codes,
        one_of("municipality", names).describe,
    )


def _settle(frame: pd.DataFrame, amount: str) -> pd.DataFrame:
    """The table with its dates as datetimes and its amounts as floats."""
    dates = pd.to_datetime(frame["date"], format="%Y-%m-%d").astype("datetime64[us]")
    return frame.assign(date=dates, **{amount: frame[amount].astype("float64")})
