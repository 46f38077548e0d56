"""Candidates from a few words, and the selection read back as a few words."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd

from diagnostics.records import Candidates, Decision
from diagnostics.rules import SelectionRules, Stage

WHEN = datetime(2025, 3, 4, tzinfo=UTC)
KEYS = {
    "serious_flags": 0.0,
    "watch_flags": 0.0,
    "firm_flags": 0.0,
    "need_flags": 0.0,
    "lowest_index": 50.0,
    "lowest_domain": 50.0,
    "highest_need": 50.0,
    "mean_need": 50.0,
    "earliest_answer": 0.0,
}
FACTS = {"answered": True, "complete": True, "wants_support": True}


def candidates(companies):
    """Make candidates from `companies`: by id, what differs from an ordinary company.

    `groups` is a list of target groups; unknown words are backgrounds. The order stays as given,
    so that tests can shuffle it.
    """
    index = pd.Index(list(companies), name="company_id", dtype="str")
    rows = [
        {**KEYS, **FACTS, "municipality": "X", "trade": "SHOP", "groups": [], **cells}
        for cells in companies.values()
    ]
    frame = pd.DataFrame(rows, index=index)
    groups = {name: [name in row["groups"] for row in rows] for name in ("women", "young")}
    facts = frame[list(FACTS)].astype(
        {"answered": bool, "complete": bool, "wants_support": "boolean"}
    )
    return Candidates(
        facts=facts,
        keys=frame[list(KEYS)].astype(float),
        backgrounds=frame[["municipality", "trade"]].astype("str"),
        groups=pd.DataFrame(groups, index=index).astype(bool),
    )


def ordinary(number, **cells):
    """`number` companies, the lowest index first: A01, A02, ..."""
    return {
        f"A{place:02}": {"lowest_index": float(place), **cells} for place in range(1, number + 1)
    }


def stage(capacity, name="deep_dive", **settings):
    return Stage(
        id=name,
        name={"en": name.replace("_", " ").capitalize()},
        capacity=capacity,
        **{"order": ["lowest_index"], **settings},
    )


def rules(*stages, **settings):
    return SelectionRules(stage=list(stages), **settings)


def decide(company, *, include, at="deep_dive", reason="knows_company"):
    return Decision(WHEN, company, at, include, reason, "Adviser")


def row(selection, company, at="deep_dive"):
    table = selection.table
    (found,) = table[(table["company_id"] == company) & (table["stage"] == at)].to_dict("records")
    return {column: None if pd.isna(value) else value for column, value in found.items()}


def selected(selection, at="deep_dive"):
    return sorted(selection.chosen(at))


def selected_by_rule(selection, at="deep_dive"):
    table = selection.table[selection.table["stage"] == at]
    return sorted(table.loc[table["rule_outcome"] == "selected", "company_id"])


def shuffled(companies, seed):
    names = list(companies)
    return {
        names[place]: companies[names[place]]
        for place in np.random.default_rng(seed).permutation(len(names))
    }
