"""From judgement to pages: the fourth floor, called in its order."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import pandas as pd

from analysis.scoring import tabulate_scores
from app.diagnoses import gather_diagnoses
from app.inputs import Inputs
from app.judgement import Judgement
from app.numbers import Numbers
from app.progress import Screen
from app.provenance import VERSION, tell_provenance
from app.workspace import Workspace
from diagnostics.measures import load_measures
from reports.brand import Brand, load_brand
from reports.confidentiality import watch_names, watch_pages
from reports.diagnosis import DiagnosisSource, build_diagnosis
from reports.diagnosis.page import write_diagnosis
from reports.language import languages, read_catalogues
from reports.overview import OverviewSource, build_overview, render_overview
from reports.rendering.choice import choose_renderer
from reports.rendering.manifest import ManifestRow, read_manifest, write_manifest
from reports.rendering.many import Rendered, render_pages
from reports.rendering.records import Page
from survey.errors import CallError, PageError, Problem, nearest, raise_all
from survey.files import write_text

KINDS = ("overview", "diagnosis")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages: `kinds` (all if empty), `companies` (by id; those of the last stage if empty), or `everyone` that answered."""

    kinds: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()
    everyone: bool = False

    def has(self, kind: str) -> bool:
        """Whether pages of this kind are asked for."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Made:
    """What a run has so far: its inputs, numbers and judgement, and the workspace they belong to."""

    workspace: Workspace
    inputs: Inputs
    numbers: Numbers
    judgement: Judgement


def check_wanted(wanted: Wanted, inputs: Inputs) -> None:
    """CallError with every kind and company that is not there."""
    answered = inputs.answers.companies.index
    problems = [Problem("--kind", f'"{kind}" is no kind of page.', nearest(kind, KINDS)) for kind in sorted(wanted.kinds - {*KINDS})]
    for company in sorted(wanted.companies - {*answered}):
        known = company in inputs.register.index
        what = "has not answered, so there is nothing to report." if known else "is not in the register."
        problems.append(Problem("--company", f'"{company}" {what}', "" if known else nearest(company, inputs.register.index)))
    raise_all(CallError, problems)


def choose_companies(wanted: Wanted, made: Made) -> Sequence[str]:
    """The companies that get a diagnosis, sorted."""
    if wanted.companies:
        return sorted(wanted.companies)
    answered = made.inputs.answers.companies.index
    return sorted(answered) if wanted.everyone else sorted({*answered} & {*find_cases(made)})


def find_cases(made: Made) -> Sequence[str]:
    """The companies in the last stage."""
    stages = made.inputs.settings.selection.stage
    if not stages:
        return []
    table = made.judgement.selection.table
    return list(table.loc[(table["stage"] == stages[-1].id) & (table["outcome"] == "selected"), "company_id"])


def make_pages(made: Made, wanted: Wanted, screen: Screen) -> list[str]:
    """Make the pages that are asked for; PageError with every page that failed, after all others are made."""
    brand = load_brand(made.workspace.brand if made.workspace.brand.exists() else None)
    lines = make_diagnoses(made, wanted, brand, screen) if wanted.has("diagnosis") else []
    if wanted.has("overview"):
        with screen.step("Writing the overview"):
            lines.append(make_overview(made, brand))
    return lines


def make_diagnoses(made: Made, wanted: Wanted, brand: Brand, screen: Screen) -> list[str]:
    """The companies' reports in HTML and PDF; only what changed is made again."""
    companies = choose_companies(wanted, made)
    library = load_measures(made.workspace.measures, made.inputs.instrument)
    simulated = made.workspace.is_simulated
    source = gather_diagnoses(made.inputs, made.numbers, made.judgement, library, companies, simulated=simulated)
    if not wanted.companies:
        remove_others(made.workspace, companies)
    with screen.bar(f"Rendering {len(companies)} reports", len(companies)) as bar:
        rendered = render_pages(
            _write_all(companies, source, brand),
            made.workspace.reports,
            choose_renderer(brand),
            workers=os.cpu_count() or 1,
            check=watch_pages(watch_names(_names(made.inputs.register), _shared_text(made.workspace))),
            progress=lambda _page: bar.advance(),
        )
    raise_all(PageError, rendered.problems)
    return [_tell(rendered, made.workspace)]


def _names(register: pd.DataFrame) -> Mapping[str, str]:
    """What each company is called."""
    return {str(company): str(name) for company, name in register["name"].fillna("").items()}


def _shared_text(workspace: Workspace) -> str:
    """The words that any company's page may hold: questions, measures, what the programme says, and the pages' own sentences."""
    files = (workspace.programme, workspace.instrument, workspace.measures)
    said = [str(message.string) for code in languages() for catalogue in read_catalogues(code) for message in catalogue]
    return "\n".join([*(path.read_text(encoding="utf-8") for path in files), *said])


def _write_all(companies: Sequence[str], source: DiagnosisSource, brand: Brand) -> Iterator[Page]:
    for company in companies:
        yield write_diagnosis(build_diagnosis(company, source), brand)


def _tell(rendered: Rendered, workspace: Workspace) -> str:
    kept = f", {rendered.kept} unchanged" if rendered.kept else ""
    return f"{workspace.reports / 'companies'}: {rendered.made} reports made{kept} (HTML and PDF)"


def remove_others(workspace: Workspace, companies: Sequence[str]) -> None:
    """Take away reports of companies that are not to have one any more, so that none with old numbers stays."""
    manifest = read_manifest(workspace.reports)
    gone = {name: row for name, row in manifest.items() if row.company_id and row.company_id not in {*companies}}
    for name in gone:
        (workspace.reports / name).unlink(missing_ok=True)
    for folder in sorted({folder for name in gone for folder in (workspace.reports / name).parents[:2]}, reverse=True):
        if folder != workspace.reports and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    if gone:
        write_manifest(workspace.reports, [row for name, row in manifest.items() if name not in gone])


def make_overview(made: Made, brand: Brand) -> str:
    """The adviser's page, in the office's language."""
    settings = made.inputs.settings
    source = gather_overview(made)
    html = render_overview(build_overview(source, settings.programme.language), brand)
    path = made.workspace.reports / "overview.html"
    write_text(path, html)
    row = ManifestRow(
        file=path.name,
        kind="overview",
        company_id="",
        language=settings.programme.language,
        renderer="built-in",
        version=VERSION,
        sha256=sha256(html.encode()).hexdigest(),
        made_from=source.snapshot,
    )
    write_manifest(made.workspace.reports, {**read_manifest(made.workspace.reports), row.file: row}.values())
    return f"{path}: the adviser's overview"


def gather_overview(made: Made) -> OverviewSource:
    """Everything the overview is made from."""
    inputs, settings = made.inputs, made.inputs.settings
    provenance = tell_provenance(made.workspace, inputs)
    reported = {row.company_id for row in read_manifest(made.workspace.reports).values() if row.kind == "diagnosis"}
    return OverviewSource(
        title=_title(settings.programme.name, settings.programme.title),
        data_date=newest_answer(inputs),
        simulated=made.workspace.is_simulated,
        snapshot=str(provenance["answers"]),
        instrument_hash=str(provenance["instrument"]),
        version=VERSION,
        seed=settings.robustness.seed,
        instrument=inputs.instrument,
        rules=settings.selection,
        flag_rules=settings.flag,
        target_groups=settings.target_group,
        register=inputs.register,
        answers=inputs.answers,
        backgrounds=inputs.backgrounds,
        scores=tabulate_scores(made.numbers.scores, inputs.instrument),
        needs_programme=made.numbers.needs_programme,
        flags=made.judgement.flags,
        selection=made.judgement.selection,
        decisions=made.judgement.decisions,
        stability=made.judgement.stability.set_index("company_id")["stands"],
        reliability=made.numbers.reliability,
        reported=frozenset(reported),
        privacy=settings.privacy,
    )


def newest_answer(inputs: Inputs) -> date | None:
    """The day of the newest complete answer; None if there is none."""
    submitted = inputs.answers.companies["submitted"].dropna()
    return None if submitted.empty else submitted.max().date()


def _title(name: str, title: Mapping[str, str]) -> Mapping[str, str]:
    return {language: f"{name}: {text}" for language, text in title.items()}
