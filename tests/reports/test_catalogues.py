"""Every message that a company's page can say stands in every language's catalogue, and no other does."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import reports
from reports.language import CATALOGUES, languages

ROOT = Path(reports.__file__).parent
OTHERS = ("overview/**", "templates/overview/**")
METHODS = [*((path, "ignore") for path in OTHERS), ("**.py", "python"), ("**.jinja", "jinja2")]
FILES = ("diagnosis", "effect", "evaluation")
"""The catalogues of the pages that become documents."""


def messages():
    """The messages in code and templates: a text, or a singular and its plural."""
    found = extract_from_dir(ROOT, method_map=METHODS, options_map={}, keywords={"_": None, "gettext": None, "ngettext": (1, 2)})
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


def read(code, name):
    with (CATALOGUES / code / f"{name}.po").open("rb") as file:
        return [message for message in read_po(file, locale=code) if message.id]


def catalogue(code):
    return [message for name in FILES for message in read(code, name)]


def parts(message):
    return (message,) if isinstance(message, str) else tuple(message)


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", languages())
def test_every_message_is_there_and_no_other(code):
    known = [message.id for message in catalogue(code)]
    assert len(known) == len({str(message) for message in known})
    ids = {tuple(m) if isinstance(m, (list, tuple)) else m for m in known}
    shared = {message.id for message in read("sv", "overview") if isinstance(message.id, str)}
    assert ids <= messages()
    assert messages() <= ids | shared


@pytest.mark.parametrize("code", languages())
def test_every_message_is_translated_and_keeps_its_places(code):
    for message in catalogue(code):
        assert not message.fuzzy
        wanted = places(parts(message.id)[-1])
        for text in parts(message.string):
            assert text, message.id
            assert places(text) == wanted, message.id
            assert text.count("**") == parts(message.id)[0].count("**"), message.id


def test_swedish_is_swedish():
    """No English sentence has been left in place."""
    left = [parts(m.id)[0] for m in catalogue("sv") if re.search(r"\b(the|you|and|of)\b", parts(m.string)[0])]
    assert left == []
