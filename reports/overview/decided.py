"""What people decided, and what that changed."""

from collections.abc import Sequence

from diagnostics.records import Decision
from reports.language import Language
from reports.overview.companies import Directory
from reports.overview.records import DecisionView
from reports.overview.source import OverviewSource
from survey.texts import said


def build_decisions(source: OverviewSource, directory: Directory, language: Language) -> Sequence[DecisionView]:
    """Every decision, the newest first; later ones about the same company and stage do not hide earlier ones."""
    newest_first = sorted(source.decisions, key=lambda decision: decision.decided_at, reverse=True)
    return [_decision_view(source, directory, decision, language) for decision in newest_first]


def _decision_view(source: OverviewSource, directory: Directory, decision: Decision, language: Language) -> DecisionView:
    names = {stage.id: said(stage.name, language.code) for stage in source.rules.stage}
    table = source.selection.table
    found = table[(table["company_id"] == decision.company_id) & (table["stage"] == decision.stage)]
    return DecisionView(
        company=directory.company(decision.company_id),
        stage=names.get(decision.stage, decision.stage),
        include=decision.include,
        reason=reason_code_text(decision.reason_code, language),
        note=decision.note,
        by=decision.by,
        at=decision.decided_at,
        rank_before=decision.rank_before,
        rank_after=decision.rank_after,
        rule_outcome=None if found.empty else found["rule_outcome"].iloc[0],
        outcome=None if found.empty else found["outcome"].iloc[0],
    )


def reason_code_text(code: str, language: Language) -> str:
    """The shipped reason codes in words; a programme's own code with its underscores as spaces."""
    shipped = {
        "knows_company": language.gettext("knows the company"),
        "declined": language.gettext("the company declined"),
        "closed_down": language.gettext("the company has closed"),
        "conflict_of_interest": language.gettext("conflict of interest"),
        "other": language.gettext("another reason"),
    }
    return shipped.get(code, code.replace("_", " "))
