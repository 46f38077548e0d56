"""Every message that a company's page can say stands in every language's catalogue, and no other does."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir

import reports
from reports.language import languages, read_catalogues

ROOT = Path(reports.__file__).parent
METHODS = [("overview/**", "ignore"), ("templates/overview/**", "ignore"), ("**.py", "python"), ("**.jinja", "jinja2")]


def messages():
    """The messages in code and templates: a text, or a singular and its plural."""
    found = extract_from_dir(ROOT, method_map=METHODS, options_map={}, keywords={"_": None, "gettext": None, "ngettext": (1, 2)})
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


def catalogue(code):
    (found,) = [entries for entries in read_catalogues(code) if entries.locale and entries.get("The law:")]
    return found


def parts(message):
    return (message,) if isinstance(message, str) else tuple(message)


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", languages())
def test_every_message_is_there_and_no_other(code):
    entries = catalogue(code)
    known = {message.id for message in entries if message.id}
    assert {tuple(m) if isinstance(m, (list, tuple)) else m for m in known} == messages()


@pytest.mark.parametrize("code", languages())
def test_every_message_is_translated_and_keeps_its_places(code):
    for message in catalogue(code):
        if not message.id:
            continue
        assert not message.fuzzy
        wanted = places(parts(message.id)[-1])
        for text in parts(message.string):
            assert text, message.id
            assert places(text) == wanted, message.id
            assert text.count("**") == parts(message.id)[0].count("**"), message.id


def test_swedish_is_swedish():
    """No English sentence has been left in place."""
    left = [parts(m.id)[0] for m in catalogue("sv") if m.id and re.search(r"\b(the|you|and|of)\b", parts(m.string)[0])]
    assert left == []
