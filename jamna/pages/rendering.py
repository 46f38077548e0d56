"""Render pages side by side, check them for other companies' names, remove pages that are out."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from jamna.pipeline.run import Made
from jamna.screen.progress import Screen
from jamna.workspace.layout import Workspace
from reports.company.confidentiality import watch_names, watch_pages
from reports.rendering.choice import choose_renderer
from reports.rendering.manifest import read_manifest, write_manifest
from reports.rendering.many import Rendered, render_pages
from reports.rendering.records import Page
from reports.style.brand import Brand
from reports.style.language import languages, read_catalogues
from survey.common.errors import PageError, raise_all

OWN_FILES = ("*/diagnosis.*", "*/effect.*", "*/figures/*.svg")
"""What is made in a company's folder."""


def render_company_pages(
    pages: Iterable[Page], count: int, what: str, made: Made, brand: Brand, screen: Screen
) -> list[str]:
    """Render `count` pages called `what`; gives the line that says so."""
    return [_format(render_checked(pages, count, what, made, brand, screen), what, made.workspace)]


def render_checked(
    pages: Iterable[Page], count: int, what: str, made: Made, brand: Brand, screen: Screen
) -> Rendered:
    """Render the pages that changed, and check each for the names of other companies.

    PageError names every page that failed, after all others are made.
    """
    workspace = made.workspace
    with screen.bar(f"Rendering {count} {what}", count) as bar:
        rendered = render_pages(
            pages,
            workspace.reports,
            choose_renderer(brand),
            workers=os.cpu_count() or 1,
            check=watch_pages(watch_names(_names(made.inputs.register), _shared_text(workspace))),
            progress=lambda _page: bar.advance(),
        )
    raise_all(PageError, rendered.problems)
    return rendered


def remove_others(workspace: Workspace, kind: str, companies: Sequence[str]) -> None:
    """Remove pages of a kind from companies that are to have none any more.

    So no page with old numbers stays.

    What another page of the company was made with stays.
    """
    manifest = read_manifest(workspace.reports)
    lost = {row.company_id for row in manifest.values() if row.kind == kind} - {*companies}
    kept = {
        (row.company_id, row.made_from)
        for row in manifest.values()
        if row.kind not in {kind, "figure"}
    }
    gone = [
        name
        for name, row in manifest.items()
        if row.company_id in lost and (row.company_id, row.made_from) not in kept
    ]
    for name in gone:
        (workspace.reports / name).unlink(missing_ok=True)
    _remove_empty(workspace, [workspace.reports / name for name in gone])
    if gone:
        write_manifest(
            workspace.reports, [row for name, row in manifest.items() if name not in gone]
        )


def remove_strays(workspace: Workspace) -> None:
    """Remove company pages that are not in the manifest.

    A killed run put them there, and nobody knows from what they were made.
    """
    known = {workspace.reports / name for name in read_manifest(workspace.reports)}
    found = [
        path for pattern in OWN_FILES for path in (workspace.reports / "companies").glob(pattern)
    ]
    strays = [path for path in found if path not in known and path.is_file()]
    for path in strays:
        path.unlink()
    _remove_empty(workspace, strays)


def _remove_empty(workspace: Workspace, gone: Sequence[Path]) -> None:
    """Remove the folders in which these files lay, where nothing is left in them."""
    folders = {
        folder
        for path in gone
        for folder in path.parents
        if folder.is_relative_to(workspace.reports)
    }
    for folder in sorted(folders - {workspace.reports}, reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _names(register: pd.DataFrame) -> Mapping[str, str]:
    """What each company is called."""
    return {str(company): str(name) for company, name in register["name"].fillna("").items()}


def _shared_text(workspace: Workspace) -> str:
    """Gather the words that any company's page may hold.

    They are those of questions, measures, the programme, and the pages' own sentences.
    """
    files = (workspace.programme, workspace.instrument, workspace.measures, workspace.place)
    messages = [
        message
        for code in languages()
        for catalogue in read_catalogues(code)
        for message in catalogue
    ]
    said = [str(words) for message in messages for words in (message.id, message.string)]
    return "\n".join(
        [*(path.read_text(encoding="utf-8") for path in files if path.exists()), *said]
    )


def _format(rendered: Rendered, what: str, workspace: Workspace) -> str:
    kept = f", {rendered.kept} unchanged" if rendered.kept else ""
    return f"{workspace.reports / 'companies'}: {rendered.made} {what} made{kept} (HTML and PDF)"
