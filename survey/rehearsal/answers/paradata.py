"""LimeSurvey's own columns, before the answers: ids, times, languages and tokens."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.rehearsal.cells import Cells, choose_any

TOKEN_LENGTH = 15
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_OTHER_LANGUAGE = 0.02
"""The share that answers in any of the programme's languages rather than the register's."""


def draw_tokens(size: int, rng: np.random.Generator) -> Cells:
    """Access codes like LimeSurvey's: 62 to the power of 15, so that two are never alike."""
    letters = np.array(list(_LETTERS))[rng.integers(len(_LETTERS), size=(size, TOKEN_LENGTH))]
    return np.ascontiguousarray(letters).view(f"<U{TOKEN_LENGTH}").reshape(size).astype(object)


def draw_languages(known: Cells, spoken: Sequence[str], rng: np.random.Generator) -> Cells:
    """The language of each response: that `known` of its company, rarely another `spoken` one."""
    return np.where(
        rng.random(len(known)) < _OTHER_LANGUAGE, choose_any(spoken, len(known), rng), known
    )


def keep_books(
    responses: pd.DataFrame, tokens: Cells, languages: Cells, rng: np.random.Generator
) -> pd.DataFrame:
    """The columns before the answers, all text.

    There is no `submitdate` where a response is incomplete, and no `lastpage` where no page was
    sent.
    """
    ended = responses["start"] + pd.to_timedelta(responses["minutes"], unit="min")
    return pd.DataFrame(
        {
            "id": pd.Series(np.arange(1, len(responses) + 1), index=responses.index).astype(str),
            "submitdate": _write_times(ended).where(responses["complete"]),
            "lastpage": responses["page"].astype(str).where(responses["page"] > 0),
            "startlanguage": languages,
            "seed": rng.integers(1, 2**31, size=len(responses)).astype(str),
            "token": tokens,
            "startdate": _write_times(responses["start"]),
            "datestamp": _write_times(ended),
        },
        dtype="str",
    )


def write_number(value: float, decimals: int) -> str:
    """A number as LimeSurvey exports it, without zeros behind the decimal point."""
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def hide_tokens(tokens: Cells, senders: npt.NDArray[np.object_], rng: np.random.Generator) -> Cells:
    """The token each response carries: its company's, one that nobody was given, or none."""
    shown = np.where(senders == "unknown_token", draw_tokens(len(senders), rng), tokens)
    shown[np.isin(senders.astype(str), ["no_token", "test_row"])] = None
    return shown


def _write_times(times: "pd.Series[pd.Timestamp]") -> "pd.Series[str]":
    return times.dt.strftime("%Y-%m-%d %H:%M:%S")
