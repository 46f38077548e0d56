"""Estimate what the programme changed, by comparing both rounds."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.effects.estimators import estimate_effects, estimate_main
from analysis.effects.inference.families import adjust_families, tabulate_effects
from analysis.effects.models.association import associate_hours
from analysis.effects.models.overlap import find_overlap
from analysis.effects.models.pooling import estimate_by_group
from analysis.effects.notes import Note
from analysis.effects.outcome_scores import find_treatment
from analysis.effects.records import Estimate, Study
from analysis.programme.followup import FollowupFacts
from diagnostics.studies import Rounds, build_studies
from jamna.pipeline.delivery import Effort
from jamna.pipeline.followup import SecondRound
from jamna.pipeline.goals import Results, gather_results, tabulate_results
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.progress import Progress
from jamna.pipeline.scores import Numbers
from jamna.pipeline.selection import Judgement
from survey.common.errors import ConfigurationError, Problem, nearest
from survey.instrument.records import Instrument

AT_TIMES = ("effects", "goals", "criteria")
"""Tables that are made only if there is a second round."""

MAIN = "index"
"""The outcome that is also estimated by municipality, target group and activity."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Both rounds of a programme and what changed between them.

    `baseline`, `numbers` and `judgement` belong to the first round. `studies` holds one study of
    all companies per outcome. `estimates` are the rows of `results/effects`.
    """

    baseline: Inputs
    numbers: Numbers
    judgement: Judgement
    second: SecondRound
    studies: Mapping[str, Study]
    estimates: Sequence[Estimate]


def tabulate_all(effects: Effects) -> dict[str, pd.DataFrame]:
    """Return the tables by name, as they are written to `results/`."""
    return {"effects": tabulate_effects(effects.estimates)} | tabulate_results(reach_goals(effects))


def reach_goals(effects: Effects) -> Results:
    """Compare what the programme reached with its goals and its horizontal criteria."""
    second = effects.second
    return gather_results(effects.baseline, effects.judgement.selection, second.effort, second)


def compare_rounds(
    baseline: Inputs,
    numbers: Numbers,
    judgement: Judgement,
    second: SecondRound,
    progress: Progress,
) -> Effects:
    """Estimate what changed between the first round and the second."""
    studies = lay_studies(baseline, numbers, judgement, second.numbers, second.facts)
    with progress.step("Estimating effects"):
        estimates = estimate_all(studies, baseline, numbers, second.effort)
    return Effects(baseline, numbers, judgement, second, studies, estimates)


def lay_studies(
    baseline: Inputs, numbers: Numbers, judgement: Judgement, later: Numbers, facts: FollowupFacts
) -> dict[str, Study]:
    """Build one study each for the index, every domain, the needs and every numeric outcome."""
    settings = baseline.settings
    return build_studies(
        lay_rounds(numbers, later, facts),
        judgement.candidates,
        judgement.selection,
        settings.selection,
        numbers.scores,
        find_stage(baseline),
    )


def lay_rounds(numbers: Numbers, later: Numbers, facts: FollowupFacts) -> Rounds:
    """Gather every outcome of both rounds.

    A company whose second answer is not complete has no second value.
    """
    complete = facts.answered_after.index[facts.answered_after]
    before, after = (
        pd.concat([_measure(one), outcomes], axis="columns")
        for one, outcomes in ((numbers, facts.before), (later, facts.after))
    )
    measured = [MAIN, *numbers.outcome_scores.domains.columns]
    return Rounds(
        before=before,
        after=after.reindex(complete),
        closed=frozenset(facts.closed.index[facts.closed]),
        family={
            name: "equality" if name in measured else "needs" if name == "needs" else "outcomes"
            for name in after.columns
        },
        reliability=_reliability(numbers.reliability),
    )


def _measure(numbers: Numbers) -> pd.DataFrame:
    """Return the index, the domains and the needs' mean severity (0-100), one row per company."""
    needs = numbers.needs.severity.mean(axis="columns").rename("needs")
    return pd.concat(
        [numbers.outcome_scores.index.rename(MAIN), numbers.outcome_scores.domains, needs],
        axis="columns",
    )


def _reliability(table: pd.DataFrame) -> Mapping[str, float]:
    """Return Cronbach's alpha by domain; a domain without one is left out."""
    known = table[table["alpha"].notna()]
    return dict(zip(known["item"].astype(str), known["alpha"].astype(float), strict=True))


def find_stage(inputs: Inputs) -> str:
    """Return the id of the stage whose companies were helped.

    ConfigurationError if the programme has no stages, or names one that it does not have.
    """
    stages = [stage.id for stage in inputs.settings.selection.stage]
    wanted = inputs.settings.effects.stage
    if not stages:
        raise ConfigurationError(
            Problem(
                "programme.toml",
                "has no [[selection.stage]]: nobody was chosen, so there is nothing to compare.",
            )
        )
    if wanted is not None and wanted not in stages:
        raise ConfigurationError(
            Problem(
                "programme.toml, [effects]", f'has no stage "{wanted}".', nearest(wanted, stages)
            )
        )
    return wanted or stages[-1]


def estimate_all(
    studies: Mapping[str, Study], baseline: Inputs, numbers: Numbers, effort: Effort
) -> list[Estimate]:
    """Return every row of `results/effects`.

    Each outcome is estimated for all companies; the index also by target group, municipality and
    activity.
    """
    rules = baseline.settings.effects
    rng = np.random.default_rng(rules.seed)
    rows = [row for study in studies.values() for row in estimate_effects(study, rng, rules.draws)]
    main = studies[MAIN]
    return adjust_families(
        note_treatment(
            [
                *rows,
                *_by_target_group(main, numbers),
                *_by_municipality(main),
                *_by_activity(main, effort),
            ],
            baseline.instrument,
        )
    )


def note_treatment(rows: Sequence[Estimate], instrument: Instrument) -> list[Estimate]:
    """Add to each row how many questions its score leaves out because they are the treatment."""
    treatment = find_treatment(instrument)
    left_out = Counter(indicator.domain for indicator in treatment) + Counter(
        {MAIN: len(treatment)}
    )
    return [
        replace(row, notes=(*row.notes, Note("without_treatment", {"n": left_out[row.outcome]})))
        if left_out[row.outcome]
        else row
        for row in rows
    ]


def _by_target_group(study: Study, numbers: Numbers) -> Iterator[Estimate]:
    """Yield the main estimate for each target group, from that group's companies only."""
    marks = numbers.target_groups.reindex(study.frame.index, fill_value=False).astype(bool)
    for group in marks.columns:
        part = study.narrow(marks[group], group=f"target_group={group}", family="target_groups")
        yield from estimate_main(part, find_overlap(part))


def _by_municipality(study: Study) -> Sequence[Estimate]:
    return _prefix("municipality", estimate_by_group(study, "municipality"))


def _by_activity(study: Study, effort: Effort) -> Sequence[Estimate]:
    if effort.activities.empty:
        return []
    hours = effort.activities.pivot_table(
        index="company_id", columns="kind", values="hours", aggfunc="sum"
    )
    return _prefix("activity", associate_hours(study, hours))


def _prefix(kind: str, rows: Sequence[Estimate]) -> Sequence[Estimate]:
    """Return the rows with `kind=` in front of their group's name."""
    return [replace(row, group=f"{kind}={row.group}") for row in rows]
