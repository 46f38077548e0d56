"""Flags: which companies meet the programme's rules, on which answers, and how sure that is."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.records import Needs, Points, Scores
from analysis.reliability.robustness import (
    Variant,
    leave_each_answer_out,
    leave_each_indicator_out,
    measure,
    vary,
)
from analysis.rules import RobustnessRules, ScoringRules
from diagnostics.flags.checks import check_rules
from diagnostics.flags.conditions import meets_rule, read_items
from diagnostics.flags.reasons import format_reasons, gather_evidence, give_reasons
from diagnostics.records import Flag
from diagnostics.rules import FlagRule
from survey.answers.records import Answers
from survey.common.errors import ConfigurationError, raise_all
from survey.instrument.records import Instrument

COLUMNS = ["company_id", "wave", "flag", "kind", "level", "reasons", "stands", "firm"]

Met = NDArray[np.bool_]
"""Whether the company meets the rule; shape rules x companies."""


def raise_flags(
    scores: Scores,
    needs: Needs,
    answers: Answers,
    instrument: Instrument,
    *,
    rules: Sequence[FlagRule],
    robustness: RobustnessRules,
    scoring: ScoringRules,
    rng: np.random.Generator,
) -> list[Flag]:
    """Raise every flag, sorted by company and then in the order of the rules.

    `stands` is the share (0-1) of variants in which the company still meets the rule. There are
    `robustness.variants` random variants, each with other weights, limits and aggregation, and one
    variant per indicator, without that indicator. All count alike. A condition on an indicator is
    not met in the variant without it. `rng` draws the variants.
    ConfigurationError with every problem of the rules.
    """
    raise_all(ConfigurationError, check_rules(rules, instrument))
    met = meet_rules(rules, Variant(measure(scores.points, instrument, scoring)), needs)
    flagged = np.asarray(met.any(axis=0))
    points, needs_of = _only(scores.points, flagged), _only_needs(needs, flagged)
    variants = chain(
        vary(points, instrument, scoring, robustness, rng),
        leave_each_indicator_out(points, instrument, scoring),
    )
    stands = _share_met(rules, variants, needs_of)
    # Logib's rule for small firms: what one answer decides is not firm.
    firm = _share_met(rules, leave_each_answer_out(points, instrument, scoring), needs_of) == 1
    evidence = gather_evidence(scores, needs, answers, instrument, flagged)
    return [
        Flag(
            company_id=str(points.values.index[company]),
            wave=scores.wave,
            flag=rules[rule].id,
            kind=rules[rule].kind,
            level=rules[rule].level,
            reasons=give_reasons(int(company), [*rules[rule].all, *rules[rule].any], evidence),
            stands=float(stands[rule, company]),
            firm=bool(firm[rule, company]) if can_be_firm(rules[rule], instrument) else None,
        )
        for company, rule in np.argwhere(met[:, flagged].T)
    ]


def can_be_firm(rule: FlagRule, instrument: Instrument) -> bool:
    """Whether an answer could be left out: nobody doubts who tells of being treated badly."""
    told = {one.id for one in instrument.indicator if one.unscored}
    named = {condition.item for condition in (*rule.all, *rule.any)}
    return rule.kind == "equality" and not named <= told


def tabulate_flags(flags: Sequence[Flag]) -> pd.DataFrame:
    """Tabulate `company_id, wave, flag, kind, level, reasons, stands, firm`; one row per flag.

    `firm` is missing for need flags, and where the company itself told that somebody was hurt.
    """
    rows = [
        (
            flag.company_id,
            flag.wave,
            flag.flag,
            flag.kind,
            flag.level,
            format_reasons(flag.reasons),
            flag.stands,
            flag.firm,
        )
        for flag in flags
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"stands": "float64", "firm": "boolean"} | dict.fromkeys(COLUMNS[:6], "str")
    )


def meet_rules(rules: Sequence[FlagRule], variant: Variant, needs: Needs) -> Met:
    """Find which companies meet which rules under one variant."""
    read = read_items(variant.measured, needs)
    met = [meets_rule(rule, read, variant.shift) for rule in rules]
    return np.array(met, dtype=bool).reshape(len(rules), len(variant.measured.companies))


def _share_met(
    rules: Sequence[FlagRule], variants: Iterable[Variant], needs: Needs
) -> NDArray[np.float64]:
    """Give the share (0-1) of the variants in which a company meets a rule; rules x companies."""
    return np.asarray(np.mean([meet_rules(rules, variant, needs) for variant in variants], axis=0))


def _only(points: Points, companies: NDArray[np.bool_]) -> Points:
    return Points(points.values[companies], points.states[companies], points.people[companies])


def _only_needs(needs: Needs, companies: NDArray[np.bool_]) -> Needs:
    return Needs(
        needs.wave, needs.severity[companies], needs.priority[companies], needs.severe[companies]
    )
