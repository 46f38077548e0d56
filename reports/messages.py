"""`make messages`: update every language's catalogues from code and templates, with Babel.

A message stays in its file. A new one goes, untranslated, to the file of the page that uses it. A
message that nothing uses is removed.
"""

import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from reports.style.language import CATALOGUES, SOURCE, languages
from survey.common.files import beside

ROOT = Path(__file__).parent
METHODS = [("**.py", "python"), ("**.jinja", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
OTHERWISE = "diagnosis"
"""The file for what several kinds of pages say."""

MessageId = str | tuple[str, ...]


def find_messages() -> Mapping[MessageId, str]:
    """Every message, with the file of catalogues that a new one goes to."""
    found = extract_from_dir(ROOT, method_map=METHODS, keywords=KEYWORDS)
    said: dict[MessageId, str] = {}
    for place, _, message, _, _ in found:
        said.setdefault(as_id(message), _file_for(place))
    return said


def as_id(message: object) -> MessageId:
    """A message as its id in a catalogue: a text, or a singular and its plural."""
    return (
        tuple(str(form) for form in message) if isinstance(message, (list, tuple)) else str(message)
    )


def update_language(folder: Path, said: Mapping[MessageId, str]) -> tuple[int, int]:
    """Update a language's catalogues; return how many messages were added and removed."""
    catalogues = {path: _read(path) for path in sorted(folder.glob("*.po"))}
    held = {
        as_id(message.id)
        for catalogue in catalogues.values()
        for message in catalogue
        if message.id
    }
    gone = [
        (path, message)
        for path, catalogue in catalogues.items()
        for message in catalogue
        if message.id and as_id(message.id) not in said
    ]
    new = {message: folder / f"{said[message]}.po" for message in said if message not in held}
    for path, old in gone:
        catalogues[path].delete(old.id)
    for message, path in new.items():
        _add(catalogues[path], message)
    for path in sorted({*(path for path, _ in gone), *new.values()}):
        _write(path, catalogues[path])
    return len(new), len(gone)


def main() -> None:
    """Update every language and say what is left to translate."""
    said = find_messages()
    for code in languages():
        if code != SOURCE:
            added, removed = update_language(CATALOGUES / code, said)
            sys.stdout.write(f"{code}: {added} added, to be translated; {removed} taken away.\n")


def _file_for(place: str) -> str:
    """The kind of page that a module or template belongs to."""
    names = {path.stem for path in (CATALOGUES / "sv").glob("*.po")}
    return next(
        (part.partition(".")[0] for part in Path(place).parts if part.partition(".")[0] in names),
        OTHERWISE,
    )


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name)


def _add(catalogue: Catalog, message: MessageId) -> None:
    empty = "" if isinstance(message, str) else ("",) * catalogue.num_plurals
    catalogue.add(message, empty)


def _write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue under the head that it has: Babel's own would tell the time."""
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    written = BytesIO()
    write_po(written, catalogue, width=0, omit_header=True)
    with beside(path) as partial:
        partial.write_bytes(f"{head}\n\n".encode() + written.getvalue())


if __name__ == "__main__":
    main()
