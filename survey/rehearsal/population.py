"""The contacts of a simulated programme: who they are, before anyone asks them anything."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.common.texts import said
from survey.instrument.records import Instrument, Question
from survey.rehearsal.cells import Cells, choose
from survey.rehearsal.names import name_companies
from survey.rehearsal.plan import RehearsalPlan, Trade, Weights
from survey.rehearsal.roles import Roles

_WOMEN_WHERE_UNKNOWN = (0.25, 0.5, 0.7, 0.15, 0.6, 0.4)
"""The share of women in trades that the plan does not name, in turn."""
_MEDIAN_STAFF = 5.0
_SPREAD_OF_STAFF = 1.0
_LARGEST_STAFF = 400
_MEAN_AGE = 14.0
"""A company's mean age, in years."""


def draw_companies(
    instrument: Instrument, roles: Roles, plan: RehearsalPlan, rng: np.random.Generator
) -> pd.DataFrame:
    """The contacts, index `company_id`.

    `name`, `language`, `staff` (people employed besides the owners), `women` (their share in the
    trade), `answering` (the trade's odds), then one column a background that has a question: an
    answer code, or a number as text.
    """
    ids = pd.Index(
        [f"C{number:0{_width(plan)}d}" for number in range(1, plan.companies + 1)],
        name="company_id",
        dtype="str",
    )
    facts = {
        name: draw_fact(name, question, instrument, plan, rng)
        for name, question in roles.facts.items()
    }
    profiles = trade_profiles(roles.trade, instrument, plan)
    trades = [profiles[code] for code in facts["trade"]]
    known = {
        "name": name_companies([trade.words for trade in trades], rng),
        "language": draw_codes(
            list(spoken_languages(instrument, plan)),
            list(spoken_languages(instrument, plan).values()),
            plan.companies,
            rng,
        ),
        "staff": _draw_staff(np.array([trade.staff for trade in trades]), plan, rng),
        "women": np.array([trade.women for trade in trades]),
        "answering": np.array([trade.answering for trade in trades]),
    }
    return pd.DataFrame(known | facts, index=ids)


def draw_fact(
    name: str,
    question: Question,
    instrument: Instrument,
    plan: RehearsalPlan,
    rng: np.random.Generator,
) -> Cells:
    """A background of every contact, as the text its answer would hold."""
    if question.kind == "number":
        return _draw_year_or_number(question, plan, rng).astype(str).astype(object)
    codes = ["Y", "N"] if question.kind == "yes_no" else scale_codes(question, instrument)
    return draw_codes(codes, weigh(codes, plan.backgrounds.get(name, {})), plan.companies, rng)


def scale_codes(question: Question, instrument: Instrument) -> Sequence[str]:
    """The answers a person can choose that mean something."""
    return instrument.lists[question.answers].scale if question.answers else []


def weigh(codes: Sequence[str], weights: Weights) -> Sequence[float]:
    """A weight for each code; where none is named, by its place, so that groups differ in size."""
    if not any(weights.get(code) for code in codes):
        return [1 / (place + 2) for place in range(len(codes))]
    return [weights.get(code, 0.0) for code in codes]


def draw_codes(
    codes: Sequence[str], weights: Sequence[float], size: int, rng: np.random.Generator
) -> Cells:
    """`size` of the codes, with probabilities in proportion to `weights`."""
    share = np.asarray(weights, dtype=float)
    return choose(codes, rng.choice(len(codes), size=size, p=share / share.sum()))


def trade_profiles(
    question: Question, instrument: Instrument, plan: RehearsalPlan
) -> Mapping[str, Trade]:
    """The plan's trades, and plain ones for answers that it does not name."""
    codes = scale_codes(question, instrument)
    return {
        code: plan.trades.get(code) or Trade(women=_WOMEN_WHERE_UNKNOWN[place % 6])
        for place, code in enumerate(codes)
    }


def make_register(
    companies: pd.DataFrame, size: npt.NDArray[np.int64], instrument: Instrument, roles: Roles
) -> pd.DataFrame:
    """The register as an office keeps it, index `company_id`.

    It holds words, not codes, in the questionnaire's first language.
    """
    language = instrument.languages[0]
    return pd.DataFrame(
        {
            "name": companies["name"],
            "municipality": companies["municipality"].map(
                _labels(roles.municipality, instrument, language)
            ),
            "trade": companies["trade"].map(_labels(roles.trade, instrument, language)),
            "language": companies["language"],
            "size": pd.Series(size, index=companies.index).astype("str"),
        },
        dtype="str",
    )


def _labels(question: Question, instrument: Instrument, language: str) -> Mapping[str, str]:
    options = instrument.lists[question.answers].options if question.answers else []
    return {option.code: said(option.text, language) for option in options}


def spoken_languages(instrument: Instrument, plan: RehearsalPlan) -> Weights:
    """The plan's languages that the instrument speaks; its first one where it speaks none."""
    spoken = {
        language: weight
        for language, weight in plan.languages.items()
        if language in instrument.languages and weight
    }
    return spoken or {instrument.languages[0]: 1.0}


def _draw_staff(
    factor: npt.NDArray[np.float64], plan: RehearsalPlan, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """People employed: none in the share of sole owners, else from one up, few large."""
    drawn = np.exp(rng.normal(0, _SPREAD_OF_STAFF, size=plan.companies)) * _MEDIAN_STAFF * factor
    staff = np.clip(np.floor(drawn), 1, _LARGEST_STAFF).astype(np.int64)
    return np.where(rng.random(plan.companies) < plan.sole, 0, staff)


def _draw_year_or_number(
    question: Question, plan: RehearsalPlan, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """The year a company started: young ones are many. Other bounds give numbers between them."""
    most = int(question.most) if question.most is not None else plan.first_day.year
    least = int(question.least) if question.least is not None else most - 100
    drawn = np.floor(
        min(most, plan.first_day.year)
        - rng.exponential(min(_MEAN_AGE, (most - least) / 3 + 1), size=plan.companies)
    )
    return np.clip(drawn, least, most).astype(np.int64)


def _width(plan: RehearsalPlan) -> int:
    return max(4, len(str(plan.companies)))
