"""Render many pages in parallel: only what changed, each put in place when whole and checked."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from reports.rendering.manifest import Manifest, ManifestRow, read_manifest, write_manifest
from reports.rendering.records import FORMATS, Format, Page, Renderer, hash_page
from survey.common.errors import PageError, Problem
from survey.common.files import beside, hash_file

WRITE_EVERY = 10
"""Pages after which the manifest is written, so that a run that was stopped goes on from there."""

Check = Callable[[Page, Mapping[Format, bytes]], Sequence[Problem]]
"""Looks at a rendered page before it is put in its place; what it finds keeps the page out."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The result for all pages: manifest rows, how many were `made` and `kept`, the problems."""

    rows: Sequence[ManifestRow]
    made: int
    kept: int
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class _Done:
    """One page: its rows (none if it failed), whether it was made anew, and its problems."""

    rows: Sequence[ManifestRow]
    fresh: bool
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class _Job:
    """What every page of one run has in common."""

    reports: Path
    renderer: Renderer
    formats: Sequence[Format]
    check: Check
    known: Manifest


def render_pages(
    pages: Iterable[Page],
    reports: Path,
    renderer: Renderer,
    *,
    formats: Sequence[Format] = FORMATS,
    workers: int = 2,
    check: Check = lambda _page, _files: (),
    progress: Callable[[Page], None] = lambda _page: None,
) -> Rendered:
    """Render `pages` below `reports` and update the manifest; a problem stops only its own page.

    A page whose inputs and files are unchanged is kept. `pages` can be a generator: it is read
    while earlier pages are rendered. `progress` is called in this thread, once per page.
    """
    job = _Job(reports, renderer, formats, check, read_manifest(reports))
    rows = dict(job.known)
    done: list[_Done] = []
    try:
        for page, result in _in_parallel(pages, job, workers):
            done.append(result)
            rows |= {row.file: row for row in result.rows}
            progress(page)
            if len(done) % WRITE_EVERY == 0:
                write_manifest(reports, rows.values())
    finally:
        write_manifest(reports, rows.values())
    return Rendered(
        rows=[row for one in done for row in one.rows],
        made=sum(one.fresh for one in done),
        kept=sum(not one.fresh and not one.problems for one in done),
        problems=[problem for one in done for problem in one.problems],
    )


def _in_parallel(pages: Iterable[Page], job: _Job, workers: int) -> Iterator[tuple[Page, _Done]]:
    """Results as they come; at most a few pages wait, so that a thousand do not lie in memory."""
    waiting: dict[Future[_Done], Page] = {}
    source = iter(pages)
    with ThreadPoolExecutor(workers, thread_name_prefix="page") as pool:
        while True:
            for page in islice(source, 2 * workers - len(waiting)):
                waiting[pool.submit(_render_one, page, job)] = page
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()


def _render_one(page: Page, job: _Job) -> _Done:
    made_from = hash_page(page, job.renderer)
    kept = _unchanged(page, job, made_from)
    if kept:
        return _Done(kept, fresh=False, problems=())
    try:
        figures = page.figures.draw()
        files = job.renderer.render(page, figures, job.formats)
    except PageError as error:
        return _Done((), fresh=False, problems=error.problems)
    problems = job.check(page, files)
    if problems:
        return _Done((), fresh=False, problems=problems)
    rows = [
        _put(page, name, data, job, made_from)
        for name, data in _all_files(page, figures, files).items()
    ]
    return _Done(rows, fresh=True, problems=())


def _all_files(
    page: Page, figures: Mapping[str, bytes], files: Mapping[Format, bytes]
) -> Mapping[str, bytes]:
    """The page's files by path below the reports: figures, Markdown, then what was rendered."""
    made = {f"{page.stem}.qmd": page.source.encode("utf-8")} | {
        f"{page.stem}.{form}": data for form, data in files.items()
    }
    return {page.path(name): data for name, data in (dict(figures) | made).items()}


def _put(page: Page, file: str, data: bytes, job: _Job, made_from: str) -> ManifestRow:
    with beside(job.reports / file) as partial:
        partial.write_bytes(data)
    kind = "figure" if file.endswith(".svg") else page.kind
    return ManifestRow(
        file=file,
        kind=kind,
        company_id=page.company_id,
        language=page.language,
        renderer=job.renderer.name,
        version=job.renderer.version,
        sha256=sha256(data).hexdigest(),
        made_from=made_from,
    )


def _unchanged(page: Page, job: _Job, made_from: str) -> Sequence[ManifestRow]:
    """The rows of the page's files if all are there, unchanged, from the same inputs; else none."""
    names = [*page.figures.names, *(f"{page.stem}.{ending}" for ending in ("qmd", *job.formats))]
    rows = [job.known.get(page.path(name)) for name in names]
    same = [
        row
        for row in rows
        if row is not None
        and row.made_from == made_from
        and hash_file(job.reports / row.file) == row.sha256
    ]
    return same if len(same) == len(names) else ()
