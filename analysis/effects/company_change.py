"""One company's change between the rounds.

It stands beside what measurement error alone does, and beside the change of similar companies.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from analysis.arrays import Array, Integers
from analysis.disclosure import least_for_mean
from analysis.effects.reliable_change import ReliableChange, reliable_change
from analysis.groups.benchmarks import NOWHERE, Grouping, group_companies, is_sensitive
from analysis.records import Scores
from analysis.rules import ComparisonRules, PrivacyRules
from survey.instrument.records import INDEX, Instrument

LEAST_RETEST = 30
"""So many companies must have been measured twice to tell how well a measure repeats.

With 30, the 95 % interval of a correlation of .8 is .6 to .9.
"""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """How an item (0-100) varies between companies, and how well it repeats.

    `mean` and `spread` (standard deviation) are those of the first round. `reliability`: the
    correlation between the rounds among `n` companies that got no deep dive. All NaN where these
    are too few.
    """

    mean: float
    spread: float
    reliability: float
    n: int


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
    first, second = lay_scores(before), lay_scores(after)
    companies = first.index.intersection(second.index)
    groupings = [
        group_companies(backgrounds.reindex(companies), names) for names in comparison.groups
    ]
    columns = []
    for item in first.columns:
        yardstick = find_yardstick(first[item], second[item], untouched)
        least = least_for_mean(privacy, sensitive=is_sensitive(item, instrument))
        one, two = (frame.loc[companies, item].to_numpy(dtype=float) for frame in (first, second))
        others = compare_changes(two - one, groupings, least)
        columns.append(
            [
                _measure(item, was, became, yardstick, beside)
                for was, became, beside in zip(one, two, others, strict=True)
            ]
        )
    return dict(zip(companies, zip(*columns, strict=True), strict=True))


def lay_scores(scores: Scores) -> pd.DataFrame:
    """Company x item: the index first, then the domains."""
    return pd.concat([scores.index.rename(INDEX), scores.domains], axis="columns")


def find_yardstick(before: pd.Series, after: pd.Series, untouched: Collection[str]) -> Yardstick:
    """Estimate the test-retest reliability of an item.

    Jacobson and Truax (1991) allow it beside alpha, and a checklist of practices has no alpha.
    Whatever really changed in the `untouched` companies counts as error too, so that the verdict
    errs on the side of caution.
    """
    pairs = pd.concat(
        [before, after], axis="columns", keys=["before", "after"], join="inner"
    ).dropna()
    retest = pairs[pairs.index.isin(list(untouched))].to_numpy(dtype=float)
    if len(retest) < LEAST_RETEST or np.any(np.ptp(retest, axis=0) == 0):
        return Yardstick(nan, nan, nan, len(retest))
    reliability = float(np.corrcoef(retest, rowvar=False)[0, 1])
    return Yardstick(float(before.mean()), float(before.std()), reliability, len(retest))


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


def _measure(
    item: str, before: float, after: float, yardstick: Yardstick, others: OthersChange
) -> Change:
    worth = reliable_change(before, after, yardstick.spread, yardstick.reliability, yardstick.mean)
    return Change(item, float(before), float(after), worth, others)
