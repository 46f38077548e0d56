"""The same answers under many plausible choices, which tell how sure a flag or a seat is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.arrays import Array
from analysis.records import Aggregation, Points
from analysis.rules import RobustnessRules, ScoringRules
from analysis.scoring.aggregation import Cells, Weights, score_arrays
from analysis.scoring.scoring import lay_cells, weigh
from survey.instrument.records import INDEX, Instrument

AGGREGATIONS: tuple[Aggregation, ...] = ("geometric", "arithmetic")


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The scores of `companies` as one array.

    `values` is company x item, 0-100, NaN where there is no score. `items` gives the column of the
    index, of each domain and of each indicator; where a domain and an indicator share an id, the
    domain's.
    """

    companies: pd.Index
    items: Mapping[str, int]
    values: Array

    def of(self, item: str) -> Array:
        """The scores of one item, by company."""
        return self.values[:, self.items[item]]


@dataclass(frozen=True, slots=True)
class Variant:
    """The scores of one plausible variant.

    `shift` (points) is to be added to every limit. `left_out`: the indicators that are left out.
    """

    measured: ScoreTable
    shift: float = 0.0
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VariantBase:
    """What is the same in every variant.

    The answers as cells, the instrument's weights, and the programme's rules.
    """

    companies: pd.Index
    items: Mapping[str, int]
    indicators: tuple[str, ...]
    cells: Cells
    weights: Weights
    scoring: ScoringRules


def measure(points: Points, instrument: Instrument, scoring: ScoringRules) -> ScoreTable:
    """The scores as the programme's own rules have them."""
    return _measure(_lay_out(points, instrument, scoring))


def vary(
    points: Points,
    instrument: Instrument,
    scoring: ScoringRules,
    rules: RobustnessRules,
    rng: np.random.Generator,
) -> Iterator[Variant]:
    """Draw `rules.variants` random variants.

    Every weight lies within +-`rules.weights` of its own, the aggregation is either one, and the
    limits are shifted.
    """
    choice = _lay_out(points, instrument, scoring)
    for _ in range(rules.variants):
        drawn = replace(
            choice,
            weights=_draw_weights(choice.weights, rules.weights, rng),
            scoring=ScoringRules(
                aggregation=AGGREGATIONS[rng.integers(2)], least_complete=scoring.least_complete
            ),
        )
        yield Variant(
            _measure(drawn), shift=float(rng.uniform(-rules.thresholds, rules.thresholds))
        )


def leave_each_indicator_out(
    points: Points, instrument: Instrument, scoring: ScoringRules
) -> Iterator[Variant]:
    """One variant per indicator, in which the indicator is missing and not asked for."""
    choice = _lay_out(points, instrument, scoring)
    for indicator in choice.indicators:
        yield _without(choice, frozenset({indicator}))


def leave_each_answer_out(
    points: Points, instrument: Instrument, scoring: ScoringRules
) -> Iterator[Variant]:
    """One variant per answer, in which every indicator that rests on it is left out.

    Several indicators can rest on one head count. Answers that carry the same indicators, such as
    the women and the men of one balance, make one variant.
    """
    choice = _lay_out(points, instrument, scoring)
    for indicators in dict.fromkeys(rest_on(instrument).values()):
        yield _without(choice, indicators)


def leave_out(
    points: Points, instrument: Instrument, scoring: ScoringRules, indicators: Collection[str]
) -> ScoreTable:
    """Score without some indicators.

    Their values are missing, and they leave the denominator too.
    """
    return _without(_lay_out(points, instrument, scoring), frozenset(indicators)).measured


def rest_on(instrument: Instrument) -> Mapping[str, frozenset[str]]:
    """The indicators that rest on each answer column."""
    columns = dict.fromkeys(
        column for indicator in instrument.indicator for column in indicator.columns
    )
    return {
        column: frozenset(one.id for one in instrument.indicator if column in one.columns)
        for column in columns
    }


def _lay_out(points: Points, instrument: Instrument, scoring: ScoringRules) -> VariantBase:
    indicators = tuple(points.values.columns)
    names = [INDEX, *(domain.id for domain in instrument.domain), *indicators]
    items = {name: position for position, name in reversed(list(enumerate(names)))}
    return VariantBase(
        points.values.index, items, indicators, lay_cells(points), weigh(instrument), scoring
    )


def _measure(choice: VariantBase) -> ScoreTable:
    scored = score_arrays(choice.cells, choice.weights, choice.scoring)
    indicators = np.where(choice.cells.calculable, choice.cells.values, np.nan)
    return ScoreTable(
        choice.companies,
        choice.items,
        np.column_stack([scored.index.score, scored.domains.score, indicators]),
    )


def _without(choice: VariantBase, indicators: frozenset[str]) -> Variant:
    kept = np.array([indicator not in indicators for indicator in choice.indicators], dtype=bool)
    cells = Cells(
        choice.cells.values, choice.cells.calculable & kept, choice.cells.applicable & kept
    )
    return Variant(_measure(replace(choice, cells=cells)), left_out=indicators)


def _draw_weights(weights: Weights, spread: float, rng: np.random.Generator) -> Weights:
    return Weights(
        indicators=weights.indicators
        * rng.uniform(1 - spread, 1 + spread, weights.indicators.shape),
        domains=weights.domains * rng.uniform(1 - spread, 1 + spread, weights.domains.shape),
        member=weights.member,
    )
