"""What companies need help with: how severe, and what they put first.

The two are reported apart.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analysis.arrays import EXACT, Array, Mask
from analysis.needs.shares import NeedShares, share_needs
from analysis.records import Needs
from analysis.rules import PrivacyRules
from analysis.schemas import NEEDS, NEEDS_PROGRAMME, check_table
from analysis.scoring.coding import look_up, scale_points
from survey.answers.records import Answers
from survey.instrument.columns import columns_of
from survey.instrument.records import Instrument, Need

AFTER_PRIORITIES = 1000
"""Puts every need with a priority before every need without one in a company's own order."""

LEAST_SEVERE = 100.0


def read_needs(answers: Answers, instrument: Instrument) -> Needs:
    """Read severity, priority and whether a need is severe, for every company of one wave.

    Codes outside the severity scale ("not relevant") say nothing of severity: missing, as is an
    unanswered question. A need that was left out of the choice that its scale question follows
    (`chosen_in`) has the lowest severity.
    """
    severity = {need.id: _read_severity(answers, instrument, need) for need in instrument.need}
    priority = {need.id: _read_priority(answers, instrument, need) for need in instrument.need}
    severe = {
        need.id: _flag_severe(severity[need.id], _limit(instrument, need))
        for need in instrument.need
    }
    index = answers.companies.index
    return Needs(
        answers.wave,
        pd.DataFrame(severity, index),
        pd.DataFrame(priority, index),
        pd.DataFrame(severe, index),
    )


def tabulate_needs(needs: Needs) -> pd.DataFrame:
    """One row per company and need, in the instrument's order.

    Columns: `company_id, wave, need, severity, priority, rank`. `priority` is the company's own
    priority in the forced choice. `rank` orders its needs, priority first, then severity; equals
    share the best rank. A need with neither has no rank.
    """
    companies, names = needs.severity.index, needs.severity.columns
    rows = len(companies) * len(names)
    table = pd.DataFrame(
        {
            "company_id": pd.Categorical.from_codes(
                np.repeat(np.arange(len(companies)), len(names)), categories=companies
            ),
            "wave": pd.Categorical.from_codes(
                np.zeros(rows, dtype=np.int8), categories=pd.Index([needs.wave])
            ),
            "need": pd.Categorical.from_codes(
                np.tile(np.arange(len(names)), len(companies)), categories=names
            ),
            "severity": needs.severity.to_numpy().ravel(),
            "priority": _whole(needs.priority.to_numpy()),
            "rank": _whole(rank_own(needs).to_numpy()),
        }
    )
    return check_table(table, NEEDS)


def rank_programme(
    needs: Needs,
    groups: Mapping[str, pd.Series],
    privacy: PrivacyRules,
    weights: pd.Series | None = None,
) -> pd.DataFrame:
    """How severe each need is in each group, and in which order: one row per group and need.

    `groups` are bool Series by company, named "all" or "family=value". Columns: `group, need, n,
    share_severe, low, high, mean_severity, first_choice_share, rank, status`. `n` companies placed
    the need on the severity scale; of these, `share_severe` (0-1, Wilson 95 %) call it severe, and
    `mean_severity` is 0-100. `first_choice_share` (0-1) is of those that answered the forced
    choice. With `weights` (by company) shares and means are weighted and the intervals rest on
    Kish's effective number of answers; `n` stays the number that answered. `rank` is by unrounded
    share, then mean, then first choices, then the instrument's order. `status`: "ok"; "empty" if
    nobody answered (n is 0); "hidden" if too few did, or if the row would give a hidden one away. A
    hidden row shows nothing, not even n: how many of a handful answered is a fact about them.
    """
    shares = share_needs(needs, groups, privacy, weights)
    rows = shares.n.shape
    group, need = (
        np.repeat(np.array(list(groups), dtype=object), rows[1]),
        np.tile(needs.severity.columns.to_numpy(dtype=object), rows[0]),
    )
    table = pd.DataFrame(
        {
            "group": pd.array(group, dtype="str"),
            "need": pd.array(need, dtype="str"),
            "n": _whole(np.where(shares.hidden, np.nan, shares.n)),
            "share_severe": shares.severe.ravel(),
            "low": shares.interval.low.ravel(),
            "high": shares.interval.high.ravel(),
            "mean_severity": shares.mean.ravel(),
            "first_choice_share": shares.first.ravel(),
            "rank": _whole(_rank(shares)),
            "status": pd.array(
                np.where(shares.hidden, "hidden", np.where(shares.n == 0, "empty", "ok")).ravel(),
                dtype="str",
            ),
        }
    )
    return check_table(table, NEEDS_PROGRAMME)


def rank_own(needs: Needs) -> pd.DataFrame:
    """Each company's own order of its needs, 1 first; equals share the best rank.

    NaN where the company gave neither priority nor severity.
    """
    priority, severity = needs.priority.to_numpy(), needs.severity.to_numpy()
    key = np.where(np.isnan(priority), AFTER_PRIORITIES + LEAST_SEVERE - severity, priority)
    known = ~np.isnan(key)
    ranks = np.where(known, rankdata(np.where(known, key, np.inf), method="min", axis=1), np.nan)
    return pd.DataFrame(ranks, needs.priority.index, needs.priority.columns)


def _read_severity(answers: Answers, instrument: Instrument, need: Need) -> Array:
    severity = look_up(answers.companies[need.severity], _severities(instrument, need))
    return np.where(np.isnan(severity) & _is_left_out(answers, instrument, need), 0.0, severity)


def _is_left_out(answers: Answers, instrument: Instrument, need: Need) -> Mask:
    """Whether each company has chosen something, and not this need."""
    column = instrument.columns[need.severity]
    code = column.question.chosen_in
    if code is None:
        return np.zeros(len(answers.companies), dtype=bool)
    columns = columns_of(instrument.questions[code], instrument.lists)
    boxes = [each.name for each in columns if each.part != "other"]
    ticked = answers.companies[boxes].isin(["Y"])
    return (ticked.any(axis="columns") & ~ticked[f"{code}[{column.part}]"]).to_numpy(dtype=bool)


def _severities(instrument: Instrument, need: Need) -> Mapping[str, float]:
    answers = instrument.columns[need.severity].question.answers
    return scale_points(instrument.lists[answers].scale) if answers else {}


def _limit(instrument: Instrument, need: Need) -> float:
    """The severity from which a need is severe.

    NaN, so that no need is severe, where the instrument does not say.
    """
    code = instrument.needs.severe_from if instrument.needs else ""
    return _severities(instrument, need).get(code, np.nan)


def _flag_severe(severity: Array, limit: float) -> pd.arrays.BooleanArray:
    return pd.arrays.BooleanArray(severity >= limit, np.isnan(severity))


def _read_priority(answers: Answers, instrument: Instrument, need: Need) -> Array:
    """The best rank at which the ranking question holds the need's option, NaN for none."""
    ranks = np.full(len(answers.companies), np.nan)
    ranking = instrument.needs.ranking if instrument.needs else None
    if ranking is None or need.option is None:
        return ranks
    for column in instrument.columns.values():
        if column.question.code == ranking and column.part is not None:
            here = (
                answers.companies[column.name]
                .eq(need.option)
                .fillna(value=False)
                .to_numpy(dtype=bool)
            )
            ranks = np.fmin(ranks, np.where(here, float(column.part), np.nan))
    return ranks


def _rank(shares: NeedShares) -> Array:
    """Ranks within each group, 1 first; NaN for a row without a share."""
    keys = [
        np.nan_to_num(-np.round(part, EXACT), nan=np.inf)
        for part in (shares.first, shares.mean, shares.severe)
    ]
    order = np.lexsort(keys, axis=1)
    ranks = np.argsort(order, axis=1) + 1.0
    return np.where(np.isnan(shares.severe), np.nan, ranks)


def _whole(values: Array) -> pd.arrays.IntegerArray:
    missing = np.isnan(values).ravel()
    return pd.arrays.IntegerArray(np.where(missing, 0, values.ravel()).astype(np.int64), missing)
