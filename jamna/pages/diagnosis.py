"""The companies' diagnostic reports, from judgement to pages."""

from collections.abc import Iterator, Sequence

from diagnostics.findings.measure_file import read_actions
from diagnostics.selection.selection import find_cases
from jamna.pages.diagnosis_source import gather_diagnoses
from jamna.pages.rendering import remove_others, render_company_pages
from jamna.pipeline.run import Made, Wanted
from jamna.screen.progress import Screen
from reports.diagnosis import DiagnosisSource, build_diagnosis
from reports.diagnosis.page import write_diagnosis
from reports.rendering.records import Page
from reports.style.brand import Brand
from survey.common.toml import read_toml


def make_diagnoses(made: Made, wanted: Wanted, brand: Brand, screen: Screen) -> list[str]:
    """The companies' reports in HTML and PDF; only what changed is made again."""
    companies = choose_companies(wanted, made)
    office = made.inputs.settings.programme.language
    library = read_actions(read_toml(made.workspace.measures), made.inputs.instrument, office)
    simulated = made.workspace.is_simulated
    source = gather_diagnoses(
        made.inputs, made.numbers, made.judgement.flags, library, companies, simulated=simulated
    )
    if not wanted.companies:
        remove_others(made.workspace, "diagnosis", companies)
    return render_company_pages(
        _write_all(companies, source, brand), len(companies), "reports", made, brand, screen
    )


def choose_companies(wanted: Wanted, made: Made) -> Sequence[str]:
    """The companies that get a diagnosis, sorted."""
    answered = {*made.inputs.answers.companies.index}
    if wanted.companies:
        return sorted(wanted.companies & answered)
    if wanted.everyone:
        return sorted(answered)
    return sorted(
        answered & {*find_cases(made.judgement.selection, made.inputs.settings.selection)}
    )


def _write_all(companies: Sequence[str], source: DiagnosisSource, brand: Brand) -> Iterator[Page]:
    for company in companies:
        yield write_diagnosis(build_diagnosis(company, source), brand)
