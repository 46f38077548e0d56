"""A language by its code or by its name in Swedish, Finnish, Norwegian or English: "Svenska", "ruotsi" and "sv-SE" are all `sv`."""

from collections.abc import Mapping
from functools import cache

import pandas as pd
from babel import Locale

_TOLD_IN = ("sv", "fi", "nb", "en")
_SPOKEN = (
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
"""Languages whose names are known; any other is named by its code."""
_MORE = {
    "norska": "nb",
    "norja": "nb",
    "norsk": "nb",
    "norwegian": "nb",
    "no": "nb",
    "bokmål": "nb",
    "swe": "sv",
    "fin": "fi",
    "nob": "nb",
}
_MORE_STILL = {
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
        str(Locale.parse(told).languages[code]).casefold(): code
        for code in _SPOKEN
        for told in _TOLD_IN
        if code in Locale.parse(told).languages
    }
    return names | {code: code for code in _SPOKEN} | _MORE | _MORE_STILL


def language_code(text: str) -> str:
    """The code of a language; the text as it is where nobody knows it."""
    word = text.strip().casefold()
    return _words().get(word) or _words().get(word.replace("_", "-").partition("-")[0]) or text


def code_languages(register: pd.DataFrame) -> pd.DataFrame:
    """The register with codes in its column `language`, where it has one."""
    if "language" not in register:
        return register
    codes = {text: language_code(text) for text in register["language"].unique().tolist()}
    return register.assign(language=register["language"].map(codes).astype("str"))
