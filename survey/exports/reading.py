"""Read files of responses: LimeSurvey's CSV and JSON exports, and plain tables.

All values are text. A missing value is NULL: the question was not shown or not reached. "" means
that it was shown and left blank. LimeSurvey's CSV tells the two apart by quotation marks, its JSON
by `null`. In a plain table every empty cell is ""; `survey.answers.skip_logic` works out from the
conditions which questions were shown.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from survey.common.bookkeeping import BOOKKEEPING
from survey.common.errors import AnswersError, Problem
from survey.exports.decimals import mend_decimals
from survey.exports.delimited import COMMON, decode, parse_file, read_bytes, tidy

FileKind = Literal["csv", "json", "plain"]
_HEADINGS = COMMON | frozenset(BOOKKEEPING)
ASK_FOR_CODES = "Export again with headings as question codes and answers as answer codes."


@dataclass(frozen=True, slots=True)
class Export:
    """One file of responses: its `name`, its `kind`, and a `frame` of text.

    The frame has one row per response, in the file's order. An empty export has no rows and no
    columns, because LimeSurvey then writes no headings. `assumed`: what was assumed about the file,
    in words; "" if nothing.
    """

    name: str
    kind: FileKind
    frame: pd.DataFrame
    assumed: str = ""


def read_export(path: Path) -> Export:
    """Read one file of responses of any of the three kinds; AnswersError if it cannot be read."""
    content = read_bytes(path)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"{", b"["}:
        return Export(path.name, "json", _read_json(decode(content, path.name), path.name))
    table = parse_file(content, path.name, knows=_HEADINGS.__contains__)
    _refuse_question_texts(list(table.frame.columns), path.name)
    if table.quoted and (
        table.frame.columns.empty or {"id", "submitdate"} <= set(table.frame.columns)
    ):
        assumed = table.format_assumptions(decimal_comma=False)
        return Export(path.name, "csv", table.frame, assumed)
    frame, mended = _read_plain(table.frame, decimals=table.separator != ",")
    return Export(path.name, "plain", frame, table.format_assumptions(decimal_comma=mended))


def _read_plain(frame: pd.DataFrame, *, decimals: bool) -> tuple[pd.DataFrame, bool]:
    """A table that people typed, without spaces around values and with "" for every empty cell.

    With `decimals`, decimal commas become points. Also returns whether there were any.
    """
    texts = pd.DataFrame(
        {name: frame[name].fillna("").str.strip() for name in frame.columns}, index=frame.index
    )
    return mend_decimals(texts) if decimals else (texts, False)


def _refuse_question_texts(headings: Sequence[str], name: str) -> None:
    """AnswersError if most headings have several words.

    These are LimeSurvey's `full` or `abbreviated` headings: two questions can have the same one.
    """
    sentences = [heading for heading in headings if len(heading.split()) > 1]
    if 2 * len(sentences) > len(headings):
        raise AnswersError(
            Problem(name, f'has question texts as headings ("{sentences[0]}").', ASK_FOR_CODES)
        )


def _read_json(text: str, name: str) -> pd.DataFrame:
    records = [_unwrap(record) for record in _load_records(text, name)]
    if not records:
        return pd.DataFrame()
    _refuse_ragged(records, name)
    _refuse_question_texts(list(records[0]), name)
    frame: pd.DataFrame = pa.table(
        {heading: _as_text(records, heading, name) for heading in records[0]}
    ).to_pandas()
    return frame


def _load_records(text: str, name: str) -> list[dict[str, Any]]:
    """The objects in the list "responses". Numbers are kept as text, with all their digits."""
    try:
        content = json.loads(text, parse_int=str, parse_float=str)
    except RecursionError:
        raise AnswersError(
            Problem(
                name,
                "is JSON that is nested too deeply for an export of responses.",
                "Export it again.",
            )
        ) from None
    except json.JSONDecodeError as error:
        cut_off = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        what = (
            "is cut off: its last value does not end."
            if cut_off
            else f"is not JSON: {error.msg} (line {error.lineno})."
        )
        raise AnswersError(Problem(name, what, "Export or copy it again.")) from None
    records = content.get("responses") if isinstance(content, dict) else None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise AnswersError(
            Problem(
                name,
                'is JSON, but not an export of responses: it has no list named "responses".',
                "Export it again.",
            )
        )
    return records


def _unwrap(record: dict[str, Any]) -> dict[str, Any]:
    """The response itself; older servers wrap each one in an object: `{"1": {...}}`."""
    inner = next(iter(record.values())) if len(record) == 1 else None
    return inner if isinstance(inner, dict) else record


def _refuse_ragged(records: Sequence[Mapping[str, Any]], name: str) -> None:
    first = records[0].keys()
    for row, record in enumerate(records, start=1):
        if record.keys() != first:
            odd = min(record.keys() ^ first)
            raise AnswersError(
                Problem(
                    f"{name}, row {row}",
                    f'has other columns than row 1 ("{odd}").',
                    "Export it again.",
                )
            )


def _as_text(records: Sequence[Mapping[str, Any]], heading: str, name: str) -> Any:
    values = [record[heading] for record in records]
    try:
        return tidy(pa.array(values, type=pa.large_string()))
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        row = next(
            row for row, value in enumerate(values, start=1) if not isinstance(value, str | None)
        )
        raise AnswersError(
            Problem(
                f"{name}, row {row}",
                f'"{heading}" holds neither text nor a number.',
                "Export it again.",
            )
        ) from None
