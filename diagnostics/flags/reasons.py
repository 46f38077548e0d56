"""Why a company is flagged: each condition it met, with the answers behind it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import Array
from analysis.records import Needs, Scores, State
from analysis.scoring.scoring import weigh
from diagnostics.records import Reason
from diagnostics.rules import Condition
from survey.answers.records import Answers
from survey.instrument.records import INDEX, Instrument

MOST_INDICATORS = 5
"""How many indicators' answers are shown as the reason of a domain or of the index."""
MOST_DECIMALS = 12
RELATION_WORDS = {"below": "below", "at_least": "at least"}


@dataclass(frozen=True, slots=True)
class FlagEvidence:
    """What the reasons of flags are drawn from. Every array and list has one row per company.

    `items`: scores and severities by item, 0-100. Where a domain and an indicator have the same id,
    the domain's score stands here.
    `points`: companies x indicators, 0-100; 0 if missing.
    `shares`: companies x indicators, the indicator's share of its domain's calculable weight, times
    the weight of the domain; 0 if the indicator has no points.
    `ranks`: by need, the rank that the company gave it (1 is first), NaN if none.
    `answers`: by column, as stored; "" if missing.
    `needs`: by need, the columns it rests on: its severity, then one column per rank.
    """

    instrument: Instrument
    items: Mapping[str, Array]
    points: Array
    shares: Array
    ranks: Mapping[str, Array]
    answers: Mapping[str, Sequence[str]]
    needs: Mapping[str, Sequence[str]]


def gather_evidence(
    scores: Scores,
    needs: Needs,
    answers: Answers,
    instrument: Instrument,
    companies: NDArray[np.bool_],
) -> FlagEvidence:
    """Gather the evidence on `companies` (bool by company)."""
    everything = pd.concat(
        [scores.index.rename(INDEX), scores.domains, scores.points.values, needs.severity], axis=1
    )[companies]
    ok = scores.points.states.to_numpy()[companies] == State.OK
    return FlagEvidence(
        instrument=instrument,
        items={
            str(item): column.to_numpy(dtype=float)
            for item, column in reversed(list(everything.items()))
        },
        points=np.nan_to_num(scores.points.values.to_numpy(dtype=float)[companies]),
        shares=_share_weight(ok, instrument),
        ranks={
            str(need): column.to_numpy(dtype=float)
            for need, column in needs.priority[companies].items()
        },
        answers={
            name: answers.companies.loc[companies, name].fillna("").tolist()
            for name in instrument.columns
        },
        needs=_find_need_columns(instrument),
    )


def give_reasons(row: int, conditions: Sequence[Condition], evidence: FlagEvidence) -> list[Reason]:
    """Give one reason per condition that the company in `row` met, in the order of `conditions`."""
    return [
        reason
        for condition in conditions
        if (reason := _reason(row, condition, evidence)) is not None
    ]


def format_reasons(reasons: Sequence[Reason]) -> str:
    """Format reasons as text, such as `recruitment 12.5 below 25 (HIREW=0, HIREM=4); ...`."""
    return "; ".join(_format_reason(reason) for reason in reasons)


def format_score(score: float, limit: float) -> str:
    """Format a score with one decimal, or with more if rounding would move it across the limit.

    24.96 is below the limit 25, so it is "24.96" and not "25.0".
    """
    for decimals in range(1, MOST_DECIMALS + 1):
        said = f"{score:.{decimals}f}"
        if (float(said) < limit) == (score < limit):
            return said
    return repr(score)


def _reason(row: int, condition: Condition, evidence: FlagEvidence) -> Reason | None:
    score = float(evidence.items[condition.item][row])
    if condition.below is not None and score < condition.below:
        return Reason(
            condition.item, score, "below", condition.below, _answers(row, condition, evidence)
        )
    if condition.at_least is not None and score >= condition.at_least:
        return Reason(
            condition.item,
            score,
            "at_least",
            condition.at_least,
            _answers(row, condition, evidence),
        )
    return None


def _format_reason(reason: Reason) -> str:
    answers = ", ".join(f"{column}={answer}" for column, answer in reason.answers.items())
    score, relation = format_score(reason.score, reason.limit), RELATION_WORDS[reason.relation]
    said = f"{reason.item} {score} {relation} {reason.limit:g}"
    return f"{said} ({answers})" if answers else said


def _answers(row: int, condition: Condition, evidence: FlagEvidence) -> Mapping[str, str]:
    """Columns and stored answers behind an item; blank ones are left out."""
    stored = {
        column: evidence.answers[column][row] for column in _columns(row, condition, evidence)
    }
    return {column: answer for column, answer in stored.items() if answer != ""}


def _columns(row: int, condition: Condition, evidence: FlagEvidence) -> Iterator[str]:
    item, instrument = condition.item, evidence.instrument
    if item == INDEX or item in instrument.domains:
        for indicator in _worst(row, condition, evidence):
            yield from instrument.indicator[indicator].columns
    elif item in instrument.indicators:
        yield from instrument.indicators[item].columns
    else:
        yield from _need_columns(row, item, evidence)


def _need_columns(row: int, need: str, evidence: FlagEvidence) -> Iterator[str]:
    """List a need's columns: its severity and, if the company ranked it, that rank."""
    severity, *by_rank = evidence.needs[need]
    yield severity
    rank = evidence.ranks[need][row]
    if not np.isnan(rank):
        yield by_rank[int(rank) - 1]


def _worst(row: int, condition: Condition, evidence: FlagEvidence) -> Sequence[int]:
    """Find the indicators that matter most to a domain or the index, in that order.

    Below a limit they pull the score down: share of the weight times the points they lack. At or
    above a limit they pull it up: share of the weight times their points.
    """
    inside = np.array(
        [condition.item in (INDEX, one.domain) for one in evidence.instrument.indicator]
    )
    lacks = 100 - evidence.points[row] if condition.below is not None else evidence.points[row]
    pulls = evidence.shares[row] * lacks * inside
    order = np.argsort(-pulls, kind="stable")[:MOST_INDICATORS]
    return [int(indicator) for indicator in order if pulls[indicator] > 0]


def _share_weight(ok: NDArray[np.bool_], instrument: Instrument) -> Array:
    """Share each domain's weight among its indicators with points; companies x indicators."""
    weights = weigh(instrument)
    member = weights.member.astype(float)
    held = ok * weights.indicators
    of_domain = (held @ member) @ member.T
    return np.asarray(held * (member @ weights.domains) / np.where(of_domain > 0, of_domain, 1.0))


def _find_need_columns(instrument: Instrument) -> Mapping[str, Sequence[str]]:
    ranking = instrument.needs.ranking if instrument.needs else None
    by_rank = [
        name
        for name, column in instrument.columns.items()
        if ranking is not None and column.question.code == ranking
    ]
    return {need.id: [need.severity, *(by_rank if need.option else [])] for need in instrument.need}
