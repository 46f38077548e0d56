"""What people decided, and what that changed."""

from collections.abc import Sequence

from diagnostics.records import Decision, Seat
from diagnostics.selection.binding_decisions import Standing, find_standings
from reports.overview.companies import Directory
from reports.overview.document import Company, DecisionView
from reports.overview.source import OverviewSource
from reports.style.language import Language
from survey.common.texts import said


def build_decisions(
    source: OverviewSource, directory: Directory, language: Language
) -> Sequence[DecisionView]:
    """Every decision, the newest first; later ones do not hide earlier ones."""
    filed = zip(source.decisions, find_standings(source.decisions), strict=True)
    newest_first = sorted(filed, key=lambda pair: pair[0].decided_at, reverse=True)
    return [_decision_view(source, directory, *pair, language) for pair in newest_first]


def _decision_view(
    source: OverviewSource,
    directory: Directory,
    decision: Decision,
    standing: Standing,
    language: Language,
) -> DecisionView:
    names = {stage.id: said(stage.name, language.code) for stage in source.rules.stage}
    table = source.selection.table
    found = table[(table["company_id"] == decision.company_id) & (table["stage"] == decision.stage)]
    impact = decision.impact
    return DecisionView(
        company=directory.company(decision.company_id),
        stage=names.get(decision.stage, decision.stage),
        include=decision.include,
        reason=reason_code_text(decision.reason_code, source, language),
        note=decision.note,
        by=decision.by,
        at=decision.decided_at,
        rank_before=decision.rank_before,
        rank_after=decision.rank_after,
        rule_outcome=None if found.empty else found["rule_outcome"].iloc[0],
        outcome=None if found.empty else found["outcome"].iloc[0],
        standing=standing,
        fell_out=_name_seats(impact.fell_out if impact else (), decision.stage, directory),
        moved_up=_name_seats(impact.moved_up if impact else (), decision.stage, directory),
    )


def _name_seats(seats: Sequence[Seat], stage: str, directory: Directory) -> Sequence[Company]:
    return [directory.company(seat.company_id) for seat in seats if seat.stage == stage]


def reason_code_text(code: str, source: OverviewSource, language: Language) -> str:
    """The programme's text for a reason; for one it no longer has, the code with spaces."""
    names = {reason.id: reason.name for reason in source.rules.reason_code}
    return said(names[code], language.code) if code in names else code.replace("_", " ")
