"""The register (every contact of the programme, by `company_id`) and the tokens of the survey."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from survey.answers.background import backgrounds, find_unknown_values, label
from survey.common.company_ids import ALPHABET, find_alike, find_wrong_letters
from survey.common.errors import AnswersError, Problem, nearest, raise_all
from survey.common.files import write_text
from survey.common.formula_injection import find_formulas
from survey.common.language_names import code_languages
from survey.common.personal_numbers import find_personal_numbers
from survey.exports.decimals import mend_decimals
from survey.exports.delimited import COMMON, read_text_table
from survey.exports.workbooks import Knows
from survey.instrument.records import Instrument
from survey.register.identity_numbers import find_identity_columns, find_identity_numbers

__all__ = ["backgrounds", "check_register", "label", "read_register", "read_tokens", "write_tokens"]

REQUIRED = ("company_id", "name", "municipality", "trade")
MOST_NAMED = 20


def read_register(path: Path) -> pd.DataFrame:
    """The contacts: index `company_id`, all text, "" where a cell is empty.

    Columns of organisation numbers are left out. AnswersError with everything that is wrong; a
    personal identity number in any cell is wrong.
    """
    frame = read_texts(path)
    raise_all(AnswersError, check_register_frame(frame, path.name))
    kept = frame.drop(
        columns=[name for name in find_identity_columns(frame) if name != "company_id"]
    )
    return code_languages(kept.set_index("company_id"))


def check_register_frame(frame: pd.DataFrame, name: str) -> list[Problem]:
    """All problems of a table (all text) that has to be a register."""
    return [
        *find_missing_columns(frame, REQUIRED, name),
        *_find_wrong_ids(frame, name),
        *find_unsafe_cells(frame, name),
    ]


def read_texts(path: Path) -> pd.DataFrame:
    """A table as text, without spaces around values and without empty rows; an empty cell is ""."""
    return read_typed(path).frame


@dataclass(frozen=True, slots=True)
class Typed:
    """A table that people typed: a `frame` of text, and what was `assumed` about it, else ""."""

    frame: pd.DataFrame
    assumed: str


def read_typed(path: Path, knows: Knows = COMMON.__contains__) -> Typed:
    """A table and what was assumed about it. Decimal commas become points, but not in `,` files."""
    table = read_text_table(path, knows)
    texts = pd.DataFrame(
        {name: table.frame[name].fillna("").str.strip() for name in table.frame.columns}
    )
    typed, mended = mend_decimals(texts) if table.separator != "," else (texts, False)
    filled = (typed != "").any(axis="columns")
    assumed = table.format_assumptions(decimal_comma=mended)
    return Typed(typed if filled.all() else typed[filled], assumed)


def find_missing_columns(frame: pd.DataFrame, required: Iterable[str], name: str) -> list[Problem]:
    """One problem per required column that the table does not have."""
    return [
        Problem(name, f'has no column "{column}".', nearest(column, frame.columns))
        for column in required
        if column not in frame.columns
    ]


def find_unsafe_cells(frame: pd.DataFrame, name: str) -> list[Problem]:
    """One problem per cell with a personal identity number or a spreadsheet formula."""
    others = frame.drop(columns="company_id", errors="ignore")
    return [
        *limit_problems(find_personal_numbers(others, name), name),
        *limit_problems(find_formulas(others, name), name),
    ]


def limit_problems(problems: Iterable[Problem], name: str) -> list[Problem]:
    """The first `MOST_NAMED` problems of a file, and one that counts the others."""
    found = list(problems)
    more = len(found) - MOST_NAMED
    return (
        [*found[:MOST_NAMED], Problem(name, f"{more:,} more cells are wrong in the same way.")]
        if more > 0
        else found
    )


def _find_wrong_ids(frame: pd.DataFrame, name: str) -> list[Problem]:
    """One problem per id that is empty, repeated, an identity number, or not a possible id."""
    if "company_id" not in frame:
        return []
    ids = frame["company_id"]
    identity = find_identity_numbers(ids)
    others = ids.mask(ids.index.isin(identity.index), "")
    repeated = others[others.duplicated() & (others != "")]
    return [
        *_list_rows(name, ids[ids == ""], "has no company_id."),
        *_list_rows(name, repeated, 'has the company_id "{}" of an earlier row.'),
        *_list_rows(
            name,
            find_alike(others),
            'has the company_id "{}" of an earlier row but for upper and lower case.',
        ),
        *_list_rows(
            name,
            identity,
            "has an organisation or personal identity number as company_id.",
            "`jamna register FILE` gives other ids.",
        ),
        *_list_rows(name, find_wrong_letters(others), "{}", f"An id is made of {ALPHABET}."),
    ]


def _list_rows(name: str, wrong: pd.Series, what: str, advice: str = "") -> list[Problem]:
    """One problem per row, at most `MOST_NAMED`; "{}" in `what` is replaced by the value."""
    first = wrong.head(MOST_NAMED)
    named = [
        Problem(f"{name}, row {row + 1}", what.format(value), advice)
        for row, value in zip(first.index, first, strict=True)
    ]
    more = len(wrong) - len(named)
    return [*named, Problem(name, f"{more} more rows have the same fault.")] if more else named


def check_register(register: pd.DataFrame, instrument: Instrument) -> list[Problem]:
    """One problem per value that the instrument does not have, such as a misspelt municipality."""
    unknown = [
        problem
        for background in instrument.background
        for problem in find_unknown_values(background, register, instrument)
    ]
    return [*unknown, *_find_unknown_languages(register, instrument)]


def _find_unknown_languages(register: pd.DataFrame, instrument: Instrument) -> list[Problem]:
    if "language" not in register:
        return []
    spoken = instrument.languages
    counts = register["language"][~register["language"].isin(["", *spoken])].value_counts()
    return [
        Problem(
            "companies.csv, language",
            f'"{word}" is not a language of the questionnaire ({count} companies).',
            nearest(str(word), spoken),
        )
        for word, count in counts.items()
    ]


def read_tokens(path: Path) -> dict[str, str]:
    """The company_id by survey token; AnswersError with everything that is wrong."""
    frame = read_texts(path)
    raise_all(AnswersError, find_missing_columns(frame, ("token", "company_id"), path.name))
    empty = frame.loc[(frame[["token", "company_id"]] == "").any(axis="columns"), "token"]
    shared = frame.loc[frame["token"].duplicated() & (frame["token"] != ""), "token"]
    twice = _list_rows(path.name, shared, 'has the token "{}" of an earlier row.')
    raise_all(
        AnswersError, [*_list_rows(path.name, empty, "lacks its token or its company_id."), *twice]
    )
    return dict(zip(frame["token"].tolist(), frame["company_id"].tolist(), strict=True))


def write_tokens(tokens: Mapping[str, str], path: Path) -> None:
    """Write the tokens to a file that only its owner can read."""
    table = pd.DataFrame(
        {"token": list(tokens.keys()), "company_id": list(tokens.values())}, dtype="str"
    )
    write_text(path, table.to_csv(index=False, lineterminator="\n"), private=True)
