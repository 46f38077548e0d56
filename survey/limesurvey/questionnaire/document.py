"""LimeSurvey's XML: tables of rows, every value in CDATA, an empty one as an empty element."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DATABASE_VERSION = 643
"""The version of the tables, that of LimeSurvey 6.16; a newer server converts them."""

Cell = str | None
"""A value; None leaves its element out, as LimeSurvey does with NULL."""


@dataclass(frozen=True, slots=True)
class LssTable:
    """A table of the survey: its name, its columns, its rows with a cell for each column."""

    name: str
    fields: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_document(languages: Sequence[str], tables: Sequence[LssTable]) -> bytes:
    """Write the file as LimeSurvey's own export does, without tables that have no rows."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<document>",
        " <LimeSurveyDocType>Survey</LimeSurveyDocType>",
        f" <DBVersion>{DATABASE_VERSION}</DBVersion>",
        " <languages>",
        *(f"  <language>{language}</language>" for language in languages),
        " </languages>",
        *(line for table in tables if table.rows for line in _write_table(table)),
        "</document>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _write_table(table: LssTable) -> Iterator[str]:
    yield f" <{table.name}>"
    yield "  <fields>"
    yield from (f"   <fieldname>{field}</fieldname>" for field in table.fields)
    yield "  </fields>"
    yield "  <rows>"
    for row in table.rows:
        yield "   <row>"
        yield from (
            _write_cell(field, cell)
            for field, cell in zip(table.fields, row, strict=True)
            if cell is not None
        )
        yield "   </row>"
    yield "  </rows>"
    yield f" </{table.name}>"


def _write_cell(field: str, cell: str) -> str:
    if not cell:
        return f"    <{field}/>"
    safe = cell.replace("]]>", "]]]]><![CDATA[>")
    return f"    <{field}><![CDATA[{safe}]]></{field}>"
