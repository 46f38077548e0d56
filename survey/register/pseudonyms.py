"""Replace organisation numbers in a list of contacts by ids. The key is kept in another file."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from survey.common.errors import AnswersError, Problem, nearest, raise_all
from survey.common.files import write_text
from survey.register.identity_numbers import COLUMNS, find_identity_columns, normalise
from survey.register.register import read_texts

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that nobody confuses on paper: without 0, 1, I and O."""
LENGTH = 7


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """A register (index `company_id`, all text), and `keys`: the company_id by ten-digit number."""

    register: pd.DataFrame
    keys: Mapping[str, str]


def draw_id() -> str:
    """A new company_id that says nothing about the company: "C" and seven letters or digits."""
    return "C" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def pseudonymise(
    contacts: pd.DataFrame, known: Mapping[str, str], draw: Callable[[], str] = draw_id
) -> Pseudonyms:
    """Give each contact its `company_id` from the `known` keys, else a new one from `draw`.

    AnswersError if there is no column of organisation numbers, or a number is missing or repeated.
    """
    numbers = contacts[_number_column(contacts)].map(normalise)
    raise_all(AnswersError, _find_wrong_numbers(numbers))
    keys = dict(known)
    taken = set(keys.values())
    for number in numbers:
        if number not in keys:
            keys[number] = _draw_free(draw, taken)
            taken.add(keys[number])
    ids = pd.Index(numbers.map(keys), name="company_id", dtype="str")
    dropped = {*find_identity_columns(contacts), "company_id"} & set(contacts.columns)
    return Pseudonyms(contacts.drop(columns=list(dropped)).set_index(ids), keys)


def _number_column(contacts: pd.DataFrame) -> str:
    named = [name for name in contacts.columns if name.strip().casefold() in COLUMNS]
    found = named or find_identity_columns(contacts)
    if not found:
        advice = nearest("organisation_number", contacts.columns)
        raise AnswersError(
            Problem("The list of contacts", 'has no column "organisation_number".', advice)
        )
    return found[0]


def _find_wrong_numbers(numbers: pd.Series) -> list[Problem]:
    empty = [
        Problem(f"row {row + 1}", "has no organisation number.")
        for row in numbers.index[numbers == ""]
    ]
    twice = numbers[numbers.duplicated() & (numbers != "")]
    return empty + [
        Problem(
            f"row {row + 1}", "has the organisation number of an earlier row.", "Keep one of them."
        )
        for row in twice.index
    ]


def _draw_free(draw: Callable[[], str], taken: set[str]) -> str:
    while (drawn := draw()) in taken:
        pass
    return drawn


def read_keys(path: Path) -> dict[str, str]:
    """The company_id by organisation number; empty if the file does not exist yet."""
    if not path.exists():
        return {}
    frame = read_texts(path)
    return dict(zip(frame["organisation_number"].map(normalise), frame["company_id"], strict=True))


def write_keys(keys: Mapping[str, str], path: Path) -> None:
    """Write the keys to a file that only its owner can read."""
    table = pd.DataFrame(
        {"organisation_number": list(keys.keys()), "company_id": list(keys.values())}, dtype="str"
    )
    write_text(path, table.to_csv(index=False, lineterminator="\n"), private=True)
