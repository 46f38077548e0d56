"""Workbooks of Excel and LibreOffice as tables of text: dates as 2026-03-01, whole numbers without ".0"."""

import io
import zipfile
from collections.abc import Callable, Sequence
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
"""How a workbook begins: packed XML (xlsx, xlsb, ods), or the old binary form (xls)."""
LARGEST = 1 << 29
"""Bytes when unpacked; a workbook that claims more is no list of companies."""
PEEKED = 20
"""Rows in which the headings are looked for: a title may stand above them."""

Cell = str | int | float | bool | date | datetime | time | timedelta
Knows = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Page:
    """A workbook's sheet: its `name`, the place of the row of headings (from 0), and how many of them are `known`."""

    name: str
    heading: int
    known: int


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as a workbook does."""
    return content.startswith(STARTS)


def read_workbook(content: bytes, name: str, knows: Knows) -> tuple[pd.DataFrame, str]:
    """The table of the sheet with the most headings that `knows` knows, and where it was found, in words.

    All text, one row a record, "" where a cell is empty or holds an error such as #N/A. AnswersError where it is no such workbook.
    """
    book = _open(content, name)
    pages = [
        page for sheet in _visible(book) if (page := _look(book.get_sheet_by_name(sheet), knows))
    ]
    if not pages:
        raise AnswersError(
            Problem(
                name, "is a workbook without any rows.", "Is the list on another sheet, or hidden?"
            )
        )
    page = max(pages, key=lambda each: each.known)
    rows = [
        [tell_cell(cell) for cell in row]
        for row in book.get_sheet_by_name(page.name).to_python(skip_empty_area=False)
    ]
    frame = _frame(rows[page.heading], rows[page.heading + 1 :], name)
    return frame, f'a workbook, sheet "{page.name}"' + (
        f", headings in row {page.heading + 1}" if page.heading else ""
    )


def tell_cell(value: Cell) -> str:
    """A cell as a person would type it."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            return _tell_number(value)
        case datetime():
            return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).strip()


def _tell_number(value: float) -> str:
    """The number with the fifteen digits that Excel keeps, never as 1e+16."""
    return f"{Decimal(f'{value:.15g}'):f}"


def _open(content: bytes, name: str) -> CalamineWorkbook:
    advice = "Open it and save it again as an Excel workbook (.xlsx), without a password."
    try:
        if content.startswith(STARTS[0]):
            _refuse_bomb(content, name)
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        what = "is no Excel workbook that can be read: damaged, protected with a password, or another kind of file."
        raise AnswersError(Problem(name, what, advice)) from None


def _refuse_bomb(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = sum(part.file_size for part in packed.infolist())
    if size > LARGEST:
        raise AnswersError(
            Problem(
                name,
                f"would unpack to {size:,} bytes: that is no list of companies.",
                "Is it the right file?",
            )
        )


def _visible(book: CalamineWorkbook) -> Sequence[str]:
    """The sheets that a person sees; all of them if none is visible."""
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    return [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible] or [
        sheet.name for sheet in sheets
    ]


def _look(sheet: CalamineSheet, knows: Knows) -> Page | None:
    """Where the headings stand: in the row with the most that are known, else in the first that is not empty."""
    rows = [
        [tell_cell(cell) for cell in row]
        for row in sheet.to_python(skip_empty_area=False, nrows=PEEKED)
    ]
    filled = [place for place, row in enumerate(rows) if any(row)]
    if not filled:
        return None
    known = {place: sum(knows(cell) for cell in rows[place] if cell) for place in filled}
    best = max(filled, key=lambda place: known[place])
    return Page(sheet.name, best, known[best])


def _frame(headings: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> pd.DataFrame:
    while rows and not any(rows[-1]):
        rows = rows[:-1]
    columns: list[Any] = [
        [row[place] if place < len(row) else "" for row in rows] for place in range(len(headings))
    ]
    unnamed = [
        place for place, heading in enumerate(headings) if not heading and any(columns[place])
    ]
    raise_all(
        AnswersError,
        (
            Problem(name, f"column {place + 1} has values but no heading.", "Name it.")
            for place in unnamed
        ),
    )
    twice = sorted(
        {heading for heading in headings if heading and list(headings).count(heading) > 1}
    )
    raise_all(
        AnswersError,
        (
            Problem(name, f'has two columns named "{heading}".', "Keep one of them.")
            for heading in twice
        ),
    )
    named = {heading: columns[place] for place, heading in enumerate(headings) if heading}
    table: pd.DataFrame = pa.table(
        {heading: pa.array(values, pa.large_string()) for heading, values in named.items()}
    ).to_pandas()
    return table
