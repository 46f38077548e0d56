"""`jamna run` believes the hashes of what it wrote, and nothing else."""

import errno
import io
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest
from rich.console import Console

from jamna.commands.report import report_workspace
from jamna.commands.run import run_workspace
from jamna.commands.score import score_workspace
from jamna.pages.rendering import remove_others
from jamna.pipeline.run import Wanted
from jamna.screen.errors import run_safely
from jamna.screen.progress import Screen
from jamna.workspace.layout import Workspace
from survey.common.locking import in_turn
from tests.jamna.killing import PlainRenderer, contents
from tests.jamna.small_programme import quick_programme, silent

NOTHING = "Nothing has changed since the last run."


@pytest.fixture(autouse=True)
def _plain_pages(monkeypatch):
    monkeypatch.setattr("jamna.pages.rendering.choose_renderer", lambda _brand: PlainRenderer())


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jamna.pages.rendering.choose_renderer", lambda _brand: PlainRenderer())
        root = quick_programme(tmp_path_factory.mktemp("believes") / "whole")
        run_workspace(root, silent())
    return root


@pytest.fixture
def here(finished, tmp_path):
    return shutil.copytree(finished, tmp_path / "here")


def edit(path):
    path.write_bytes(path.read_bytes().replace(b"e", b"E", 1))


def first(root, pattern):
    return min(root.glob(pattern))


def with_other_choices(root, work):
    """Let `work` happen under another configuration, which is then taken back."""
    programme = root / "programme.toml"
    kept = programme.read_bytes()
    programme.write_bytes(
        kept.replace(b"below = 40", b"below = 80").replace(
            b"least_complete = 0.75", b"least_complete = 0.95"
        )
    )
    work()
    programme.write_bytes(kept)


DISTURBANCES = {
    "a table deleted": lambda root: (root / "results" / "scores.csv").unlink(),
    "a table edited": lambda root: edit(root / "results" / "selection.csv"),
    "the other form of a table edited": lambda root: edit(root / "results" / "flags.parquet"),
    "a company's folder deleted": lambda root: shutil.rmtree(first(root, "reports/companies/*")),
    "a page edited": lambda root: edit(first(root, "reports/companies/*/diagnosis.html")),
    "a figure edited": lambda root: edit(first(root, "reports/companies/*/figures/*.svg")),
    "the overview deleted": lambda root: (root / "reports" / "overview.html").unlink(),
    "the manifest deleted": lambda root: (root / "reports" / "manifest.json").unlink(),
    "the manifest without a company": lambda root: (root / "reports" / "manifest.json").write_text(
        "[]"
    ),
    "all results deleted": lambda root: shutil.rmtree(root / "results"),
    "another configuration scored": lambda root: with_other_choices(
        root, lambda: score_workspace(root, silent())
    ),
    "another configuration reported": lambda root: with_other_choices(
        root, lambda: report_workspace(root, Wanted(), silent())
    ),
    "another configuration run": lambda root: with_other_choices(
        root, lambda: run_workspace(root, silent())
    ),
    "the record made empty": lambda root: (root / "results" / "run.provenance.json").write_text(
        "{}"
    ),
    "the record made a puzzle": lambda root: (root / "results" / "run.provenance.json").write_text(
        "[" * 9999
    ),
}


def test_a_run_after_nothing_happened_does_nothing(here):
    before = {path: path.stat().st_mtime_ns for path in here.rglob("*")}
    assert run_workspace(here, silent()) == [NOTHING]
    assert {path: path.stat().st_mtime_ns for path in here.rglob("*")} == before


@pytest.mark.parametrize("disturb", DISTURBANCES.values(), ids=DISTURBANCES)
def test_what_is_not_as_it_was_made_is_made_again(here, finished, disturb):
    disturb(here)
    assert run_workspace(here, silent()) != [NOTHING]
    assert contents(here, "results", "reports") == contents(finished, "results", "reports")
    assert run_workspace(here, silent()) == [NOTHING]


def test_pages_that_are_as_they_were_made_are_kept(here):
    (here / "results" / "scores.csv").unlink()
    pages = {path: path.stat().st_mtime_ns for path in here.glob("reports/companies/*/*.*")}
    run_workspace(here, silent())
    assert pages
    assert {path: path.stat().st_mtime_ns for path in here.glob("reports/companies/*/*.*")} == pages


def test_the_record_tells_the_hash_of_every_table_and_page(here):
    files = json.loads((here / "results" / "run.provenance.json").read_text(encoding="utf-8"))[
        "files"
    ]
    made = {
        f"{folder}/{path.relative_to(here / folder).as_posix()}"
        for folder in ("results", "reports")
        for path in (here / folder).rglob("*")
        if path.is_file()
    }
    assert set(files) == made - {"results/run.provenance.json"}


def test_a_report_alone_has_the_tables_that_its_overview_links_to(here):
    shutil.rmtree(here / "results")
    report_workspace(here, Wanted(kinds=frozenset({"overview"})), silent())
    page = (here / "reports" / "overview.html").read_text(encoding="utf-8")
    linked = [part.partition('"')[0] for part in page.split('href="../')[1:]]
    assert linked
    assert [link for link in linked if not (here / link).is_file()] == []


def test_pages_of_a_company_that_nobody_knows_of_are_taken_away_and_other_files_stay(here):
    folder = here / "reports" / "companies" / "C9999"
    (folder / "figures").mkdir(parents=True)
    for name in ("diagnosis.html", "figures/areas.svg", "my notes.docx"):
        (folder / name).write_text("old", encoding="utf-8")
    edit(here / "results" / "scores.csv")
    run_workspace(here, silent())
    assert [path.name for path in folder.rglob("*")] == ["my notes.docx"]


VICTIMS = [
    "../VICTIM",
    "companies/../../VICTIM",
    "{root}/VICTIM",
    "companies/way_out/VICTIM",
    "link",
    "\0",
    "x" * 5000,
]


@pytest.mark.parametrize("file", VICTIMS)
def test_a_row_of_the_manifest_deletes_nothing_outside_the_reports(here, file):
    victim, reports = here / "VICTIM", here / "reports"
    victim.write_text("precious", encoding="utf-8")
    (reports / "companies" / "way_out").symlink_to(here, target_is_directory=True)
    (reports / "link").symlink_to(victim)
    rows = json.loads((reports / "manifest.json").read_text(encoding="utf-8"))
    row = {
        **rows[0],
        "file": file.format(root=here),
        "kind": "diagnosis",
        "company_id": "gone",
        "made_from": "long ago",
    }
    (reports / "manifest.json").write_text(json.dumps([*rows, row]), encoding="utf-8")
    remove_others(Workspace(here), "diagnosis", [])
    assert victim.read_text(encoding="utf-8") == "precious"
    run_workspace(here, silent())
    assert victim.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("place", [1, 9, 21])
def test_a_full_disk_ends_a_run_in_words_and_loses_nothing(here, finished, monkeypatch, place):
    (here / "results" / "scores.csv").unlink()
    screen, left = io.StringIO(), iter(range(place))
    replace = Path.replace

    def replace_while_there_is_room(path, target):
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace_while_there_is_room)
        code = run_safely(lambda: run_workspace(here, silent()), Console(file=screen, width=5000))
    assert (code, "the disk is full" in screen.getvalue()) == (1, True)
    assert not (here / "results" / "run.provenance.json").exists()
    run_workspace(here, silent())
    assert contents(here, "results", "reports") == contents(finished, "results", "reports")


def test_two_commands_that_write_take_turns(here):
    """The one that came second says so, waits, and then does its work."""
    (here / "results" / "scores.csv").unlink()
    screen = io.StringIO()
    with ThreadPoolExecutor(1) as pool:
        with in_turn(here / "results", lambda: None):
            second = pool.submit(run_workspace, here, Screen(Console(file=screen, width=5000)))
            while "Waiting for another jamna" not in screen.getvalue():
                assert not second.done()
                sleep(0.01)
            assert not (here / "results" / "scores.csv").exists()
        assert second.result() != [NOTHING]
    assert (here / "results" / "scores.csv").exists()
