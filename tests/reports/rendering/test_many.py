import json
from dataclasses import replace
from itertools import count

import pytest

from reports.rendering.manifest import read_manifest, write_manifest
from reports.rendering.many import render_pages
from reports.rendering.programs import page_error
from reports.rendering.records import Figures, Page
from survey.common.errors import Problem


class Plain:
    """A renderer that writes the Markdown as it is and counts; it cannot make a "broken" page."""

    name, version, look = "plain", "1", "plain"

    def __init__(self):
        self.made = []

    def render(self, page, figures, formats):
        if "broken" in page.source:
            raise page_error(page, "it is broken.")
        self.made.append(page.company_id)
        return {form: f"{form}:{page.source}:{len(figures)}".encode() for form in formats}


def page(number, source="words", drawing=b"<svg/>"):
    figures = Figures(("figures/a.svg",), str(drawing), lambda: {"figures/a.svg": drawing})
    return Page(
        "diagnosis",
        f"C{number}",
        "sv",
        f"Bo {number}",
        f"companies/C{number}",
        "diagnosis",
        source,
        figures,
    )


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_every_page_has_its_files_and_its_rows(tmp_path):
    seen = []
    rendered = render_pages((page(n) for n in range(15)), tmp_path, Plain(), progress=seen.append)
    assert (rendered.made, rendered.kept, list(rendered.problems)) == (15, 0, [])
    assert len(seen) == 15
    made = ["diagnosis.html", "diagnosis.pdf", "diagnosis.qmd", "figures/a.svg"]
    assert [name for name in files(tmp_path) if "C3/" in name] == [
        f"companies/C3/{name}" for name in made
    ]
    rows = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert len(rows) == 60
    assert set(rows[0]) == {
        "file",
        "kind",
        "company_id",
        "language",
        "renderer",
        "version",
        "sha256",
        "made_from",
    }
    assert {row["kind"] for row in rows} == {"diagnosis", "figure"}


def test_what_did_not_change_is_not_made_again(tmp_path):
    render_pages([page(1), page(2), page(3), page(4)], tmp_path, Plain())
    (tmp_path / "companies/C3/diagnosis.pdf").write_bytes(b"somebody's notes")
    (tmp_path / "companies/C4/diagnosis.html").unlink()
    renderer = Plain()
    rendered = render_pages([page(1), page(2, "other words"), page(3), page(4)], tmp_path, renderer)
    assert sorted(renderer.made) == ["C2", "C3", "C4"]
    assert (rendered.made, rendered.kept) == (3, 1)


@pytest.mark.parametrize("change", [{"version": "2"}, {"look": "other"}, {"name": "other"}])
def test_another_look_or_renderer_makes_all_again(tmp_path, change):
    render_pages([page(1)], tmp_path, Plain())
    renderer = Plain()
    for key, value in change.items():
        setattr(renderer, key, value)
    assert render_pages([page(1)], tmp_path, renderer).made == 1


def test_another_drawing_makes_its_page_again(tmp_path):
    render_pages([page(1)], tmp_path, Plain())
    assert render_pages([page(1, drawing=b"<svg></svg>")], tmp_path, Plain()).made == 1


def test_one_page_that_fails_is_told_and_stops_no_other(tmp_path):
    rendered = render_pages(
        [page(1), page(2, "broken"), page(3), page(4, "broken")], tmp_path, Plain()
    )
    assert rendered.made == 2
    assert sorted(problem.where for problem in rendered.problems) == [
        "companies/C2/diagnosis",
        "companies/C4/diagnosis",
    ]
    assert not (tmp_path / "companies/C2").exists()


def test_a_page_that_the_check_refuses_never_takes_its_place(tmp_path):
    render_pages([page(1)], tmp_path, Plain())
    before = (tmp_path / "companies/C1/diagnosis.html").read_bytes()

    def refuse(_page, _files):
        return [Problem("here", "names another company.")]

    rendered = render_pages([page(1, "new words")], tmp_path, Plain(), check=refuse)
    assert (rendered.made, len(rendered.problems)) == (0, 1)
    assert (tmp_path / "companies/C1/diagnosis.html").read_bytes() == before


def test_a_run_that_was_stopped_goes_on_from_there(tmp_path):
    seen = count(1)

    def stop_at_12(_page):
        if next(seen) == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_pages([page(n) for n in range(20)], tmp_path, Plain(), progress=stop_at_12)
    assert not [name for name in files(tmp_path) if "partial" in name]
    renderer = Plain()
    rendered = render_pages([page(n) for n in range(20)], tmp_path, renderer)
    assert rendered.kept >= 12
    assert rendered.made == len(renderer.made) == 20 - rendered.kept


def test_rows_of_other_pages_stay_and_rows_of_lost_files_go(tmp_path):
    (tmp_path / "overview.html").write_text("x", encoding="utf-8")
    rendered = render_pages([page(1)], tmp_path, Plain())
    other = replace(rendered.rows[0], file="overview.html", kind="overview", company_id="")
    write_manifest(tmp_path, [other, replace(other, file="gone.html")])
    render_pages([page(2)], tmp_path, Plain())
    assert set(read_manifest(tmp_path)) >= {"overview.html", "companies/C2/diagnosis.html"}
    assert "gone.html" not in (tmp_path / "manifest.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "[1, 2]", '{"a": 1}', "not json"])
def test_a_manifest_nobody_can_read_counts_as_none(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) == {}
