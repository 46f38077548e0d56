"""Turn an office's list of contacts into a register: our headings, language codes and ids.

Reads and writes no files; new ids are drawn at random.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from survey.common.errors import AnswersError, raise_all
from survey.common.language_names import code_languages
from survey.instrument.records import Instrument
from survey.register.headings import IDENTIFYING, NUMBER, Headings, find_missing, our_names
from survey.register.identity_numbers import find_identity_columns
from survey.register.pseudonyms import Pseudonyms, pseudonymise
from survey.register.register import check_register_frame, find_unsafe_cells


@dataclass(frozen=True, slots=True)
class Contacts:
    """A list of contacts as a register.

    `register`: index `company_id`. `keys`: the company_id by organisation number. `left_out`: the
    columns of the list that are not in the register.
    """

    register: pd.DataFrame
    keys: Mapping[str, str]
    left_out: Sequence[str]


def make_register(
    contacts: pd.DataFrame,
    headings: Headings,
    keep: Sequence[str],
    known: Mapping[str, str],
    instrument: Instrument,
    name: str,
) -> Contacts:
    """Turn a list of contacts (all text) into a register.

    `keep`: headings to keep unchanged. `known`: the company_id of each organisation number so far.
    AnswersError with everything that is wrong: missing columns, wrong numbers or ids, and personal
    identity numbers or formulas in any cell.
    """
    raise_all(AnswersError, [*headings.problems, *find_missing(headings)])
    ours = {
        heading: theirs
        for heading, theirs in headings.ours.items()
        if theirs in our_names(instrument)
    }
    chosen = contacts[
        [heading for heading in contacts.columns if heading in ours or heading in keep]
    ].rename(columns=ours)
    raise_all(AnswersError, find_unsafe_cells(chosen.drop(columns=_numbers(chosen)), name))
    made = _give_ids(chosen, known)
    register = code_languages(
        made.register.drop(columns=[each for each in IDENTIFYING if each in made.register])
    )
    raise_all(AnswersError, check_register_frame(register.reset_index(), name))
    return Contacts(
        register,
        made.keys,
        [
            str(heading)
            for heading in contacts.columns
            if heading not in ours and heading not in keep
        ],
    )


def _numbers(chosen: pd.DataFrame) -> list[str]:
    """The columns to leave out because they identify: by their name, or by most of their values."""
    return sorted(
        {each for each in chosen.columns if each in IDENTIFYING}
        | {*find_identity_columns(chosen)} - {"company_id"}
    )


def _give_ids(chosen: pd.DataFrame, known: Mapping[str, str]) -> Pseudonyms:
    """The list with ids in place of its organisation numbers; one without numbers keeps its ids."""
    if NUMBER not in chosen and "personal_number" in chosen:
        chosen = chosen.rename(columns={"personal_number": NUMBER})
    if NUMBER not in chosen and "company_id" in chosen:
        return Pseudonyms(chosen.set_index("company_id"), known)
    return pseudonymise(chosen, known)
