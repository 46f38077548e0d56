"""Names for companies that do not exist."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

_NATURE = [
    "Fors",
    "Älv",
    "Myr",
    "Ren",
    "Ljus",
    "Frost",
    "Vinter",
    "Kvarn",
    "Lax",
    "Orr",
    "Järv",
    "Hjortron",
    "Lav",
    "Mörk",
    "Silver",
]
_MORE_NATURE = [
    "Koppar",
    "Storm",
    "Rip",
    "Harr",
    "Siktsjö",
    "Blåmyr",
    "Snö",
    "Uggle",
    "Lo",
    "Tjäder",
    "Korp",
    "Dimmer",
    "Vide",
    "Starr",
]
_PLACES = [
    "näs",
    "träsk",
    "holmen",
    "udden",
    "heden",
    "tjärn",
    "forsen",
    "selet",
    "liden",
    "sundet",
    "viken",
    "rået",
    "kojan",
    "stranden",
]

PLACE_NAMES = ["".join(parts) for parts in product(_NATURE + _MORE_NATURE, _PLACES)]
"""Neutral made-up places: a word of nature and a kind of place."""


def name_companies(words: Sequence[Sequence[str]], rng: np.random.Generator) -> Sequence[str]:
    """One unique name a company, such as "Forsnäs Mekaniska AB", with a word of its trade."""
    places = np.array(PLACE_NAMES, dtype=object)[rng.integers(len(PLACE_NAMES), size=len(words))]
    picks = _pick(words, rng)
    return list(
        _number_doubles(f"{place} {word}" for place, word in zip(places, picks, strict=True))
    )


def _pick(words: Sequence[Sequence[str]], rng: np.random.Generator) -> Sequence[str]:
    draws: npt.NDArray[np.float64] = rng.random(len(words))
    return [choices[int(draw * len(choices))] for choices, draw in zip(words, draws, strict=True)]


def _number_doubles(names: Iterable[str]) -> Iterable[str]:
    """Tell companies of one name apart as owners would: Forsnäs Bygg AB, Forsnäs Bygg 2 AB."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield f"{name} AB" if seen[name] == 1 else f"{name} {seen[name]} AB"
