"""What the page begins with: the companies of the last stage, a sentence and a seat for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from diagnostics.records import Flag, FlagLevel
from diagnostics.rules import Stage
from reports.overview.companies import Directory
from reports.overview.document import ChosenCompany, FirstView, Seated, WaitingView
from reports.overview.sections.flagged import grade_companies
from reports.overview.sections.reasons import name_details, name_order_keys, name_parts
from reports.overview.sections.sentences import tell_companies, tell_contrast, tell_hurt
from reports.overview.sections.standings import name_standings
from reports.overview.source import OverviewSource
from reports.style.cells import text
from reports.style.language import Language
from survey.common.texts import said

CONTRASTS = ("contrast_need", "contrast_equality")


def build_first(
    source: OverviewSource, directory: Directory, language: Language
) -> FirstView | None:
    """The last stage's companies and its reserve, in the order of the list; None of no stage."""
    if not source.rules.stage:
        return None
    stage = source.rules.stage[-1]
    table = source.selection.table
    here = table[table["stage"] == stage.id].sort_values(["rank", "company_id"])
    chosen = here[here["outcome"] == "selected"]
    reserve = here[here["outcome"] == "reserve"]
    listed = [str(one) for one in (*chosen["company_id"], *reserve["company_id"])]
    told = dict(tell_companies(source, listed, language))
    told |= _tell_contrasts(source, stage, [*chosen["company_id"]], language)
    grounds = _find_grounds(source, stage, language)
    listing = _Listing(source, directory, language, told, grounds, grade_companies(source.flags))
    return FirstView(
        stage=said(stage.name, language.code),
        capacity=stage.capacity,
        chosen=[_list_company(row, listing) for _, row in chosen.iterrows()],
        reserve=[_list_company(row, listing) for _, row in reserve.iterrows()],
        waiting=_find_waiting(source, directory, listed, language),
        unvisited=_find_unvisited(source, directory, [*chosen["company_id"]], language),
        order=_name_order(stage, language),
    )


@dataclass(frozen=True, slots=True)
class _Listing:
    """What every row of the list is made with.

    `told`: sentences, `grounds`: the selection's first reason as code and words, `graded`: the
    level of its flags; all by company.
    """

    source: OverviewSource
    directory: Directory
    language: Language
    told: Mapping[str, str]
    grounds: Mapping[str, tuple[str, str]]
    graded: Mapping[str, FlagLevel]


def _list_company(row: pd.Series, listing: _Listing) -> ChosenCompany:
    company_id = str(row["company_id"])
    nothing = listing.language.gettext("Nothing in the answers stands out.")
    return ChosenCompany(
        company=listing.directory.company(company_id),
        place=listing.directory.place_line(company_id, listing.language),
        sentence=listing.told.get(company_id) or nothing,
        level=listing.graded.get(company_id),
        seat=_seat(company_id, row, listing),
        stable=_find_stability(company_id, listing.source),
    )


def _seat(company_id: str, row: pd.Series, listing: _Listing) -> Seated:
    code, detail = listing.grounds.get(company_id, ("order", ""))
    return Seated(
        kind=None if pd.isna(row["place"]) else row["place"],
        words=seat_words(code, detail, listing.graded.get(company_id), listing.language),
        decided_by=text(row["decided_by"]),
    )


def _find_stability(company_id: str, source: OverviewSource) -> float | None:
    known = source.stability
    return None if known is None or company_id not in known.index else float(known[company_id])


def _find_grounds(
    source: OverviewSource, stage: Stage, language: Language
) -> Mapping[str, tuple[str, str]]:
    """The first reason of each company at the stage: its code, and its detail in words."""
    why, details = source.selection.why, name_details(source, language)
    first = why[why["stage"] == stage.id].drop_duplicates("company_id")
    return {
        str(company): (
            str(code),
            language.listing(name_parts(str(detail), details, language)),
        )
        for company, code, detail in zip(
            first["company_id"], first["code"], first["detail"], strict=True
        )
    }


def seat_words(code: str, detail: str, level: FlagLevel | None, language: Language) -> str:
    """Why the company has its seat, in a few words; by the order, what put it there."""
    _ = language.gettext
    by_order = {"serious": _("By its serious flag"), "watch": _("By its flag to watch")}
    words = {
        "must": _("By its serious flag"),
        "quota": _("Quota: {what}"),
        "contrast_need": _("Contrast: good equality, great needs"),
        "contrast_equality": _("Contrast: small needs, poor equality"),
        "included": _("Decision: {what}"),
        "reserve": _("No. {what} in reserve"),
    }
    otherwise = by_order.get(level or "", _("Next in the order"))
    return words.get(code, otherwise).format(what=detail)


def _tell_contrasts(
    source: OverviewSource, stage: Stage, chosen: Sequence[str], language: Language
) -> Mapping[str, str]:
    """The sentences of those that are there to learn from."""
    why = source.selection.why
    of_stage = why[(why["stage"] == stage.id) & why["code"].isin(CONTRASTS)]
    return {
        str(company): tell_contrast(str(company), str(code), source, language)
        for company, code in zip(of_stage["company_id"], of_stage["code"], strict=True)
        if company in chosen
    }


def _find_waiting(
    source: OverviewSource, directory: Directory, listed: Sequence[str], language: Language
) -> Sequence[WaitingView]:
    """Companies with a serious equality flag that are not on the list, and why not."""
    hurt = tell_hurt(source, language)
    grave = {flag.company_id for flag in source.flags if _is_serious(flag)}
    serious = sorted(grave - {*listed} - {*hurt})
    return _list_waiting(
        serious, tell_companies(source, serious, language), source, directory, language
    )


def _find_unvisited(
    source: OverviewSource, directory: Directory, chosen: Sequence[str], language: Language
) -> Sequence[WaitingView]:
    """Companies in which somebody was treated badly, and that get no visit."""
    told = tell_hurt(source, language)
    return _list_waiting(
        [one for one in told if one not in {*chosen}], told, source, directory, language
    )


def _list_waiting(
    companies: Sequence[str],
    told: Mapping[str, str],
    source: OverviewSource,
    directory: Directory,
    language: Language,
) -> Sequence[WaitingView]:
    standings = name_standings(source, language)
    return [
        WaitingView(
            company=directory.company(one),
            place=directory.place_line(one, language),
            sentence=told[one],
            standing=standings.get(one, ""),
        )
        for one in companies
    ]


def _name_order(stage: Stage, language: Language) -> str:
    """The keys of the stage's order in words."""
    names = name_order_keys(language)
    return ", ".join(names[key] for key in stage.order if key in names)


def _is_serious(flag: Flag) -> bool:
    return flag.kind == "equality" and flag.level == "serious"
