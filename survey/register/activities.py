"""What the programme did: `activities.csv` with each company's activities, and `events.csv` with what happened in each municipality."""

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
    """Something that is counted by municipality, such as start-ups; `unit` where it is not counted in pieces."""

    id: Id
    name: Text
    unit: Text | None = None


def read_activities(
    path: Path, kinds: Sequence[ActivityKind], register: pd.DataFrame
) -> pd.DataFrame:
    """`company_id`, `kind` (text), `date` (datetime64, days) and `hours` (float), in the file's order; no rows where there is no file.

    AnswersError with everything that is wrong, row by row (from 1, below the headings).
    """
    rules = {
        "company_id": one_of("company", register.index),
        "kind": one_of("[[activity]]", [kind.id for kind in kinds]),
        "date": DATE,
        "hours": AMOUNT,
    }
    return _settle(read_table(path, rules), "hours")


def read_events(path: Path, kinds: Sequence[EventKind], instrument: Instrument) -> pd.DataFrame:
    """`kind`, `municipality` (its code; missing for the whole region), `date` and `number` (float), in the file's order.

    No rows where there is no file. AnswersError with everything that is wrong, row by row (from 1, below the headings). A municipality
    may be written as its code or as its name in any of the questionnaire's languages.
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
    """A municipality's code by everything it can be called, folded; empty where the instrument has no such background."""
    background = next((each for each in instrument.background if each.id == "municipality"), None)
    return code_texts(background, instrument) if background else {}


def _known_place(codes: Mapping[str, str], instrument: Instrument) -> Rule:
    """Any code or name of a municipality, and nothing for the whole region; anything goes where the instrument knows none."""
    names = {
        label(instrument, "municipality", code, language)
        for code in codes.values()
        for language in instrument.languages
    }
    return Rule(
        lambda value: not value or not codes or value.casefold() in codes,
        one_of("municipality", names).tell,
    )


def _settle(frame: pd.DataFrame, amount: str) -> pd.DataFrame:
    """Dates and amounts as what they are."""
    dates = pd.to_datetime(frame["date"], format="%Y-%m-%d").astype("datetime64[us]")
    return frame.assign(date=dates, **{amount: frame[amount].astype("float64")})
