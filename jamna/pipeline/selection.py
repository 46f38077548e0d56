"""Turn numbers into judgement: flags, candidates and the selection."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.reliability.robustness import vary
from diagnostics.flags.flags import raise_flags, tabulate_flags
from diagnostics.records import Candidates, Decision, Flag, Selection
from diagnostics.selection.candidates import gather_candidates
from diagnostics.selection.selection import select
from diagnostics.selection.stability import selection_stability
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.scores import Numbers

STABILITY_VARIANTS = 40
"""The most variants for which a whole selection is made: a selection is slower than flags."""

AT_TIMES = ("lottery",)
"""Tables that only some configurations make."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who is flagged and who is chosen.

    `stability` has the columns `company_id, stage, stands`: the share (0-1) of variants in which
    the company is chosen.
    """

    flags: Sequence[Flag]
    candidates: Candidates
    selection: Selection
    decisions: Sequence[Decision]
    stability: pd.DataFrame


def judge(inputs: Inputs, numbers: Numbers, decisions: Sequence[Decision]) -> Judgement:
    """Raise flags and choose companies stage by stage.

    ConfigurationError if the rules cannot all be met with the seats there are.
    """
    flags = find_flags(inputs, numbers)
    candidates = line_up(inputs, numbers, flags)
    rules, language = inputs.settings.selection, inputs.settings.programme.language
    return Judgement(
        flags=flags,
        candidates=candidates,
        selection=select(candidates, rules, decisions, language=language),
        decisions=decisions,
        stability=find_stability(inputs, numbers, candidates),
    )


def find_flags(inputs: Inputs, numbers: Numbers) -> Sequence[Flag]:
    """Return every flag, with the share of the programme's variants in which it holds."""
    settings = inputs.settings
    return raise_flags(
        numbers.scores,
        numbers.needs,
        inputs.answers,
        inputs.instrument,
        rules=settings.flag,
        robustness=settings.robustness,
        scoring=settings.scoring,
        rng=np.random.default_rng(settings.robustness.seed),
    )


def find_stability(inputs: Inputs, numbers: Numbers, candidates: Candidates) -> pd.DataFrame:
    """Compute how often each company reaches the last stage under plausible other choices."""
    settings = inputs.settings
    robustness = replace(
        settings.robustness, variants=min(settings.robustness.variants, STABILITY_VARIANTS)
    )
    rng = np.random.default_rng(settings.robustness.seed)
    variants = vary(numbers.scores.points, inputs.instrument, settings.scoring, robustness, rng)
    return selection_stability(
        candidates,
        settings.selection,
        flag_rules=settings.flag,
        needs=numbers.needs,
        domains=[domain.id for domain in inputs.instrument.domain],
        variants=variants,
    )


def line_up(inputs: Inputs, numbers: Numbers, flags: Sequence[Flag]) -> Candidates:
    """Gather every contact with what the selection reads about it."""
    return gather_candidates(
        inputs.register.index,
        inputs.answers,
        inputs.instrument,
        backgrounds=inputs.backgrounds,
        groups=numbers.target_groups,
        scores=numbers.scores,
        needs=numbers.needs,
        flags=flags,
    )


def tabulate_judgement(judgement: Judgement) -> dict[str, pd.DataFrame]:
    """Return the tables by name, as they are written to `results/`."""
    lottery = judgement.selection.lottery
    return {
        "flags": tabulate_flags(judgement.flags),
        "selection": judgement.selection.table,
        "stability": judgement.stability,
        "stages": pd.DataFrame(
            [
                {name: getattr(count, name) for name in count.__slots__}
                for count in judgement.selection.counts
            ]
        ),
    } | ({"lottery": lottery.entrants} if lottery else {})
