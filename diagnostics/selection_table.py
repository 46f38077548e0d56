"""The selection as rows: one a company and stage, with what the rule alone gives beside what was decided."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from diagnostics.funnel import Filled
from diagnostics.records import Candidates, Decision, StageCount

COLUMNS = ["company_id", "stage", "outcome", "rule_outcome", "priority", "rank", "place", "decided_by"]
CONTACTED, ANSWERED = "contacted", "answered"
"""The stages that stand before those of the programme: they have neither places nor an order."""


def tabulate_start(candidates: Candidates) -> pd.DataFrame:
    """The rows of "contacted" and "answered"; who answered in part is not eligible for more."""
    facts = candidates.facts
    answered = np.select([facts["complete"], facts["answered"]], ["selected", "ineligible"], "not_selected")
    contacted = pd.DataFrame({"company_id": facts.index, "stage": CONTACTED, "outcome": "selected"})
    rows = pd.concat([contacted, pd.DataFrame({"company_id": facts.index, "stage": ANSWERED, "outcome": answered})])
    return rows.assign(rule_outcome=rows["outcome"]).reindex(columns=COLUMNS)


def tabulate_stage(decided: Filled, ruled: Filled, rulings: Mapping[str, Decision], ineligible: pd.DataFrame) -> pd.DataFrame:
    """The rows of one stage: all who stood before it, by the rule or as decided, and at the first stage the `ineligible`."""
    never = pd.Index(ineligible["company_id"].unique(), dtype="str")
    companies = decided.listed.index.append([ruled.listed.index, decided.excluded, never]).unique()
    rows = decided.listed[["priority", "rank"]].reindex(companies)
    rows["stage"] = decided.stage.id
    rows["outcome"] = _outcome(decided, companies, never)
    rows["rule_outcome"] = _outcome(ruled, companies, never)
    rows["place"] = _places(decided, ruled, companies)
    rows["decided_by"] = [rulings[company].by if company in rulings else None for company in companies]
    return rows.rename_axis("company_id").reset_index().sort_values(["rank", "company_id"])[COLUMNS]


def finish_table(rows: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """The table in the contract's columns; `reasons` has them by company and stage."""
    table = rows.merge(reasons, how="left", on=["company_id", "stage"]).astype({"priority": "Int64", "rank": "Int64"})
    text = ["company_id", "stage", "outcome", "rule_outcome", "place", "reasons", "decided_by"]
    return table.astype(dict.fromkeys(text, "str"))[[*COLUMNS[:-1], "reasons", "decided_by"]]


def count_stage(rows: pd.DataFrame, stage: str, capacity: int | None) -> StageCount:
    """The stage in numbers."""
    outcomes = rows.loc[rows["stage"] == stage, "outcome"].value_counts()
    selected, reserve, not_selected, ineligible = (
        int(outcomes.get(outcome, 0)) for outcome in ("selected", "reserve", "not_selected", "ineligible")
    )
    return StageCount(stage, capacity, int(outcomes.sum()), selected, reserve, not_selected, ineligible)


def _outcome(filled: Filled, companies: pd.Index, ineligible: pd.Index) -> pd.Series:
    """What became of each company; who does not stand before the stage is not selected."""
    outcome = filled.listed["outcome"].reindex(companies)
    return outcome.mask(outcome.isna() & companies.isin(ineligible), "ineligible").fillna("not_selected")


def _places(decided: Filled, ruled: Filled, companies: pd.Index) -> pd.Series:
    """A person's inclusion gives the place "decision", unless the company has one by the rule."""
    place = decided.listed["place"].reindex(companies)
    by_rule = ruled.listed["place"].replace("", "decision").reindex(companies).fillna("decision")
    included = decided.listed["included"].reindex(companies, fill_value=False).astype(bool)
    return place.mask(included, by_rule).replace("", None)
