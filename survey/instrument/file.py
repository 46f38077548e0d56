"""Read an instrument file, and say at once everything that is wrong with it.

Each problem has its line and the nearest right name.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from survey.common.errors import ConfigurationError, Problem
from survey.common.toml import TomlFile, check_shape, parse_toml, read_text, read_toml
from survey.common.translations import (
    TranslatedFile,
    complete_languages,
    find_missing,
    listed_languages,
)
from survey.instrument.checks.conditions import check_conditions
from survey.instrument.checks.followup import check_followup
from survey.instrument.checks.measures import check_measures
from survey.instrument.checks.names import check_names
from survey.instrument.checks.needs import check_needs
from survey.instrument.checks.outline import Outline, read_outline
from survey.instrument.checks.questions import check_questions
from survey.instrument.checks.texts import TEXTS, check_texts
from survey.instrument.checks.use import check_use
from survey.instrument.records import Instrument


def load_instrument(path: Path, office: str | None = None) -> Instrument:
    """The instrument in the file at `path`.

    Where a text is missing in one of its languages, the text in the language of the `office` stands
    in for it (`survey.common.translations`). ConfigurationError has every problem of shape and
    reference.
    """
    return _read_instrument(path, read_text(path), office)


@lru_cache(maxsize=8)  # a command asks for the same file several times
def _read_instrument(path: Path, text: str, office: str | None) -> Instrument:
    file = _speak(parse_toml(path, text), office).file
    instrument, problems = check_shape(file, Instrument)
    problems += check_references(read_outline(file))
    if instrument is None or problems:
        raise ConfigurationError(*problems)
    return instrument


def find_missing_texts(path: Path, office: str | None = None) -> list[Problem]:
    """A remark on the texts that another language stands in for."""
    return list(find_missing(_speak(read_toml(path), office)))


def _speak(file: TomlFile, office: str | None) -> TranslatedFile:
    return complete_languages(file, TEXTS, listed_languages(file.data), office)


def check_references(outline: Outline) -> Iterator[Problem]:
    """What is wrong between the parts of an instrument, each part well-shaped or not."""
    yield from check_names(outline)
    yield from check_texts(outline)
    yield from check_questions(outline)
    yield from check_conditions(outline)
    yield from check_measures(outline)
    yield from check_needs(outline)
    yield from check_followup(outline)
    yield from check_use(outline)
