"""One cell of a table as a plain value; missing is None."""

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
