"""Old pages are taken away, and no other page's files with them."""

from jamna.pages.rendering import remove_others
from jamna.workspace.layout import Workspace
from reports.rendering.manifest import ManifestRow, read_manifest, write_manifest


def row(file, kind, company, made_from):
    return ManifestRow(file, kind, company, "sv", "r", "1", "0", made_from)


def test_what_belongs_to_another_kind_of_page_stays(tmp_path):
    workspace = Workspace(tmp_path)
    rows = [
        row(f"companies/{company}/{file}", kind, company, made_from)
        for company in ("A", "B")
        for file, kind, made_from in (
            ("diagnosis.html", "diagnosis", "d"),
            ("figures/areas.svg", "figure", "d"),
            ("effect.html", "effect", "e"),
            ("figures/shifts.svg", "figure", "e"),
        )
    ]
    rows = [one for one in rows if (one.company_id, one.made_from) != ("B", "d")]
    for one in rows:
        (workspace.reports / one.file).parent.mkdir(parents=True, exist_ok=True)
        (workspace.reports / one.file).write_text("x", encoding="utf-8")
    write_manifest(workspace.reports, rows)
    remove_others(workspace, "effect", [])
    assert sorted(read_manifest(workspace.reports)) == [
        "companies/A/diagnosis.html",
        "companies/A/figures/areas.svg",
    ]
    assert not (workspace.reports / "companies" / "A" / "effect.html").exists()
    assert not (workspace.reports / "companies" / "B").exists()
    remove_others(workspace, "diagnosis", ["A"])
    assert len(read_manifest(workspace.reports)) == 2
