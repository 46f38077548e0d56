"""Read tables as frames of text: CSV with any common separator, and workbooks.

Every problem is reported with its row.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from survey.common.errors import AnswersError, Problem, raise_all
from survey.exports.encodings import SAVE_AGAIN, to_utf8
from survey.exports.workbooks import (
    Knows,
    is_workbook,
    read_workbook,
    refuse_repeated,
    refuse_unnamed,
)

SEPARATORS = (";", ",", "\t")
BOM = b"\xef\xbb\xbf"
BLOCK = 1 << 24
"""Bytes parsed at a time; no row may be longer."""
MOST_ROWS_NAMED = 20

COMMON = frozenset(
    {
        "company_id",
        "id",
        "token",
        "name",
        "municipality",
        "trade",
        "kind",
        "date",
        "hours",
        "number",
        "words",
        "submitdate",
    }
)
"""Headings that show which sheet of a workbook is the right one."""

_PDF = b"%PDF"
_SEPARATOR_LINE = re.compile(
    rb"(?:\xef\xbb\xbf)?\"?sep=(.)\"?[ ;,\t]*(?:\r\n|\r|\n)", re.IGNORECASE
)
"""The first line that tells Excel what separates the columns."""
_SEPARATOR_WORDS = {"\t": "tabs"}


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table as it was read from a file.

    `frame`: all text, one row per record. A cell is missing where nothing is between two
    separators, and "" where `""` is.
    `quoted`: whether the headings are in quotation marks. LimeSurvey writes them, a spreadsheet
    does not.
    `separator`: what separates the columns; "" in a workbook.
    `taken_for`: the kind of file and its encoding; "" for UTF-8 text.
    """

    frame: pd.DataFrame
    quoted: bool
    separator: str = ","
    taken_for: str = ""

    def format_assumptions(self, *, decimal_comma: bool) -> str:
        """What was assumed about the file, as in "read as UTF-16, separated by ;", else ""."""
        if not self.taken_for and not decimal_comma:
            return ""
        between = (
            f"separated by {_SEPARATOR_WORDS.get(self.separator, self.separator)}"
            if self.separator
            else ""
        )
        parts = [self.taken_for or "UTF-8", between, "decimal comma" if decimal_comma else ""]
        return f"read as {', '.join(part for part in parts if part)}"


def read_bytes(path: Path) -> bytes:
    """The bytes of the file; AnswersError if it is missing, empty, a PDF or a web page."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AnswersError(Problem(str(path), f"cannot be read: {error.strerror}.")) from None
    if not content:
        raise AnswersError(
            Problem(
                path.name,
                "is empty; an export without answers still holds a line end.",
                "Export it again.",
            )
        )
    if content.startswith(_PDF):
        raise AnswersError(Problem(path.name, "is a PDF file.", SAVE_AGAIN))
    if content.lstrip(BOM + b" \r\n\t")[:1] == b"<":
        raise AnswersError(
            Problem(
                path.name,
                "is a web page, not a table: a login or error page was saved in its place.",
                "Export it again.",
            )
        )
    return content


def decode(content: bytes, name: str) -> str:
    """The content as text; AnswersError with the line of the first byte that is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise AnswersError(
            Problem(
                f"{name}, line {line}",
                "is not UTF-8 text; å, ä and ö would come out wrong.",
                SAVE_AGAIN,
            )
        ) from None


def read_text_table(path: Path, knows: Knows = COMMON.__contains__) -> TextTable:
    """Read a table with headings from a file; AnswersError names each row of the wrong length."""
    return parse_file(read_bytes(path), path.name, knows)


def parse_file(content: bytes, name: str, knows: Knows = COMMON.__contains__) -> TextTable:
    """The table in a workbook, or in delimited text of any common encoding.

    Of a workbook's sheets, the one with the most headings that `knows` accepts. AnswersError where
    there is no table.
    """
    if is_workbook(content):
        frame, taken_for = read_workbook(content, name, knows)
        return TextTable(frame, quoted=False, separator="", taken_for=taken_for)
    decoded = to_utf8(content, name)
    first = _SEPARATOR_LINE.match(decoded.content)
    separator = first[1].decode("latin-1") if first else None
    table = parse_delimited(
        decoded.content[first.end() :] if first else decoded.content, name, separator
    )
    return replace(table, taken_for=decoded.taken_for)


def parse_delimited(content: bytes, name: str, separator: str | None = None) -> TextTable:
    """Parse delimited UTF-8 text. A file of nothing but line ends gives a frame without columns.

    AnswersError where the text is cut off, has two columns of the same name, or has a row of the
    wrong length.
    """
    start = content[:BLOCK].decode("utf-8-sig", errors="replace")
    if not start.strip():
        return TextTable(pd.DataFrame(), quoted=True)
    try:
        headings, separator = _read_headings(start, [separator] if separator else SEPARATORS)
    except csv.Error:  # a heading is longer than Python's csv module allows
        raise AnswersError(
            Problem(
                f"{name}, line 1",
                "holds no headings: it is too long for a table's first line.",
                "Export it again.",
            )
        ) from None
    quoted = start.startswith('"')
    _refuse_cut_off(content, name, quoted=quoted)
    refuse_repeated(headings, name)
    table = _drop_unnamed(_parse(content, separator, headings, name), headings, name)
    table = pa.table(
        {heading: _tidy_where_needed(table[heading]) for heading in table.column_names}
    )
    return TextTable(table.to_pandas(), quoted, separator)


def tidy(values: Any) -> Any:
    """Arrow text with LF line ends, as in LimeSurvey's CSV. Its JSON keeps what was typed."""
    return pc.replace_substring(pc.replace_substring(values, "\r\n", "\n"), "\r", "\n")


def _tidy_where_needed(values: Any) -> Any:
    return tidy(values) if pc.any(pc.match_substring(values, "\r")).as_py() else values


def _read_headings(start: str, separators: Sequence[str]) -> tuple[Sequence[str], str]:
    """The headings and the separator; of several separators, the one that gives most headings."""
    found = {
        separator: next(csv.reader(io.StringIO(start, newline=""), delimiter=separator))
        for separator in separators
    }
    separator = max(separators, key=lambda candidate: len(found[candidate]))
    return [heading.strip() for heading in found[separator]], separator


def _refuse_cut_off(content: bytes, name: str, *, quoted: bool) -> None:
    """AnswersError if the end of the file is missing.

    Where every value is quoted, an open quotation mark or a missing last line end shows it.
    """
    if quoted and (content.count(b'"') % 2 or not content.endswith((b"\n", b"\r"))):
        raise AnswersError(
            Problem(name, "is cut off: its last row does not end.", "Export or copy it again.")
        )


def _parse(content: bytes, separator: str, headings: Sequence[str], name: str) -> Any:
    whole = content if content.endswith((b"\n", b"\r")) else content + b"\n"
    try:
        return _parse_rows(whole, separator, len(headings))
    except pa.ArrowInvalid as error:
        decode(content, name)
        wrong = _find_wrong_rows(whole, separator, len(headings))
        raise_all(AnswersError, _list_wrong_rows(wrong, name))
        raise AnswersError(Problem(name, f"cannot be read as a table: {error}.")) from None


def _parse_rows(content: bytes, separator: str, width: int, on_wrong_row: Any = None) -> Any:
    columns = [f"{position}" for position in range(width)]
    return arrow_csv.read_csv(
        pa.BufferReader(content),
        read_options=arrow_csv.ReadOptions(
            use_threads=on_wrong_row is None,
            block_size=BLOCK,
            column_names=columns,
            skip_rows_after_names=1,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator, newlines_in_values=True, invalid_row_handler=on_wrong_row
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.large_string()),
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
        ),
    )


def _find_wrong_rows(content: bytes, separator: str, width: int) -> list[Any]:
    """The rows with too few or too many fields.

    The content is read again in one thread: only then does Arrow number the rows.
    """
    wrong: list[Any] = []

    def keep(row: Any) -> str:
        wrong.append(row)
        return "skip"

    _parse_rows(content, separator, width, keep)
    return wrong


def _list_wrong_rows(wrong: Sequence[Any], name: str) -> Sequence[Problem]:
    """One problem per row, at most `MOST_ROWS_NAMED`. Row 1 is the first below the headings."""
    named = [
        Problem(
            f"{name}, row {row.number - 1}",
            f"has {row.actual_columns} fields where the headings are {row.expected_columns}.",
            "Is a quotation mark missing, or a separator inside a value that is not quoted?",
        )
        for row in wrong[:MOST_ROWS_NAMED]
    ]
    more = len(wrong) - len(named)
    rest = Problem(name, f"{more} more rows have the wrong number of fields.")
    return [*named, rest] if more else named


def _drop_unnamed(table: Any, headings: Sequence[str], name: str) -> Any:
    """The table with its columns named by `headings`, without empty columns that have no heading.

    AnswersError if a column has values but no heading.
    """
    unnamed = [position for position, heading in enumerate(headings) if not heading]
    filled = [
        position for position in unnamed if table.column(position).null_count < table.num_rows
    ]
    refuse_unnamed(filled, name)
    kept = [position for position, heading in enumerate(headings) if heading]
    return pa.table({headings[position]: table.column(position) for position in kept})
