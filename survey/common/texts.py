"""Texts in several languages, as people write them in TOML files."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field


def check_printable(text: str) -> str:
    """The text; ValueError if a character in it cannot be printed.

    Such characters are NUL, escape and other control characters, and half of a surrogate pair.
    """
    for place, letter in enumerate(text):
        if (
            (letter < " " and letter not in "\t\n\r")
            or "\ud800" <= letter <= "\udfff"
            or letter in "\x7f\ufffe\uffff"
        ):
            raise ValueError(
                f"the character U+{ord(letter):04X} at position {place + 1} cannot be printed. "
                "Take it out."
            )
    return text


Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(check_printable)]
"""A name or a code: one line."""

Text = Annotated[
    dict[
        str, Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(check_printable)]
    ],
    Field(min_length=1),
]
"""A text by language code: `{"sv": "Ja", "en": "Yes"}`."""


def said(text: Mapping[str, str], language: str) -> str:
    """The text in `language`, else in English, else in the first language it has."""
    return text.get(language) or text.get("en") or next(iter(text.values()))
