"""The adviser's cards: one company each, with all its answers. They never leave the office."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from analysis.groups.benchmarks import compare
from jamna.pages.rendering import remove_others
from jamna.pipeline.provenance import VERSION
from jamna.pipeline.run import Made, Wanted
from jamna.screen.progress import Screen
from reports.card import CardSource, build_card, open_look, render_card
from reports.card.build import Cards
from reports.rendering.manifest import Manifest, ManifestRow, read_manifest, write_manifest
from reports.style.brand import Brand
from survey.answers.background import backgrounds
from survey.common.files import write_text

KIND = "card"
FOLDER = "cards"


def make_cards(made: Made, wanted: Wanted, brand: Brand, screen: Screen) -> list[str]:
    """A card each in the office's language, as HTML only; the manifest tells of all of them."""
    companies = choose_cards(wanted, made)
    if not wanted.companies:
        remove_others(made.workspace, KIND, companies)
    cards = Cards(gather_cards(made))
    look = open_look(brand, cards.language.code)
    rows: list[ManifestRow] = []
    with screen.bar(f"Writing {len(companies)} cards", len(companies)) as bar:
        for company in companies:
            rows.append(_write(made, company, render_card(build_card(company, cards), look)))
            bar.advance()
    reports = made.workspace.reports
    known = dict(read_manifest(reports)) | {row.file: row for row in rows}
    write_manifest(reports, known.values())
    _remove_strays(reports, known)
    return [f"{reports / FOLDER}: {len(companies)} cards (HTML, not for handing out)"]


def choose_cards(wanted: Wanted, made: Made) -> Sequence[str]:
    """The companies asked for; else those that are chosen, in reserve, flagged or decided about."""
    answered = {*made.inputs.answers.companies.index}
    if wanted.companies:
        return sorted(wanted.companies & answered)
    if wanted.everyone:
        return sorted(answered)
    flagged = {flag.company_id for flag in made.judgement.flags}
    decided = {one.company_id for one in made.judgement.decisions}
    return sorted(answered & (_find_listed(made) | flagged | decided))


def gather_cards(made: Made) -> CardSource:
    """Everything the cards are made from."""
    inputs, numbers, settings = made.inputs, made.numbers, made.inputs.settings
    own = backgrounds(inputs.answers.companies, inputs.register, inputs.instrument, own_first=True)
    rows = read_manifest(made.workspace.reports).values()
    return CardSource(
        title=settings.programme.title,
        language=settings.programme.language,
        simulated=made.workspace.is_simulated,
        version=VERSION,
        instrument=inputs.instrument,
        flag_rules=settings.flag,
        rules=settings.selection,
        register=inputs.register,
        answers=inputs.answers,
        later=made.second.inputs.answers if made.second else None,
        backgrounds=own,
        scores=numbers.scores,
        needs=numbers.needs,
        benchmarks=compare(
            numbers.scores,
            inputs.backgrounds,
            inputs.instrument,
            settings.comparison,
            settings.privacy,
        ),
        flags=made.judgement.flags,
        selection=made.judgement.selection,
        decisions=made.judgement.decisions,
        stability=made.judgement.stability.set_index("company_id")["stands"],
        reported=frozenset(row.company_id for row in rows if row.kind == "diagnosis"),
    )


def _find_listed(made: Made) -> set[str]:
    """The companies that the last stage chose, or has in reserve."""
    stages = made.inputs.settings.selection.stage
    table = made.judgement.selection.table
    last = table[table["stage"] == stages[-1].id] if stages else table.head(0)
    return {*last.loc[last["outcome"].isin(["selected", "reserve"]), "company_id"]}


def _remove_strays(reports: Path, known: Manifest) -> None:
    """Take away cards that the manifest does not tell of: a command that was killed left them."""
    for path in (reports / FOLDER).glob("*.html"):
        if path.relative_to(reports).as_posix() not in known:
            path.unlink()


def _write(made: Made, company: str, html: str) -> ManifestRow:
    """Write one card; gives its row of the manifest."""
    file = f"{FOLDER}/{quote(company, safe='')}.html"
    write_text(made.workspace.reports / file, html)
    digest = sha256(html.encode()).hexdigest()
    return ManifestRow(
        file=file,
        kind=KIND,
        company_id=company,
        language=made.inputs.settings.programme.language,
        renderer="built-in",
        version=VERSION,
        sha256=digest,
        made_from=digest,
    )
