"""Decimal commas: 2,5 as a spreadsheet in Swedish, Finnish or Norwegian writes it."""

import pandas as pd

_NUMBER = r"[+-]?(?:\d+|[1-9]\d{0,2}(?:[ \x{a0}\x{202f}]\d{3})+)(?:,\d+)?"
_WITH_COMMA = r"[+-]?(?:\d+|[1-9]\d{0,2}(?:[ \x{a0}\x{202f}]\d{3})+),\d+"
_THOUSANDS = str.maketrans(
    {",": ".", " ": None, "\N{NO-BREAK SPACE}": None, "\N{NARROW NO-BREAK SPACE}": None}
)
MOST = 0.5
"""A column is one of numbers if at least so many of its values are."""


def has_decimal_commas(values: pd.Series) -> bool:
    """Whether a column of text is one of numbers, some of them with a decimal comma."""
    return bool(values.str.fullmatch(_WITH_COMMA).any()) and bool(
        values.str.fullmatch(_NUMBER).sum() >= MOST * (values != "").sum()
    )


def mend_decimals(frame: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """The table (all text, nothing missing) with points for decimal commas in columns of numbers, and whether there were any."""
    columns = [str(name) for name in frame.columns if has_decimal_commas(frame[name])]
    return frame.assign(**{name: _mend(frame[name]) for name in columns}), bool(columns)


def _mend(values: pd.Series) -> pd.Series:
    numbers = values.str.fullmatch(_NUMBER).astype(bool)
    return values.where(~numbers, values.str.translate(_THOUSANDS))
