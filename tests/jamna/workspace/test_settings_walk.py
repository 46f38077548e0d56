"""Try odd values for every setting of programme.toml.

`jamna check` must refuse a value with 3, or every later command must work. Values that are fine
alone are tried together with all others of their kind, as a programme has many settings.
"""

import copy
import json
import math
import shutil
import tomllib

import pytest

from jamna.commands.check.workspace import check_settings, check_workspace
from jamna.commands.limesurvey.questionnaire import write_questionnaire
from jamna.commands.run import run_workspace
from jamna.workspace.layout import Workspace
from jamna.workspace.settings import Settings
from survey.common.errors import JamnaError
from survey.common.toml import TomlFile, check_shape
from survey.instrument.file import load_instrument
from tests.jamna.killing import PlainRenderer
from tests.jamna.small_programme import quick_programme, silent

ODD = {
    "nothing": "",
    "a blank": " ",
    "an unknown name": "nope",
    "another alphabet": "Ω\u200f مرحبا",
    "markup": "<script>*_`$#{{x}}|\\\\",
    "a NUL": "a\x00b",
    "a long text": "lång " * 3000,
    "a long word": "x" * 150,
    "a very long word": "x" * 100_000,
    "minus one": -1,
    "zero": 0,
    "one": 1,
    "a half": 0.5,
    "a huge number": 10**20,
    "a tiny number": 5e-324,
    "the largest number": 1.7976931348623157e308,
    "no number": math.nan,
    "no end": math.inf,
    "yes": True,
    "no": False,
    "an empty list": [],
    "a list of nonsense": ["nope", "nope"],
    "a list of lists": [["nope"]],
    "an empty table": {},
    "a table of nonsense": {"nope": 1},
    "a text in no language": {"xx": "x"},
    "an absolute path": "/etc/passwd",
    "a broken pattern": "**x/[",
    "a way out": "../../*",
}
RUN = [
    "another alphabet",
    "markup",
    "a long text",
    "a long word",
    "minus one",
    "zero",
    "one",
    "a half",
    "yes",
    "an empty list",
    "gone",
]
"""Kinds whose settings are tried in a whole run; others are refused or give the same settings."""
GONE = object()
"""The setting is left out."""


def ways(data, way=()):
    """The way to every setting; of a list's items the first stands for all."""
    yield way
    items = (
        data.items()
        if isinstance(data, dict)
        else [(0, data[0])]
        if isinstance(data, list) and data
        else []
    )
    for step, value in items:
        yield from ways(value, (*way, step))


def changed(data, changes):
    """A copy of the settings with these values at the ends of these ways."""
    data = copy.deepcopy(data)
    for way, value in changes:
        inner = data
        for step in way[:-1]:
            inner = inner[step]
        if value is GONE:
            del inner[way[-1]]
        else:
            inner[way[-1]] = value
    return data


def to_toml(value):
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(key)} = {to_toml(inner)}" for key, inner in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(to_toml, value)) + "]"
    return repr(value) if isinstance(value, float) else json.dumps(value)


def write(root, data):
    (root / "programme.toml").write_text(
        "".join(f"{key} = {to_toml(value)}\n" for key, value in data.items()), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return quick_programme(tmp_path_factory.mktemp("walk") / "small", companies=24)


@pytest.fixture(scope="module")
def accepted(small):
    """Return, by kind of value, the changes that pass the checks of shape and names alone.

    A change that does not pass must give Problems and nothing else.
    """
    workspace, instrument = Workspace(small), load_instrument(small / "instrument.toml")
    data = tomllib.loads((small / "programme.toml").read_text(encoding="utf-8"))
    data["limesurvey"] = {
        "address": "https://survey.example.org",
        "user": "u",
        "survey": {"baseline": 1},
        "language": "sv",
    }
    data["selection"]["lottery"] = {"stage": "deep_dive", "seed": 1, "equal_on": 1}
    taken = {}
    for way in list(ways(data))[1:]:
        for name, value in [*ODD.items(), ("gone", GONE)]:
            file = TomlFile(workspace.programme, changed(data, [(way, value)]))
            settings, problems = check_shape(file, Settings)
            if settings is None:
                assert problems, (way, name)
                assert all(len(str(problem)) < 3000 for problem in problems), (way, name)
            elif not check_settings(settings, instrument):
                taken.setdefault(name, []).append((way, value))
    del data["limesurvey"]
    return data, {
        name: [one for one in changes if one[0][0] != "limesurvey"]
        for name, changes in taken.items()
    }


def test_every_setting_is_walked_through(accepted):
    data, taken = accepted
    assert {way[0] for way in list(ways(data))[1:]} >= {
        "programme",
        "answers",
        "privacy",
        "selection",
        "goal",
        "criterion",
        "needs",
    }
    assert {
        "a NUL",
        "no number",
        "no end",
        "an absolute path",
        "a broken pattern",
        "a way out",
    } & set(taken) <= {
        "a way out",
        "an absolute path",
        "a broken pattern",
    }
    for name in ("an absolute path", "a broken pattern", "a way out"):
        assert [way for way, _ in taken.get(name, []) if "files" in way] == []


@pytest.mark.parametrize("name", RUN)
def test_what_check_takes_every_command_takes(small, accepted, tmp_path, monkeypatch, name):
    monkeypatch.setattr("jamna.pages.rendering.choose_renderer", lambda _brand: PlainRenderer())
    data, taken = accepted
    root = shutil.copytree(small, tmp_path / "here")
    left = fitting(root, data, taken.get(name, []))
    if left is None:
        return
    write(root, left)
    list(write_questionnaire(root, "baseline", None, silent(), to_server=False))
    run_workspace(root, silent())


def fitting(root, data, changes):
    """Return the settings with as many changes as `check` takes together; None if it takes none.

    If it refuses some changes, each half of them is tried.
    """
    if not changes:
        return None
    tried = without_overlap(changes)
    write(root, changed(data, tried))
    try:
        check_workspace(root, silent())
    except JamnaError:
        half = len(tried) // 2
        return (
            (fitting(root, data, tried[:half]) or fitting(root, data, tried[half:]))
            if half
            else None
        )
    return changed(data, tried)


def without_overlap(changes):
    """Changes of which none lies inside another."""
    ends = {way for way, _ in changes}
    return [
        (way, value)
        for way, value in changes
        if not any(way[:length] in ends for length in range(1, len(way)))
    ]
