"""Recognise Swedish organisation and personal identity numbers, so that they can be left out.

A sole trader's organisation number is a personal identity number (Integritetsskyddsmyndigheten).
"""

import re

import pandas as pd
from stdnum import luhn

COLUMNS = frozenset(
    {
        "organisation_number",
        "organization_number",
        "organisationsnummer",
        "orgnr",
        "org_nr",
        "org.nr",
        "personnummer",
        "personal_number",
    }
)
"""Headings under which such numbers stand."""

_NUMBER_LIKE = r"[0-9+ -]{10,16}"
"""A fast first search in a long register. It also finds other numbers."""
_SHAPE = re.compile(r"(?:16|19|20)?(\d{6})[-+]?(\d{4})")


def is_identity_number(text: str) -> bool:
    """Whether `text` is an organisation number or a personal identity number.

    Either has 10 or 12 digits and a valid check digit (Luhn). An organisation number has 2 or more
    as its third digit; a personal identity number begins with a date.
    """
    match = _SHAPE.fullmatch(text.replace(" ", ""))
    return match is not None and _may_be_one(match[1]) and luhn.is_valid("".join(match.groups()))


def _may_be_one(digits: str) -> bool:
    """Whether a number can begin with these six digits. This is faster than the check digit."""
    month, day = int(digits[2:4]), int(digits[4:6])
    return month >= 20 or (1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91))


def normalise(text: str) -> str:
    """The ten digits of an identity number; any other text without its spaces and dashes."""
    match = _SHAPE.fullmatch(text.replace(" ", ""))
    return "".join(match.groups()) if match else re.sub(r"[\s-]", "", text)


def find_identity_columns(frame: pd.DataFrame) -> list[str]:
    """The columns of identity numbers: by heading, or because more than half of the values are."""
    return [
        name
        for name in frame.columns
        if name.strip().casefold() in COLUMNS or _holds_identity_numbers(frame[name])
    ]


def find_identity_numbers(values: pd.Series) -> pd.Series:
    """Those of `values` (text) that are identity numbers."""
    shaped = values[values.str.fullmatch(_NUMBER_LIKE).fillna(value=False).astype(bool)]
    return shaped[shaped.map(is_identity_number).astype(bool)]


def _holds_identity_numbers(values: pd.Series) -> bool:
    return 2 * len(find_identity_numbers(values)) > (values.notna() & values.ne("")).sum()
