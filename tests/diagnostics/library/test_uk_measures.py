"""The UK example's measures: something to do about every figure, with evidence or an honest gap."""

import tomllib
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[3] / "examples" / "uk-gender-pay-gap"
MEASURES = tomllib.loads((EXAMPLE / "measures.toml").read_text(encoding="utf-8"))["measure"]
INSTRUMENT = tomllib.loads((EXAMPLE / "instrument.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["indicator", "domain"])
def test_whatever_an_employer_reads_first_has_a_step(kind):
    """Under 75 a figure can be what a page begins with, also in the highest band."""
    answered = {
        fits["item"] for one in MEASURES for fits in one["fits"] if fits.get("below", 0) >= 75
    }
    assert {one["id"] for one in INSTRUMENT[kind]} <= answered


def test_every_measure_says_what_is_known_of_it():
    for one in MEASURES:
        assert ("source" not in one["evidence"]) == (one["evidence"]["grade"] == "unknown"), one[
            "id"
        ]
