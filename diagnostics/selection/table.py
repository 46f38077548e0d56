"""The selection as a table: one row per company and stage."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from diagnostics.records import Candidates, Decision, StageOutcomes
from diagnostics.selection.funnel import FilledStage

COLUMNS = [
    "company_id",
    "stage",
    "outcome",
    "rule_outcome",
    "priority",
    "rank",
    "place",
    "decided_by",
]
CONTACTED, ANSWERED = "contacted", "answered"
"""The two stages before those of the programme. They have no limit and no order."""


def tabulate_start(candidates: Candidates) -> pd.DataFrame:
    """Tabulate "contacted" and "answered". A company that answered in part is ineligible."""
    facts = candidates.facts
    answered = np.select(
        [facts["complete"], facts["answered"]], ["selected", "ineligible"], "not_selected"
    )
    contacted = pd.DataFrame({"company_id": facts.index, "stage": CONTACTED, "outcome": "selected"})
    rows = pd.concat(
        [
            contacted,
            pd.DataFrame({"company_id": facts.index, "stage": ANSWERED, "outcome": answered}),
        ]
    )
    return rows.assign(rule_outcome=rows["outcome"]).reindex(columns=COLUMNS)


def tabulate_stage(
    decided: FilledStage,
    ruled: FilledStage,
    rulings: Mapping[str, Decision],
    ineligible: pd.DataFrame,
) -> pd.DataFrame:
    """Tabulate one stage: who stood before it, by the rule (`ruled`) or as `decided`.

    `rulings` are the stage's decisions by company. `ineligible` are listed at the first stage only.
    """
    never = pd.Index(ineligible["company_id"].unique(), dtype="str")
    companies = decided.listed.index.append([ruled.listed.index, decided.excluded, never]).unique()
    rows = decided.listed[["priority", "rank"]].reindex(companies)
    rows["stage"] = decided.stage.id
    rows["outcome"] = _outcome(decided, companies, never)
    rows["rule_outcome"] = _outcome(ruled, companies, never)
    rows["place"] = _seat_kinds(decided, ruled, companies)
    rows["decided_by"] = [
        rulings[company].by if company in rulings else None for company in companies
    ]
    return rows.rename_axis("company_id").reset_index().sort_values(["rank", "company_id"])[COLUMNS]


def finish_table(rows: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """Add the `reasons` (by company and stage) and give the columns the order of the contract."""
    table = rows.merge(reasons, how="left", on=["company_id", "stage"]).astype(
        {"priority": "Int64", "rank": "Int64"}
    )
    text = ["company_id", "stage", "outcome", "rule_outcome", "place", "reasons", "decided_by"]
    return table.astype(dict.fromkeys(text, "str"))[[*COLUMNS[:-1], "reasons", "decided_by"]]


def count_stage(rows: pd.DataFrame, stage: str, capacity: int | None) -> StageOutcomes:
    """Count the outcomes at one stage."""
    outcomes = rows.loc[rows["stage"] == stage, "outcome"].value_counts()
    selected, reserve, not_selected, ineligible = (
        int(outcomes.get(outcome, 0))
        for outcome in ("selected", "reserve", "not_selected", "ineligible")
    )
    return StageOutcomes(
        stage, capacity, int(outcomes.sum()), selected, reserve, not_selected, ineligible
    )


def _outcome(filled: FilledStage, companies: pd.Index, ineligible: pd.Index) -> pd.Series:
    """Give each company's outcome; "not_selected" if it does not stand before the stage."""
    outcome = filled.listed["outcome"].reindex(companies)
    return outcome.mask(outcome.isna() & companies.isin(ineligible), "ineligible").fillna(
        "not_selected"
    )


def _seat_kinds(decided: FilledStage, ruled: FilledStage, companies: pd.Index) -> pd.Series:
    """Give each kind of seat: "decision" if only a person's inclusion let the company in."""
    kind = decided.listed["place"].reindex(companies)
    by_rule = ruled.listed["place"].replace("", "decision").reindex(companies).fillna("decision")
    included = decided.listed["included"].reindex(companies, fill_value=False).astype(bool)
    return kind.mask(included, by_rule).replace("", None)
