"""Write `docs/reference/` from the code. `make docs` runs it.

A test compares the pages in `docs/reference/` with what this file makes.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any, get_args, get_type_hints

import typer.main
from pydantic import TypeAdapter
from typer.core import TyperGroup, TyperOption

from diagnostics.findings.library import ActionLibrary
from jamna.cli import app
from jamna.screen.exit_codes import EXIT_CODES
from jamna.workspace.settings import Settings
from jamna.workspace.table_columns import TABLES
from survey.instrument.records import Instrument

WIDTH = 110
WORDS = {
    "string": "string",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
}
PATTERNS = {
    "^[a-z][a-z0-9_]*$": "id",
    "^[A-Za-z][A-Za-z0-9]{0,19}$": "question code",
}
NOTATION = """A setting that is not listed here is refused.
A *text* is one string, or one per language:
`name.sv = "…"`, `name.en = "…"`. An *id* is made of `a`–`z`, digits and `_`, a letter first.
A *question code* is made of letters and digits, a letter first, at most 20.
`[[table]]` can stand several times, `[table]` once."""
TABLE_FILES = """Each table is written twice: as CSV and as Parquet. The CSV is UTF-8 with `,`
and one header row; missing values are empty. Columns may be added; none is renamed or removed."""
HERE = Path(__file__).parent / "reference"
MADE = "<!-- Made from the code by `make docs`: change the code, not this page. -->"

Schema = Mapping[str, Any]


def make_pages() -> dict[str, str]:
    """Return every page of the reference by its file name."""
    return {
        "programme-toml.md": make_settings_page("programme.toml", Settings),
        "instrument-toml.md": make_settings_page("instrument.toml", Instrument),
        "measures-toml.md": make_settings_page("measures.toml", ActionLibrary),
        "tables.md": make_tables_page(),
        "commands.md": make_commands_page(),
        "exit-codes.md": make_exit_codes_page(),
    }


def make_settings_page(file: str, record: type[Any]) -> str:
    """Make the page of a TOML file: per table what it is, each setting's kind, default, limits."""
    schema = TypeAdapter(record).json_schema()
    headings = dict(find_headings(schema, schema.get("$defs", {})))
    records = {one.__name__: one for one in find_records(record)}
    sections = [
        _format_record(f"`{heading}`", schema["$defs"][name], records[name], headings)
        for name, heading in headings.items()
    ]
    top = _format_record("At the top of the file", schema, record, headings)
    return "\n\n".join([f"# {file}", MADE, NOTATION, top, *sections]) + "\n"


def find_headings(schema: Schema, known: Schema, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield each record below `schema` with the heading of its table, in the file's order."""
    seen: set[str] = set()
    for key, kind in schema.get("properties", {}).items():
        for name, opening in _find_references(kind):
            path = f"{above}{key}"
            if name not in seen and known[name].get("type") == "object":
                for found, heading in [
                    (name, opening.format(path)),
                    *find_headings(known[name], known, f"{path}."),
                ]:
                    if found not in seen:
                        seen.add(found)
                        yield found, heading


def _find_references(kind: Schema, opening: str = "[{}]") -> Iterator[tuple[str, str]]:
    """Yield the records that a setting refers to, each with the form of its table's heading."""
    if "$ref" in kind:
        yield kind["$ref"].rsplit("/", 1)[-1], opening
    for one in kind.get("anyOf", ()):
        yield from _find_references(one, opening)
    if isinstance(kind.get("items"), dict):
        yield from _find_references(kind["items"], "[[{}]]")
    if isinstance(kind.get("additionalProperties"), dict):
        yield from _find_references(kind["additionalProperties"], "[{}.NAME]")


def find_records(record: type[Any]) -> Iterator[type[Any]]:
    """Yield the dataclass and every dataclass in its fields."""
    yield record
    for hint in get_type_hints(record, include_extras=True).values():
        for part in _take_apart(hint):
            if is_dataclass(part) and isinstance(part, type):
                yield from find_records(part)


def _take_apart(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from _take_apart(part)


def _format_record(
    heading: str, schema: Schema, record: type[Any], headings: Mapping[str, str]
) -> str:
    defaults = {one.name: _find_default(one) for one in fields(record)}
    rows = [
        [f"`{key}`", _format_kind(kind, headings), _format_default(defaults[key])]
        for key, kind in schema.get("properties", {}).items()
    ]
    words = "\n".join(wrap(" ".join(schema.get("description", "").split()), WIDTH))
    table = format_table(["setting", "kind", "if it is not given"], rows)
    return "\n\n".join([f"## {heading}", words, table])


def _find_default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _format_kind(kind: Schema, headings: Mapping[str, str]) -> str:
    if "$ref" in kind:
        heading = headings[kind["$ref"].rsplit("/", 1)[-1]]
        return f"[`{heading}`](#{make_anchor(heading)})"
    if "anyOf" in kind:
        given = [one for one in kind["anyOf"] if one.get("type") != "null"]
        return " or ".join(_format_kind(one, headings) for one in given)
    if "enum" in kind or "const" in kind:
        return ", ".join(f'`"{value}"`' for value in kind.get("enum", [kind.get("const")]))
    if kind.get("type") == "array":
        return f"list of {_format_kind(kind.get('items', {}), headings)}"
    if kind.get("type") == "object":
        return _format_mapping(kind.get("additionalProperties", {}), headings)
    return _format_plain(kind)


def make_anchor(heading: str) -> str:
    """Return the name by which a link finds a heading."""
    return "".join(one for one in heading.lower() if one.isalnum() or one in "-_")


def _format_mapping(inner: Any, headings: Mapping[str, str]) -> str:
    if not isinstance(inner, dict) or inner.get("type") == "string":
        return "text"
    return _format_kind(inner, headings)


def _format_plain(kind: Schema) -> str:
    limits = {"minimum": "≥", "maximum": "≤", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
    bounds = [f"{sign} {kind[key]:g}" for key, sign in limits.items() if key in kind]
    pattern = str(kind.get("pattern", ""))
    name = PATTERNS.get(pattern) or WORDS.get(str(kind.get("type")), "anything")
    form = [f"of the form `{pattern}`"] if pattern and pattern not in PATTERNS else []
    return ", ".join([name, *bounds, *form])


def _format_default(default: Any) -> str:
    if default is MISSING:
        return "must be given"
    if is_dataclass(default):
        return "the defaults of its table"
    if default is None or default in ([], {}, ""):
        return "none"
    if isinstance(default, list | dict):
        return ", ".join(f"`{one}`" for one in default)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def make_tables_page() -> str:
    """Make the page of all tables in `results/`: what a row is, what each column holds."""
    parts = [
        "# Tables in results/",
        MADE,
        TABLE_FILES,
    ]
    for table in TABLES:
        rows = [[f"`{name}`", meaning] for name, meaning in table.columns.items()]
        heading = f"## results/{table.name}"
        about = f"{table.about} One row per {table.row}."
        parts.append("\n\n".join([heading, about, format_table(["column", "holds"], rows)]))
    return "\n\n".join(parts) + "\n"


def make_commands_page() -> str:
    """Make the page of all commands with their arguments and options, as `--help` shows them."""
    group = typer.main.get_command(app)
    parts = ["# Commands", MADE, "`jamna COMMAND --help` says the same on the screen."]
    for path, command in find_commands(group, ("jamna",)):
        parts.append(_format_command(path, command))
    return "\n\n".join(parts) + "\n"


def find_commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield each command with the words that call it, in the order of the help."""
    if isinstance(command, TyperGroup):
        yield " ".join(path), command
        for name, inner in command.commands.items():
            if not inner.hidden:
                yield from find_commands(inner, (*path, name))
    else:
        yield " ".join(path), command


def _format_command(path: str, command: Any) -> str:
    rows = [_format_parameter(parameter) for parameter in command.params]
    words = "\n".join(wrap(" ".join((command.help or "").split()), WIDTH))
    table = [format_table(["argument or option", "what it is"], rows)] if rows else []
    return "\n\n".join([f"## {path}", words, *table])


def _format_parameter(parameter: Any) -> list[str]:
    if isinstance(parameter, TyperOption):
        value = (
            "" if parameter.is_flag else f" {parameter.metavar or (parameter.name or '').upper()}"
        )
        names = ", ".join([*parameter.opts, *parameter.secondary_opts])
        return [f"`{names}{value}`", parameter.help or ""]
    return [f"`{parameter.metavar or parameter.name}`", getattr(parameter, "help", None) or ""]


def make_exit_codes_page() -> str:
    """Make the page of all exit codes and their meaning."""
    rows = [[str(code), meaning] for code, meaning in sorted(EXIT_CODES.items())]
    return "\n\n".join(["# Exit codes", MADE, format_table(["code", "means"], rows)]) + "\n"


def format_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; a `|` inside a cell is escaped."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines
    )


def main() -> None:
    """Write every page."""
    HERE.mkdir(exist_ok=True)
    for name, text in make_pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")


if __name__ == "__main__":
    main()
