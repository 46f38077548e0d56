import json
import subprocess

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.style.markdown import attribute, escape, plain, quoted

AWKWARD = [
    "1. Bygg & Bo AB",
    "# Rubrik [länk](x) {.klass}",
    "*Stjärna* _streck_ ~under~ ^upp^ `kod`",
    'Bröderna "Å" <b>fet</b> $x$ @nyckel \\slut',
    "--- | a | b | 😀 -- ... ::: 'enkelt'",
    "- lista\n> citat\r\n\r\n    kod",
    "http://exempel.se :smile: &amp; &#65; \u00a0hård",
    "^[not] [^1] ==mark== {{< include x >}} `{=html}`",
]


def pandoc(markdown):
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "json"],
        input=markdown,
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    return json.loads(done.stdout)


def words_of(inlines):
    marks = {"Space": " ", "SoftBreak": " "}
    return "".join(
        inline["c"] if inline["t"] == "Str" else marks[inline["t"]] for inline in inlines
    )


def read_back(texts):
    """Each text as a paragraph, an attribute and a value of the YAML block, as Pandoc reads it."""
    head = "\n".join(f"t{n}: {quoted(text)}" for n, text in enumerate(texts))
    body = "\n\n".join(
        f"a{escape(text)}\n\n![]({n}.svg){{alt={attribute(text)}}}" for n, text in enumerate(texts)
    )
    document = pandoc(f"---\n{head}\n---\n\n{body}\n")
    paragraphs = [block["c"] for block in document["blocks"]]
    bodies = [words_of(inlines)[1:] for inlines in paragraphs[::2]]
    alts = [dict(inlines[0]["c"][0][2])["alt"] for inlines in paragraphs[1::2]]
    heads = [words_of(document["meta"][f"t{n}"]["c"]) for n in range(len(texts))]
    return bodies, alts, heads


def test_awkward_names_come_back_as_they_were():
    expected = [plain(text) for text in AWKWARD]
    assert read_back(AWKWARD) == (expected, expected, expected)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_names_begin_no_list_heading_or_quote(text):
    blocks = pandoc(str(escape(text)))["blocks"]
    assert [block["t"] for block in blocks] == ["Para"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40).filter(plain), min_size=20, max_size=30))
def test_any_words_come_back_as_they_were(texts):
    expected = [plain(text) for text in texts]
    assert read_back(texts) == (expected, expected, expected)
