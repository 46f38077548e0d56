"""Whether every text of an instrument stands in every language, and names only what can be put into it."""

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from survey.errors import Problem, nearest
from survey.instrument_checks.outline import Outline, Table
from survey.points_kinds import form_of
from survey.questionnaire.wording import to_name
from survey.tomlfile import Place

TEXTS = frozenset(
    {"title", "welcome", "goodbye", "intro", "text", "help", "unit", "name", "short", "about", "says", "strong", "weak", "to_do"}
)
"""The settings that are texts. An indicator's `says` is a table of two."""
LONGEST_TITLE = 200
MANY = 5
"""From this many texts on, a language that is missing is told once."""


def check_texts(outline: Outline) -> Iterator[Problem]:
    """Languages that are missing in a text or that nobody declared; placeholders that cannot be filled."""
    languages = [language for _, language in outline.root.words("languages")]
    texts = list(_texts(outline.root.values))
    for language in languages:
        yield from _missing(outline, language, [text for text in texts if language not in text.values])
    for text in texts:
        yield from _undeclared(outline, text, languages)
    yield from _check_title(outline)
    for indicator in outline.root.tables("indicator"):
        yield from _check_placeholders(outline, indicator)


def _check_title(outline: Outline) -> Iterator[Problem]:
    """A survey with a longer title is not imported: LimeSurvey's column `surveyls_title`."""
    title = outline.root.table("title")
    if title is None:
        return
    for language in title.values:
        long = len(to_name(title.word(language)))
        if long > LONGEST_TITLE:
            yield outline.fault(title, language, f"a title of {long} characters; LimeSurvey takes {LONGEST_TITLE}.", "Shorten it.")


def _texts(value: Any, place: Place = ()) -> Iterator[Table]:
    """Every text in `value`, which stands at `place`."""
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _texts(item, (*place, position))
    elif isinstance(value, Mapping):
        if place and place[-1] in TEXTS and not value.keys() & {"strong", "weak"}:
            yield Table(place, value)
        else:
            for key, inner in value.items():
                yield from _texts(inner, (*place, key))


def _missing(outline: Outline, language: str, texts: Sequence[Table]) -> Iterator[Problem]:
    if len(texts) >= MANY:
        first, count = texts[0], f"{len(texts)} texts have no {language}; this is the first."
        yield outline.fault(first, (), count, f'Add them, or take "{language}" out of `languages`.')
    else:
        yield from (outline.fault(text, (), f"the text has no {language}.") for text in texts)


def _undeclared(outline: Outline, text: Table, languages: Sequence[str]) -> Iterator[Problem]:
    for language in text.values:
        if languages and language not in languages:
            yield outline.fault(text, language, f'"{language}" is not among the `languages`.', nearest(language, languages))


def _check_placeholders(outline: Outline, indicator: Table) -> Iterator[Problem]:
    form = form_of(indicator.word("points"))
    says = indicator.table("says")
    if says is None or form is None:
        return
    for text in _texts(says.values, says.place):
        for language in text.values:
            yield from _check_sentence(outline, text, language, form.placeholders)


def _check_sentence(outline: Outline, text: Table, language: str, allowed: frozenset[str]) -> Iterator[Problem]:
    try:
        names = [name for _, name, _, _ in Formatter().parse(text.word(language)) if name is not None]
    except ValueError:
        yield outline.fault(text, language, "a { or } stands alone.", "Write {{ or }} for the sign itself.")
        return
    for name in names:
        if name not in allowed:
            yield outline.fault(text, language, f"nothing can be put in the place of {{{name}}} here.", nearest(name, allowed))
