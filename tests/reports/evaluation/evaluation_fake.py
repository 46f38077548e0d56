"""A programme that does not exist, with hand-made estimates: what the evaluator's report is of."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

import survey
from analysis.effects.notes import Note
from analysis.effects.records import Estimate
from analysis.groups.response_rates import Turnout, tabulate_response
from analysis.programme.goal_settings import Goal, HorizontalCriterion
from analysis.programme.horizontal_criteria import CriterionJudged, Lack, PartJudged
from analysis.programme.perceived_benefits import share_given
from analysis.rules import PrivacyRules, TargetGroup
from reports.evaluation import EvaluationSource
from reports.evaluation.sections.shares import CHOSEN, OTHERS
from reports.evaluation.source import ANYTHING, PerceivedBenefits, StageCount
from survey.instrument.file import load_instrument
from survey.register.activities import ActivityKind, EventKind

NAN = float("nan")
PRIVACY = PrivacyRules()
INSTRUMENT = load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")
AWKWARD = "1. *Stöd* | <b>_x_</b> $5"


def estimate(outcome="index", estimator="ancova", **told):
    row = Estimate(
        outcome=outcome,
        group="all",
        family="equality",
        estimator=estimator,
        estimate=1.2,
        low=-3.0,
        high=5.4,
        p=0.57,
        n_treated=14,
        n_comparison=160,
        minimum_detectable=6.0,
        maryland_level=3,
        p_adjusted=1.0,
    )
    return replace(row, **told)


def refused(outcome="index", estimator="ancova", *notes, **told):
    notes = notes or (Note("too_few_companies", {"treated": 3, "comparison": 40, "least": 5}),)
    row = estimate(
        outcome, estimator, notes=notes, status="too_few", n_treated=3, n_comparison=40, **told
    )
    return replace(
        row, estimate=NAN, low=NAN, high=NAN, p=NAN, p_adjusted=NAN, minimum_detectable=NAN
    )


ESTIMATES = (
    estimate(
        notes=(
            Note("without_comparison", {"n": 9}),
            Note("lost", {"treated": 6, "comparison": 80}),
            Note("overrides", {"n": 2}),
        )
    ),
    refused("index", "ancova_overlap", Note("no_overlap")),
    estimate(estimator="lee_bounds", estimate=NAN, p=NAN, p_adjusted=NAN, minimum_detectable=NAN),
    estimate(
        estimator="difference_in_differences",
        estimate=8.7,
        low=2.0,
        high=15.4,
        p=0.01,
        p_adjusted=0.04,
    ),
    estimate(
        estimator="difference_in_differences_expected",
        estimate=7.1,
        low=NAN,
        high=NAN,
        p=NAN,
        maryland_level=0,
    ),
    estimate(
        estimator="before_after",
        estimate=9.3,
        low=3.1,
        high=15.5,
        p=0.001,
        p_adjusted=0.004,
        n_comparison=0,
        maryland_level=1,
    ),
    estimate(
        estimator="before_after_expected",
        estimate=6.8,
        low=NAN,
        high=NAN,
        p=NAN,
        maryland_level=0,
        notes=(
            Note("expected_gain", {"reliability": 0.75}),
            Note("expected_gain_observed", {"gain": 2.4, "slope": 0.91}),
        ),
    ),
    estimate("leadership", estimate=2.0, low=-4.0, high=8.0, minimum_detectable=8.5),
    estimate(
        "turnover",
        estimate=-905_178.0,
        low=-5_431_702.0,
        high=3_621_346.0,
        minimum_detectable=6_458_309.0,
        family="outcomes",
    ),
    refused("support_applied_for", "ancova", family="outcomes"),
    estimate(
        estimator="partial_pooling",
        group="municipality=PAJ",
        p=NAN,
        p_adjusted=NAN,
        minimum_detectable=NAN,
    ),
    refused("index", "partial_pooling", group="municipality=ARJ"),
    estimate(group="target_group=women", family="target_groups"),
    estimate(
        estimator="association", group="activity=advice", family="activities", maryland_level=2
    ),
)


def answer_boxes(n, yes):
    """`yes` of `n` say that it gave them business, the others that it gave them nothing."""
    boxes = pd.DataFrame({"NEWB": [place < yes for place in range(n)]}, dtype="boolean")
    return boxes.assign(**{ANYTHING: boxes["NEWB"]})


def give(n=30, yes=12, chosen=6):
    """Of `n` that answered, the first `chosen` are the chosen ones: too few to be shown."""
    boxes = answer_boxes(n, yes)
    mine = pd.Series(boxes.index < chosen, index=boxes.index)
    groups = {"all": pd.Series(data=True, index=boxes.index), CHOSEN: mine, OTHERS: ~mine}
    return PerceivedBenefits(
        share_given(boxes, groups, PRIVACY), {"NEWB": {"sv": "Nya affärer", "en": "New business"}}
    )


def respond():
    """Two municipalities that answer differently, and a third too small to be shown.

    A fourth would give the third away.
    """
    places = ["PAJ"] * 40 + ["GAL"] * 80 + ["ARJ"] * 4 + ["JOK"] * 12
    answered = pd.Series(
        [True] * 32 + [False] * 8 + [place % 4 == 0 for place in range(80)] + [True] * 16
    )
    again = answered & (pd.Series(range(136)) % 8 != 0)
    return tabulate_response(
        Turnout(answered, again), pd.DataFrame({"municipality": places}), ["municipality"], PRIVACY
    )


GOALS = [
    Goal(
        id="companies",
        name={"sv": "Företag", "en": "Companies that took part"},
        counts="participants",
        target=600,
    ),
    Goal(
        id="jobs",
        name={"sv": "Jobb", "en": "Jobs"},
        counts="jobs",
        outcome="full_time_jobs",
        target=200,
    ),
]


def goal_table():
    columns = [
        "goal",
        "group",
        "counts",
        "value",
        "target",
        "share",
        "before",
        "after",
        "n",
        "missing",
        "status",
    ]
    rows = [
        ("companies", "all", "participants", 423.0, 600.0, 0.705, NAN, NAN, 423, 0, "ok"),
        ("companies", "municipality=PAJ", "participants", 44.0, NAN, NAN, NAN, NAN, 44, 0, "ok"),
        ("companies", "municipality=ARJ", "participants", NAN, NAN, NAN, NAN, NAN, 0, 0, "hidden"),
        ("jobs", "all", "jobs", NAN, 200.0, NAN, NAN, NAN, 0, 7, "missing"),
    ]
    return pd.DataFrame(rows, columns=columns)


CRITERIA = (
    CriterionJudged(
        HorizontalCriterion(id="equality", name={"sv": "Jämställdhet", "en": "Equality"}),
        (
            PartJudged("background", ()),
            PartJudged("activities", (Lack("activity_not_done", "advice"),)),
            PartJudged("followup", ()),
        ),
    ),
)

SOURCE = EvaluationSource(
    programme="North Arena",
    title={"sv": "Diagnos hösten 2026", "en": "Diagnosis, autumn 2026"},
    contact={"sv": "Ring kontoret.", "en": "Ring the office."},
    simulated=True,
    version="1.0.0",
    instrument=INSTRUMENT,
    privacy=PRIVACY,
    estimates=ESTIMATES,
    spreads={
        "turnover": 6_000_000.0,
        "support_applied_for": NAN,
        "index": 12.0,
        "leadership": 20.0,
    },
    stage={"sv": "Fördjupning", "en": "Deep dive"},
    contacted=1200,
    answered=423,
    stages=[
        StageCount({"sv": "Deltar", "en": "Taking part"}, 220),
        StageCount({"sv": "Fördjupning", "en": "Deep dive"}, 20),
    ],
    again=297,
    response=respond(),
    given=give(),
    place=give(4, 2, 0),
    target_groups=[
        TargetGroup(
            id="women",
            name={"sv": "Kvinnor", "en": "Women"},
            background="founder_sex",
            values=["W"],
        )
    ],
    activities=[
        ActivityKind(id="advice", name={"sv": "Individuell rådgivning", "en": "Individual advice"})
    ],
    events=[EventKind(id="network", name={"sv": "Nätverk", "en": "Networks"})],
    goal_rules=GOALS,
    goals=goal_table(),
    criteria=CRITERIA,
)


def with_main(**told):
    """The source with another main estimate."""
    return replace(SOURCE, estimates=(replace(ESTIMATES[0], **told), *ESTIMATES[1:]))


def awkward():
    """Names that look like marks of Markdown, in every place where a programme can put its own."""
    text = {"sv": AWKWARD, "en": AWKWARD}
    given = replace(give(), names={"NEWB": text})
    return replace(
        SOURCE,
        programme=AWKWARD,
        title=text,
        contact=text,
        stage=text,
        given=given,
        stages=[StageCount(text, 20)],
        activities=[ActivityKind(id="advice", name=text)],
        target_groups=[replace(SOURCE.target_groups[0], name=text)],
        goal_rules=[replace(GOALS[0], name=text), GOALS[1]],
    )


def empty():
    """A second round in which nobody answered: every estimate refused, nothing to share."""
    return replace(
        SOURCE,
        simulated=False,
        estimates=tuple(
            refused(row.outcome, row.estimator, group=row.group, family=row.family)
            for row in ESTIMATES
        ),
        spreads=dict.fromkeys(SOURCE.spreads, np.nan),
        again=0,
        given=give(0, 0, 0),
        place=None,
        goal_rules=[],
        goals=goal_table().iloc[:0],
        criteria=(),
    )
