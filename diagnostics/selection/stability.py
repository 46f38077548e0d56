"""How sure a seat in the last stage is: the whole selection, repeated under plausible variants."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.records import Needs
from analysis.reliability.robustness import Variant
from diagnostics.flags.flags import Met, meet_rules
from diagnostics.records import Candidates, FlagKind, FlagLevel
from diagnostics.rules import FlagRule, SelectionRules
from diagnostics.selection.eligibility import find_ineligible
from diagnostics.selection.funnel import Terms, run_funnel
from diagnostics.selection.selection import find_eligible
from survey.instrument.records import INDEX

COLUMNS = ["company_id", "stage", "stands"]


def selection_stability(
    candidates: Candidates,
    rules: SelectionRules,
    *,
    flag_rules: Sequence[FlagRule],
    needs: Needs,
    domains: Sequence[str],
    variants: Iterable[Variant],
) -> pd.DataFrame:
    """Count how often the rule selects each company at the last stage: `company_id, stage, stands`.

    One row per company that any variant selects, the surest first. `stands` is the share (0-1) of
    `variants` (`analysis.robustness.vary`), which must be of the companies of `needs`.
    Flags, index and lowest domain vary. Needs and the firmness of flags stay. Decisions do not
    count. Where demands collide in a variant, they give way.
    """
    eligible = find_eligible(candidates, find_ineligible(candidates, rules, "en"))
    chosen = [
        _select_last(
            _vary_keys(candidates, _measure_keys(variant, flag_rules, needs, domains)),
            rules,
            eligible,
        )
        for variant in variants
    ]
    stands = pd.Series(
        [company for selected in chosen for company in selected], dtype="str"
    ).value_counts() / max(len(chosen), 1)
    stage = rules.stage[-1].id if rules.stage else ""
    table = pd.DataFrame(
        {"company_id": stands.index, "stage": stage, "stands": stands.to_numpy(dtype=float)},
        columns=COLUMNS,
    )
    return table.sort_values(["stands", "company_id"], ascending=[False, True], ignore_index=True)


def _select_last(
    candidates: Candidates, rules: SelectionRules, eligible: pd.Index
) -> Sequence[str]:
    funnel = run_funnel(eligible, Terms(candidates, rules, forgiving=True))
    return funnel[-1].selected.tolist() if funnel else []


def _vary_keys(candidates: Candidates, varied: pd.DataFrame) -> Candidates:
    keys = candidates.keys.copy()
    keys.loc[varied.index, varied.columns] = varied
    return replace(candidates, keys=keys)


def _measure_keys(
    variant: Variant, rules: Sequence[FlagRule], needs: Needs, domains: Sequence[str]
) -> pd.DataFrame:
    """Measure the keys that order companies under one variant."""
    met = meet_rules(rules, variant, needs)
    scores = np.column_stack([variant.measured.of(domain) for domain in domains])
    return pd.DataFrame(
        {
            "serious_flags": _count(met, rules, "equality", ["serious"]),
            "watch_flags": _count(met, rules, "equality", ["watch"]),
            "need_flags": _count(met, rules, "need", ["serious", "watch"]),
            "lowest_index": variant.measured.of(INDEX),
            "lowest_domain": np.fmin.reduce(scores, axis=1),
        },
        index=variant.measured.companies,
    )


def _count(
    met: Met, rules: Sequence[FlagRule], kind: FlagKind, levels: Sequence[FlagLevel]
) -> NDArray[np.float64]:
    """Count how many rules of a kind and of these levels each company meets."""
    counted = np.array([rule.kind == kind and rule.level in levels for rule in rules], dtype=bool)
    return np.asarray(met[counted].sum(axis=0), dtype=np.float64)
