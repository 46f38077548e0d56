"""From tables and records to the overview as a document."""

from reports.overview.companies import make_directory
from reports.overview.document import Overview
from reports.overview.sections.chosen import build_chosen
from reports.overview.sections.first import build_first
from reports.overview.sections.flagged import build_flagged
from reports.overview.sections.funnel import build_funnel
from reports.overview.sections.needs import build_needs
from reports.overview.sections.quality import build_quality
from reports.overview.sections.standings import name_standings
from reports.overview.source import OverviewSource
from reports.style.language import translator
from survey.common.texts import said


def build_overview(source: OverviewSource, language: str) -> Overview:
    """The whole page in `language`, a code such as "sv"; no file, clock or chance is involved."""
    words = translator(language)
    directory = make_directory(source, language)
    return Overview(
        language=language,
        title=said(source.title, language),
        data_date=source.data_date,
        simulated=source.simulated,
        snapshot=source.snapshot,
        instrument_hash=source.instrument_hash,
        version=source.version,
        seed=source.seed,
        facts=directory.fact_names,
        first=build_first(source, directory, words),
        funnel=build_funnel(source, directory, words),
        flagged=build_flagged(source, directory, name_standings(source, words), words),
        chosen=build_chosen(source, directory, words),
        needs=build_needs(source, words),
        quality=build_quality(source, directory, words),
        share_least=source.privacy.share,
    )
