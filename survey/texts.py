"""Texts in several languages, as they stand in the files people write."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

Text = Annotated[dict[str, Annotated[str, Field(min_length=1)]], Field(min_length=1)]
"""A text by language code: `{"sv": "Ja", "en": "Yes"}`."""


def said(text: Mapping[str, str], language: str) -> str:
    """The text in `language`, else in English, else in the first language it has."""
    return text.get(language) or text.get("en") or next(iter(text.values()))
