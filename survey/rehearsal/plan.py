"""What a rehearsal should be like: every number of the simulated programme.

The default has the shape of the North Business Arena.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from survey.common.toml import STRICT

Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=0, le=100)]
Weight = Annotated[float, Field(ge=0)]
Weights = Mapping[str, Weight]

BACKGROUNDS: Mapping[str, Weights] = {
    "municipality": {
        "KIR": 30,
        "GAL": 22,
        "ARV": 13,
        "PAJ": 11,
        "JOK": 9,
        "OVT": 7,
        "OVK": 5,
        "ARJ": 5,
    },
    "trade": {
        "SERV": 26,
        "BUILD": 18,
        "SHOP": 15,
        "MANUF": 11,
        "FORES": 11,
        "REIND": 3,
        "TRANS": 8,
        "TOUR": 6,
        "CARE": 5,
        "ELSE": 4,
    },
    "founder_sex": {"W": 28, "M": 63, "X": 8, "O": 1},
    "age_group": {"A1": 12, "A2": 46, "A3": 42},
    "born_abroad": {"Y": 9, "N": 91},
}


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Trade:
    """A trade.

    `women`: their share among those who work in it. `staff` and `answering`: factors on size and on
    the odds of answering. `words` name companies: "{name} {word} AB".
    """

    women: Share = 0.45
    staff: Annotated[float, Field(gt=0)] = 1.0
    answering: Annotated[float, Field(gt=0)] = 1.0
    words: list[str] = field(
        default_factory=lambda: ["Produkter", "Utveckling", "Partner", "Gruppen"]
    )


TRADES: Mapping[str, Trade] = {
    "MANUF": Trade(
        women=0.24,
        staff=1.6,
        answering=1.1,
        words=["Mekaniska", "Svets", "Snickeri", "Trävaror", "Plåtteknik", "Verkstad"],
    ),
    "BUILD": Trade(
        women=0.12,
        staff=1.1,
        answering=0.8,
        words=["Bygg", "Måleri", "El & Rör", "Markarbeten", "Takmontage", "Golv"],
    ),
    "SHOP": Trade(
        women=0.58,
        staff=0.9,
        answering=1.0,
        words=["Handel", "Livs", "Järnhandel", "Blommor", "Kläder", "Lanthandel"],
    ),
    "TRANS": Trade(
        women=0.17,
        staff=1.1,
        answering=0.8,
        words=["Åkeri", "Transport", "Buss", "Logistik", "Skogstransport"],
    ),
    "FORES": Trade(
        women=0.18,
        staff=0.5,
        answering=0.9,
        words=["Skog", "Lantbruk", "Ren & Vilt", "Skogsvård", "Mejeri"],
    ),
    "REIND": Trade(
        women=0.25,
        staff=0.4,
        answering=0.9,
        words=["Renskötsel", "Fjällren", "Renprodukter", "Vinterbete"],
    ),
    "SERV": Trade(
        women=0.50,
        staff=0.8,
        answering=1.1,
        words=["Konsult", "Redovisning", "Städ", "Teknik", "Reklam", "Frisör"],
    ),
    "CARE": Trade(
        women=0.82,
        staff=1.5,
        answering=1.2,
        words=["Omsorg", "Vård", "Hälsa", "Rehab", "Assistans"],
    ),
    "TOUR": Trade(
        women=0.55,
        staff=0.8,
        answering=1.1,
        words=["Äventyr", "Stugby", "Fiske", "Gästgård", "Hundspann"],
    ),
    "ELSE": Trade(
        women=0.45,
        staff=0.8,
        answering=1.0,
        words=["Produkter", "Utveckling", "Partner", "Gruppen"],
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Mess:
    """How often answers are spoilt, as shares of the companies that answer, in whole cases."""

    twice_complete: Share = 0.014
    twice_incomplete: Share = 0.019
    unknown_token: Share = 0.007
    no_token: Share = 0.009
    test_row: Share = 0.005
    unknown_code: Share = 0.012
    decimal_comma: Share = 0.009
    words_for_number: Share = 0.009
    negative_number: Share = 0.007
    part_over_whole: Share = 0.009
    wild_text: Share = 0.02


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class RehearsalPlan:
    """A simulated programme; the random generator is not part of it.

    `companies`: contacts in the register. `answering`: the share whose answers are complete, on
    average; `breaking_off`: so many more, as a share of those, stop half-way. `serious`: the share
    with serious equality problems, alike among those who answer and those who do not; planted in
    companies with at least `serious_staff` people, in `serious_domains` domains at once (any of
    these counts), with true levels within `serious_levels` there and ordinary-low levels elsewhere.
    `levels`: the range of the true levels (0-100, 100 best) of all other companies. `reliability`
    of a domain's scale questions together, before an answer is rounded to a code: true over
    observed variance. `need_severities`: the mean true severity (0-100, 100 worst) of the first and
    the last need, in the instrument's order. `blank`: the share of questions left blank;
    `blank_number` for numbers, which people leave out more often. `not_applicable`: how often an
    answer outside the scale is chosen, such as "does not apply" or "don't know". `sole`: the share
    of companies that employ nobody besides the owners. `languages`: the weights of the register's
    languages. `backgrounds`: weights by background and answer code. A background or code that is
    not named here gets a weight by its place in its answer list; one that the instrument does not
    know is passed over, and so is a trade, so that these defaults serve any instrument.
    """

    companies: Annotated[int, Field(ge=0)] = 1200
    answering: Share = 423 / 1200
    breaking_off: Share = 0.06
    serious: Share = 9 / 423
    serious_staff: Annotated[int, Field(ge=0)] = 6
    serious_domains: list[Annotated[int, Field(ge=1)]] = field(default_factory=lambda: [3, 4])
    serious_levels: tuple[Points, Points] = (10.0, 25.0)
    levels: tuple[Points, Points] = (25.0, 100.0)
    reliability: Annotated[float, Field(gt=0, lt=1)] = 0.8
    need_severities: tuple[Points, Points] = (74.0, 32.0)
    wanting_support: Share = 0.75
    blank: Share = 0.025
    blank_number: Share = 0.06
    not_applicable: Share = 0.03
    sole: Share = 0.24
    languages: Weights = field(default_factory=lambda: {"sv": 92, "en": 8})
    backgrounds: Mapping[str, Weights] = field(default_factory=lambda: BACKGROUNDS)
    trades: Mapping[str, Trade] = field(default_factory=lambda: TRADES)
    mess: Mess = field(default_factory=Mess)
    first_day: date = date(2026, 3, 2)
    days: Annotated[int, Field(ge=1)] = 28
