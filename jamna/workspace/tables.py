"""Write the tables that other programs read, as CSV and Parquet. Their columns are a contract."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from jamna.workspace.table_columns import TABLES
from survey.common.files import write_with
from survey.common.formula_injection import disarm

COLUMNS = {table.name: list(table.columns) for table in TABLES}
"""The columns of every table in `results/`, in order."""

WRITERS = 2
BLOCK = 65_536
"""Rows of CSV that are formatted at a time."""


def write_tables(directory: Path, tables: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write each table as `name.csv` and `name.parquet`, several at a time; returns the paths."""
    with ThreadPoolExecutor(WRITERS) as pool:
        tasks = [pool.submit(write_table, directory, name, table) for name, table in tables.items()]
        return [path for task in tasks for path in task.result()]


def remove_tables(directory: Path, names: Iterable[str]) -> None:
    """Delete tables that an earlier configuration made, so that no old numbers are left."""
    for name in names:
        for path in _paths(directory, name):
            path.unlink(missing_ok=True)


def write_table(directory: Path, name: str, table: pd.DataFrame) -> list[Path]:
    """Write `table` as `name.csv` and `name.parquet`; returns the two paths.

    Missing values are empty in the CSV.
    """
    arrow = pa.Table.from_pandas(
        table[COLUMNS.get(name, list(table.columns))], preserve_index=False
    )
    csv, parquet = _paths(directory, name)
    write_with(csv, lambda path: _write_csv(arrow, path))
    write_with(parquet, lambda path: pa.parquet.write_table(arrow.replace_schema_metadata(), path))
    return [csv, parquet]


def _paths(directory: Path, name: str) -> tuple[Path, Path]:
    return directory / f"{name}.csv", directory / f"{name}.parquet"


def _write_csv(table: pa.Table, path: Path) -> None:
    """Write block by block; only the blocks that are being formatted are in memory as text."""
    starts = range(0, max(1, len(table)), BLOCK)
    with path.open("wb") as file, ThreadPoolExecutor(WRITERS) as pool:
        for text in pool.map(
            lambda start: _format_block(table.slice(start, BLOCK), heading=start == 0), starts
        ):
            file.write(text)


def _format_block(block: pa.Table, *, heading: bool) -> pa.Buffer:
    plain = pa.table({column: _plain(block[column]) for column in block.column_names})
    text = pa.BufferOutputStream()
    pa.csv.write_csv(
        plain, text, pa.csv.WriteOptions(include_header=heading, quoting_style="needed")
    )
    return text.getvalue()


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as CSV needs it.

    CSV has no dictionary type, so a dictionary column becomes text. A text that a spreadsheet would
    take for a formula is made harmless.
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    is_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    return disarm(column) if is_text else column
