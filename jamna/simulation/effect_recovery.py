"""Measure how well effects are estimated, on simulated programmes whose effect is known."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from analysis.effects.models.ancova import estimate_ancova, estimate_ancova_hc3
from analysis.effects.models.before_after import estimate_before_after
from analysis.effects.records import Estimate, Study
from analysis.programme.followup import gather_followup
from diagnostics.rules import Lottery
from diagnostics.studies import build_studies
from jamna.pipeline.effects import MAIN, lay_rounds
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.scores import compute_numbers
from jamna.simulation.planted_effect import plant_effect
from jamna.simulation.simulated_run import PlainChoice, involve, judge_plainly, take_inputs
from jamna.workspace.settings import Settings
from survey.instrument.records import Instrument
from survey.rehearsal import Rehearsal, RehearsalPlan, rehearse
from survey.rehearsal.followup import FollowupPlan, Involvement

LEVEL = 0.05
HEADS = (
    "programmes",
    "n",
    "true effect",
    "main: p < 5 %",
    "main: bias",
    "main: covers",
    "HC3: p < 5 %",
    "before–after: p < 5 %",
    "before–after: bias",
)
EQUALS = 3
"""In a lottery at the border, companies that are equal on so many keys of the order draw lots."""

NEAR = 0.5
"""How near to the asked effect the planted one has to be, in points of the index.

The estimate is compared with the planted effect, which is known for each programme.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of programme that is tried with each of the planted `effects` (points of the index).

    `lottery`: whether the last seats are drawn by lot. `plan`: how the second round is simulated.
    """

    name: str
    lottery: bool = False
    plan: FollowupPlan = field(default_factory=FollowupPlan)
    effects: tuple[float, ...] = (0.0, 6.0)


@dataclass(frozen=True, slots=True)
class World:
    """What all simulated programmes have in common."""

    settings: Settings
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Trial:
    """One simulated programme: three estimates of the effect on the index, and the `true` effect.

    `main` is the main estimate, `careful` the same with HC3 errors, `naive` before–after. The true
    effect is the mean difference that the planted effect made to the measured index of the
    companies that were helped: each company is compared with itself in the same second round
    without an effect.
    """

    main: Estimate
    careful: Estimate
    naive: Estimate
    true: float

    @property
    def covered(self) -> bool:
        """Whether the true effect is in the main estimate's interval."""
        return self.main.low <= self.true <= self.main.high


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of all trials of a case: shares are 0-1, the rest are points of the index.

    `true` and the biases are means. `bias_error` is the standard error of `bias`.
    """

    case: str
    programmes: int
    true: float
    rejected: float
    bias: float
    bias_error: float
    coverage: float
    careful_rejected: float
    naive_rejected: float
    naive_bias: float


@dataclass(frozen=True, slots=True)
class FirstRound:
    """A simulated programme up to the choice of its companies."""

    rehearsal: Rehearsal
    baseline: Inputs
    chosen: PlainChoice


def prove(
    cases: Sequence[Case], world: World, seeds: Sequence[int], workers: int | None = None
) -> list[Verdict]:
    """Try every case with each of its effects on every seed.

    A programme in which too few companies answered for an estimate is not counted.
    """
    with ProcessPoolExecutor(workers) as pool:
        tried = list(pool.map(partial(try_programme, cases, world), seeds, chunksize=4))
    columns = zip(*tried, strict=True)
    return [
        judge_trials(name, [trial for trial in trials if trial])
        for name, trials in zip(name_trials(cases), columns, strict=True)
    ]


def name_trials(cases: Sequence[Case]) -> Sequence[str]:
    """List the names of a programme's trials, in their order."""
    return [
        f"{effect:+g} points, {case.name}" if effect else f"no effect, {case.name}"
        for case in cases
        for effect in case.effects
    ]


def try_programme(cases: Sequence[Case], world: World, seed: int) -> list[Trial | None]:
    """Simulate and choose once with and once without a lottery, if needed; then try each case.

    None stands for a trial with too few companies for an estimate.
    """
    rehearsal = rehearse(world.instrument, RehearsalPlan(), np.random.default_rng(seed))
    first = {
        lottery: _choose(rehearsal, world, seed, lottery=lottery)
        for lottery in {case.lottery for case in cases}
    }
    return [trial for case in cases for trial in try_case(case, first[case.lottery], seed)]


def try_case(case: Case, first: FirstRound, seed: int) -> Iterator[Trial | None]:
    """Simulate the second round with each effect, and estimate it."""
    without = _study(case, 0.0, first, seed)
    for effect in case.effects:
        study = _study(case, effect, first, seed) if effect else without
        main, careful, naive = (
            estimate_ancova(study),
            estimate_ancova_hc3(study),
            estimate_before_after(study),
        )
        known = main.status == naive.status == "ok"
        yield Trial(main, careful, naive, find_true_effect(study, without)) if known else None


def _choose(rehearsal: Rehearsal, world: World, seed: int, *, lottery: bool) -> FirstRound:
    settings = _draw_at_border(world.settings, seed) if lottery else world.settings
    baseline = take_inputs(rehearsal, rehearsal.answers, "baseline", settings, world.instrument)
    return FirstRound(rehearsal, baseline, judge_plainly(baseline))


def _draw_at_border(settings: Settings, seed: int) -> Settings:
    stage = settings.selection.stage[-1].id
    return replace(
        settings,
        selection=replace(
            settings.selection, lottery=Lottery(stage=stage, seed=seed, equal_on=EQUALS)
        ),
    )


def _study(case: Case, effect: float, first: FirstRound, seed: int) -> Study:
    """Return the study of the index; with the same `seed`, only the effect differs."""
    rehearsal, baseline, chosen = first.rehearsal, first.baseline, first.chosen
    instrument, settings = baseline.instrument, baseline.settings
    involved = involve(chosen.selection, settings, None)
    quiet = Involvement(involved.treated, involved.stages)
    followup = plant_effect(effect, baseline, rehearsal, quiet, case.plan, [seed, 2], NEAR).followup
    second = take_inputs(rehearsal, followup.answers, "followup", settings, instrument)
    rounds = lay_rounds(
        chosen.numbers,
        compute_numbers(second),
        gather_followup(baseline.answers, second.answers, instrument),
    )
    last = settings.selection.stage[-1].id
    return build_studies(
        rounds, chosen.candidates, chosen.selection, settings.selection, chosen.numbers.scores, last
    )[MAIN]


def find_true_effect(with_effect: Study, without: Study) -> float:
    """Return the mean change that the effect made to the outcome of the treated companies.

    Only companies that the estimate uses are counted.
    """
    there = with_effect.measured & with_effect.frame["treated"].to_numpy(dtype=bool)
    return float((with_effect.frame["after"] - without.frame["after"])[there].mean())


def judge_trials(name: str, trials: Sequence[Trial]) -> Verdict:
    """Sum up a case's trials: shares of p < 5 %, mean errors, and coverage of the interval."""
    off = np.array([trial.main.estimate - trial.true for trial in trials])
    return Verdict(
        case=name,
        programmes=len(trials),
        true=float(np.mean([trial.true for trial in trials])),
        rejected=_share(trial.main.p < LEVEL for trial in trials),
        bias=float(off.mean()),
        bias_error=float(off.std(ddof=1) / np.sqrt(len(off))),
        coverage=_share(trial.covered for trial in trials),
        careful_rejected=_share(trial.careful.p < LEVEL for trial in trials),
        naive_rejected=_share(trial.naive.p < LEVEL for trial in trials),
        naive_bias=float(np.mean([trial.naive.estimate - trial.true for trial in trials])),
    )


def _share(flags: Iterable[bool]) -> float:
    return float(np.mean(list(flags)))


def format_verdicts(verdicts: Sequence[Verdict]) -> str:
    """Return a Markdown table with one row per case; biases with their 95 % interval."""
    lines = [HEADS, ["---"] * len(HEADS), *(_row(verdict) for verdict in verdicts)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _row(verdict: Verdict) -> list[str]:
    return [
        verdict.case,
        f"{verdict.programmes:,}",
        f"{verdict.true:.1f}",
        f"{verdict.rejected:.1%}",
        f"{verdict.bias:+.2f} ± {1.96 * verdict.bias_error:.2f}",
        f"{verdict.coverage:.1%}",
        f"{verdict.careful_rejected:.1%}",
        f"{verdict.naive_rejected:.1%}",
        f"{verdict.naive_bias:+.1f}",
    ]


CASES: Sequence[Case] = [
    Case("default rules"),
    Case("a lottery at the border", lottery=True),
    Case("strong drop-out by the first answers", plan=FollowupPlan(by_answers=0.8)),
]
"""What `make validate` tries.

In the last case, a company whose first answers are one standard deviation lower has less than half
the odds of answering again.
"""
