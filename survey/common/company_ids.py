"""Which text can be a `company_id`: it becomes a folder's name on every system, part of a link, and a cell of every table."""

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
"""Names of devices, which can be no folder in Windows ("Naming Files, Paths, and Namespaces", Microsoft)."""


def is_company_id(text: str) -> bool:
    """Whether the text can be a company's id."""
    return bool(_SHAPE.fullmatch(text)) and text.upper() not in _RESERVED


def find_wrong_letters(ids: pd.Series) -> "pd.Series[str]":
    """What is wrong with each id that cannot be one, by its row; empty ids are no matter here."""
    fits = ids.eq("") | (ids.str.fullmatch(_SHAPE) & ~ids.str.upper().isin(_RESERVED))
    return ids[~fits.astype(bool)].map(_tell)


def find_alike(ids: pd.Series) -> "pd.Series[str]":
    """Ids that are an earlier one but for upper and lower case: on Windows and macOS they would share a folder."""
    folded = ids.str.casefold()
    return ids[folded.duplicated() & ~ids.duplicated() & ids.ne("")]


def _tell(text: str) -> str:
    if text.upper() in _RESERVED:
        return f'has the company_id "{text}", which Windows keeps for itself.'
    if len(text) > LONGEST:
        return f"has a company_id of {len(text)} letters."
    shown = "a company_id" if holds_personal_number(text) else f'the company_id "{text}"'
    return f"has {shown} that cannot be the name of a folder or stand in a link."
