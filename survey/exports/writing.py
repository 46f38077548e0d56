"""Write responses exactly as LimeSurvey's CSV export does (`code` headings, `short` answers).

The frame is all text, one column per heading. Missing is NULL, and "" is an empty string.
Observed on LimeSurvey CE 6.16.11, `export_responses`:
https://www.limesurvey.org/manual/RemoteControl_2_API
"""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from survey.common.files import write_with

BOM = b"\xef\xbb\xbf"
ROW_END = "\r\n"


def write_export_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write `frame` as LimeSurvey's CSV.

    The file begins with a BOM. Values are separated by `;` and quoted, but for NULL, which is
    nothing at all. Rows end with CRLF, line ends in values are LF, and the last line is blank.
    A frame without rows becomes a single line end, as from the server for an empty range.
    """
    write_with(path, lambda partial: partial.write_bytes(encode_csv(frame)))


def encode_csv(frame: pd.DataFrame) -> bytes:
    """The bytes of a CSV export."""
    if frame.empty:
        return ROW_END.encode()
    heading = ";".join(_quote_name(str(name)) for name in frame.columns)
    columns = [_quote_values(frame[name]) for name in frame.columns]
    rows = _join(*columns, between=";").to_pylist()
    return BOM + ROW_END.join([heading, *rows, "", ""]).encode()


def _quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quote_values(values: pd.Series) -> Any:
    """The values as CSV fields: quoted, quotes doubled, LF line ends; nothing at all for NULL."""
    texts = pa.array(values, type=pa.large_string(), from_pandas=True)
    escaped = pc.replace_substring(pc.replace_substring(texts, "\r\n", "\n"), '"', '""')
    return pc.fill_null(_join(_text('"'), escaped, _text('"'), between=""), "")


def _join(*columns: Any, between: str) -> Any:
    return pc.binary_join_element_wise(*columns, _text(between))


def _text(value: str) -> Any:
    return pa.scalar(value, pa.large_string())
