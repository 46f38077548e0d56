"""The code of a language from its name in Swedish, Finnish, Norwegian or English.

"Svenska", "ruotsi" and "sv-SE" are all `sv`.
"""

from collections.abc import Mapping
from functools import cache

import pandas as pd
from babel import Locale

_NAMED_IN = ("sv", "fi", "nb", "en")
_KNOWN = (
    "sv",
    "fi",
    "nb",
    "nn",
    "en",
    "da",
    "de",
    "se",
    "smj",
    "sma",
    "ar",
    "so",
    "ti",
    "uk",
    "ru",
    "pl",
    "et",
    "fr",
    "es",
    "fa",
    "th",
)
"""The languages that can be given by name. Any other must be given by its code."""
_OTHER_NAMES = {
    "norska": "nb",
    "norja": "nb",
    "norsk": "nb",
    "norwegian": "nb",
    "no": "nb",
    "bokmål": "nb",
    "swe": "sv",
    "fin": "fi",
    "nob": "nb",
    "eng": "en",
    "suomeksi": "fi",
    "på svenska": "sv",
    "samiska": "se",
    "saame": "se",
    "sami": "se",
    "meänkieli": "fit",
}


@cache
def _words() -> Mapping[str, str]:
    names = {
        str(Locale.parse(reader).languages[code]).casefold(): code
        for code in _KNOWN
        for reader in _NAMED_IN
        if code in Locale.parse(reader).languages
    }
    return names | {code: code for code in _KNOWN} | _OTHER_NAMES


def language_code(text: str) -> str:
    """The code of a language; an unknown text is returned as it is."""
    word = text.strip().casefold()
    return _words().get(word) or _words().get(word.replace("_", "-").partition("-")[0]) or text


def code_languages(register: pd.DataFrame) -> pd.DataFrame:
    """The register with language codes in its column `language`; without that column, unchanged."""
    if "language" not in register:
        return register
    codes = {text: language_code(text) for text in register["language"].unique().tolist()}
    return register.assign(language=register["language"].map(codes).astype("str"))
