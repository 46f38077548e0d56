"""A rehearsal that is quick to score, and a renderer that takes no time."""

import io
import re

from rich.console import Console

from jamna.commands.rehearse import fill_workspace
from jamna.screen.progress import Screen
from tests.jamna.killing import PlainRenderer

__all__ = ["PlainRenderer", "lower_variants", "make_quick", "quick_programme", "silent"]


def silent():
    return Screen(Console(file=io.StringIO()))


def quick_programme(root, companies=40, seed=3, effect=None):
    """A workspace with few variants and few places."""
    fill_workspace(root, seed, companies, silent(), effect=effect)
    make_quick(root)
    return root


def lower_variants(root):
    """Let flags and choices be tried again twice, not two hundred times."""
    programme = root / "programme.toml"
    text = programme.read_text(encoding="utf-8")
    assert "variants = 200" in text
    programme.write_text(text.replace("variants = 200", "variants = 2"), encoding="utf-8")


def make_quick(root):
    programme = root / "programme.toml"
    text = programme.read_text(encoding="utf-8").replace("variants = 200", "variants = 2")
    text = text.replace("[scoring]", "[effects]\ndraws = 99\n\n[scoring]")
    text = re.sub(r"^quota = .*$", "", text, flags=re.MULTILINE).replace("seats = 2,", "seats = 0,")
    text = re.sub(r"^must = .*$", "must = []", text, flags=re.MULTILINE)  # two seats are few
    programme.write_text(
        re.sub(r"^capacity = .*$", "capacity = 2", text, flags=re.MULTILINE), encoding="utf-8"
    )
