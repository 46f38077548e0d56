"""Which languages a programme speaks: texts that are missing in one of them, and words that are no language at all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from survey.common.errors import Problem
from survey.common.toml import Place, TomlFile

FEW = 3
"""So many places are named where texts are missing."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A file whose texts stand in every language that is listed, and in no other.

    `missing`: the place and language of each text that another language stands in for; `office` is the one that is taken first.
    """

    file: TomlFile
    office: str
    missing: Sequence[tuple[Place, str]]


def listed_languages(data: Mapping[str, Any]) -> Sequence[str]:
    """The `languages` of an instrument's file, as far as they can be read."""
    listed = data.get("languages")
    return (
        [word.strip() for word in listed if isinstance(word, str)]
        if isinstance(listed, list)
        else []
    )


def speak(
    file: TomlFile, names: Collection[str], languages: Sequence[str], office: str | None
) -> Spoken:
    """`file` with its texts (the settings called `names`) in all `languages`: the office's own words where one is missing.

    A text without these either is told in English, else in the first language it has. Texts in languages that are not listed are left out.
    """
    if not languages:
        return Spoken(file, office or "", [])
    first = office if office is not None and office in languages else languages[0]
    missing: list[tuple[Place, str]] = []
    data = _speak(file.data, (), names, (first, languages), missing)
    return Spoken(replace(file, data=data), first, missing)


def tell_missing(spoken: Spoken) -> Iterator[Problem]:
    """One remark on a file for all texts that are missing in a language."""
    if not spoken.missing:
        return
    languages = list(dict.fromkeys(language for _, language in spoken.missing))
    counts = ", ".join(
        f"{sum(each == language for _, each in spoken.missing)} in {language}"
        for language in languages
    )
    places = list(dict.fromkeys(place for place, _ in spoken.missing))
    some = "; ".join(
        spoken.file.where(place).removeprefix(f"{spoken.file.path.name}, ")
        for place in places[:FEW]
    )
    more = "; …" if len(places) > FEW else ""
    what = f"texts are missing ({counts}); the text in {spoken.office} stands in for them: {some}{more}."
    yield Problem(
        spoken.file.path.name,
        what,
        "Write them, or take the language out of `languages` in instrument.toml.",
    )


def check_office_language(language: str, allowed: Collection[str]) -> Iterator[Problem]:
    """The office's language in programme.toml, where it is none that is spoken."""
    if language not in allowed:
        what = f'"{language}" is no language of this programme.'
        yield Problem("programme.toml, programme > language", what, _allowed(allowed))


def check_register_languages(register: pd.DataFrame, allowed: Collection[str]) -> Iterator[Problem]:
    """The languages in the register that nobody is asked in, each once."""
    if "language" not in register:
        return
    wrong = register.loc[~register["language"].isin(list(allowed)), "language"]
    for language, count in wrong.value_counts(sort=False).items():
        what = f'"{language}" is no language of this programme ({count} companies, first {wrong.index[wrong == language][0]}).'
        yield Problem("companies.csv, language", what, _allowed(allowed))


def _allowed(allowed: Collection[str]) -> str:
    return f"Write one of {', '.join(sorted(allowed))}."


def _speak(
    value: Any,
    place: Place,
    names: Collection[str],
    tongues: tuple[str, Sequence[str]],
    missing: list[tuple[Place, str]],
) -> Any:
    if isinstance(value, list):
        return [
            _speak(item, (*place, number), names, tongues, missing)
            for number, item in enumerate(value)
        ]
    if not isinstance(value, Mapping):
        return value
    if place and place[-1] in names and is_text(value):
        return _complete(value, place, tongues, missing)
    return {
        key: _speak(item, (*place, key), names, tongues, missing) for key, item in value.items()
    }


def is_text(value: Mapping[str, Any]) -> bool:
    """Whether a table holds one text by language: it has words, and is not a pair of texts as `says` is."""
    return bool(value) and all(isinstance(words, str) for words in value.values())


def _complete(
    text: Mapping[str, str],
    place: Place,
    tongues: tuple[str, Sequence[str]],
    missing: list[tuple[Place, str]],
) -> Mapping[str, str]:
    office, languages = tongues
    otherwise = text.get(office) or text.get("en") or next(iter(text.values()))
    missing += [(place, language) for language in languages if not text.get(language)]
    return {language: text.get(language) or otherwise for language in languages}
