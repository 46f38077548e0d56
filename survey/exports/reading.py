"""Exports of responses, as a real LimeSurvey server writes them, and plain tables with one row a company.

Everything is text. A missing value is NULL (not shown, or not reached) and "" is shown and left blank. LimeSurvey's CSV tells
the two apart by quotation marks, its JSON by `null`. A plain table cannot: there every empty cell is "", and whether the question
was asked at all is left to its condition (`survey.answering`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from survey.common.errors import AnswersError, Problem
from survey.exports.decimals import mend_decimals
from survey.exports.delimited import COMMON, decode, read_bytes, sheet_of, tidy

ExportKind = Literal["csv", "json", "plain"]
BOOKKEEPING = (
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "token",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
)
"""LimeSurvey's own columns, before the answers; the later ones are there only if the survey keeps them."""
_HEADINGS = COMMON | frozenset(BOOKKEEPING)
ASK_FOR_CODES = "Export again with headings as question codes and answers as answer codes."


@dataclass(frozen=True, slots=True)
class Export:
    """One file of responses: its `name`, how it was written, and a `frame` of text, one row a response in the file's order.

    An empty export has no rows, and no columns either: LimeSurvey writes no headings then. `assumed`: how the file was read, in words,
    where anything had to be assumed.
    """

    name: str
    kind: ExportKind
    frame: pd.DataFrame
    assumed: str = ""


def read_export(path: Path) -> Export:
    """Read one file of responses, whichever of the three kinds it is; AnswersError says why it cannot be."""
    content = read_bytes(path)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"{", b"["}:
        return Export(path.name, "json", _read_json(decode(content, path.name), path.name))
    sheet = sheet_of(content, path.name, knows=_HEADINGS.__contains__)
    _refuse_question_texts(list(sheet.frame.columns), path.name)
    if sheet.quoted and (
        sheet.frame.columns.empty or {"id", "submitdate"} <= set(sheet.frame.columns)
    ):
        return Export(path.name, "csv", sheet.frame, sheet.tell(decimal_comma=False))
    frame, mended = _read_plain(sheet.frame, decimals=sheet.separator != ",")
    return Export(path.name, "plain", frame, sheet.tell(decimal_comma=mended))


def _read_plain(frame: pd.DataFrame, *, decimals: bool) -> tuple[pd.DataFrame, bool]:
    """A table typed by people, and whether it had decimal commas (where it can have any).

    Spaces around a value mean nothing, and neither does the difference between `;;` and `;"";`.
    """
    texts = pd.DataFrame(
        {name: frame[name].fillna("").str.strip() for name in frame.columns}, index=frame.index
    )
    return mend_decimals(texts) if decimals else (texts, False)


def _refuse_question_texts(headings: Sequence[str], name: str) -> None:
    """Headings of several words: LimeSurvey's `full` or `abbreviated` headings, whose questions cannot be told apart safely."""
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
    """The objects under "responses"; numbers keep their digits as text."""
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
    """Older servers wrap each response in an object under its id: `{"1": {...}}`."""
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
