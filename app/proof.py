"""Does the evaluation tell the truth? Simulated programmes whose effect is known, through the real rooms."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from analysis.effects.ancova import estimate_ancova, estimate_ancova_hc3
from analysis.effects.naive import estimate_before_after
from analysis.effects.records import Estimate, Study
from analysis.followup import gather_followup
from app.effects import MAIN, lay_rounds
from app.inputs import Inputs
from app.numbers import compute_numbers
from app.planting import plant_effect
from app.rehearsed import Chosen, involve, judge_plainly, take_inputs
from app.settings import Settings
from diagnostics.rules import Lottery
from diagnostics.studies import build_studies
from survey.instrument import Instrument
from survey.rehearsal import Rehearsal, RehearsalPlan, rehearse
from survey.rehearsal.later import FollowupPlan, Involvement

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
"""In a lottery at the border, companies alike on so many keys of the default order draw."""


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of programme to try: its `name`, the planted `effect` (points), whether the last places are drawn by `lottery`, its `plan`."""

    name: str
    effect: float = 0.0
    lottery: bool = False
    plan: FollowupPlan = field(default_factory=FollowupPlan)


@dataclass(frozen=True, slots=True)
class World:
    """What every programme of a proof has in common."""

    settings: Settings
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Trial:
    """One simulated programme: the rows of the index, and its `true` effect on the measured index of the companies that were helped.

    `main` is the main estimate, `careful` the same with HC3 errors, `naive` before–after. The true effect is what the same company's
    answers would have been with no effect, subtracted: the same people, moods and chances.
    """

    main: Estimate
    careful: Estimate
    naive: Estimate
    true: float

    @property
    def covered(self) -> bool:
        """Whether the main estimate's interval holds the truth."""
        return self.main.low <= self.true <= self.main.high


@dataclass(frozen=True, slots=True)
class Verdict:
    """A case's trials in numbers: shares (0-1), points of the index. `bias_error` is the standard error of `bias`."""

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
    """A programme up to the choice of its companies."""

    rehearsal: Rehearsal
    baseline: Inputs
    chosen: Chosen


def prove(cases: Sequence[Case], world: World, seeds: Sequence[int], workers: int | None = None) -> list[Verdict]:
    """Try every case on every seed. A programme in which too few answered for an estimate is left out and not counted."""
    with ProcessPoolExecutor(workers) as pool:
        tried = list(pool.map(partial(try_programme, cases, world), seeds, chunksize=4))
    columns = zip(cases, zip(*tried, strict=True), strict=True)
    return [judge_trials(case.name, [trial for trial in trials if trial is not None]) for case, trials in columns]


def try_programme(cases: Sequence[Case], world: World, seed: int) -> list[Trial | None]:
    """Rehearse, score, flag and select once for every way to choose, then try each case; None where there are too few for an estimate."""
    rehearsal = rehearse(world.instrument, RehearsalPlan(), np.random.default_rng(seed))
    first = {lottery: _choose(rehearsal, world, seed, lottery=lottery) for lottery in {case.lottery for case in cases}}
    return [try_case(case, first[case.lottery], seed) for case in cases]


def try_case(case: Case, first: FirstRound, seed: int) -> Trial | None:
    """Rehearse the second round and estimate."""
    study = _study(case, case.effect, first, seed)
    main, careful, naive = estimate_ancova(study), estimate_ancova_hc3(study), estimate_before_after(study)
    if main.status != "ok" or naive.status != "ok":
        return None
    without = _study(case, 0.0, first, seed) if case.effect else study
    return Trial(main, careful, naive, find_true_effect(study, without))


def _choose(rehearsal: Rehearsal, world: World, seed: int, *, lottery: bool) -> FirstRound:
    settings = _draw_at_border(world.settings, seed) if lottery else world.settings
    baseline = take_inputs(rehearsal, rehearsal.answers, "baseline", settings, world.instrument)
    return FirstRound(rehearsal, baseline, judge_plainly(baseline))


def _draw_at_border(settings: Settings, seed: int) -> Settings:
    stage = settings.selection.stage[-1].id
    return replace(settings, selection=replace(settings.selection, lottery=Lottery(stage=stage, seed=seed, equal_on=EQUALS)))


def _study(case: Case, effect: float, first: FirstRound, seed: int) -> Study:
    """The index before and after; the same `seed` with another effect is the same second round otherwise."""
    rehearsal, baseline, chosen = first.rehearsal, first.baseline, first.chosen
    instrument, settings = baseline.instrument, baseline.settings
    involved = involve(chosen.selection, settings, None)
    quiet = Involvement(involved.treated, involved.stages)
    followup = plant_effect(effect, baseline, rehearsal, quiet, case.plan, [seed, 2]).followup
    second = take_inputs(rehearsal, followup.answers, "followup", settings, instrument)
    rounds = lay_rounds(chosen.numbers, compute_numbers(second), gather_followup(baseline.answers, second.answers, instrument))
    last = settings.selection.stage[-1].id
    return build_studies(rounds, chosen.candidates, chosen.selection, settings.selection, chosen.numbers.scores, last)[MAIN]


def find_true_effect(with_effect: Study, without: Study) -> float:
    """The mean difference the effect made to the measured outcome of the treated companies that the estimate rests on."""
    there = with_effect.measured & with_effect.frame["treated"].to_numpy(dtype=bool)
    return float((with_effect.frame["after"] - without.frame["after"])[there].mean())


def judge_trials(name: str, trials: Sequence[Trial]) -> Verdict:
    """How often each estimate rejects at 5 %, how far the main one is off, and how often its interval holds the truth."""
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


def tell_verdicts(verdicts: Sequence[Verdict]) -> str:
    """A Markdown table, one row a case; biases with their 95 % interval."""
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


STRONG_DROP_OUT = FollowupPlan(by_answers=0.8)
"""Whose first answers lie a standard deviation lower comes back at less than half the odds."""

CASES: Sequence[Case] = [
    Case("no effect, default rules"),
    Case("no effect, a lottery at the border", lottery=True),
    Case("no effect, strong drop-out by the first answers", plan=STRONG_DROP_OUT),
    Case("+6 points, default rules", effect=6.0),
    Case("+6 points, a lottery at the border", effect=6.0, lottery=True),
    Case("+6 points, strong drop-out by the first answers", effect=6.0, plan=STRONG_DROP_OUT),
]
"""What `make validate` tries."""
