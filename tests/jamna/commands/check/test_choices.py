"""`jamna check` refuses names and numbers of programme.toml that later commands cannot use."""

import tomllib
from pathlib import Path

import pytest

from jamna.commands.check.workspace import check_settings
from jamna.workspace.layout import shipped_files
from jamna.workspace.settings import Settings
from survey.common.toml import TomlFile, check_shape
from survey.instrument.file import load_instrument

LIBRARY = Path(str(shipped_files()["instrument.toml"]))


@pytest.fixture(scope="module")
def instrument():
    return load_instrument(LIBRARY)


def problems_with(instrument, way, value):
    data = tomllib.loads(shipped_files()["programme.toml"].read_text(encoding="utf-8"))
    inner = data
    for step in way[:-1]:
        inner = inner.setdefault(step, {}) if isinstance(inner, dict) else inner[step]
    inner[way[-1]] = value
    settings, problems = check_shape(TomlFile(Path("programme.toml"), data), Settings)
    return "\n".join(
        map(str, problems if settings is None else check_settings(settings, instrument))
    )


@pytest.mark.parametrize(
    ("way", "value", "words"),
    [
        (
            ("comparison", "groups"),
            [["trade", "sise"]],
            'there is no background "sise". Did you mean "size"?',
        ),
        (("comparison", "groups"), [["trade", "trade"]], 'names "trade" more than once.'),
        (("needs", "by"), ["municipalty"], 'Did you mean "municipality"?'),
        (("needs", "weight_to"), ["sex"], 'there is no background "sex".'),
        (("effects", "stage"), "deep", 'there is no stage "deep".'),
        (("target_group", 0, "background"), "year", 'there is no background "year".'),
        (("target_group", 1, "values"), ["Q"], 'founder_sex has no answer "Q".'),
        (("target_group", 1, "least"), 3, "names neither or both of values and least."),
        (
            ("target_group", 0, "background"),
            "trade",
            "least needs a number, and trade is not a number.",
        ),
        (("programme", "language"), "xx", '"xx" is no code of a language.'),
        (("programme", "language"), "", '"" is no code of a language.'),
        (("programme", "title"), {"en": "A title"}, 'Write title.sv = "…".'),
        (("programme", "contact"), {"en": "Somebody"}, 'Write contact.sv = "…".'),
        (("answers", "baseline", "files"), ["/etc/*.csv"], "leads out of the workspace."),
        (("answers", "baseline", "files"), ["C:\\answers.csv"], "leads out of the workspace."),
        (("answers", "baseline", "files"), ["../*.csv"], "leads out of the workspace."),
        (("answers", "baseline", "files"), [""], "names no file."),
        (("answers", "baseline", "files"), ["**x/["], "has a ** that does not stand alone"),
        (("place", "files"), ["/"], "leads out of the workspace."),
        (("selection", "stage", 0, "capacity"), 10**20, "less than or equal to 1000000"),
        (("robustness", "seed"), -1, "greater than or equal to 0"),
        (("robustness", "thresholds"), float("nan"), "finite"),
        (("goal", 0, "target"), float("inf"), "finite"),
        (("programme", "name"), "a\x00b", "the character U+0000 at position 2 cannot be printed."),
        (("privacy", "mean"), 4, "4 is under the floor of 5"),
        (("privacy", "share"), 9, "9 is under the floor of 10"),
        (("privacy", "distribution"), 1, "1 is under the floor of 8"),
        (("privacy", "sensitive"), 19, "19 is under the floor of 20"),
    ],
)
def test_it_is_refused_with_what_to_write(instrument, way, value, words):
    assert words in problems_with(instrument, way, value)


@pytest.mark.parametrize(
    ("limit", "value"), [("mean", 6), ("share", 30), ("distribution", 8), ("sensitive", 20)]
)
def test_more_than_the_floor_is_taken(instrument, limit, value):
    assert problems_with(instrument, ("privacy", limit), value) == ""
