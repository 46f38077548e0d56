"""Each company beside comparable ones, itself left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.arrays import Array, Integers
from analysis.disclosure import least_for_quartiles, round_down, round_up
from analysis.records import Benchmark, Scores
from analysis.rules import ComparisonRules, PrivacyRules
from survey.instrument.records import INDEX, Instrument

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which companies are comparable.

    `values`: the backgrounds of each company. `codes`: the number of its group, `NOWHERE` where a
    background is unknown.
    """

    values: Sequence[Mapping[str, str]]
    codes: Integers


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The quartiles of each company's others.

    `low` and `high` are NaN where there are no others; `n` is their number.
    """

    low: Array
    high: Array
    n: Integers


def compare(
    scores: Scores,
    backgrounds: pd.DataFrame,
    instrument: Instrument,
    comparison: ComparisonRules,
    privacy: PrivacyRules,
) -> Mapping[str, tuple[Benchmark, ...]]:
    """Benchmarks of the index and then every domain, by company.

    The first of the programme's groupings with enough others that have a score is used; where none
    has, the benchmark is hidden, n is 0 and the company's own score stays.
    """
    companies = scores.index.index
    known = backgrounds.reindex(companies)
    groupings = [group_companies(known, names) for names in comparison.groups]
    items = {INDEX: scores.index.to_numpy(dtype=float)} | {
        str(name): column.to_numpy(dtype=float) for name, column in scores.domains.items()
    }
    columns = [
        _compare_item(
            item,
            values,
            groupings,
            least_for_quartiles(privacy, sensitive=is_sensitive(item, instrument)),
        )
        for item, values in items.items()
    ]
    return dict(zip(companies, zip(*columns, strict=True), strict=True))


def group_companies(backgrounds: pd.DataFrame, names: Sequence[str]) -> Grouping:
    """Group the companies (rows of `backgrounds`) that are alike in the backgrounds `names`.

    Without names, all companies are one group.
    """
    if not names:
        return Grouping([{}] * len(backgrounds), np.zeros(len(backgrounds), dtype=np.intp))
    chosen = backgrounds[list(names)]
    values = [dict(zip(names, row, strict=True)) for row in chosen.itertuples(index=False)]
    codes = chosen.groupby(list(names)).ngroup().fillna(NOWHERE)
    return Grouping(values, np.asarray(codes, dtype=np.intp))


def find_quartiles(values: Array) -> Quartiles:
    """The quartiles of the others, for each member of one group; linear between values.

    NaN in `values` is a member without a score.
    """
    scored = np.sort(values[~np.isnan(values)])
    own = ~np.isnan(values)
    n = len(scored) - own.astype(np.intp)
    position = np.where(own, np.searchsorted(scored, values), len(scored))
    return Quartiles(_quantile(scored, position, n, 0.25), _quantile(scored, position, n, 0.75), n)


def _quantile(scored: Array, position: Integers, n: Integers, share: float) -> Array:
    """A quantile of `scored` (sorted) without the value at position `own`.

    Where no value stands at `own`, nothing is left out. `n` is how many values are left.
    """
    if not len(scored):
        return np.full(len(position), np.nan)
    padded = np.append(scored, scored[-1])
    height = np.maximum(n - 1, 0) * share
    below = np.floor(height).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    low, high = (padded[at + (at >= position)] for at in (below, above))
    return np.where(n > 0, low + (height - below) * (high - low), np.nan)


def _compare_item(
    item: str, values: Array, groupings: Sequence[Grouping], least: int
) -> Sequence[Benchmark]:
    benchmarks = [_hide(item, value) for value in values]
    open_positions = np.ones(len(values), dtype=bool)
    for grouping in groupings:
        found = _find_in_groups(values, grouping.codes)
        fits = np.flatnonzero(open_positions & (found.n >= least)).tolist()
        low, high = round_down(found.low), round_up(found.high)
        for position in fits:
            benchmarks[position] = replace(
                benchmarks[position],
                low=float(low[position]),
                high=float(high[position]),
                n=int(found.n[position]),
                group=grouping.values[position],
                hidden=False,
            )
        open_positions[fits] = False
    return benchmarks


def _hide(item: str, value: float) -> Benchmark:
    return Benchmark(
        item,
        None if np.isnan(value) else float(value),
        low=None,
        high=None,
        n=0,
        group={},
        hidden=True,
    )


def _find_in_groups(values: Array, codes: Integers) -> Quartiles:
    """The quartiles of the others in each company's group.

    A company without a group has no others.
    """
    low, high, n = (
        np.full(len(values), np.nan),
        np.full(len(values), np.nan),
        np.zeros(len(values), dtype=np.intp),
    )
    for code, positions in pd.Series(codes).groupby(codes).indices.items():
        if code != NOWHERE:
            found = find_quartiles(values[positions])
            low[positions], high[positions], n[positions] = found.low, found.high, found.n
    return Quartiles(low, high, n)


def is_sensitive(item: str, instrument: Instrument) -> bool:
    """Whether a domain holds anything about harassment."""
    return any(
        indicator.sensitive and indicator.domain == item for indicator in instrument.indicator
    )
