"""One cell of a table as a plain value; missing is None, also where there is no such cell."""

from typing import Any

import pandas as pd


def number(cell: Any) -> float | None:
    """The cell as a number."""
    return None if pd.isna(cell) else float(cell)


def whole(cell: Any) -> int | None:
    """The cell as a whole number."""
    return None if pd.isna(cell) else int(cell)


def text(cell: Any) -> str | None:
    """The cell as text."""
    return None if pd.isna(cell) else str(cell)


def row_of(frame: pd.DataFrame, company_id: str) -> pd.Series:
    """The company's row of a frame whose index is `company_id`; an empty one where it has none."""
    return (
        frame.loc[[company_id]].iloc[0] if company_id in frame.index else pd.Series(dtype="object")
    )


def number_in(row: pd.Series, column: str) -> float | None:
    """The number in a row's cell; None where it is missing or there is no such column."""
    return number(row.get(column))


def text_in(row: pd.Series, column: str) -> str:
    """The text in a row's cell; "" where it is missing or there is no such column."""
    return text(row.get(column)) or ""
