"""Responses cut into ranges of their ids, as a source of answers gives them."""

from dataclasses import dataclass

import pandas as pd

from survey.common.errors import AnswersError, Problem
from survey.exports.delimited import BOM, parse_delimited

ROW_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class IdRange:
    """Response ids from `first` to `last`, both included, from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        """For a sentence."""
        return f"responses {self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class RangeExport:
    """The responses of one range.

    `content` is the CSV as received, `columns` its headings, `rows` the number of responses and
    `smallest` the smallest id. Without responses there are no columns and there is no smallest id.
    """

    content: bytes
    columns: tuple[str, ...] = ()
    rows: int = 0
    smallest: int | None = None


def read_range(content: bytes, wanted: IdRange) -> RangeExport:
    """Read the CSV of one range, which has at least one row.

    AnswersError if it is not a table, has no column `id`, or holds other responses than `wanted`.
    """
    frame = parse_delimited(content, str(wanted)).frame
    smallest = _check_ids(frame, wanted)
    return RangeExport(content, tuple(frame.columns), len(frame), smallest)


def _check_ids(frame: pd.DataFrame, wanted: IdRange) -> int:
    """Return the smallest id."""
    if "id" not in frame:
        raise _refuse("the export is without the column id")
    ids = pd.to_numeric(frame["id"], errors="coerce")
    if not ids.between(wanted.first, wanted.last).all():
        raise _refuse("the export holds responses that were not asked for")
    if ids.duplicated().any():
        raise _refuse("the export holds the same response twice")
    return int(ids.min())


def _refuse(what: str) -> AnswersError:
    return AnswersError(Problem("", f"{what}."))


def split_headings(content: bytes) -> tuple[bytes, bytes]:
    """Split a range's CSV into its line of headings and its rows, without the byte order mark."""
    headings, _, rows = content.removeprefix(BOM).partition(ROW_END)
    return headings, rows
