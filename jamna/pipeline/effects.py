"""What the programme changed: both rounds read, scored and compared, as a table of contents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.effects.estimators import estimate_effects, estimate_main
from analysis.effects.inference.families import adjust_families, tabulate_effects
from analysis.effects.models.association import associate_hours
from analysis.effects.models.overlap import find_overlap
from analysis.effects.models.pooling import estimate_by_group
from analysis.effects.records import Estimate, Study
from analysis.programme.followup import FollowupFacts, gather_followup
from diagnostics.studies import Rounds, build_studies
from jamna.pipeline.delivery import Effort, read_effort
from jamna.pipeline.goals import Results, SecondRound, gather_results, tabulate_results
from jamna.pipeline.inputs import Inputs, read_inputs
from jamna.pipeline.scores import Numbers
from jamna.pipeline.selection import Judgement
from jamna.pipeline.steps import compute_step
from jamna.screen.progress import Screen
from jamna.workspace.layout import Workspace
from survey.common.errors import ConfigurationError, Problem, nearest

AT_TIMES = ("effects", "goals", "criteria")
"""Tables that there are once there is a second round."""

MAIN = "index"
"""The outcome that is also told by municipality, target group and activity."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Both rounds of a programme and what lies between them.

    `estimates`: the rows of `results/effects`. `studies`: by outcome, all companies. `baseline`, `numbers` and `judgement` are of the first
    round, `followup` and `later` of the second; `facts` is what the second tells beside the scores.
    """

    baseline: Inputs
    numbers: Numbers
    judgement: Judgement
    followup: Inputs
    later: Numbers
    facts: FollowupFacts
    effort: Effort
    studies: Mapping[str, Study]
    estimates: Sequence[Estimate]


def tabulate_all(effects: Effects) -> dict[str, pd.DataFrame]:
    """The tables by name, as they are written to `results/`."""
    return {"effects": tabulate_effects(effects.estimates)} | tabulate_results(reach_goals(effects))


def reach_goals(effects: Effects) -> Results:
    """The programme against its goals and its horizontal criteria."""
    later = SecondRound(effects.facts, effects.later.scores)
    return gather_results(effects.baseline, effects.judgement.selection, effects.effort, later)


def compare_rounds(
    workspace: Workspace, baseline: Inputs, numbers: Numbers, judgement: Judgement, screen: Screen
) -> Effects:
    """The second round beside a first one that is read already."""
    with screen.step("Reading the second round"):
        followup = read_inputs(workspace, "followup")
        effort = read_effort(workspace, followup.settings, followup.instrument, followup.register)
    later = compute_step(followup, screen)
    facts = gather_followup(baseline.answers, followup.answers, baseline.instrument)
    studies = lay_studies(baseline, numbers, judgement, later, facts)
    with screen.step("Estimating effects"):
        estimates = estimate_all(studies, baseline, numbers, effort)
    return Effects(baseline, numbers, judgement, followup, later, facts, effort, studies, estimates)


def lay_studies(
    baseline: Inputs, numbers: Numbers, judgement: Judgement, later: Numbers, facts: FollowupFacts
) -> dict[str, Study]:
    """A study for the index, each domain, the needs and each outcome that is a number."""
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
    """Every outcome in both rounds. A company whose second answer is not complete has none."""
    complete = facts.answered_after.index[facts.answered_after]
    before, after = (
        pd.concat([_measure(one), outcomes], axis="columns")
        for one, outcomes in ((numbers, facts.before), (later, facts.after))
    )
    measured = [MAIN, *numbers.scores.domains.columns]
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
    """Company x index, domains and mean severity of the needs (0-100)."""
    needs = numbers.needs.severity.mean(axis="columns").rename("needs")
    return pd.concat(
        [numbers.scores.index.rename(MAIN), numbers.scores.domains, needs], axis="columns"
    )


def _reliability(table: pd.DataFrame) -> Mapping[str, float]:
    """Alpha by domain, where there is one."""
    known = table[table["alpha"].notna()]
    return dict(zip(known["item"].astype(str), known["alpha"].astype(float), strict=True))


def find_stage(inputs: Inputs) -> str:
    """The stage whose companies were helped; ConfigurationError if the programme names one that it does not have."""
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
    """Every row of `results/effects`: each outcome for all, the index by group, municipality and activity."""
    rules = baseline.settings.effects
    rng = np.random.default_rng(rules.seed)
    rows = [row for study in studies.values() for row in estimate_effects(study, rng, rules.draws)]
    main = studies[MAIN]
    return adjust_families(
        [
            *rows,
            *_by_target_group(main, numbers),
            *_by_municipality(main),
            *_by_activity(main, effort),
        ]
    )


def _by_target_group(study: Study, numbers: Numbers) -> Iterator[Estimate]:
    """The main estimate for the companies of each target group alone."""
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
    """The rows with their group named as `kind=group`."""
    return [replace(row, group=f"{kind}={row.group}") for row in rows]
