"""Scores of companies: indicators, domains, the index, and the tables they are written as."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import Array
from analysis.records import Points, Scores, State
from analysis.rules import ScoringRules
from analysis.schemas import FAVOURED, SCORES, check_table
from analysis.scoring.aggregation import Cells, Weights, score_arrays
from analysis.scoring.pay_gap import name_favoured
from survey.instrument.records import INDEX, Instrument, Wave

BAND_FLOORS = (25, 50, 75)

STATUSES = ("ok", "not_calculable", "not_applicable")

STATUS_OF_STATE: Mapping[State, str] = {
    State.OK: "ok",
    State.NOT_ASKED: "not_applicable",
    State.NOT_ANSWERED: "not_calculable",
    State.NOT_APPLICABLE: "not_applicable",
    State.NOT_CALCULABLE: "not_calculable",
}
"""The table's three statuses; `tabulate_missing` keeps the four kinds of missing apart."""


def score(points: Points, instrument: Instrument, rules: ScoringRules, wave: Wave) -> Scores:
    """Score every domain and the index of every company."""
    scored = score_arrays(lay_cells(points), weigh(instrument), rules)
    companies, domains = (
        points.values.index,
        pd.Index([domain.id for domain in instrument.domain], dtype=object),
    )
    return Scores(
        wave=wave,
        points=points,
        domains=pd.DataFrame(scored.domains.score, companies, domains),
        index=pd.Series(scored.index.score, companies, name=INDEX),
        domain_completeness=pd.DataFrame(scored.domains.completeness, companies, domains),
        index_completeness=pd.Series(scored.index.completeness, companies, name=INDEX),
    )


def weigh(instrument: Instrument) -> Weights:
    """The instrument's weights, in its order."""
    member = [
        [indicator.domain == domain.id for domain in instrument.domain]
        for indicator in instrument.indicator
    ]
    return Weights(
        indicators=np.array([indicator.weight for indicator in instrument.indicator], dtype=float),
        domains=np.array([domain.weight for domain in instrument.domain], dtype=float),
        member=np.array(member, dtype=bool).reshape(
            len(instrument.indicator), len(instrument.domain)
        ),
    )


def lay_cells(points: Points) -> Cells:
    """Lay points out as arrays.

    Not asked and not applicable leave the denominator; not answered and not calculable stay in it.
    """
    states = points.states.to_numpy()
    return Cells(
        values=np.nan_to_num(points.values.to_numpy()),
        calculable=states == State.OK,
        applicable=(states != State.NOT_ASKED) & (states != State.NOT_APPLICABLE),
    )


def band(score: float) -> int | None:
    """The band, 1 (worst) to 4, of a score (0-100); None without a score.

    A border belongs to the band above it: 50 is in the third.
    """
    return None if np.isnan(score) else 1 + sum(score >= floor for floor in BAND_FLOORS)


def tabulate_scores(scores: Scores, instrument: Instrument, gaps: pd.DataFrame) -> pd.DataFrame:
    """One row per company and item, in the instrument's order.

    `gaps` as `analysis.coding.code_gaps` makes them. Columns: `company_id, wave, level, item,
    score, completeness, status, n, favours`. The `completeness` of an indicator is 1 with points, 0
    without, and missing where the indicator does not apply. The `n` of an indicator is how many
    people or answers it rests on; of a domain or the index, how many indicators. `favours` says
    whom a gap favours ("women", "men" or "neither"); it is missing for every other item, and where
    a gap has no score.
    """
    indicators, domains = list(scores.points.values.columns), list(scores.domains.columns)
    levels = ["indicator"] * len(indicators) + ["domain"] * len(domains) + ["index"]
    statuses = _statuses(scores)
    companies, items = statuses.shape
    table = pd.DataFrame(
        {
            "company_id": _categories(
                scores.index.index, np.repeat(np.arange(companies, dtype=np.int32), items)
            ),
            "wave": _categories([scores.wave], np.zeros(companies * items, dtype=np.int8)),
            "level": _repeat(levels, companies),
            "item": _repeat([*indicators, *domains, INDEX], companies),
            "score": np.column_stack([scores.points.values, scores.domains, scores.index]).ravel(),
            "completeness": _completeness(scores).ravel(),
            "status": _categories(STATUSES, statuses.ravel()),
            "n": _bases(scores, weigh(instrument)).ravel(),
            "favours": _favours(gaps, scores, items),
        },
        copy=False,
    )
    return check_table(table, SCORES)


def tabulate_missing(points: Points) -> pd.DataFrame:
    """One row per company and indicator without points: `company_id, item, state`.

    `state` is in lower case, such as `not_answered`.
    """
    states = points.states.to_numpy()
    company, item = np.nonzero(states != State.OK)
    return pd.DataFrame(
        {
            "company_id": _categories(points.states.index, company),
            "item": _categories(points.states.columns, item),
            "state": _categories([state.name.lower() for state in State], states[company, item]),
        }
    )


def _completeness(scores: Scores) -> Array:
    cells = lay_cells(scores.points)
    indicators = np.where(cells.applicable, cells.calculable.astype(float), np.nan)
    return np.column_stack([indicators, scores.domain_completeness, scores.index_completeness])


def _statuses(scores: Scores) -> NDArray[np.int8]:
    """Positions in `STATUSES`, company x item."""
    of_state = np.array([STATUSES.index(STATUS_OF_STATE[state]) for state in State], dtype=np.int8)
    summaries = np.column_stack([scores.domains, scores.index])
    applicable = ~np.isnan(np.column_stack([scores.domain_completeness, scores.index_completeness]))
    without = np.where(
        applicable, STATUSES.index("not_calculable"), STATUSES.index("not_applicable")
    )
    status = np.where(np.isnan(summaries), without, STATUSES.index("ok")).astype(np.int8)
    return np.column_stack([of_state[scores.points.states.to_numpy(dtype=np.int8)], status])


def _bases(scores: Scores, weights: Weights) -> NDArray[np.int32]:
    calculable = (scores.points.states.to_numpy() == State.OK).astype(np.int32)
    domains = calculable @ weights.member.astype(np.int32)
    index = (domains * scores.domains.notna().to_numpy()).sum(axis=1, dtype=np.int32)
    return np.column_stack([scores.points.people.to_numpy(dtype=np.int32), domains, index])


def _favours(gaps: pd.DataFrame, scores: Scores, items: int) -> pd.Categorical:
    """The favoured of each company and item; the indicators are the first of the `items`."""
    favoured = np.full((len(gaps), items), None, dtype=object)
    favoured[:, scores.points.values.columns.get_indexer(gaps.columns)] = name_favoured(gaps)
    return pd.Categorical(favoured.ravel(), categories=FAVOURED)


def _repeat(names: Sequence[str], times: int) -> pd.Categorical:
    categories = list(dict.fromkeys(names))
    codes = np.array([categories.index(name) for name in names], dtype=np.int16)
    return _categories(categories, np.tile(codes, times))


def _categories(names: Sequence[str] | pd.Index, codes: NDArray[np.integer]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(names))
