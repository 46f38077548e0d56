"""Text that a spreadsheet would run as a formula, as `=cmd|' /C calc'!A0` starts a program.

Text from the programme's staff is refused (`find_formulas`). Text from a respondent cannot be
refused: it is written with an apostrophe before it (`disarm`), so that a spreadsheet shows it as
text.
Source: OWASP, "CSV Injection". A formula begins with `=`, `+`, `-` or `@` (also in full width), a
tab, a carriage return or a line feed. It can also begin after a `;` or a line end: Excel with
Swedish settings cuts a file there, even inside quotation marks.
"""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from survey.common.errors import Problem

ADVICE = "Put a letter or a bracket first."

_BLANK = r"[\s\x00-\x1f\x7f\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\u2066-\u2069\ufeff]"
_SIGN = r"[=+\-@＝＋－＠]"
_RISKY = re.compile(rf"{_BLANK}*{_SIGN}")
_CUT = re.compile(r"([;\t\r\n])")
_CUT_AT_ONCE = ("\t", "\r", "\n")
_NUMBER = re.compile(
    r"[+-]?(\d[\d \u00a0\u202f]*)([.,]\d+)?(e[+-]?\d+)? ?%?", re.IGNORECASE | re.ASCII
)
_TELEPHONE = re.compile(r"\+\d[\d ()/-]{6,20}", re.ASCII)
_DASHES = re.compile(r"-{1,10}")

# Arrow searches a whole column at once, but its regular expressions write code points as \x{a0}.
_BLANK_IN_ARROW = (
    r"[\s\x00-\x1f\x7f\x{a0}\x{ad}\x{200b}-\x{200f}\x{2028}-\x{202f}"
    r"\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}]"
)
_RISKY_IN_ARROW = rf"(?:^|[;\t\r\n]){_BLANK_IN_ARROW}*{_SIGN}|^[\t\r\n]"
"""Finds every text with a formula, and some harmless ones, which `is_formula` then sorts out."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take `text`, or a part of it after a separator, for a formula.

    A number, a telephone number (+46 70 …) and up to ten dashes alone are not formulas.
    """
    return text.startswith(_CUT_AT_ONCE) or any(
        _begins_formula(piece) for piece in _CUT.split(text)
    )


def _begins_formula(piece: str) -> bool:
    harmless = (_NUMBER, _TELEPHONE, _DASHES)
    return bool(_RISKY.match(piece)) and not any(
        shape.fullmatch(piece.strip()) for shape in harmless
    )


def refuse_formula(text: str, where: str) -> list[Problem]:
    """A problem if the text could be a formula, else none. The message does not repeat the text."""
    return [Problem(where, _format_fault(text), ADVICE)] if is_formula(text) else []


def find_formulas(frame: pd.DataFrame, name: str) -> Iterator[Problem]:
    """One problem per heading or cell of a table (all text) that could be a formula.

    Row 1 is the first below the headings.
    """
    for heading in frame.columns:
        yield from refuse_formula(str(heading), f"{name}, the headings")
    for heading in frame.columns:
        for row, text in _risky_cells(frame[heading]):
            yield from refuse_formula(text, f"{name}, row {row + 1}, {heading}")


def disarm(values: Any) -> Any:
    """Arrow text, with an apostrophe before each part that could be a formula."""
    if not pc.any(_find_risky(values)).as_py():
        return values
    texts = [text if text is None else disarm_text(text) for text in values.to_pylist()]
    return pa.chunked_array([pa.array(texts, type=values.type)])


def disarm_text(text: str) -> str:
    """The text with an apostrophe wherever a formula could begin in it."""
    safe = "".join(f"'{piece}" if _begins_formula(piece) else piece for piece in _CUT.split(text))
    return f"'{safe}" if safe.startswith(_CUT_AT_ONCE) else safe


def _format_fault(text: str) -> str:
    piece = next((piece for piece in _CUT.split(text) if _begins_formula(piece)), "")
    sign = re.search(_SIGN, piece)
    if sign is None:
        return "begins with a tab or a line end, where a spreadsheet would cut it."
    place = "begins" if text.startswith(piece) else "has a part that begins"
    return f'{place} with "{sign.group()}": a spreadsheet would take it for a formula.'


def _risky_cells(values: pd.Series) -> list[tuple[int, str]]:
    risky = _find_risky(pa.array(values, type=pa.large_string(), from_pandas=True)).to_numpy(
        zero_copy_only=False
    )
    chosen = values[pd.Series(risky, index=values.index).fillna(value=False).astype(bool)]
    return list(zip(chosen.index.tolist(), chosen.tolist(), strict=True))


def _find_risky(values: Any) -> Any:
    return pc.match_substring_regex(values, _RISKY_IN_ARROW)
