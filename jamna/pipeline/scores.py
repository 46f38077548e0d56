"""Turn inputs into numbers: scores, needs and reliability."""

from dataclasses import dataclass

import pandas as pd

from analysis.effects.outcome_scores import leave_out_treatment
from analysis.groups.frequencies import tabulate_frequencies
from analysis.groups.groups import mark_target_groups, name_groups
from analysis.groups.region import tabulate_region
from analysis.groups.weighting import weigh_to
from analysis.needs.needs import rank_programme, read_needs, tabulate_needs
from analysis.records import Needs, Scores
from analysis.reliability.scales import assess_reliability
from analysis.scoring.coding import code_gaps, code_points
from analysis.scoring.scoring import score, tabulate_missing, tabulate_scores
from jamna.pipeline.inputs import Inputs
from survey.register.register import backgrounds

PICTURED_BY = ("municipality", "trade")
"""The backgrounds by which the region is pictured."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was computed from one round's answers.

    `gaps` has signed pay gaps by company. `needs_programme` is the table of that name.
    `reliability` has one row per scale. `target_groups` has one bool column per group.
    `outcome_scores`: the scores that effects are estimated on, without the questions that are the
    treatment itself.
    """

    scores: Scores
    outcome_scores: Scores
    gaps: pd.DataFrame
    needs: Needs
    needs_programme: pd.DataFrame
    reliability: pd.DataFrame
    target_groups: pd.DataFrame


def compute_numbers(inputs: Inputs) -> Numbers:
    """Score every company that answered, and rank the programme's needs."""
    points = code_points(inputs.answers, inputs.instrument)
    needs = read_needs(inputs.answers, inputs.instrument)
    marks = mark_target_groups(inputs.backgrounds, inputs.settings.target_group)
    groups = name_groups(inputs.backgrounds, inputs.settings.needs.by, marks)
    scores = score(points, inputs.instrument, inputs.settings.scoring, inputs.answers.wave)
    return Numbers(
        scores=scores,
        outcome_scores=leave_out_treatment(scores, inputs.instrument, inputs.settings.scoring),
        gaps=code_gaps(inputs.answers, inputs.instrument),
        needs=needs,
        needs_programme=rank_programme(
            needs, groups, inputs.settings.privacy, weigh_to_register(inputs)
        ),
        reliability=assess_reliability(points, inputs.instrument),
        target_groups=marks,
    )


def weigh_to_register(inputs: Inputs) -> pd.Series | None:
    """Return weights that make the answers add up to the register, by company.

    None if the programme asks for no weights. Answers and register use the same codes.
    """
    columns = inputs.settings.needs.weight_to
    if not columns:
        return None
    everyone = inputs.answers.companies.reindex(inputs.register.index)
    return weigh_to(
        inputs.backgrounds[columns],
        backgrounds(everyone, inputs.register, inputs.instrument)[columns],
    )


def tabulate_picture(numbers: Numbers, inputs: Inputs) -> dict[str, pd.DataFrame]:
    """The region's equality picture: scores and answers by municipality and by trade."""
    known = [name for name in PICTURED_BY if name in inputs.backgrounds]
    groups = name_groups(inputs.backgrounds, known, numbers.target_groups.iloc[:, :0])
    privacy, instrument = inputs.settings.privacy, inputs.instrument
    return {
        "region": tabulate_region(numbers.scores, instrument, groups, privacy),
        "frequencies": tabulate_frequencies(inputs.answers, instrument, groups, privacy),
    }


def tabulate_numbers(numbers: Numbers, inputs: Inputs) -> dict[str, pd.DataFrame]:
    """Return the tables by name, as they are written to `results/`."""
    return {
        "scores": tabulate_scores(numbers.scores, inputs.instrument, numbers.gaps),
        "needs": tabulate_needs(numbers.needs),
        "needs_programme": numbers.needs_programme,
        **tabulate_picture(numbers, inputs),
        "missing": tabulate_missing(numbers.scores.points),
        "reliability": numbers.reliability,
        "faults": inputs.answers.faults,
    }
