import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import survey
from survey.common.toml_lines import find_lines

SHIPPED = Path(survey.__file__).parent / "library" / "instrument.toml"
TRICKY = '''# [not.a.table]
top = 1
dotted.sv = "a [b] = {c}"  # [[no]]
"quoted key" = 1979-05-27 07:32:00

[[question]]
code = "A"
help = """
[not_a_table]
code = "not a key" """
rows = [
  { code = "R1", text = { sv = "x" } },  # a comment with ] and }
  # another

  { code = "R2", text = { sv = "y" } },
]
after = 2

[[question.part]]
name = 'one'

[question.part.deep]
x = 1.5

[[question]]
code = "B"
empty = [[], [1, 2], """
"""]
last = true

  [ spaced . table ]
  y = "\\"#"
  z = 3
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("top",), 2),
        (("dotted",), 3),
        (("dotted", "sv"), 3),
        (("quoted key",), 4),
        (("question",), 6),
        (("question", 0), 6),
        (("question", 0, "help"), 8),
        (("question", 0, "rows"), 11),
        (("question", 0, "rows", 0, "text", "sv"), 12),
        (("question", 0, "rows", 1), 15),
        (("question", 0, "rows", 1, "text", "sv"), 15),
        (("question", 0, "after"), 17),
        (("question", 0, "part", 0, "name"), 20),
        (("question", 0, "part", 0, "deep", "x"), 23),
        (("question", 1), 25),
        (("question", 1, "empty", 1, 1), 27),
        (("question", 1, "empty", 2), 27),
        (("question", 1, "last"), 29),
        (("spaced", "table"), 31),
        (("spaced", "table", "z"), 33),
    ],
)
def test_a_place_is_found_whatever_strings_and_brackets_surround_it(place, line):
    assert find_lines(TRICKY)[place] == line


def test_nothing_is_found_that_the_parser_does_not_know():
    assert {place for place in find_lines(TRICKY) if place} == set(_places(tomllib.loads(TRICKY)))


def test_every_text_of_a_long_file_stands_on_the_line_that_is_told():
    text = SHIPPED.read_text(encoding="utf-8")
    lines, found = text.splitlines(), find_lines(text)
    leaves = {
        place: value
        for place, value in _places(tomllib.loads(text)).items()
        if isinstance(value, str)
    }
    assert len(leaves) > 1000
    begins = {place: value.partition("\n")[0] for place, value in leaves.items()}
    assert not [
        place
        for place, begin in begins.items()
        if f'"{begin}' not in "".join(lines[found[place] - 1 : found[place] + 1])
    ]


TREES = st.recursive(
    st.none(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4)
    ),
    max_leaves=25,
)


@given(
    st.dictionaries(st.sampled_from(["k", "l", "m"]), TREES, min_size=1),
    st.randoms(use_true_random=False),
)
def test_random_files_are_read_as_they_were_written(tree, random):
    text = "\n".join(
        f"{key} = {_write(value, random, [])}" for key, value in _numbered(tree, [0]).items()
    )
    lines, found = text.splitlines(), find_lines(text)
    for place, value in _places(tomllib.loads(text)).items():
        if isinstance(value, int):
            assert f"<{value}>" in lines[found[place] - 1].replace(str(value), f"<{value}>", 1)


def _places(value, place=()):
    """Every place below `value`, with what stands there."""
    found = {place: value} if place else {}
    inner = (
        value.items()
        if isinstance(value, Mapping)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, item in inner:
        found |= _places(item, (*place, step))
    return found


def _numbered(tree, counter):
    """The tree with a number of its own, 1001, 1002 and so on, in the place of each leaf."""
    if isinstance(tree, Mapping):
        return {key: _numbered(value, counter) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_numbered(value, counter) for value in tree]
    counter[0] += 1
    return 1000 + counter[0]


def _write(value, random, path):
    """`value` as TOML, its arrays broken over lines at random."""
    if isinstance(value, Mapping):
        return (
            "{ "
            + ", ".join(f"{key} = {_write(item, random, path)}" for key, item in value.items())
            + " }"
        )
    if isinstance(value, list):
        return (
            "["
            + "".join(
                random.choice(["", "\n", " # ]\n"]) + _write(item, random, path) + ","
                for item in value
            )
            + random.choice(["", "\n"])
            + "]"
        )
    return str(value)
