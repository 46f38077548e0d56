"""Read a TOML file that a person wrote, and check it against a record."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from survey.common.errors import ConfigurationError, Problem, nearest
from survey.common.toml_lines import Place, find_lines

__all__ = [
    "STRICT",
    "Place",
    "TomlFile",
    "check_shape",
    "parse_toml",
    "read_text",
    "read_toml",
]

STRICT = ConfigDict(
    extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True, allow_inf_nan=False
)
"""Pydantic's settings for every record that is read from a file. An unknown key is an error."""

DEEPEST = 20
"""The most levels of tables and lists inside each other. Jamna's own files have six at most."""

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed file: its `path`, its `data`, and its `text`, in which a problem has its line."""

    path: Path
    data: Mapping[str, Any]
    text: str = field(default="", repr=False)

    def where(self, place: Place) -> str:
        """The file, the line and the place in words, as in "a.toml, line 3 (question > EQ7)".

        The line is that of the place itself, else that of the smallest table around it.
        """
        lines = find_lines(self.text)
        for length in range(len(place), 0, -1):
            if place[:length] in lines:
                return f"{self.path.name}, line {lines[place[:length]]} ({self._words(place)})"
        return f"{self.path.name} ({self._words(place)})" if place else self.path.name

    def _words(self, place: Place) -> str:
        words: list[str] = []
        value: Any = self.data
        for step in place:
            value = _step(value, step)
            if isinstance(step, int):
                words.append(_name(value) or f"no. {step + 1}")
            else:
                words.append(step)
        return " > ".join(words)


def read_toml(path: Path) -> TomlFile:
    """Parse the file; ConfigurationError if it is missing, is not UTF-8 or is not TOML."""
    return parse_toml(path, read_text(path))


def read_text(path: Path) -> str:
    """What stands in the file; ConfigurationError if it is missing or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError(
            Problem(str(path), "there is no such file.", "Type `jamna new DIR` to make one.")
        ) from None
    except OSError as error:
        raise ConfigurationError(Problem(str(path), f"cannot be read: {error.strerror}.")) from None
    except UnicodeDecodeError:
        raise ConfigurationError(
            Problem(str(path), "is not UTF-8 text.", "Save it again as UTF-8.")
        ) from None


def parse_toml(path: Path, text: str) -> TomlFile:
    """Parse the `text` of the file at `path`; ConfigurationError if it is not TOML."""
    try:
        data = tomllib.loads(text)
        _refuse_deep(data, path.name)
        return TomlFile(path, data, text)
    except ValueError as error:  # also raised for a number with more digits than Python reads
        raise ConfigurationError(Problem(path.name, f"is not valid TOML: {error}.")) from None
    except RecursionError:
        raise _nested(path.name) from None


def _refuse_deep(data: Mapping[str, Any], name: str) -> None:
    level: list[Any] = [data]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
    if level:
        raise _nested(name)


def _inside(value: Any) -> Sequence[Any]:
    """The tables and lists that stand directly in a value."""
    inner = value.values() if isinstance(value, dict) else value
    return [one for one in inner if isinstance(one, dict | list)]


def _nested(name: str) -> ConfigurationError:
    return ConfigurationError(
        Problem(
            name,
            f"is nested more than {DEEPEST} levels deep.",
            "Start again from the file that `jamna new DIR` makes.",
        )
    )


def check_shape(file: TomlFile, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """The file's data as a `model`, and no problems; if it does not fit, None and every problem."""
    try:
        return TypeAdapter(model).validate_python(file.data), []
    except ValidationError as error:
        return None, [_shape_problem(file, model, case) for case in error.errors(include_url=False)]


def _shape_problem(file: TomlFile, model: type[Any], case: ErrorDetails) -> Problem:
    place = _place(file.data, case)
    last = str(place[-1]) if place else ""
    match case["type"]:
        case "unexpected_keyword_argument" | "extra_forbidden":
            return Problem(
                file.where(place),
                f'"{last}" is not a setting here.',
                nearest(last, _fields_at(model, place[:-1])),
            )
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            return Problem(file.where(place), f'"{last}" is missing.')
        case "literal_error" | "enum":
            allowed = re.findall(r"'([^']+)'", str(case.get("ctx", {}).get("expected", "")))
            return Problem(
                file.where(place),
                f'"{case["input"]}" is not allowed.',
                nearest(str(case["input"]), allowed),
            )
        case "value_error":
            return Problem(file.where(place), str(case["ctx"]["error"]))
        case _:
            return Problem(
                file.where(place),
                f"{case['msg'][0].lower()}{case['msg'][1:]} (it says {_short(case['input'])}).",
            )


def _place(data: Mapping[str, Any], case: ErrorDetails) -> Place:
    """The place of pydantic's `case` in the file.

    Pydantic's own path has more steps, such as the member of a union: those are left out.
    """
    missing = case["loc"][-1:] if case["type"].startswith("missing") else ()
    place: Place = ()
    value: Any = data
    for step in case["loc"][: len(case["loc"]) - len(missing)]:
        inner = _step(value, step)
        if inner is not None:
            place, value = (*place, step), inner
    return place + missing


def _short(value: Any) -> str:
    written = repr(value)
    return written if len(written) <= 60 else f"{written[:57]}..."


def _fields_at(model: Any, place: Place) -> list[str]:
    """The names of the settings that `model` allows at `place`."""
    schema = TypeAdapter(model).json_schema()
    defs = schema.get("$defs", {})
    node = schema
    for step in place:
        node = _resolve(node, defs)
        if isinstance(step, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(step, node.get("additionalProperties", {}) or {})
    return sorted(_resolve(node, defs).get("properties", {}))


def _resolve(node: Any, defs: Mapping[str, Any]) -> Any:
    while True:
        if "$ref" in node:
            node = defs[node["$ref"].rsplit("/", 1)[-1]]
        elif "anyOf" in node:
            node = next((option for option in node["anyOf"] if option.get("type") != "null"), {})
        else:
            return node


def _step(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


def _name(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return None
    return next((str(value[key]) for key in ("id", "code") if key in value), None)
