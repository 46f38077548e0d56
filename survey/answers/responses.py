"""Put the responses of several files into one table, each response once, with its bookkeeping."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.answers.faults import Fault
from survey.exports.reading import Export
from survey.instrument.records import Instrument

NO_DATE_STAMP = pd.Timestamp(1980, 1, 1)
"""The submit date that LimeSurvey writes if a survey keeps no dates."""
_SAME_RESPONSE = ["survey", "response_id", "token", "startdate", "seed"]
"""These never change in a response. They tell apart two surveys with the same columns."""


def stack_responses(
    exports: Sequence[Export], instrument: Instrument, company: str
) -> pd.DataFrame:
    """Return one row per response of every file: bookkeeping, then the instrument's columns.

    `given` is the text of the column `company`. `row` counts from 1 in each file. `submitted` is
    NaT if the response is incomplete or the time was not recorded. `without_null` (bool): the file
    has no NULL, and "" may stand for it. `survey` is a number; files with the same columns belong
    to the same survey. A column that a file does not have is missing (NA) in its rows.
    """
    surveys = list({frozenset(export.frame.columns): None for export in exports})
    parts = [
        _take_columns(export, instrument, company, surveys.index(frozenset(export.frame.columns)))
        for export in exports
    ]
    return pd.concat(parts, ignore_index=True)


def _take_columns(
    export: Export, instrument: Instrument, company: str, survey: int
) -> pd.DataFrame:
    frame = export.frame.reset_index(drop=True)
    numbers = pd.Series(frame.index + 1, index=frame.index)
    submitted = _column(frame, "submitdate").pipe(_null_blanks)
    bookkeeping = pd.DataFrame(
        {
            "source": pd.Series(export.name, index=frame.index, dtype="str"),
            "row": numbers,
            "survey": survey,
            "response_id": _column(frame, "id").pipe(_null_blanks).fillna(numbers.astype("str")),
            "has_id": "id" in frame,
            "given": frame[company].str.strip().pipe(_null_blanks),
            "complete": submitted.notna() if "submitdate" in frame else True,
            "submitted": _read_times(submitted),
            "submitdate": submitted,
            "datestamp": _column(frame, "datestamp"),
            "language": _column(frame, "startlanguage").pipe(_null_blanks),
            "token": _column(frame, "token"),
            "startdate": _column(frame, "startdate"),
            "seed": _column(frame, "seed"),
            "without_null": not frame.isna().any(axis=None),
        },
        index=frame.index,
    )
    answers = frame.reindex(columns=list(instrument.columns)).astype("str")
    return pd.concat([bookkeeping, answers], axis="columns")


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame else pd.Series(np.nan, index=frame.index, dtype="str")


def _null_blanks(texts: pd.Series) -> pd.Series:
    return texts.mask(texts == "", np.nan)


def _read_times(texts: pd.Series) -> pd.Series:
    times = pd.to_datetime(texts, format="ISO8601", errors="coerce").astype("datetime64[us]")
    return times.mask(times == NO_DATE_STAMP)


def find_wrong_times(rows: pd.DataFrame) -> list[Fault]:
    """Find submit dates that are not dates, for example because a spreadsheet rewrote them.

    Such a response counts as complete; of several complete ones it counts as the oldest.
    """
    times = pd.to_datetime(rows["submitdate"], format="ISO8601", errors="coerce")
    wrong = rows.loc[rows["submitdate"].notna() & times.isna(), "submitdate"]
    return [
        Fault(
            "submitdate",
            wrong.index,
            '"' + wrong + '" is not a date and time such as 2026-03-01 10:20:30.',
            wrong,
        )
    ]


def drop_repeats(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """Return each response once, in its latest state, and a fault for the rows left out.

    Exports overlap if a survey is fetched twice. A complete state is later than an incomplete one;
    after that the date stamp decides.
    """
    if not (rows.duplicated(_SAME_RESPONSE, keep=False) & rows["has_id"]).any():
        return rows, []
    ordered = rows.sort_values(["complete", "datestamp"], kind="stable", na_position="first")
    repeated = (ordered.duplicated(_SAME_RESPONSE, keep="last") & ordered["has_id"]).sort_index()
    what = (
        "Response "
        + rows.loc[repeated, "response_id"]
        + " stands in another row or file too, in the same state or a later one."
    )
    return rows[~repeated], [Fault("", what.index, what)]


def choose_counting(rows: pd.DataFrame, answered: pd.Series) -> pd.Series:
    """Return whether each response counts for its company (bool); False if that is unknown.

    The last complete response counts, or else the last one. `submitted` says which is last, then
    the response's id, then the order in the files. `answered` (bool) says which responses have any
    answer; one without counts only if the company has no other.
    """
    order = pd.DataFrame(
        {
            "complete": rows["complete"] & answered,
            "answered": answered,
            "submitted": rows["submitted"],
            "number": pd.to_numeric(rows["response_id"], errors="coerce"),
        }
    ).sort_values(
        ["complete", "answered", "submitted", "number"], kind="stable", na_position="first"
    )
    companies = rows.loc[order.index, "company_id"]
    last: pd.Series = ~companies.duplicated(keep="last") & companies.notna()
    return last.sort_index()


def find_repeated_companies(rows: pd.DataFrame) -> list[Fault]:
    """Return a fault for the responses whose company has another response that counts."""
    companies = rows["company_id"]
    counting = rows.loc[rows["counts"], "response_id"].set_axis(companies[rows["counts"]])
    others = companies[~rows["counts"] & companies.notna()]
    what = (
        "The company answered more than once; its response "
        + others.map(counting).astype("str")
        + " counts."
    )
    return [Fault("", others.index, what)]


def find_empty_responses(rows: pd.DataFrame, answered: pd.Series) -> list[Fault]:
    """Return a fault for the responses without any answer: somebody only opened the form."""
    return [Fault("", rows.index[~answered], "Not one question is answered.")]
