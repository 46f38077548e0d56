"""Where there is a comparison: companies that could have gone either way."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm

from analysis.arrays import Array, Mask
from analysis.effects.designs import lay_design
from analysis.effects.records import Study

PRIOR = 1.0
"""The prior standard deviation of a logit coefficient of a standardised column.

It lets the data speak, but keeps a coefficient from becoming infinite.
"""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Who could have gone either way.

    `companies`: a mask over the study's rows. `without_comparison`: how many measured chosen
    companies are outside.
    """

    companies: Mask
    without_comparison: int


def find_overlap(study: Study) -> Overlap:
    """Find the measured companies that have a counterpart on the other side.

    Their stratum holds chosen and other companies, and the other side has companies with their
    chance of being chosen. The chance comes from `estimate_chance` on everything the selection
    read. A chosen company whose chance is higher than that of all the others, and another company
    whose chance is lower than that of all the chosen, have no match (Dehejia and Wahba 1999).
    """
    either = study.measured & find_mixed(
        study.frame["stratum"], study.frame["treated"], study.measured
    )
    inside = np.zeros(len(study.frame), dtype=bool)
    inside[either] = _find_common(study.narrow(either))
    chosen = study.frame["treated"].to_numpy(dtype=bool) & study.measured
    return Overlap(inside, int(np.sum(chosen & ~inside)))


def find_mixed(stratum: pd.Series, treated: pd.Series, among: Mask) -> Mask:
    """Companies whose stratum holds both chosen and other companies `among` those marked."""
    share = (
        treated.where(pd.Series(among, treated.index))
        .astype(float)
        .groupby(stratum.astype("str").fillna(""))
        .transform("mean")
    )
    return ((share > 0) & (share < 1)).to_numpy(dtype=bool)


def estimate_chance(treated: Array, controls: Array) -> Array:
    """The chance (0-1) of being chosen, by a logit on `controls`.

    The controls are standardised, and the first column is 1. Coefficients have a normal prior
    around 0 (ridge), so that there is an answer when a column separates the chosen from the others.
    """
    n, k = controls.shape
    strength = np.full(k, 1 / (n * PRIOR**2))
    strength[0] = 0.0
    model = sm.GLM(treated, controls, family=sm.families.Binomial())
    fitted = model.fit_regularized(alpha=strength, L1_wt=0.0)
    return np.asarray(model.predict(fitted.params), dtype=float)


def _find_common(study: Study) -> Mask:
    design = lay_design(study)
    inside = study.frame.index.isin(design.companies)
    chosen = design.treated > 0
    if not chosen.any() or chosen.all():
        return np.zeros(len(inside), dtype=bool)
    chance = estimate_chance(design.treated, design.controls)
    common = np.where(chosen, chance <= chance[~chosen].max(), chance >= chance[chosen].min())
    inside[inside] = common
    return np.asarray(inside, dtype=bool)
