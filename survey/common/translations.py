"""The languages of a programme: fill in missing texts, and check the names of languages."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from survey.common.errors import Problem
from survey.common.one_person import ALONE, keep_listed
from survey.common.toml import Place, TomlFile

FEW = 3
"""The most places with missing texts that a message names."""


@dataclass(frozen=True, slots=True)
class TranslatedFile:
    """A `file` in which every text is in every listed language, and in no other.

    `missing`: the place and language of each text that was filled in from another language.
    `office`: the language from which it was taken, if the text has it.
    """

    file: TomlFile
    office: str
    missing: Sequence[tuple[Place, str]]


def listed_languages(data: Mapping[str, Any]) -> Sequence[str]:
    """The `languages` in an instrument's file; none where the list cannot be read."""
    listed = data.get("languages")
    return (
        [word.strip() for word in listed if isinstance(word, str)]
        if isinstance(listed, list)
        else []
    )


def complete_languages(
    file: TomlFile, names: Collection[str], languages: Sequence[str], office: str | None
) -> TranslatedFile:
    """The file with every text in all `languages`. Texts are the settings called one of `names`.

    A missing text is filled in from the `office` language, else from English, else from the first
    language that the text has. Texts in languages that are not listed are left out.
    """
    if not languages:
        return TranslatedFile(file, office or "", [])
    first = office if office is not None and office in languages else languages[0]
    missing: list[tuple[Place, str]] = []
    data = _complete_value(file.data, (), names, (first, languages), missing)
    return TranslatedFile(replace(file, data=data), first, missing)


def find_missing(translated: TranslatedFile) -> Iterator[Problem]:
    """One problem for all missing texts of a file; none where no text is missing."""
    if not translated.missing:
        return
    places = list(dict.fromkeys(place for place, _ in translated.missing))
    some = "; ".join(
        translated.file.where(place).removeprefix(f"{translated.file.path.name}, ")
        for place in places[:FEW]
    )
    more = "; …" if len(places) > FEW else ""
    yield Problem(
        translated.file.path.name,
        f"texts are missing ({_count_missing(translated)}); "
        f"the text in {translated.office} stands in for them: {some}{more}.",
        "Write them, or take the language out of `languages` in instrument.toml.",
    )


def _count_missing(translated: TranslatedFile) -> str:
    """The number of missing texts by language, as in "3 in fi, 1 in nb"."""
    counts = Counter(language for _, language in translated.missing)
    return ", ".join(f"{count} in {language}" for language, count in counts.items())


def check_office_language(language: str, allowed: Collection[str]) -> Iterator[Problem]:
    """A problem if the office's language in programme.toml is not one of the programme's."""
    if language not in allowed:
        what = f'"{language}" is not a language of this programme.'
        yield Problem("programme.toml, programme > language", what, _allowed(allowed))


def check_register_languages(register: pd.DataFrame, allowed: Collection[str]) -> Iterator[Problem]:
    """One problem per language in the register that is not one of the programme's."""
    if "language" not in register:
        return
    wrong = register.loc[~register["language"].isin(list(allowed)), "language"]
    for language, count in wrong.value_counts(sort=False).items():
        first = wrong.index[wrong == language][0]
        companies = f"{count} companies, first {first}"
        what = f'"{language}" is not a language of this programme ({companies}).'
        yield Problem("companies.csv, language", what, _allowed(allowed))


def _allowed(allowed: Collection[str]) -> str:
    return f"Write one of {', '.join(sorted(allowed))}."


def _complete_value(
    value: Any,
    place: Place,
    names: Collection[str],
    tongues: tuple[str, Sequence[str]],
    missing: list[tuple[Place, str]],
) -> Any:
    if isinstance(value, list):
        return [
            _complete_value(item, (*place, number), names, tongues, missing)
            for number, item in enumerate(value)
        ]
    if not isinstance(value, Mapping):
        return value
    if place and place[-1] == ALONE:
        return keep_listed(value, tongues[1])
    if place and place[-1] in names and is_text(value):
        return _complete_text(value, place, tongues, missing)
    return {
        key: _complete_value(item, (*place, key), names, tongues, missing)
        for key, item in value.items()
    }


def is_text(value: Mapping[str, Any]) -> bool:
    """Whether a table is one text by language, and not a table of several texts, as `says` is."""
    return bool(value) and all(isinstance(words, str) for words in value.values())


def _complete_text(
    text: Mapping[str, str],
    place: Place,
    tongues: tuple[str, Sequence[str]],
    missing: list[tuple[Place, str]],
) -> Mapping[str, str]:
    office, languages = tongues
    otherwise = text.get(office) or text.get("en") or next(iter(text.values()))
    missing += [(place, language) for language in languages if not text.get(language)]
    return {language: text.get(language) or otherwise for language in languages}
