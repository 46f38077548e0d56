"""The committed reference says what the code says."""

import re
from pathlib import Path

import pytest

from docs.generate import HERE, make_anchor, make_pages

DOCS = HERE.parent
PAGES = sorted([*DOCS.rglob("*.md"), DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"])
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(
    r"`((?:survey|analysis|diagnostics|reports|jamna|benchmarks|tests|docs)/[\w./-]*)`"
)
OF_A_WORKSPACE = {"reports/manifest.json"}
OURS = ["survey", "analysis", "diagnostics", "reports", "jamna"]


@pytest.mark.parametrize("name", make_pages())
def test_the_committed_reference_is_what_make_docs_writes(name):
    assert (HERE / name).read_text(encoding="utf-8") == make_pages()[name]


def test_no_page_of_the_reference_is_left_over():
    assert {path.name for path in HERE.iterdir()} == {*make_pages()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS.parent)))
def test_every_link_leads_to_a_file_and_to_a_heading_there(page):
    wrong = [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if leads_nowhere(page, link)
    ]
    assert not wrong


def leads_nowhere(page, link):
    if link.startswith(("http:", "https:")):
        return False
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists():
        return True
    return bool(anchor) and anchor not in anchors(target)


def anchors(page):
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {make_anchor(heading.replace(" ", "-")) for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS.parent)))
def test_every_path_of_the_code_that_a_page_names_is_there(page):
    named = PATH.findall(page.read_text(encoding="utf-8"))
    assert [
        path for path in named if path not in OF_A_WORKSPACE and not (DOCS.parent / path).exists()
    ] == []


def test_the_architecture_names_every_room():
    words = (DOCS / "architecture.md").read_text(encoding="utf-8")
    rooms = [
        f"`{folder.name}`"
        for floor in OURS
        for folder in sorted(Path(DOCS.parent / floor).iterdir())
        if (folder / "__init__.py").exists() and any(folder.glob("[!_]*.py"))
    ]
    assert [room for room in rooms if room not in words] == []
