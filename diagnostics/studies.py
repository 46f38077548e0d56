"""Studies of what the programme changed: every company of the funnel with all that the selection read about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.effects.records import Study
from analysis.records import Scores
from diagnostics.records import Candidates, Selection
from diagnostics.rules import SelectionRules

COUNTED = ("serious_flags", "firm_flags", "watch_flags", "need_flags")
"""What the order reads as whole numbers; companies alike on these could have been chosen one as well as another."""
MIDDLE = 50.0
_TOLD = frozenset({*COUNTED, "lowest_index"})
"""Keys of the order that the scores tell already."""
BACKGROUNDS = {"municipality": "municipality", "size": "size", "sector": "trade"}
"""The studies' backgrounds, and what the instrument calls them."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Outcomes in both waves.

    `before`, `after`: company x outcome, float, NaN missing. `closed`: companies that have closed down. `family` of each outcome: p-values
    are adjusted within it. `reliability` of those outcomes where it is known (0-1).
    """

    before: pd.DataFrame
    after: pd.DataFrame
    closed: frozenset[str]
    family: Mapping[str, str]
    reliability: Mapping[str, float]


def build_studies(
    rounds: Rounds, candidates: Candidates, selection: Selection, rules: SelectionRules, scores: Scores, stage: str
) -> dict[str, Study]:
    """A study for each outcome: who was selected at `stage` against who answered, wanted support and was not.

    The covariates are what the selection read of every company: the index and the domains (which the flags read), the needs, and whatever
    orders and quotas rest on.
    """
    facts = _tell_facts(candidates, selection, stage, rounds.closed, _counted_keys(rules))
    read = read_covariates(candidates, rules, scores).reindex(facts.index)
    backgrounds = pd.DataFrame({name: candidates.backgrounds.get(column) for name, column in BACKGROUNDS.items()}, index=facts.index)
    base = pd.concat([facts, read, backgrounds], axis="columns")
    return {
        outcome: Study(
            outcome=outcome,
            frame=base.assign(before=rounds.before[outcome].reindex(base.index), after=rounds.after[outcome].reindex(base.index)),
            covariates=tuple(read.columns),
            backgrounds=tuple(BACKGROUNDS),
            family=rounds.family[outcome],
            reliability=rounds.reliability.get(outcome, float("nan")),
        )
        for outcome in rounds.after.columns
    }


def read_covariates(candidates: Candidates, rules: SelectionRules, scores: Scores) -> pd.DataFrame:
    """Company x covariate (float, NaN where there was nothing to read): the index, each domain, and every key and group the rule read.

    The index stands there squared too (from the middle of its scale). The chosen lie at one end, where a straight line leans on companies
    far away: without the square the estimate was 0.5 points too low in simulated programmes with no effect (`make validate`).

    Flags are thresholds on the scores that stand here already, so they are strata and no covariates: a column for a flag that takes every
    company in would leave those companies, who have nobody to be compared with, out of the estimate without a word.
    """
    keys = dict.fromkeys(key for stage in rules.stage for key in stage.order if key in candidates.keys and key not in _TOLD)
    contrast = ["mean_need"] if any(stage.contrast for stage in rules.stage) else []
    groups = {quota.target_group for stage in rules.stage for quota in stage.quota if quota.target_group is not None}
    bend = ((scores.index - MIDDLE) ** 2).rename("index_squared")
    measured = pd.concat([scores.index.rename("index"), bend, scores.domains], axis="columns").reindex(candidates.facts.index)
    read = candidates.keys[[*keys, *(name for name in contrast if name not in keys)]]
    wanted = candidates.groups[sorted(groups)].astype("float64").add_prefix("group_")
    return pd.concat([measured, read, wanted], axis="columns").astype("float64")


def _counted_keys(rules: SelectionRules) -> Sequence[str]:
    """The whole numbers that any stage's order reads."""
    return [key for key in COUNTED if any(key in stage.order for stage in rules.stage)]


def _tell_facts(candidates: Candidates, selection: Selection, stage: str, closed: frozenset[str], counted: Sequence[str]) -> pd.DataFrame:
    """`treated`, `eligible`, `override`, `closed`, `drawn`, `stratum` of every company that answered completely."""
    companies = candidates.facts.index[candidates.facts["complete"]]
    table = selection.table
    barred = set(table.loc[table["outcome"] == "ineligible", "company_id"])
    here = table[table["stage"] == stage].set_index("company_id").reindex(companies)
    chosen, by_rule = here["outcome"].eq("selected"), here["rule_outcome"].eq("selected")
    drawn = set(selection.lottery.entrants["company_id"]) if selection.lottery and selection.lottery.stage == stage else set()
    return pd.DataFrame(
        {
            "treated": chosen.to_numpy(dtype=bool),
            "eligible": ~companies.isin(sorted(barred)),
            "override": (chosen != by_rule).to_numpy(dtype=bool),
            "closed": companies.isin(sorted(closed)),
            "drawn": companies.isin(sorted(drawn)),
            "stratum": _name_strata(candidates.keys.loc[companies, list(counted)]),
        },
        index=companies,
    )


def _name_strata(counts: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Companies with the same whole numbers share a stratum, named by them."""
    if counts.empty or not len(counts.columns):
        return np.full(len(counts), "all", dtype=object)
    return counts.astype("int64").astype("str").agg(" ".join, axis="columns").to_numpy(dtype=object)
