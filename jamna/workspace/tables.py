"""The tables other programs read: their columns are a contract, and they are written as CSV and Parquet."""

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
"""Rows of CSV that are made at a time."""


def write_tables(directory: Path, tables: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write each table as `name.csv` and `name.parquet`, a few at a time; missing values are empty in the CSV. Gives the paths."""
    with ThreadPoolExecutor(WRITERS) as pool:
        tasks = [pool.submit(write_table, directory, name, table) for name, table in tables.items()]
        return [path for task in tasks for path in task.result()]


def remove_tables(directory: Path, names: Iterable[str]) -> None:
    """Take away tables that an earlier configuration made, so that none with old numbers stays."""
    for name in names:
        for path in _paths(directory, name):
            path.unlink(missing_ok=True)


def write_table(directory: Path, name: str, table: pd.DataFrame) -> list[Path]:
    """Write `table` as `name.csv` and `name.parquet`; missing values are empty in the CSV. Gives the two paths."""
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
    """Write block by block: the blocks become text side by side, and only they are in memory."""
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
    """Text instead of codes for a text, as CSV knows no dictionary; and nothing in it that a spreadsheet would take for a formula."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    is_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    return disarm(column) if is_text else column
