"""Decimal commas: a spreadsheet in Swedish, Finnish or Norwegian writes 2,5 for 2.5."""

import pandas as pd

_NUMBER = r"[+-]?(?:\d+|[1-9]\d{0,2}(?:[ \x{a0}\x{202f}]\d{3})+)(?:,\d+)?"
_WITH_COMMA = r"[+-]?(?:\d+|[1-9]\d{0,2}(?:[ \x{a0}\x{202f}]\d{3})+),\d+"
_THOUSANDS = str.maketrans(
    {",": ".", " ": None, "\N{NO-BREAK SPACE}": None, "\N{NARROW NO-BREAK SPACE}": None}
)
MOST = 0.5
"""The share of a column's values that must be numbers before the column counts as numeric."""


def has_decimal_commas(values: pd.Series) -> bool:
    """Whether a column of text is numeric and at least one number has a decimal comma."""
    return bool(values.str.fullmatch(_WITH_COMMA).any()) and bool(
        values.str.fullmatch(_NUMBER).sum() >= MOST * (values != "").sum()
    )


def mend_decimals(frame: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """Replace decimal commas by points in the numeric columns of a table (all text, none missing).

    Returns the table, and whether any column had decimal commas.
    """
    columns = [str(name) for name in frame.columns if has_decimal_commas(frame[name])]
    return frame.assign(**{name: _mend(frame[name]) for name in columns}), bool(columns)


def _mend(values: pd.Series) -> pd.Series:
    numbers = values.str.fullmatch(_NUMBER).astype(bool)
    return values.where(~numbers, values.str.translate(_THOUSANDS))
