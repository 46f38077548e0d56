"""Texts as they are said to one person alone, where a file has them beside those for several."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from survey.common.texts import Text

ALONE = "alone"
"""The setting of a record with its texts for one person, by the names of the others."""

Record = TypeVar("Record")


def speak_to_one(record: Record) -> Record:
    """The record, and every record inside it, with the texts for one person in place of the others.

    A text without one for one person stays, as does a language without one: "you" serves both.
    """
    if not is_dataclass(record) or isinstance(record, type):
        return record
    alone: Mapping[str, Text] = getattr(record, ALONE, {})
    values = {each.name: getattr(record, each.name) for each in fields(record)}
    spoken = {name: _speak(value, alone.get(name)) for name, value in values.items()}
    changed = {name: value for name, value in spoken.items() if value is not values[name]}
    return replace(record, **changed) if changed else record


def _speak(value: Any, to_one: Text | None) -> Any:
    if to_one:
        return {**(value or {}), **to_one}
    if not isinstance(value, list):
        return speak_to_one(value)
    spoken = [speak_to_one(item) for item in value]
    return spoken if any(new is not old for new, old in zip(spoken, value, strict=True)) else value


def keep_listed(texts: Any, languages: Collection[str]) -> Any:
    """The texts for one person in the listed `languages`; none stands in for another."""
    if not isinstance(texts, Mapping):
        return texts
    kept = {name: _keep_text(text, languages) for name, text in texts.items()}
    return {name: text for name, text in kept.items() if text}


def _keep_text(text: Any, languages: Collection[str]) -> Any:
    if not isinstance(text, Mapping):
        return text
    return {language: words for language, words in text.items() if language in languages}
