"""Write responses in the very shape of LimeSurvey's exports (`code` headings, `short` answers).

The frame is all text, one column a heading: missing is NULL, "" is an empty string.
Observed on LimeSurvey CE 6.16.11: https://www.limesurvey.org/manual/RemoteControl_2_API, `export_responses`.
"""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from survey.common.files import write_with

BOM = b"\xef\xbb\xbf"
ROW_END = "\r\n"
WHOLE_NUMBERS = frozenset({"id", "lastpage"})
"""Columns that the JSON export writes as numbers; a file question's `code[filecount]` is the third kind."""


def write_export_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write `frame` as LimeSurvey's CSV: BOM, `;`, all quoted, CRLF rows with LF inside values, NULL as nothing, a blank line last.

    A frame without rows becomes a lone line end, without headings, as the server answers an empty range.
    """
    write_with(path, lambda partial: partial.write_bytes(encode_csv(frame)))


def write_export_json(frame: pd.DataFrame, path: Path) -> None:
    """Write `frame` as LimeSurvey's JSON: one object a response, ids as numbers, `/` and letters beyond ASCII escaped."""
    write_with(path, lambda partial: partial.write_bytes(encode_json(frame)))


def encode_csv(frame: pd.DataFrame) -> bytes:
    """The bytes of a CSV export."""
    if frame.empty:
        return ROW_END.encode()
    heading = ";".join(_quote_name(str(name)) for name in frame.columns)
    columns = [_quote_values(frame[name]) for name in frame.columns]
    rows = _join(*columns, between=";").to_pylist()
    return BOM + ROW_END.join([heading, *rows, "", ""]).encode()


def encode_json(frame: pd.DataFrame) -> bytes:
    """The bytes of a JSON export."""
    columns = [_as_json_values(frame[name]) for name in frame.columns]
    names = [str(name) for name in frame.columns]
    records = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    text = json.dumps(records, separators=(",", ":")).replace("/", "\\/")
    return f'{{"responses": {text}}}'.encode()


def _quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quote_values(values: pd.Series) -> Any:
    """The values as fields: quoted, quotes doubled, line ends as LF; nothing at all for NULL."""
    texts = pa.array(values, type=pa.large_string(), from_pandas=True)
    escaped = pc.replace_substring(pc.replace_substring(texts, "\r\n", "\n"), '"', '""')
    return pc.fill_null(_join(_text('"'), escaped, _text('"'), between=""), "")


def _join(*columns: Any, between: str) -> Any:
    return pc.binary_join_element_wise(*columns, _text(between))


def _text(value: str) -> Any:
    return pa.scalar(value, pa.large_string())


def _as_json_values(values: pd.Series) -> list[str | int | None]:
    name = str(values.name)
    number = name in WHOLE_NUMBERS or name.endswith("[filecount]")
    texts = pa.array(values, type=pa.large_string(), from_pandas=True).to_pylist()
    return [int(text) if number and text is not None else text for text in texts]
