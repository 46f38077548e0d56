"""Find the line on which each value of a TOML file begins. Python's tomllib does not give it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Place = tuple[str | int, ...]
"""Where a value is: keys and positions (from 0), as in `("question", 3, "text", "sv")`."""

_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5} | \'{3}.*?\'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*'
    | \#[^\n]* | \n | [][{},=.] | [^][{},=."'\#\s]+''',
    re.DOTALL | re.VERBOSE,
)
_ENDS = {"\n", ",", "]", "}", ""}


@lru_cache(maxsize=8)
def find_lines(text: str) -> Mapping[Place, int]:
    """The line (from 1) of every table, key and array item of `text`, which must be valid TOML."""
    scanner = _Scanner(list(_tokens(text)))
    scanner.read_file()
    return scanner.lines


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line, last = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        if not match.group().startswith("#"):
            yield match.group(), line


@dataclass(slots=True)
class _Scanner:
    """Reads the tokens once, from first to last, and notes the line where each place begins."""

    tokens: list[tuple[str, int]]
    at: int = 0
    lines: dict[Place, int] = field(default_factory=dict)
    last_item: dict[Place, int] = field(default_factory=dict)
    """The position of the latest item of each array of tables."""

    @property
    def now(self) -> str:
        """The current token; "" after the last one."""
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def read_file(self) -> None:
        table: Place = ()
        while self.now:
            if self.now == "\n":
                self.at += 1
            elif self.now == "[":
                table = self._read_header()
            else:
                self._read_pair(table)

    def _read_header(self) -> Place:
        line = self.tokens[self.at][1]
        is_array = self.tokens[self.at + 1][0] == "["
        self.at += 2 if is_array else 1
        names = self._read_key("]")
        place: Place = ()
        for name in names[:-1]:
            self.lines.setdefault((*place, name), line)
            place = self._enter((*place, name))
        place = (*place, names[-1])
        self.lines.setdefault(place, line)
        if is_array:
            self.last_item[place] = self.last_item.get(place, -1) + 1
            self.at += 1
        place = self._enter(place)
        self.lines.setdefault(place, line)
        return place

    def _enter(self, place: Place) -> Place:
        """The latest item of `place` if it is an array of tables, else `place` itself."""
        return (*place, self.last_item[place]) if place in self.last_item else place

    def _read_key(self, end: str) -> list[str]:
        names = []
        while self.now != end:
            if self.now not in {".", "\n"}:
                names.append(self.now.strip("\"'"))
            self.at += 1
        self.at += 1
        return names

    def _read_pair(self, table: Place) -> None:
        line = self.tokens[self.at][1]
        place = table
        for name in self._read_key("="):
            place = (*place, name)
            self.lines.setdefault(place, line)
        self._read_value(place)

    def _read_value(self, place: Place) -> None:
        self.lines.setdefault(place, self.tokens[self.at][1])
        if self.now == "[":
            self._read_array(place)
        elif self.now == "{":
            self._read_inline_table(place)
        else:
            while self.now not in _ENDS:
                self.at += 1

    def _read_array(self, place: Place) -> None:
        self.at += 1
        position = 0
        while self.now != "]":
            if self.now in {"\n", ","}:
                self.at += 1
            else:
                self._read_value((*place, position))
                position += 1
        self.at += 1

    def _read_inline_table(self, place: Place) -> None:
        self.at += 1
        while self.now != "}":
            if self.now in {"\n", ","}:
                self.at += 1
            else:
                self._read_pair(place)
        self.at += 1
