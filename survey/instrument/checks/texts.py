"""Whether texts name only what can be put into them, and fit where LimeSurvey keeps them."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from survey.common.errors import Problem, nearest
from survey.common.toml import Place
from survey.instrument.checks.outline import Outline, Table
from survey.instrument.points_kinds import form_of
from survey.instrument.wording import to_name

TEXTS = frozenset(
    {
        "title",
        "welcome",
        "goodbye",
        "intro",
        "text",
        "help",
        "unit",
        "name",
        "short",
        "in_sentence",
        "about",
        "says",
        "strong",
        "weak",
        "few_strong",
        "few_weak",
        "alone_strong",
        "alone_weak",
        "women_weak",
        "act",
        "to_do",
    }
)
"""The settings that are texts. An indicator's `says` is a table."""
LONGEST_TITLE = 200


def check_texts(outline: Outline) -> Iterator[Problem]:
    """Titles that are too long, and placeholders that cannot be filled.

    A missing language is no fault: `survey.common.translations` fills it in.
    """
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
            yield outline.fault(
                title,
                language,
                f"a title of {long} characters; LimeSurvey takes {LONGEST_TITLE}.",
                "Shorten it.",
            )


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


def _check_placeholders(outline: Outline, indicator: Table) -> Iterator[Problem]:
    form = form_of(indicator.word("points"))
    says = indicator.table("says")
    if says is None or form is None:
        return
    for text in _texts(says.values, says.place):
        for language in text.values:
            yield from _check_sentence(outline, text, language, form.placeholders)


def _check_sentence(
    outline: Outline, text: Table, language: str, allowed: frozenset[str]
) -> Iterator[Problem]:
    try:
        names = [
            name for _, name, _, _ in Formatter().parse(text.word(language)) if name is not None
        ]
    except ValueError:
        yield outline.fault(
            text, language, "a { or } stands alone.", "Write {{ or }} for the sign itself."
        )
        return
    for name in names:
        if name not in allowed:
            yield outline.fault(
                text,
                language,
                f"nothing can be put in the place of {{{name}}} here.",
                nearest(name, allowed),
            )
