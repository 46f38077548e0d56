"""The reader's language: gettext catalogues for words, Babel for numbers, dates and lists.

Every number on a page is written here: a true minus sign, the language's own mark between
thousands (a no-break space, in English a comma), its decimal mark, and its space before "%".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

CATALOGUES = Path(__file__).parents[1] / "locale"
"""One folder for each language, one `.po` file for each kind of page."""
TO_ONE = CATALOGUES / "to_one"
"""One folder for each language: its messages to one person alone, where they differ."""
PUBLISHED = CATALOGUES / "published"
"""One folder for each language, English too: its messages about figures that companies published
themselves, where they differ. Nobody was asked."""
SOURCE = "en"
"""The language of the messages themselves, which needs no catalogue."""

_REGIONS = {"en": "en_GB"}
"""Where a language is written in several ways, the one that Europeans read: 12 October 2026."""

_PER_CENT = re.compile(r"(?<=[\d}s]) (?=%(?![(\w]))")
"""The space before the sign of per cent in a message: after a number or a place for one."""
_FIVE_DIGITS = 10_000
_MINUS = "\N{MINUS SIGN}"
_LAST_LETTERS = {ord("å"): "z1", ord("ä"): "z2", ord("æ"): "z2", ord("ö"): "z3", ord("ø"): "z3"}


@dataclass(frozen=True, slots=True)
class Language:
    """One language a page can be written in: `code` ("sv") and its translations."""

    code: str
    translations: NullTranslations
    to_one: bool = False
    """Whether the reader is one person alone, who is told "du" where others are told "ni"."""

    @property
    def region(self) -> str:
        """The locale for numbers, dates and lists."""
        return _REGIONS.get(self.code, self.code)

    def gettext(self, message: str) -> str:
        """The message in this language; a number and its "%" stay together."""
        return self._join_per_cent(self.translations.gettext(message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form of the message that goes with `n`."""
        return self._join_per_cent(self.translations.ngettext(singular, plural, n))

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as it is written here, without needless decimals: 1 200 or 1,200."""
        return self._format(value, decimals, "#,##0" + _places(decimals, "#"))

    def digits(self, value: float, decimals: int = 0) -> str:
        """A year, or what else has no unit: no mark between thousands up to four digits."""
        if abs(value) >= _FIVE_DIGITS:
            return self.number(value, decimals)
        return self._format(value, decimals, "0" + _places(decimals, "#"))

    def fixed(self, value: float, decimals: int) -> str:
        """A number with all its decimals: 7,0 and not 7; what rounds to nothing has no sign."""
        return self._format(value, decimals, "#,##0" + _places(decimals, "0"))

    def alphabet(self, words: str) -> str:
        """A key to sort words by; å, ä and ö come last in Swedish, Finnish and Norwegian."""
        return words.casefold() if self.code == "en" else words.casefold().translate(_LAST_LETTERS)

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share (0-1) as per cent: 18 % or 18%."""
        sign = str(Locale.parse(self.region).percent_formats[None].pattern).replace(
            "#,##0", "#,##0" + _places(decimals, "0")
        )
        rounded = round(share, decimals + 2) + 0.0
        return str(format_percent(rounded, format=sign, locale=self.region)).replace("-", _MINUS)

    def month(self, day: date) -> str:
        """A month with its year: november 2026."""
        return str(format_skeleton("yMMMM", day, locale=self.region))

    def date(self, day: date) -> str:
        """A date in words: 12 oktober 2026."""
        return str(format_date(day, format="long", locale=self.region))

    def listing(self, words: Sequence[str]) -> str:
        """Words as a list in a sentence: a, b och c."""
        return str(format_list(list(words), locale=self.region))

    def _format(self, value: float, decimals: int, pattern: str) -> str:
        """Python's own rounding; `+ 0.0` takes the sign from what rounds to nothing."""
        rounded = round(value, decimals) + 0.0
        return str(format_decimal(rounded, format=pattern, locale=self.region)).replace("-", _MINUS)

    def _join_per_cent(self, message: str) -> str:
        return _PER_CENT.sub("" if self.code == SOURCE else "\N{NO-BREAK SPACE}", message)


def languages() -> Sequence[str]:
    """The languages pages can be written in, by code: English, and each with catalogues."""
    return sorted(
        {SOURCE, *(folder.name for folder in CATALOGUES.iterdir() if any(folder.glob("*.po")))}
    )


def page_language(wanted: str | None, otherwise: str) -> str:
    """A page's language: the reader's if it has catalogues, else the programme's, else English."""
    available = languages()
    return next((code for code in (wanted, otherwise) if code and code in available), SOURCE)


def _places(decimals: int, digit: str) -> str:
    """The decimals of a number's pattern: "0" always shows them, "#" only where they say much."""
    return "." + digit * decimals if decimals else ""


@cache
def translator(code: str, *, to_one: bool = False, published: bool = False) -> Language:
    """The language `code` with its catalogues; messages without a translation stay in English.

    `to_one`: in the words for one person, where the language has them. `published`: in the words
    about figures that were published and not asked for.
    """
    own = [
        *_list_files(CATALOGUES / code),
        *(_list_files(TO_ONE / code) if to_one else []),
        *(_list_files(PUBLISHED / code) if published else []),
    ]
    return Language(code, _translations([_read_catalogue(path, code) for path in own]), to_one)


def read_catalogues(code: str) -> Sequence[Catalog]:
    """The `.po` files of a language, those for one person and for published figures included."""
    files = [
        path for folder in (CATALOGUES, TO_ONE, PUBLISHED) for path in _list_files(folder / code)
    ]
    return [_read_catalogue(path, code) for path in files]


def _list_files(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("*.po"))


def _translations(catalogues: Sequence[Catalog]) -> NullTranslations:
    """One after the other: what stands in the last is asked first."""
    translations: NullTranslations = NullTranslations()
    for catalogue in catalogues:
        compiled = GNUTranslations(_compile(catalogue))
        compiled.add_fallback(translations)
        translations = compiled
    return translations


def _read_catalogue(path: Path, code: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code)


def _compile(catalogue: Catalog) -> BytesIO:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return compiled
