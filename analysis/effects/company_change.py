"""One company's change between the rounds.

It stands beside what is expected of companies that were not helped, and beside the change of
similar companies.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from analysis.arrays import Array, Integers
from analysis.disclosure import least_for_mean
from analysis.effects.expected_change import Reach, Retest, find_reach
from analysis.effects.reliable_change import ReliableChange, judge_change
from analysis.groups.benchmarks import NOWHERE, Grouping, group_companies, is_sensitive
from analysis.records import Scores, State
from analysis.rules import ComparisonRules, PrivacyRules
from survey.instrument.records import INDEX, Instrument


@dataclass(frozen=True, slots=True)
class OthersChange:
    """The mean change of `n` similar companies, in whole points.

    The company itself is left out. None where `n` is too small to be shown. `group` names what
    makes them similar (background id -> value; empty: all companies that answered twice). Hidden: n
    is 0.
    """

    mean: float | None
    n: int
    group: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one domain or of the index in one company.

    `before` and `after` are scores (0-100, NaN where there is none). `reliable` says what the
    change is worth.
    """

    item: str
    before: float
    after: float
    reliable: ReliableChange
    others: OthersChange


@dataclass(frozen=True, slots=True)
class Others:
    """The others of each company: their `mean` change (NaN without any) and their number `n`."""

    mean: Array
    n: Integers


HIDDEN = OthersChange(None, 0, {})


def measure_changes(
    before: Scores,
    after: Scores,
    untouched: Collection[str],
    backgrounds: pd.DataFrame,
    instrument: Instrument,
    comparison: ComparisonRules,
    privacy: PrivacyRules,
) -> Mapping[str, tuple[Change, ...]]:
    """Changes of the index and then every domain, by company in both rounds.

    `untouched`: the companies whose scores had no reason to move. `backgrounds`: index
    `company_id`, as in the first round.
    """
    companies = before.index.index.intersection(after.index.index)
    retest = lay_retest(before, after, untouched, instrument)
    reach = find_reach(retest)
    groupings = [
        group_companies(backgrounds.reindex(companies), names) for names in comparison.groups
    ]
    columns = []
    for position, item in enumerate([INDEX, *map(str, before.domains)]):
        least = least_for_mean(privacy, sensitive=is_sensitive(item, instrument))
        moved = retest.after[:, position] - retest.before[:, position]
        others = compare_changes(moved, groupings, least)
        columns.append(_judge_item(item, position, retest, reach, others))
    return dict(zip(companies, zip(*columns, strict=True), strict=True))


def _judge_item(
    item: str, position: int, retest: Retest, reach: Reach, others: Sequence[OthersChange]
) -> list[Change]:
    """The change of every company in one item, which is column `position` of the arrays."""
    arrays = (retest.before, retest.after, reach.expected, reach.limit)
    rows = np.column_stack([values[:, position] for values in arrays]).tolist()
    return [
        Change(item, before, after, judge_change(before, after, expected, limit), beside)
        for (before, after, expected, limit), beside in zip(rows, others, strict=True)
    ]


def lay_scores(scores: Scores) -> pd.DataFrame:
    """Company x item: the index first, then the domains."""
    return pd.concat([scores.index.rename(INDEX), scores.domains], axis="columns")


def lay_retest(
    before: Scores, after: Scores, untouched: Collection[str], instrument: Instrument
) -> Retest:
    """Both rounds' scores of the companies that are in both, as arrays."""
    first, second = lay_scores(before), lay_scores(after)
    companies = first.index.intersection(second.index)
    one, two = (count_answers(scores, instrument).loc[companies] for scores in (before, after))
    return Retest(
        before=first.loc[companies].to_numpy(dtype=float),
        after=second.loc[companies].to_numpy(dtype=float),
        answers=np.minimum(one.to_numpy(dtype=float), two.to_numpy(dtype=float)),
        start=before.domains.loc[companies].mean(axis="columns").to_numpy(dtype=float),
        untouched=companies.isin(list(untouched)),
    )


def count_answers(scores: Scores, instrument: Instrument) -> pd.DataFrame:
    """How many answers each score rests on, company x item as in `lay_scores`."""
    scored = scores.points.states.eq(State.OK)
    weighed = [
        indicator
        for indicator in instrument.indicator
        if indicator.weight > 0 and indicator.id in scored
    ]
    own = {
        str(domain): [indicator.id for indicator in weighed if indicator.domain == domain]
        for domain in scores.domains
    }
    columns = {INDEX: [indicator.id for indicator in weighed], **own}
    return pd.DataFrame(
        {item: scored[names].sum(axis="columns") for item, names in columns.items()}
    )


def compare_changes(
    changes: Array, groupings: Sequence[Grouping], least: int
) -> list[OthersChange]:
    """The mean change of the others, for each company.

    The first grouping with at least `least` others is used. NaN in `changes` is a change that is
    not known.
    """
    found = [HIDDEN] * len(changes)
    for grouping in reversed(groupings):
        others = leave_out(changes, grouping.codes)
        for position in np.flatnonzero(others.n >= least).tolist():
            found[position] = OthersChange(
                float(np.round(others.mean[position])),
                int(others.n[position]),
                grouping.values[position],
            )
    return found


def leave_out(changes: Array, codes: Integers) -> Others:
    """The mean change of the others of each company's group, and their number.

    The others have the same code and a known change. A company without a group has no others.
    """
    known = (~np.isnan(changes) & (codes != NOWHERE)).astype(np.intp)
    own = np.where(known == 1, changes, 0.0)
    group = np.where(codes == NOWHERE, 0, codes)
    n = np.where(codes == NOWHERE, 0, np.bincount(group, known)[group].astype(np.intp) - known)
    total = np.bincount(group, own)[group] - own
    return Others(np.divide(total, n, out=np.full(len(changes), nan), where=n > 0), n)
