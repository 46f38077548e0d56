"""The adviser's overview, from judgement to its page."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from analysis.scoring.scoring import tabulate_scores
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.provenance import VERSION
from jamna.pipeline.run import Made, Wanted
from jamna.screen.progress import Screen
from reports.overview import OverviewSource, build_overview, render_overview
from reports.rendering.manifest import ManifestRow, read_manifest, write_manifest
from reports.style.brand import Brand
from survey.common.files import write_text


def make_overview(made: Made, _wanted: Wanted, brand: Brand, screen: Screen) -> list[str]:
    """The adviser's page, in the office's language."""
    with screen.step("Writing the overview"):
        return [write_overview(made, brand)]


def write_overview(made: Made, brand: Brand) -> str:
    """Write the page and its row of the manifest; gives the line that says so."""
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
    write_manifest(
        made.workspace.reports, {**read_manifest(made.workspace.reports), row.file: row}.values()
    )
    return f"{path}: the adviser's overview"


def gather_overview(made: Made) -> OverviewSource:
    """Everything the overview is made from."""
    inputs, settings = made.inputs, made.inputs.settings
    rows = read_manifest(made.workspace.reports).values()
    reported, carded = (
        frozenset(row.company_id for row in rows if row.kind == kind)
        for kind in ("diagnosis", "card")
    )
    return OverviewSource(
        title=_title(settings.programme.name, settings.programme.title),
        data_date=newest_answer(inputs),
        simulated=made.workspace.is_simulated,
        snapshot=inputs.read_from["answers"],
        instrument_hash=inputs.read_from["instrument"],
        version=VERSION,
        seed=settings.robustness.seed,
        instrument=inputs.instrument,
        rules=settings.selection,
        flag_rules=settings.flag,
        target_groups=settings.target_group,
        register=inputs.register,
        answers=inputs.answers,
        backgrounds=inputs.backgrounds,
        scores=tabulate_scores(made.numbers.scores, inputs.instrument, made.numbers.gaps),
        needs_programme=made.numbers.needs_programme,
        flags=made.judgement.flags,
        selection=made.judgement.selection,
        decisions=made.judgement.decisions,
        stability=made.judgement.stability.set_index("company_id")["stands"],
        reliability=made.numbers.reliability,
        reported=reported,
        carded=carded,
        needs=made.numbers.needs,
        privacy=settings.privacy,
    )


def newest_answer(inputs: Inputs) -> date | None:
    """The day of the newest complete answer; None if there is none."""
    submitted = inputs.answers.companies["submitted"].dropna()
    return None if submitted.empty else submitted.max().date()


def _title(name: str, title: Mapping[str, str]) -> Mapping[str, str]:
    return {language: f"{name}: {text}" for language, text in title.items()}
