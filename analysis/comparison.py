"""Each company beside comparable ones, itself left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.arrays import Array, Integers
from analysis.disclosure import least_for_quartiles, round_down, round_up
from analysis.records import Benchmark, Scores
from analysis.rules import ComparisonRules, PrivacyRules
from survey.instrument import INDEX, Instrument

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Grouping:
    """Comparable companies: `values` are each one's backgrounds, `codes` number the groups, `NOWHERE` where a background is unknown."""

    values: Sequence[Mapping[str, str]]
    codes: Integers


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Of the others beside each company: quartiles `low` and `high` (NaN without others), and how many they are, `n`."""

    low: Array
    high: Array
    n: Integers


def compare(
    scores: Scores, backgrounds: pd.DataFrame, instrument: Instrument, comparison: ComparisonRules, privacy: PrivacyRules
) -> Mapping[str, tuple[Benchmark, ...]]:
    """Benchmarks of the index and then every domain, by company.

    The first of the programme's groupings with enough others that have a score is used; where none has, the benchmark is hidden, n is 0
    and the company's own score stays.
    """
    companies = scores.index.index
    known = backgrounds.reindex(companies)
    groupings = [group_companies(known, names) for names in comparison.groups]
    items = {INDEX: scores.index.to_numpy(dtype=float)} | {
        str(name): column.to_numpy(dtype=float) for name, column in scores.domains.items()
    }
    columns = [
        _compare_item(item, values, groupings, least_for_quartiles(privacy, sensitive=is_sensitive(item, instrument)))
        for item, values in items.items()
    ]
    return dict(zip(companies, zip(*columns, strict=True), strict=True))


def group_companies(backgrounds: pd.DataFrame, names: Sequence[str]) -> Grouping:
    """The companies (rows of `backgrounds`) that are alike in the backgrounds called `names`; all of them where there are no names."""
    if not names:
        return Grouping([{}] * len(backgrounds), np.zeros(len(backgrounds), dtype=np.intp))
    chosen = backgrounds[list(names)]
    values = [dict(zip(names, row, strict=True)) for row in chosen.itertuples(index=False)]
    codes = chosen.groupby(list(names)).ngroup().fillna(NOWHERE)
    return Grouping(values, np.asarray(codes, dtype=np.intp))


def find_quartiles(values: Array) -> Quartiles:
    """The quartiles (linear between values) of all others of one group, for each of its members; NaN is a member without a score."""
    scored = np.sort(values[~np.isnan(values)])
    own = ~np.isnan(values)
    n = len(scored) - own.astype(np.intp)
    place = np.where(own, np.searchsorted(scored, values), len(scored))
    return Quartiles(_quantile(scored, place, n, 0.25), _quantile(scored, place, n, 0.75), n)


def _quantile(scored: Array, place: Integers, n: Integers, share: float) -> Array:
    """A quantile of `scored` (sorted) without the value at `place`, where there is one; `n` values are left."""
    if not len(scored):
        return np.full(len(place), np.nan)
    padded = np.append(scored, scored[-1])
    height = np.maximum(n - 1, 0) * share
    below = np.floor(height).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    low, high = (padded[at + (at >= place)] for at in (below, above))
    return np.where(n > 0, low + (height - below) * (high - low), np.nan)


def _compare_item(item: str, values: Array, groupings: Sequence[Grouping], least: int) -> Sequence[Benchmark]:
    benchmarks = [_hide(item, value) for value in values]
    open_places = np.ones(len(values), dtype=bool)
    for grouping in groupings:
        found = _find_in_groups(values, grouping.codes)
        fits = np.flatnonzero(open_places & (found.n >= least)).tolist()
        low, high = round_down(found.low), round_up(found.high)
        for place in fits:
            benchmarks[place] = replace(
                benchmarks[place],
                low=float(low[place]),
                high=float(high[place]),
                n=int(found.n[place]),
                group=grouping.values[place],
                hidden=False,
            )
        open_places[fits] = False
    return benchmarks


def _hide(item: str, value: float) -> Benchmark:
    return Benchmark(item, None if np.isnan(value) else float(value), low=None, high=None, n=0, group={}, hidden=True)


def _find_in_groups(values: Array, codes: Integers) -> Quartiles:
    """Quartiles of the others in each company's group; nobody is beside a company that is in none."""
    low, high, n = np.full(len(values), np.nan), np.full(len(values), np.nan), np.zeros(len(values), dtype=np.intp)
    for code, places in pd.Series(codes).groupby(codes).indices.items():
        if code != NOWHERE:
            found = find_quartiles(values[places])
            low[places], high[places], n[places] = found.low, found.high, found.n
    return Quartiles(low, high, n)


def is_sensitive(item: str, instrument: Instrument) -> bool:
    """Whether a domain holds anything about harassment."""
    return any(indicator.sensitive and indicator.domain == item for indicator in instrument.indicator)
