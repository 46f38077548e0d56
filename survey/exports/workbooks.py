"""Read workbooks of Excel and LibreOffice as tables of text.

Dates become 2026-03-01, and whole numbers have no ".0".
"""

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from survey.common.errors import AnswersError, Problem, raise_all

STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of a workbook: a ZIP file (xlsx, xlsb, ods), or the old binary form (xls)."""
LARGEST = 1 << 29
"""The most bytes of an unpacked workbook. A larger one is not a list of companies."""
PEEKED = 20
"""The number of rows in which the headings are looked for: titles can be above them."""

CellValue = str | int | float | bool | date | datetime | time | timedelta
Knows = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class HeadedSheet:
    """A workbook's sheet: its `name`, its row of headings (from 0), and how many are `known`."""

    name: str
    heading: int
    known: int


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as a workbook does."""
    return content.startswith(STARTS)


def read_workbook(content: bytes, name: str, knows: Knows) -> tuple[pd.DataFrame, str]:
    """The table of the sheet with the most headings that `knows` accepts, and where it was found.

    The table is all text, one row per record, with "" for a cell that is empty or holds an error
    such as #N/A. AnswersError if the workbook cannot be read or has no rows.
    """
    book = _open(content, name)
    pages = [
        page
        for sheet in _visible(book)
        if (page := _find_headings(book.get_sheet_by_name(sheet), knows))
    ]
    if not pages:
        raise AnswersError(
            Problem(
                name, "is a workbook without any rows.", "Is the list on another sheet, or hidden?"
            )
        )
    page = max(pages, key=lambda each: each.known)
    rows = [
        [format_cell(cell) for cell in row]
        for row in book.get_sheet_by_name(page.name).to_python(skip_empty_area=False)
    ]
    frame = _frame(rows[page.heading], rows[page.heading + 1 :], name)
    return frame, f'a workbook, sheet "{page.name}"' + (
        f", headings in row {page.heading + 1}" if page.heading else ""
    )


def format_cell(value: CellValue) -> str:
    """The cell's value as a person would type it."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            return _format_number(value)
        case datetime():
            return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).strip()


def _format_number(value: float) -> str:
    """The number with the fifteen digits that Excel keeps, never in the form 1e+16."""
    return f"{Decimal(f'{value:.15g}'):f}"


def _open(content: bytes, name: str) -> CalamineWorkbook:
    advice = "Open it and save it again as an Excel workbook (.xlsx), without a password."
    try:
        if content.startswith(STARTS[0]):
            _refuse_bomb(content, name)
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        what = (
            "is not an Excel workbook that can be read: "
            "it is damaged, protected with a password, or another kind of file."
        )
        raise AnswersError(Problem(name, what, advice)) from None


def _refuse_bomb(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = sum(part.file_size for part in packed.infolist())
    if size > LARGEST:
        raise AnswersError(
            Problem(
                name,
                f"would unpack to {size:,} bytes: that is not a list of companies.",
                "Is it the right file?",
            )
        )


def _visible(book: CalamineWorkbook) -> Sequence[str]:
    """The names of the visible sheets; of all sheets if none is visible."""
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    return [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible] or [
        sheet.name for sheet in sheets
    ]


def _find_headings(sheet: CalamineSheet, knows: Knows) -> HeadedSheet | None:
    """The sheet with its row of headings: the one with the most known headings.

    Where no heading is known, the first row that is not empty; None where all rows are empty.
    """
    rows = [
        [format_cell(cell) for cell in row]
        for row in sheet.to_python(skip_empty_area=False, nrows=PEEKED)
    ]
    filled = [place for place, row in enumerate(rows) if any(row)]
    if not filled:
        return None
    known = {place: sum(knows(cell) for cell in rows[place] if cell) for place in filled}
    best = max(filled, key=lambda place: known[place])
    return HeadedSheet(sheet.name, best, known[best])


def refuse_unnamed(positions: Iterable[int], name: str) -> None:
    """AnswersError if there are `positions` (from 0) of columns with values and no heading."""
    raise_all(
        AnswersError,
        (
            Problem(name, f"column {position + 1} has values but no heading.", "Name it.")
            for position in positions
        ),
    )


def refuse_repeated(headings: Iterable[str], name: str) -> None:
    """AnswersError if two columns have the same heading."""
    repeated = [heading for heading, count in Counter(headings).items() if heading and count > 1]
    raise_all(
        AnswersError,
        (
            Problem(name, f'has two columns named "{heading}".', "Keep one of them.")
            for heading in repeated
        ),
    )


def _frame(headings: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> pd.DataFrame:
    while rows and not any(rows[-1]):
        rows = rows[:-1]
    columns: list[Any] = [
        [row[place] if place < len(row) else "" for row in rows] for place in range(len(headings))
    ]
    unnamed = [
        place for place, heading in enumerate(headings) if not heading and any(columns[place])
    ]
    refuse_unnamed(unnamed, name)
    refuse_repeated(headings, name)
    named = {heading: columns[place] for place, heading in enumerate(headings) if heading}
    table: pd.DataFrame = pa.table(
        {heading: pa.array(values, pa.large_string()) for heading, values in named.items()}
    ).to_pandas()
    return table
