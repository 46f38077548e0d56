"""One range of responses as the server gave it: whether it is whole, and what it holds."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd

from survey.common.errors import AnswersError
from survey.exports.delimited import BOM, parse_sheet
from survey.limesurvey.errors import Garbled

ROW_END = b"\r\n"
WHOLE = ROW_END * 2
"""LimeSurvey ends every export that has rows with a blank line; one without it is cut off, even where a row happens to end."""


@dataclass(frozen=True, slots=True)
class IdRange:
    """Response ids from `first` to `last`, both included, from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        """For a sentence."""
        return f"responses {self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Content:
    """What a range holds: its headings, its number of rows and the `smallest` id; an empty range has none of them."""

    columns: tuple[str, ...] = ()
    rows: int = 0
    smallest: int | None = None


def check_range(content: bytes, wanted: IdRange) -> Content:
    """What `content` holds; Garbled if it is cut off, is not a table, or holds other responses than `wanted`."""
    if content.removeprefix(BOM) == ROW_END:
        return Content()
    if not content.endswith(WHOLE):
        raise _refuse(wanted, "the export is cut off")
    try:
        frame = parse_sheet(content, str(wanted)).frame
    except AnswersError as error:
        raise _refuse(
            wanted, "; ".join(str(problem).rstrip(".") for problem in error.problems)
        ) from None
    return Content(tuple(frame.columns), len(frame), _find_smallest(frame, wanted))


def _find_smallest(frame: pd.DataFrame, wanted: IdRange) -> int:
    if "id" not in frame:
        raise _refuse(wanted, "the export is without the column id")
    ids = pd.to_numeric(frame["id"], errors="coerce")
    if not ids.between(wanted.first, wanted.last).all():
        raise _refuse(wanted, "the export holds responses that were not asked for")
    if ids.duplicated().any():
        raise _refuse(wanted, "the export holds the same response twice")
    return int(ids.min())


def _refuse(wanted: IdRange, reason: str) -> Garbled:
    return Garbled.at(str(wanted), reason=reason)


def hash_rows(paths: list[Path]) -> str:
    """One sha256 over the rows of several ranges, the same however they were cut; `paths` in order of their ids, none of them empty.

    Holds one range in memory at a time.
    """
    total = sha256()
    for number, path in enumerate(paths):
        headings, _, rows = path.read_bytes().removeprefix(BOM).partition(ROW_END)
        if not number:
            total.update(headings + ROW_END)
        total.update(rows.removesuffix(ROW_END))
    return total.hexdigest()
