"""What is really so in each company: its level in every domain, the severity of every need."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit

from survey.instrument.records import Instrument
from survey.rehearsal.plan import RehearsalPlan

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_COMMON = 0.4
"""The share of the variance of true levels that a company's domains have in common."""
_DOMAIN_SHIFT = 0.3
"""How far domains differ in how well companies in general do, in standard deviations."""
_LOPSIDED_TRADE = 0.5
"""How much worse a trade with one sex only does than an even one, in standard deviations."""
_ORDINARY_LOW = 0.8
"""How far below others the serious ones are in domains without a problem, in deviations."""
_NEED_COMMON, _NEED_OWN = 9.0, 18.0
"""Standard deviations of the severity that a company's needs share, and of each need's own."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The planted truth, one row a company (index `company_id`).

    `levels`: a column a domain, 0-100, 100 best. `severities`: a column a need, 0-100, 100 worst.
    `problems`: a boolean column a domain, the domains in which something is seriously wrong. A
    later wave starts from these.
    """

    levels: pd.DataFrame
    severities: pd.DataFrame
    problems: pd.DataFrame

    @property
    def serious(self) -> "pd.Series[bool]":
        """Companies with a serious problem in any domain."""
        return self.problems.any(axis="columns")


def draw_standing(
    companies: pd.DataFrame, instrument: Instrument, rng: np.random.Generator
) -> pd.DataFrame:
    """How each company stands in each domain among ordinary ones, in standard deviations.

    A common factor, each domain's own, better with size, worse in trades with one sex only.
    """
    shape = (len(companies), len(instrument.domain))
    common = np.sqrt(_COMMON) * rng.standard_normal((shape[0], 1))
    own = np.sqrt(1 - _COMMON) * rng.standard_normal(shape)
    shift = _DOMAIN_SHIFT * rng.standard_normal(shape[1])
    women = companies["women"].to_numpy()
    lopsided = _LOPSIDED_TRADE * (0.5 - 2 * np.minimum(women, 1 - women))
    size = 0.15 * (np.log1p(companies["staff"].to_numpy()) - np.log1p(4))
    values = common + own + shift - (lopsided - size)[:, np.newaxis]
    return pd.DataFrame(
        values, index=companies.index, columns=[domain.id for domain in instrument.domain]
    )


def choose_serious(
    companies: pd.DataFrame, complete: BoolArray, plan: RehearsalPlan, rng: np.random.Generator
) -> BoolArray:
    """The companies with serious problems.

    They are as large a share of those expected to answer as of the others, in whole companies.
    """
    answering = round(plan.serious * plan.answering * plan.companies)
    silent = round(plan.serious * (1 - plan.answering) * plan.companies)
    staff = companies["staff"].to_numpy()
    order = np.lexsort((rng.random(len(staff)), staff < plan.serious_staff))
    serious = np.zeros(len(staff), dtype=bool)
    serious[order[complete[order]][:answering]] = True
    serious[order[~complete[order]][:silent]] = True
    return serious


def draw_problems(
    standing: pd.DataFrame, serious: BoolArray, plan: RehearsalPlan, rng: np.random.Generator
) -> pd.DataFrame:
    """In which domains a serious company has its problems.

    There are as many as the plan says, any of them, and all where there are fewer.
    """
    ranks = rng.random(standing.shape).argsort(axis=1)
    counts = rng.choice(plan.serious_domains, size=len(standing))
    return pd.DataFrame(
        (ranks < counts[:, np.newaxis]) & serious[:, np.newaxis],
        index=standing.index,
        columns=standing.columns,
    )


def set_levels(
    standing: pd.DataFrame, problems: pd.DataFrame, plan: RehearsalPlan, rng: np.random.Generator
) -> pd.DataFrame:
    """True levels: in the plan's range, low where a problem is planted, lowish beside one."""
    least, most = plan.levels
    beside = problems.to_numpy().any(axis=1, keepdims=True)
    ordinary = least + (most - least) * expit(standing.to_numpy() - _ORDINARY_LOW * beside)
    planted = rng.uniform(*plan.serious_levels, size=standing.shape)
    return pd.DataFrame(
        np.where(problems, planted, ordinary), index=standing.index, columns=standing.columns
    )


def draw_severities(
    companies: pd.DataFrame, instrument: Instrument, plan: RehearsalPlan, rng: np.random.Generator
) -> pd.DataFrame:
    """How severe each need truly is, the means falling evenly in the instrument's order."""
    shape = (len(companies), len(instrument.need))
    means = np.linspace(*plan.need_severities, num=shape[1])
    spread = _NEED_COMMON * rng.standard_normal((shape[0], 1)) + _NEED_OWN * rng.standard_normal(
        shape
    )
    return pd.DataFrame(
        np.clip(means + spread, 0, 100),
        index=companies.index,
        columns=[need.id for need in instrument.need],
    )


def tabulate_truth(truth: Truth) -> pd.DataFrame:
    """One row a company, with what is planted.

    `company_id`, `serious`, `problems` (domains, `;` between), `true_<domain>` for each domain, and
    `needs` from the most severe to the least.
    """
    levels = truth.levels.round(2).add_prefix("true_")
    return pd.concat(
        [
            truth.serious.rename("serious"),
            _name_problems(truth.problems),
            levels,
            _order_needs(truth.severities),
        ],
        axis="columns",
    ).reset_index()


def _name_problems(problems: pd.DataFrame) -> "pd.Series[str]":
    names = problems.columns.to_numpy()
    return pd.Series(
        [";".join(names[row]) for row in problems.to_numpy()],
        index=problems.index,
        name="problems",
        dtype="str",
    )


def _order_needs(severities: pd.DataFrame) -> "pd.Series[str]":
    names = severities.columns.to_numpy()
    orders = np.argsort(-severities.to_numpy(), axis=1, kind="stable")
    return pd.Series(
        [";".join(names[order]) for order in orders],
        index=severities.index,
        name="needs",
        dtype="str",
    )
