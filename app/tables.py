"""The tables other programs read: their columns are a contract, and they are written as CSV and Parquet."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from survey.files import write_with

COLUMNS = {
    "scores": ["company_id", "wave", "level", "item", "score", "completeness", "status", "n"],
    "needs": ["company_id", "wave", "need", "severity", "priority", "rank"],
    "needs_programme": ["group", "need", "n", "share_severe", "low", "high", "mean_severity", "first_choice_share", "rank", "status"],
    "flags": ["company_id", "wave", "flag", "kind", "level", "reasons", "stands", "firm"],
    "selection": ["company_id", "stage", "outcome", "rule_outcome", "priority", "rank", "place", "reasons", "decided_by"],
}
"""The columns of the tables that others build on, in order. Other tables in `results/` may change."""


def write_table(directory: Path, name: str, table: pd.DataFrame) -> list[Path]:
    """Write `table` as `name.csv` and `name.parquet`; missing values are empty in the CSV. Gives the two paths."""
    arrow = pa.Table.from_pandas(table[COLUMNS.get(name, list(table.columns))], preserve_index=False)
    csv, parquet = directory / f"{name}.csv", directory / f"{name}.parquet"
    plain = pa.table({column: _plain(arrow[column]) for column in arrow.column_names})
    write_with(csv, lambda path: pa.csv.write_csv(plain, path, pa.csv.WriteOptions(quoting_style="needed")))
    write_with(parquet, lambda path: pa.parquet.write_table(arrow.replace_schema_metadata(), path))
    return [csv, parquet]


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text instead of codes for a text, as CSV knows no dictionary."""
    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    return column
