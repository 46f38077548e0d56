"""Broken files: a sentence names each of them, and nothing in the workspace is lost.

The ways to break a file are those of real life: emptied, saved as something else, cut off,
replaced by a folder or a link.
"""

import io
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from jamna.commands.check.workspace import check_workspace
from jamna.screen.errors import run_safely
from jamna.screen.progress import Screen
from survey.instrument.file import load_instrument

EXAMPLE = Path(__file__).parents[4] / "examples" / "uk-gender-pay-gap"
ANSWERS = "answers/baseline/answers.csv"
NEEDED = ["programme.toml", "instrument.toml", "measures.toml", "companies.csv", ANSWERS]
MAY_BE_THERE = [
    "_brand.yml",
    "activities.csv",
    "events.csv",
    "decisions.sqlite",
    "place.toml",
    "keys/tokens.csv",
    "answers/baseline/more.json",
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A small programme that `check` finds nothing wrong with but its rights."""
    root = tmp_path_factory.mktemp("bad") / "sound"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("*.py", "*.md"))
    instrument = load_instrument(root / "instrument.toml")
    filled = {"number": "20", "yes_no": "Y"}
    cells = {
        name: filled.get(column.question.kind, min(column.codes) if column.codes else "x")
        for name, column in instrument.columns.items()
    }
    (root / "answers" / "baseline").mkdir(parents=True)
    rows = [",".join([f"E{number}", *cells.values()]) for number in range(1, 9)]
    (root / ANSWERS).write_text(
        "\n".join([",".join(["company_id", *cells]), *rows]) + "\n", encoding="utf-8"
    )
    contacts = [f"E{number},Employer {number},here,some" for number in range(1, 9)]
    (root / "companies.csv").write_text(
        "\n".join(["company_id,name,municipality,trade", *contacts]) + "\n", encoding="utf-8"
    )
    programme = root / "programme.toml"
    text = (
        programme.read_text(encoding="utf-8")
        .replace("answers.csv", "*.*")
        .replace("variants = 50", "variants = 1")
    )
    programme.write_text(text, encoding="utf-8")
    return root


def check(root):
    screen = io.StringIO()
    console = Console(file=screen, width=10_000)
    return run_safely(
        lambda: check_workspace(root, Screen(Console(file=io.StringIO()))), console
    ), screen.getvalue()


def replace_by_folder(path):
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)


def replace_by_circle(path):
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


def replace_by_dead_end(path):
    path.unlink(missing_ok=True)
    path.symlink_to("nothing/here")


def keep_half(path):
    content = path.read_bytes() if path.exists() else b"company_id,name\nE1"
    path.write_bytes(content[: len(content) // 2])


def with_odd_end(path):
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n\x00\x1b\xff\xfe")


def saved_as(encoding):
    return lambda path: path.write_bytes(
        (path.read_text(encoding="utf-8") if path.exists() else "företag;år\n").encode(
            encoding, "replace"
        )
    )


DAMAGES = {
    "missing": lambda path: path.unlink(missing_ok=True),
    "empty": lambda path: path.write_bytes(b""),
    "blank": lambda path: path.write_bytes(b" \r\n\t\n"),
    "only a byte order mark": lambda path: path.write_bytes(b"\xef\xbb\xbf"),
    "NUL bytes": lambda path: path.write_bytes(b"\x00" * 4096),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 16),
    "an odd end": with_odd_end,
    "UTF-16": saved_as("utf-16"),
    "UTF-32": saved_as("utf-32"),
    "EBCDIC": saved_as("cp500"),
    "an Excel workbook": lambda path: path.write_bytes(b"PK\x03\x04" + b"\x00" * 60),
    "a PDF": lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "a web page": lambda path: path.write_bytes(
        b"<!DOCTYPE html><html><body>Please log in</body></html>"
    ),
    "JSON": lambda path: path.write_bytes(b'{"error": "Invalid session key"}'),
    "deep brackets": lambda path: path.write_bytes(b"a = " + b"[" * 3000 + b"]" * 3000),
    "deeper JSON": lambda path: path.write_bytes(
        b'{"responses": ' + b"[" * 90_000 + b"]" * 90_000 + b"}"
    ),
    "an open quotation mark": lambda path: path.write_bytes(b'"a","b"\n"c,d\n'),
    "one long line": lambda path: path.write_bytes(b"x" * 300_000),
    "half": keep_half,
    "a folder": replace_by_folder,
    "a link to itself": replace_by_circle,
    "a link to nothing": replace_by_dead_end,
}
UNHARMED = {
    (ANSWERS, "blank"),
    (ANSWERS, "only a byte order mark"),
    (ANSWERS, "UTF-16"),
    ("companies.csv", "UTF-16"),
}
"""LimeSurvey exports a survey without answers as a blank file. Excel saves tables as UTF-16."""

CASES = [(file, damage) for file in [*NEEDED, *MAY_BE_THERE] for damage in DAMAGES]


def kept(root, damaged):
    """All that lay there beside the damaged file."""
    return {
        path: path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and damaged not in {path, *path.parents}
    }


@pytest.mark.parametrize(
    ("file", "damage"), CASES, ids=[f"{file}, {damage}" for file, damage in CASES]
)
def test_a_broken_file_is_told_in_words(sound, tmp_path, monkeypatch, file, damage):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = shutil.copytree(sound, tmp_path / "broken")
    (root / file).parent.mkdir(exist_ok=True)
    DAMAGES[damage](root / file)
    before = kept(root, root / file)
    code, said = check(root)
    assert code in {0, 1, 2, 3, 4}, said
    assert "Traceback" not in said
    assert code == 0 or said.count("✗") >= 1
    assert code == 0 or Path(file).name in said or str(root) in said, said
    assert (
        code != 0
        or file not in NEEDED
        or damage in {"an odd end", "half"}
        or (file, damage) in UNHARMED
    )
    assert kept(root, root / file) == before


def test_the_sound_one_is_sound(sound):
    assert check(sound) == (0, "")


def test_there_are_enough_of_them():
    assert len(CASES) >= 150
