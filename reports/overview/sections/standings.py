"""How far each company came, with the reason where it cannot take part or was not chosen."""

from collections.abc import Mapping

from reports.overview.sections.reasons import reason_words
from reports.overview.source import OverviewSource
from reports.style.language import Language
from survey.common.texts import said


def name_standings(source: OverviewSource, language: Language) -> Mapping[str, str]:
    """How far each company came: the last stage that took it in, or that has it in reserve."""
    standings: dict[str, str] = dict(name_barred(source, language))
    table = source.selection.table
    for stage in source.rules.stage:
        here = table[table["stage"] == stage.id]
        name = said(stage.name, language.code)
        reserve = language.gettext("%(stage)s, reserve") % {"stage": name}
        standings |= dict.fromkeys(here.loc[here["outcome"] == "reserve", "company_id"], reserve)
        standings |= dict.fromkeys(source.selection.chosen(stage.id), name)
    return {
        company: language.gettext("Answered") for company in source.answers.companies.index
    } | standings


def name_barred(source: OverviewSource, language: Language) -> Mapping[str, str]:
    """The companies that cannot take part, each with its first reason."""
    why = reason_words(source, language)
    table = source.selection.table
    out = table[table["outcome"] == "ineligible"].drop_duplicates("company_id")
    sentence = language.gettext("Cannot take part: {reason}")
    told = {}
    for company, stage in zip(out["company_id"], out["stage"], strict=True):
        reasons = why.get((str(company), str(stage)), ())
        barred = language.gettext("Cannot take part")
        told[str(company)] = sentence.format(reason=reasons[0]) if reasons else barred
    return told
