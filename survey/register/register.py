"""The register: every contact of the programme by its `company_id`, and the tokens that tie responses to it."""

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
from survey.exports.delimited import COMMON, read_sheet
from survey.exports.workbooks import Knows
from survey.instrument.records import Instrument
from survey.register.identity_numbers import find_identity_columns, find_identity_numbers

__all__ = ["backgrounds", "check_register", "label", "read_register", "read_tokens", "write_tokens"]

REQUIRED = ("company_id", "name", "municipality", "trade")
MOST_TOLD = 20


def read_register(path: Path) -> pd.DataFrame:
    """The contacts, index `company_id`, all text, "" where a cell is empty. AnswersError with everything that is wrong.

    Columns with organisation numbers are left out: they never reach the frame. A personal identity number anywhere is an error.
    """
    frame = read_texts(path)
    raise_all(AnswersError, check_register_frame(frame, path.name))
    kept = frame.drop(
        columns=[name for name in find_identity_columns(frame) if name != "company_id"]
    )
    return code_languages(kept.set_index("company_id"))


def check_register_frame(frame: pd.DataFrame, name: str) -> list[Problem]:
    """Everything that keeps a table (all text, with its `company_id`) from being a register."""
    return [
        *_find_missing(frame, REQUIRED, name),
        *_find_wrong_ids(frame, name),
        *find_unsafe_cells(frame, name),
    ]


def read_texts(path: Path) -> pd.DataFrame:
    """A table as text without spaces around it, "" where a cell is empty; wholly empty rows are left out."""
    return read_typed(path).frame


@dataclass(frozen=True, slots=True)
class Typed:
    """A table that people typed: a `frame` of text, and how the file was read where anything had to be `assumed` (else "")."""

    frame: pd.DataFrame
    assumed: str


def read_typed(path: Path, knows: Knows = COMMON.__contains__) -> Typed:
    """A table and how it was read; decimal commas become points where commas do not separate the columns."""
    sheet = read_sheet(path, knows)
    texts = pd.DataFrame(
        {name: sheet.frame[name].fillna("").str.strip() for name in sheet.frame.columns}
    )
    told, mended = mend_decimals(texts) if sheet.separator != "," else (texts, False)
    filled = (told != "").any(axis="columns")
    return Typed(told if filled.all() else told[filled], sheet.tell(decimal_comma=mended))


def _find_missing(frame: pd.DataFrame, required: Iterable[str], name: str) -> list[Problem]:
    return [
        Problem(name, f'has no column "{column}".', nearest(column, frame.columns))
        for column in required
        if column not in frame.columns
    ]


def find_unsafe_cells(frame: pd.DataFrame, name: str) -> list[Problem]:
    """Cells of a list of companies that must not stay: personal identity numbers, and what a spreadsheet would take for a formula."""
    others = frame.drop(columns="company_id", errors="ignore")
    return [
        *tell_first(find_personal_numbers(others, name), name),
        *tell_first(find_formulas(others, name), name),
    ]


def tell_first(problems: Iterable[Problem], name: str) -> list[Problem]:
    """The first `MOST_TOLD` problems of a file, and how many more there are."""
    found = list(problems)
    more = len(found) - MOST_TOLD
    return (
        [*found[:MOST_TOLD], Problem(name, f"{more:,} more cells are wrong in the same way.")]
        if more > 0
        else found
    )


def _find_wrong_ids(frame: pd.DataFrame, name: str) -> list[Problem]:
    """Ids that are empty, stand twice, are organisation numbers, or cannot be one. Rows count from 1 below the headings."""
    if "company_id" not in frame:
        return []
    ids = frame["company_id"]
    identity = find_identity_numbers(ids)
    others = ids.mask(ids.index.isin(identity.index), "")
    repeated = others[others.duplicated() & (others != "")]
    return [
        *_tell_rows(name, ids[ids == ""], "has no company_id."),
        *_tell_rows(name, repeated, 'has the company_id "{}" of an earlier row.'),
        *_tell_rows(
            name,
            find_alike(others),
            'has the company_id "{}" of an earlier row but for upper and lower case.',
        ),
        *_tell_rows(
            name,
            identity,
            "has an organisation or personal identity number as company_id.",
            "`jamna register FILE` gives other ids.",
        ),
        *_tell_rows(name, find_wrong_letters(others), "{}", f"An id is made of {ALPHABET}."),
    ]


def _tell_rows(name: str, wrong: pd.Series, what: str, advice: str = "") -> list[Problem]:
    """A problem a row, the first `MOST_TOLD` of them; "{}" in `what` stands for the value."""
    first = wrong.head(MOST_TOLD)
    told = [
        Problem(f"{name}, row {row + 1}", what.format(value), advice)
        for row, value in zip(first.index, first, strict=True)
    ]
    more = len(wrong) - len(told)
    return [*told, Problem(name, f"{more} more rows have the same fault.")] if more else told


def check_register(register: pd.DataFrame, instrument: Instrument) -> list[Problem]:
    """Values of the register that the instrument does not know, such as a misspelt municipality. They count as unknown."""
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
            f'"{word}" is no language of the questionnaire ({count} companies).',
            nearest(str(word), spoken),
        )
        for word, count in counts.items()
    ]


def read_tokens(path: Path) -> dict[str, str]:
    """Survey tokens and the company each was given to; AnswersError with everything that is wrong."""
    frame = read_texts(path)
    raise_all(AnswersError, _find_missing(frame, ("token", "company_id"), path.name))
    empty = frame.loc[(frame[["token", "company_id"]] == "").any(axis="columns"), "token"]
    shared = frame.loc[frame["token"].duplicated() & (frame["token"] != ""), "token"]
    twice = _tell_rows(path.name, shared, 'has the token "{}" of an earlier row.')
    raise_all(
        AnswersError, [*_tell_rows(path.name, empty, "lacks its token or its company_id."), *twice]
    )
    return dict(zip(frame["token"].tolist(), frame["company_id"].tolist(), strict=True))


def write_tokens(tokens: Mapping[str, str], path: Path) -> None:
    """Write the tokens to a file that only its owner can read."""
    table = pd.DataFrame(
        {"token": list(tokens.keys()), "company_id": list(tokens.values())}, dtype="str"
    )
    write_text(path, table.to_csv(index=False, lineterminator="\n"), private=True)
