"""Hold the product's texts against the glossary and the house style in `docs/languages/`.

`python -m docs.wording` lists every fault of this tree; `python -m docs.wording FOLDER` those of
another.
"""

import csv
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, TextIO

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
LANGUAGES = ("sv", "en", "fi", "nb")
CATALOGUES = "reports/locale/*/*.po"
TOML_FILES = (
    "survey/library/*.toml",
    "diagnostics/library/*.toml",
    "reports/library/*.toml",
    "jamna/workspace/library/*.toml",
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^<>]*>|%\d")
"""What the program puts in, and marks of HTML: neither is language."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text in all the languages it has; `where` names its place within the file."""

    file: str
    line: int
    where: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A row of glossary.csv; `sure_in`: the languages in which the word is never anything else."""

    name: str
    patterns: Mapping[str, re.Pattern[str]]
    shown: Mapping[str, str]
    sure_in: Sequence[str]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A row of forbidden.csv: what must not stand in a language's texts, in files that match."""

    language: str
    pattern: re.Pattern[str]
    instead: str
    files: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """A row of exceptions.csv: texts that hold `holds` need not follow `rule`, for a reason."""

    rule: str
    holds: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A text that breaks a rule: the glossary's term, or the forbidden pattern."""

    text: Text
    language: str
    rule: str
    message: str

    def __str__(self) -> str:
        """Name the place, say what is wrong, and quote the text."""
        place = f"{self.text.file}:{self.text.line}: {self.text.where}"
        return f"{place}: {self.language}: {self.message}\n    {self.text.words[self.language]}"


@dataclass(frozen=True, slots=True)
class Rules:
    """What `docs/languages/` asks of texts."""

    terms: Sequence[Term]
    forbidden: Sequence[Forbidden]
    allowed: Sequence[Allowed]


def read_rules(folder: Path = ROOT / "docs" / "languages") -> Rules:
    """Read the three tables of `folder`."""
    return Rules(
        terms=[_make_term(row) for row in _read_rows(folder / "glossary.csv")],
        forbidden=[_make_forbidden(row) for row in _read_rows(folder / "forbidden.csv")],
        allowed=[Allowed(**row) for row in _read_rows(folder / "exceptions.csv")],
    )


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _make_term(row: Mapping[str, str]) -> Term:
    return Term(
        name=row["en"],
        patterns={one: make_pattern(row[f"{one}_forms"] or row[one]) for one in LANGUAGES},
        shown={one: row[one] for one in LANGUAGES},
        sure_in=row["sure_in"].split(),
    )


def _make_forbidden(row: Mapping[str, str]) -> Forbidden:
    return Forbidden(
        row["language"], re.compile(row["pattern"], re.IGNORECASE), row["instead"], row["files"]
    )


def make_pattern(forms: str) -> re.Pattern[str]:
    """Make one pattern of forms with `|` between them; `*` is the rest of a word, at either end."""
    parts = [re.escape(form.strip()).replace(r"\*", r"\w*") for form in forms.split("|")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def read_texts(root: Path = ROOT) -> list[Text]:
    """Every text of the catalogues and of the library's TOML files, in the order of the files."""
    catalogues = [text for path in sorted(root.glob(CATALOGUES)) for text in _read_po(root, path)]
    files = [path for pattern in TOML_FILES for path in sorted(root.glob(pattern))]
    return catalogues + [text for path in files for text in _read_toml(root, path)]


def _read_po(root: Path, path: Path) -> Iterator[Text]:
    language = path.parent.name
    with path.open(encoding="utf-8") as file:
        messages = [message for message in read_po(file) if message.id]
    for message in messages:
        source = [message.id] if isinstance(message.id, str) else message.id
        ours = [message.string] if isinstance(message.string, str) else message.string
        for english, other in zip(source, ours or (), strict=False):
            words = {"en": english, language: other} if other else {"en": english}
            yield Text(str(path.relative_to(root)), message.lineno or 0, "msgid", _clean(words))


def _clean(words: Mapping[str, str]) -> dict[str, str]:
    return {language: PLACEHOLDER.sub("…", text) for language, text in words.items()}


def _read_toml(root: Path, path: Path) -> Iterator[Text]:
    content = path.read_text(encoding="utf-8")
    lines = content.splitlines()
    start = 0
    for where, words in _find_texts(tomllib.loads(content), ""):
        start = _find_line(lines, next(iter(words.values())), start)
        yield Text(str(path.relative_to(root)), start + 1, where, _clean(words))


def _find_texts(value: Any, where: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    if isinstance(value, list):
        for one in value:
            yield from _find_texts(one, where)
    elif isinstance(value, dict):
        if _is_text(value):
            yield where, value
            return
        name = value.get("id") or value.get("code")
        here = f"{where}[{name}]" if isinstance(name, str) else where
        for key, one in value.items():
            yield from _find_texts(one, f"{here}.{key}" if here else key)


def _is_text(value: Mapping[str, Any]) -> bool:
    return bool(value) and all(
        language in LANGUAGES and isinstance(words, str) for language, words in value.items()
    )


def _find_line(lines: Sequence[str], text: str, start: int) -> int:
    """Find the line that holds `text`, from `start` on and then from the top."""
    first = text.strip().split("\n")[0].replace("\\", "\\\\").replace('"', '\\"')
    order = [*range(start, len(lines)), *range(start)]
    return next((number for number in order if _holds(lines[number], first)), start)


def _holds(line: str, first: str) -> bool:
    """Tell whether a text that begins with `first` stands in `line`, in quotes or on its own."""
    return f'"{first}' in line or line.startswith(first)


def find_faults(texts: Sequence[Text], rules: Rules) -> list[Fault]:
    """Every fault of `texts` that no exception allows."""
    return [fault for fault in _find_all(texts, rules) if not _find_allowing(fault, rules.allowed)]


def find_unused(texts: Sequence[Text], rules: Rules) -> list[Allowed]:
    """The exceptions that allow nothing any more: take them out of exceptions.csv."""
    faults = _find_all(texts, rules)
    used = [one for fault in faults for one in _find_allowing(fault, rules.allowed)]
    return [one for one in rules.allowed if one not in used]


def _find_all(texts: Sequence[Text], rules: Rules) -> Iterator[Fault]:
    for text in texts:
        for term in rules.terms:
            yield from _check_term(text, term)
        for forbidden in rules.forbidden:
            yield from _check_forbidden(text, forbidden)


def _check_term(text: Text, term: Term) -> Iterator[Fault]:
    """Ask for the term's word in every language, if a language in which it is sure holds it."""
    holds = {one for one, words in text.words.items() if term.patterns[one].search(words)}
    sure = [one for one in term.sure_in if one in holds]
    if not sure:
        return
    for language in text.words:
        if language not in holds:
            message = f"“{term.shown[sure[0]]}” ({sure[0]}) is “{term.shown[language]}”"
            yield Fault(text, language, term.name, message)


def _check_forbidden(text: Text, forbidden: Forbidden) -> Iterator[Fault]:
    if not any(fnmatch(text.file, files) for files in forbidden.files.split()):
        return
    for language, words in text.words.items():
        found = forbidden.pattern.search(words)
        if found and forbidden.language in {language, "*"}:
            message = f"not “{found[0]}”: {forbidden.instead}"
            yield Fault(text, language, forbidden.pattern.pattern, message)


def _find_allowing(fault: Fault, allowed: Sequence[Allowed]) -> list[Allowed]:
    return [
        one
        for one in allowed
        if one.rule == fault.rule and any(one.holds in words for words in fault.text.words.values())
    ]


def write_faults(root: Path, rules: Rules, out: TextIO) -> int:
    """Write the faults of `root` to `out`; 1 if there are any."""
    faults = find_faults(read_texts(root), rules)
    out.writelines(f"{fault}\n" for fault in faults)
    out.write(f"{len(faults)} faults\n")
    return int(bool(faults))


if __name__ == "__main__":
    tree = Path(sys.argv[1]) if sys.argv[1:] else ROOT
    sys.exit(write_faults(tree, read_rules(), sys.stdout))
