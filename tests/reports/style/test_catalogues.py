"""Every message that a page can say stands in every language's catalogues, and no other does."""

import re
import shutil
from collections import defaultdict
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from reports.messages import as_id, find_messages, update_language
from reports.style.language import CATALOGUES, TO_ONE, languages, translator

TRANSLATED = [code for code in languages() if code != "en"]


def catalogue(code, folder=CATALOGUES):
    """All messages of a language, file by file."""
    found = []
    for path in sorted((folder / code).glob("*.po")):
        with path.open("rb") as file:
            found += [message for message in read_po(file, locale=code) if message.id]
    return found


def parts(message):
    return (message,) if isinstance(message, str) else tuple(message)


def places(text):
    """The names that values are put in for, in either way of writing them."""
    if re.search(r"%\(\w+\)s|%\d", text):
        return set(re.findall(r"%\(\w+\)s|%\d", text))
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_english_is_the_source_and_has_no_catalogue_of_its_own():
    assert "en" in languages()
    assert not (CATALOGUES / "en").exists()
    assert translator("en").gettext("Skip to the content") == "Skip to the content"


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_there_and_no_other(code):
    assert {as_id(message.id) for message in catalogue(code)} == set(find_messages())


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_translated_and_keeps_its_places(code):
    for message in catalogue(code):
        assert not message.fuzzy
        for english, text in zip(parts(message.id), parts(message.string), strict=True):
            assert text, message.id
            assert places(text) == places(english), message.id
            assert text.count("**") == parts(message.id)[0].count("**"), message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_message_of_two_files_is_translated_the_same(code):
    translations = defaultdict(set)
    for message in catalogue(code):
        translations[as_id(message.id)].add(message.string)
    assert [message for message, strings in translations.items() if len(strings) > 1] == []


@pytest.mark.parametrize("path", sorted(TO_ONE.glob("*/*.po")), ids=str)
def test_what_is_said_to_one_person_is_said_to_others_in_other_words(path):
    with path.open("rb") as file:
        own = [message for message in read_po(file, locale=path.parent.name) if message.id]
    others = {as_id(m.id): m.string for m in catalogue(path.parent.name)}
    for message in own:
        assert as_id(message.id) in others
        assert message.string != others[as_id(message.id)]
        for english, text in zip(parts(message.id), parts(message.string), strict=True):
            assert places(text) == places(english)
            assert text.count("**") == parts(message.id)[0].count("**")


@pytest.mark.parametrize("page", ["diagnosis", "effect"])
def test_one_person_is_told_du_in_swedish(page):
    to_one = translator("sv", to_one=True)
    assert to_one.gettext("What you answered:") == "Du svarade:"
    assert translator("sv").gettext("What you answered:") == "Ni svarade:"
    own = {as_id(message.id) for message in catalogue("sv", TO_ONE)}
    plural = re.compile(r"\b(ni|er|era|ert)\b", re.IGNORECASE)
    with (CATALOGUES / "sv" / f"{page}.po").open("rb") as file:
        left = [m.id for m in read_po(file, locale="sv") if plural.search(parts(m.string)[0])]
    assert [message for message in left if message and as_id(message) not in own] == []
    told = [text for message in catalogue("sv", TO_ONE) for text in parts(message.string)]
    assert [text for text in told if plural.search(text)] == []


def test_swedish_is_swedish():
    """No English sentence has been left in place."""
    left = [
        parts(m.id)[0]
        for m in catalogue("sv")
        if re.search(r"\b(the|you|and|of)\b", parts(m.string)[0])
    ]
    assert left == []


def test_the_update_adds_what_is_new_takes_away_what_nothing_says_and_keeps_the_rest(tmp_path):
    shutil.copytree(CATALOGUES / "sv", tmp_path / "sv")
    before = {as_id(message.id): message.string for message in catalogue("sv")}
    said = {
        message: file
        for message, file in find_messages().items()
        if message != "Skip to the content"
    }
    said |= {"A new sentence about {name}": "effect", ("{n} new", "{n} new ones"): "overview"}
    assert update_language(tmp_path / "sv", said) == (2, 2)  # the one that went stood in two files
    after = {as_id(message.id): message.string for message in catalogue("sv", tmp_path)}
    assert after["A new sentence about {name}"] == ""
    assert after["{n} new", "{n} new ones"] == ("", "")
    assert "A new sentence" in (tmp_path / "sv" / "effect.po").read_text(encoding="utf-8")
    assert {message: after[message] for message in before if message != "Skip to the content"} == {
        message: text for message, text in before.items() if message != "Skip to the content"
    }
    assert "Skip to the content" not in after


def test_the_update_of_what_is_up_to_date_writes_nothing(tmp_path):
    shutil.copytree(CATALOGUES / "sv", tmp_path / "sv")
    written = {path: path.read_bytes() for path in (tmp_path / "sv").iterdir()}
    assert update_language(tmp_path / "sv", find_messages()) == (0, 0)
    assert {path: path.read_bytes() for path in (tmp_path / "sv").iterdir()} == written


def test_the_update_keeps_the_head_of_a_file_and_leaves_files_alone_that_need_nothing(tmp_path):
    shutil.copytree(CATALOGUES / "sv", tmp_path / "sv")
    written = {path.name: path.read_bytes() for path in (tmp_path / "sv").iterdir()}
    update_language(tmp_path / "sv", dict(find_messages()) | {"A new sentence": "evaluation"})
    after = {path.name: path.read_bytes() for path in (tmp_path / "sv").iterdir()}
    assert [name for name in written if after[name] != written[name]] == ["evaluation.po"]
    heads = [files["evaluation.po"].partition(b"\n\n")[0] for files in (written, after)]
    assert heads[0] == heads[1]
    assert b"Creation-Date" not in heads[0]
