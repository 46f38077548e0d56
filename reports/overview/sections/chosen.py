"""The selection: the place each company holds, the reserve, and who could not take part."""

from collections.abc import Mapping, Sequence

import pandas as pd

from diagnostics.records import LotteryRecord, StageNote
from diagnostics.rules import Stage
from reports.overview.companies import Directory
from reports.overview.document import (
    Candidate,
    ChosenView,
    Draw,
    Ineligible,
    LotteryView,
    StageView,
)
from reports.overview.sections.decisions import build_decisions
from reports.overview.sections.reasons import name_detail, name_details, reason_words
from reports.overview.source import OverviewSource
from reports.style.cells import text, whole
from reports.style.language import Language
from survey.common.texts import said

MOST_LISTED = 300
"""Companies listed a stage; the rest stand in results/selection.csv."""


def build_chosen(source: OverviewSource, directory: Directory, language: Language) -> ChosenView:
    """The last stage first: that is the one to defend."""
    why = reason_words(source, language)
    stages = [
        _stage_view(source, directory, stage, why, language)
        for stage in reversed(source.rules.stage)
    ]
    return ChosenView(
        stages=stages,
        decisions=build_decisions(source, directory, language),
        ineligible=_ineligible(source, directory, why),
        lottery=_lottery_view(source, directory, source.selection.lottery, language),
        notes=[_format_note(note, source, language) for note in source.selection.notes],
    )


def _format_note(note: StageNote, source: OverviewSource, language: Language) -> str:
    _ = language.gettext
    sentences = {
        "quota": _(
            "%(stage)s: only %(got)s of the %(asked)s that the quota %(name)s asks for"
            " can be chosen."
        ),
        "contrast": _(
            "%(stage)s: %(got)s of %(asked)s contrast places found a clear case;"
            " the rest go by order."
        ),
        "must": _(
            "%(stage)s: decisions left no room for all that the rule asks for;"
            " %(asked)s that must go in are not in."
        ),
    }
    none_found = _(
        "%(stage)s: no company was a contrast, so those seats (%(asked)s) go by the order."
    )
    sentence = none_found if note.kind == "contrast" and not note.got else sentences[note.kind]
    stage = next(
        said(stage.name, language.code) for stage in source.rules.stage if stage.id == note.stage
    )
    name = name_detail(note.name, name_details(source, language), language)
    return sentence % {
        "stage": stage,
        "got": note.got,
        "asked": note.asked,
        "name": name,
    }


def _stage_view(
    source: OverviewSource,
    directory: Directory,
    stage: Stage,
    why: Mapping[tuple[str, str], Sequence[str]],
    language: Language,
) -> StageView:
    table = source.selection.table
    here = table[table["stage"] == stage.id]
    decided = here["decided_by"].notna()
    listed = here[here["outcome"].isin(["selected", "reserve"]) | decided]
    listed = listed.assign(order=listed["outcome"].map({"selected": 0, "reserve": 1}).fillna(2))
    listed = listed.sort_values(["order", "rank", "company_id"], na_position="last", kind="stable")
    stable = source.stability if stage is source.rules.stage[-1] else None
    return StageView(
        name=said(stage.name, language.code),
        capacity=stage.capacity,
        selected=len(source.selection.chosen(stage.id)),
        reserve=int((here["outcome"] == "reserve").sum()),
        candidates=[
            _candidate(row, directory, why, stable)
            for _, row in listed.head(MOST_LISTED).iterrows()
        ],
        unlisted=max(0, len(listed) - MOST_LISTED),
    )


def _candidate(
    row: pd.Series,
    directory: Directory,
    why: Mapping[tuple[str, str], Sequence[str]],
    stable: pd.Series | None,
) -> Candidate:
    company_id = str(row["company_id"])
    return Candidate(
        company=directory.company(company_id),
        outcome=row["outcome"],
        rule_outcome=row["rule_outcome"],
        place=None if pd.isna(row["place"]) else row["place"],
        rank=whole(row["rank"]),
        priority=whole(row["priority"]),
        why=why.get((company_id, str(row["stage"])), ()),
        stable=float(stable[company_id])
        if stable is not None and company_id in stable.index
        else None,
        decided_by=text(row["decided_by"]),
    )


def _ineligible(
    source: OverviewSource, directory: Directory, why: Mapping[tuple[str, str], Sequence[str]]
) -> Sequence[Ineligible]:
    """Companies by their first reason, the most common first; those that answered are named."""
    table = source.selection.table
    out = table[table["outcome"] == "ineligible"].drop_duplicates("company_id")
    answered = set(source.answers.companies.index)
    first = [
        " ".join(why.get((company, stage), ())[:1])
        for company, stage in zip(out["company_id"], out["stage"], strict=True)
    ]
    groups = out.assign(first=first).groupby("first")["company_id"]
    found = [(str(reason), sorted(map(str, companies))) for reason, companies in groups]
    return [
        Ineligible(
            reason,
            len(companies),
            [directory.company(one) for one in companies if one in answered][:MOST_LISTED],
        )
        for reason, companies in sorted(found, key=lambda pair: -len(pair[1]))
    ]


def _lottery_view(
    source: OverviewSource, directory: Directory, record: LotteryRecord | None, language: Language
) -> LotteryView | None:
    if record is None or record.entrants.empty:
        return None
    names = {stage.id: said(stage.name, language.code) for stage in source.rules.stage}
    rows = record.entrants.sort_values(["priority", "draw"]).head(MOST_LISTED)
    draws = [_draw(row, directory) for _, row in rows.iterrows()]
    return LotteryView(names.get(record.stage, record.stage), record.seed, draws)


def _draw(row: pd.Series, directory: Directory) -> Draw:
    return Draw(
        directory.company(str(row["company_id"])),
        int(row["priority"]),
        str(row["draw"]),
        bool(row["won"]),
    )
