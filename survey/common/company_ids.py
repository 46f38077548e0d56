"""Which texts can be a `company_id`.

An id becomes a folder's name (on Windows, macOS and Linux), a part of a link, and a table cell.
"""

import re

import pandas as pd

from survey.common.personal_numbers import holds_personal_number

LONGEST = 40
ALPHABET = "letters a–z and digits, - and _, at most 40, a letter or a digit first"

_SHAPE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{LONGEST - 1}}}")
_RESERVED = frozenset(
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10)),
    }
)
# Windows keeps these names for devices (Microsoft, "Naming Files, Paths, and Namespaces").


def find_wrong_letters(ids: pd.Series) -> "pd.Series[str]":
    """A sentence for each text that cannot be an id, by row. Empty texts are not checked."""
    fits = ids.eq("") | (ids.str.fullmatch(_SHAPE) & ~ids.str.upper().isin(_RESERVED))
    return ids[~fits.astype(bool)].map(_format_fault)


def find_alike(ids: pd.Series) -> "pd.Series[str]":
    """The ids that differ from an earlier one only in upper and lower case.

    On Windows and macOS both would have the same folder.
    """
    folded = ids.str.casefold()
    return ids[folded.duplicated() & ~ids.duplicated() & ids.ne("")]


def _format_fault(text: str) -> str:
    if text.upper() in _RESERVED:
        return f'has the company_id "{text}", which Windows keeps for itself.'
    if len(text) > LONGEST:
        return f"has a company_id of {len(text)} letters."
    shown = "a company_id" if holds_personal_number(text) else f'the company_id "{text}"'
    return f"has {shown}, which cannot be a folder's name or a part of a link."
