"""Plain words as Markdown that says exactly these words, whatever marks of Markdown they hold."""

import json
import re

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
"""All ASCII punctuation: a backslash before any of it is literal (Pandoc's `all_symbols_escapable`)."""
_SPACES = re.compile(r"\s{2,}|[^\S\u00a0]")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")


class Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def plain(words: object) -> str:
    """The words on one line: no control characters, any run of white space one space (a lone hard space stays hard)."""
    return _SPACES.sub(" ", _INVISIBLE.sub(" ", str(words))).strip()


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
