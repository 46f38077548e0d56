"""A made-up programme for tests of the estimators: a normal model, whose truth is known."""

import numpy as np
import pandas as pd

from analysis.effects.records import Study

AREAS = ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8"]


def make_study(
    seed=1, n=220, chosen=40, effect=0.0, reliability=0.75, blur=3.0, lottery=False, **values
):
    """The `chosen` of `n` companies with the lowest measured index; SD 10, mean 50.

    Before and after are two noisy measurements of the same truth. `blur`: how much else the choice
    went by (SD).
    """
    rng = np.random.default_rng(seed)
    truth = 50 + 10 * np.sqrt(reliability) * rng.standard_normal(n)
    before, again = truth + 10 * np.sqrt(1 - reliability) * rng.standard_normal((2, n))
    rank = (
        rng.permutation(n)
        if lottery
        else np.argsort(np.argsort(before + blur * rng.standard_normal(n)))
    )
    treated = rank < chosen
    frame = pd.DataFrame(
        {
            "treated": treated,
            "eligible": True,
            "override": False,
            "closed": False,
            "drawn": lottery,
            "stratum": "border",
            "before": before,
            "after": again + effect * treated,
            "index": before,
            "need": rng.uniform(0, 100, n),
            "municipality": rng.choice(AREAS, n),
            "size": rng.choice(["1-4", "5-9", "10-49"], n, p=[0.5, 0.3, 0.2]),
            "sector": rng.choice(["A", "B", "C", "D", "E"], n),
        },
        index=pd.Index([f"c{number:04}" for number in range(n)], name="company_id"),
    )
    return Study(
        **{
            "outcome": "index",
            "frame": frame,
            "covariates": ("index", "need"),
            "reliability": reliability,
        }
        | values
    )


def change(study, **columns):
    """The study with other columns."""
    return Study(
        study.outcome,
        study.frame.assign(**columns),
        study.covariates,
        study.backgrounds,
        study.group,
        study.family,
        study.reliability,
    )
