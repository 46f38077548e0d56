"""Plain words as Markdown that says exactly these words, whatever marks of Markdown they hold."""

import json
import re

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
"""All ASCII punctuation: a backslash makes it literal (Pandoc's `all_symbols_escapable`)."""
_SPACES = re.compile(r"\s{2,}|[^\S\u00a0]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
_UNSEEN = re.compile(r"[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
"""Marks that turn the direction of text (Unicode's Bidi_Control) or have no width.

They make one name look like another. The joiners U+200C and U+200D are spelling in Persian and in
Indian scripts, and stay.
"""


class Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def plain(words: object) -> str:
    """The words on one line without invisible marks; white space becomes one space.

    A single hard space stays hard.
    """
    return _SPACES.sub(" ", _CONTROLS.sub(" ", without_unseen(str(words)))).strip()


def without_unseen(words: str) -> str:
    """The words without marks that turn their direction or have no width."""
    return _UNSEEN.sub("", words)


def escape(words: object) -> Markdown:
    """Words as Markdown text; what is Markdown already (`Markdown`) stays as it is."""
    return words if isinstance(words, Markdown) else Markdown(_backslashed(words))


def attribute(words: object) -> Markdown:
    """Words as a quoted attribute value: `{alt=...}`."""
    return Markdown(f'"{_backslashed(words)}"')


def quoted(words: object) -> Markdown:
    """Words as a quoted value in the YAML block, which Pandoc reads as Markdown again."""
    return Markdown(json.dumps(str(escape(words)), ensure_ascii=False))


def _backslashed(words: object) -> str:
    return _MARKS.sub(r"\\\1", plain(words))
