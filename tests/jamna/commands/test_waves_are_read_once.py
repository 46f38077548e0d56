"""Each round is read once and scored once, however many tables and pages rest on it."""

import sys
from collections import Counter
from contextlib import contextmanager

import pytest

from jamna.commands.effects import estimate_workspace
from jamna.commands.report import report_workspace
from jamna.commands.run import run_workspace
from jamna.pipeline.run import Wanted
from tests.jamna.killing import PlainRenderer
from tests.jamna.small_programme import quick_programme, silent

COUNTED = {"read_inputs", "compute_numbers", "read_effort", "estimate_all"}


@contextmanager
def counted_calls():
    """Count calls of our own functions by their names, whoever makes them."""
    calls = Counter()

    def count(frame, event, _argument):
        if event == "call" and frame.f_code.co_name in COUNTED:
            calls[frame.f_code.co_name] += 1

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    return quick_programme(tmp_path_factory.mktemp("once") / "w", companies=60, effect=6)


COMMANDS = {
    "run": lambda root: run_workspace(root, silent()),
    "effects": lambda root: estimate_workspace(root, silent()),
    "evaluation": lambda root: report_workspace(root, Wanted(frozenset({"evaluation"})), silent()),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_round_is_read_and_scored_once(programme, command, monkeypatch):
    monkeypatch.setattr("jamna.pages.rendering.choose_renderer", lambda _brand: PlainRenderer())
    with counted_calls() as calls:
        COMMANDS[command](programme)
    assert calls == {
        "read_inputs": 2,
        "compute_numbers": 2,
        "read_effort": 1,
        "estimate_all": 1,
    }
