"""Why a company is flagged: each condition it met, with the answers behind it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.records import Needs, Scores, State
from analysis.scoring import weigh
from diagnostics.records import Reason
from diagnostics.rules import Condition
from survey.answers import Answers
from survey.instrument import INDEX, Instrument

Array = NDArray[np.float64]

MOST_INDICATORS = 5
"""How many indicators' answers stand behind a domain or the index."""
MOST_DECIMALS = 12
RELATION_WORDS = {"below": "below", "at_least": "at least"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What reasons are drawn from, by row (a company).

    `items`: scores and severities by item; a domain goes before an indicator of the same id. `points` and `shares`: company x indicator,
    0-100 and its share of its domain's calculable weight times the domain's weight (0 without points). `places`: by need, the place it
    was given. `answers`: by column, as stored. `needs`: by need, the columns it rests on: its severity, then the ranking's places.
    """

    instrument: Instrument
    items: Mapping[str, Array]
    points: Array
    shares: Array
    places: Mapping[str, Array]
    answers: Mapping[str, Sequence[str]]
    needs: Mapping[str, Sequence[str]]


def gather_evidence(scores: Scores, needs: Needs, answers: Answers, instrument: Instrument, companies: NDArray[np.bool_]) -> Evidence:
    """The evidence on some of the companies."""
    everything = pd.concat([scores.index.rename(INDEX), scores.domains, scores.points.values, needs.severity], axis=1)[companies]
    ok = scores.points.states.to_numpy()[companies] == State.OK
    return Evidence(
        instrument=instrument,
        items={str(item): column.to_numpy(dtype=float) for item, column in reversed(list(everything.items()))},
        points=np.nan_to_num(scores.points.values.to_numpy(dtype=float)[companies]),
        shares=_share_weight(ok, instrument),
        places={str(need): column.to_numpy(dtype=float) for need, column in needs.priority[companies].items()},
        answers={name: answers.companies.loc[companies, name].fillna("").tolist() for name in instrument.columns},
        needs=_find_need_columns(instrument),
    )


def give_reasons(row: int, conditions: Sequence[Condition], evidence: Evidence) -> list[Reason]:
    """A reason for each of the conditions that the company of a row met, in their order."""
    return [reason for condition in conditions if (reason := _reason(row, condition, evidence)) is not None]


def say_reasons(reasons: Sequence[Reason]) -> str:
    """The reasons as a text: `recruitment 12.5 below 25 (RECW=0, RECM=4); ...`."""
    return "; ".join(_say(reason) for reason in reasons)


def say_score(score: float, limit: float) -> str:
    """The score with one decimal, or as many as show on which side of the limit it is: 24.96 is not said as 25.0 where 25 is the limit."""
    for decimals in range(1, MOST_DECIMALS + 1):
        said = f"{score:.{decimals}f}"
        if (float(said) < limit) == (score < limit):
            return said
    return repr(score)


def _reason(row: int, condition: Condition, evidence: Evidence) -> Reason | None:
    score = float(evidence.items[condition.item][row])
    if condition.below is not None and score < condition.below:
        return Reason(condition.item, score, "below", condition.below, _answers(row, condition, evidence))
    if condition.at_least is not None and score >= condition.at_least:
        return Reason(condition.item, score, "at_least", condition.at_least, _answers(row, condition, evidence))
    return None


def _say(reason: Reason) -> str:
    answers = ", ".join(f"{column}={answer}" for column, answer in reason.answers.items())
    said = f"{reason.item} {say_score(reason.score, reason.limit)} {RELATION_WORDS[reason.relation]} {reason.limit:g}"
    return f"{said} ({answers})" if answers else said


def _answers(row: int, condition: Condition, evidence: Evidence) -> Mapping[str, str]:
    """Columns and stored answers behind an item; blank ones are left out."""
    stored = {column: evidence.answers[column][row] for column in _columns(row, condition, evidence)}
    return {column: answer for column, answer in stored.items() if answer != ""}


def _columns(row: int, condition: Condition, evidence: Evidence) -> Iterator[str]:
    item, instrument = condition.item, evidence.instrument
    if item == INDEX or item in instrument.domains:
        for indicator in _worst(row, condition, evidence):
            yield from instrument.indicator[indicator].columns
    elif item in instrument.indicators:
        yield from instrument.indicators[item].columns
    else:
        yield from _need_columns(row, item, evidence)


def _need_columns(row: int, need: str, evidence: Evidence) -> Iterator[str]:
    """The severity, and the place the company gave the need, where it gave one."""
    severity, *places = evidence.needs[need]
    yield severity
    place = evidence.places[need][row]
    if not np.isnan(place):
        yield places[int(place) - 1]


def _worst(row: int, condition: Condition, evidence: Evidence) -> Sequence[int]:
    """The indicators that pull a domain or the index down most (up, where the limit is a least), the first one most.

    An indicator's pull is its share of the weight times the points it lacks.
    """
    inside = np.array([condition.item in (INDEX, one.domain) for one in evidence.instrument.indicator])
    lacks = 100 - evidence.points[row] if condition.below is not None else evidence.points[row]
    pulls = evidence.shares[row] * lacks * inside
    order = np.argsort(-pulls, kind="stable")[:MOST_INDICATORS]
    return [int(place) for place in order if pulls[place] > 0]


def _share_weight(ok: NDArray[np.bool_], instrument: Instrument) -> Array:
    """Company x indicator: its share of its domain's calculable weight, times the domain's weight."""
    weights = weigh(instrument)
    member = weights.member.astype(float)
    held = ok * weights.indicators
    of_domain = (held @ member) @ member.T
    return np.asarray(held * (member @ weights.domains) / np.where(of_domain > 0, of_domain, 1.0))


def _find_need_columns(instrument: Instrument) -> Mapping[str, Sequence[str]]:
    ranking = instrument.needs.ranking if instrument.needs else None
    places = [name for name, column in instrument.columns.items() if ranking is not None and column.question.code == ranking]
    return {need.id: [need.severity, *(places if need.option else [])] for need in instrument.need}
