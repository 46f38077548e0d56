"""A programme that nobody ran, in the shapes that the overview is built from.

It has 1,200 contacts, 423 answers and nine serious companies.
"""

import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from analysis.rules import TargetGroup
from diagnostics.records import (
    Decision,
    Flag,
    LotteryRecord,
    Reason,
    Selection,
    StageNote,
    StageOutcomes,
)
from diagnostics.rules import FlagRule, SelectionRules
from reports.overview import OverviewSource
from survey.answers.records import FAULT_COLUMNS, Answers
from survey.instrument.records import Instrument

MUNICIPALITIES = {
    "ARJ": 90,
    "ARV": 190,
    "GAL": 260,
    "JOK": 140,
    "PAJ": 180,
    "ALV": 170,
    "OVK": 80,
    "OVT": 90,
}
TRADES = ["MANUF", "BUILD", "SHOP", "TRANS", "FORES", "SERV", "CARE", "TOUR"]
NEEDS = {
    "sell_outside": 0.58,
    "trade_cooperation": 0.51,
    "recruit_staff": 0.47,
    "budgeting": 0.33,
    "suppliers": 0.2,
}
_DATA = tomllib.loads((Path(__file__).parent / "overview_fake.toml").read_text(encoding="utf-8"))
INSTRUMENT = TypeAdapter(Instrument).validate_python(_DATA["instrument"])
FLAG_RULES = TypeAdapter(list[FlagRule]).validate_python(_DATA["flag"])
TARGET_GROUPS = TypeAdapter(list[TargetGroup]).validate_python(_DATA["target_group"])
SELECTION_RULES = TypeAdapter(SelectionRules).validate_python(_DATA["selection"])


def fake_source(contacts: int = 1200, seed: int = 7) -> OverviewSource:
    """The whole of it, the same for the same `seed`."""
    rng = np.random.default_rng(seed)
    register = _register(contacts, rng)
    answered = sorted(rng.choice(register.index, size=round(contacts * 0.3525), replace=False))
    answers = _answers(answered, rng)
    flags = _flags(answered, rng)
    selection, decisions = _selection(register, answered, flags, rng)
    return OverviewSource(
        title={"sv": "Norrarena", "en": "North Arena"},
        data_date=date(2026, 10, 14),
        simulated=True,
        snapshot="5f2c9ad41e07",
        instrument_hash="b81e33c0aa52",
        version="1.0.0",
        seed=seed,
        instrument=INSTRUMENT,
        rules=SELECTION_RULES,
        flag_rules=FLAG_RULES,
        target_groups=TARGET_GROUPS,
        register=register,
        answers=answers,
        backgrounds=register.loc[answered, ["municipality", "trade"]],
        scores=_scores(answered, rng),
        needs_programme=_needs(rng),
        flags=flags,
        selection=selection,
        decisions=decisions,
        stability=pd.Series(rng.uniform(0.3, 1, len(answered)), index=answered),
        reliability=_reliability(),
        reported=frozenset(
            selection.table.query("stage == 'deep_dive' and outcome == 'selected'")["company_id"]
        ),
    )


def _register(contacts: int, rng: np.random.Generator) -> pd.DataFrame:
    share = np.array(list(MUNICIPALITIES.values())) / 1200
    first = [
        "Norr",
        "Älv",
        "Fjäll",
        "Skogs",
        "Berg",
        "Mid",
        "Sjö",
        "Myr",
        "Kall",
        "Gruv",
        "Ren",
        "Björk",
    ]
    last = [
        "dalens Mekaniska",
        "bygg",
        "handel",
        "transport",
        "skog",
        "konsult",
        "omsorg",
        "ljus",
        "plåt",
        "data",
        "glas",
        "service",
    ]
    names = [
        f"{first[rng.integers(12)]}{last[rng.integers(12)]} {number}" for number in range(contacts)
    ]
    return pd.DataFrame(
        {
            "name": names,
            "municipality": rng.choice(list(MUNICIPALITIES), contacts, p=share),
            "trade": rng.choice(TRADES, contacts),
        },
        index=pd.Index([f"C{number:05d}" for number in range(contacts)], name="company_id"),
    )


def _answers(answered: Sequence[str], rng: np.random.Generator) -> Answers:
    index = pd.Index(answered, name="company_id")
    complete = rng.random(len(answered)) > 0.05
    companies = pd.DataFrame({"complete": complete}, index=index)
    twice = list(rng.choice(answered, min(6, len(answered)), replace=False))
    who = [*answered, *twice]
    responses = pd.DataFrame(
        {
            "source": "svar.csv",
            "row": range(1, len(who) + 1),
            "response_id": [str(number) for number in range(1, len(who) + 1)],
            "company_id": who,
            "complete": [*complete, *[True] * len(twice)],
            "counts": [True] * len(answered) + [False] * len(twice),
        }
    )
    faults = pd.DataFrame(
        [
            ["svar.csv", 12, "12", answered[0], "STAFFM", "-3", "STAFFM is negative."],
            ["svar.csv", 19, "19", answered[1], "STAFFM", "många", "STAFFM is not a number."],
            ["svar.csv", 40, "40", answered[2], "RECR", "9", "9 is not in the list."],
            [
                "svar.csv",
                77,
                "77",
                None,
                "",
                "",
                "The token belongs to no company in the register.",
            ],
        ],
        columns=FAULT_COLUMNS,
    )
    return Answers("baseline", responses, companies, faults)


def _flags(answered: Sequence[str], rng: np.random.Generator) -> list[Flag]:
    return [
        *[_equality(company, "serious", "closed_recruitment", rng) for company in answered[:9]],
        *[_equality(company, "watch", "few_women", rng) for company in answered[5:40]],
        *[_need(company, rng) for company in answered[30:75]],
    ]


def _equality(company: str, level: str, rule: str, rng: np.random.Generator) -> Flag:
    reasons = [
        Reason("recruitment", float(rng.uniform(2, 24)), "below", 25.0, {"RECR": "A1", "ADS": "N"}),
        Reason("women_hired", 0.0, "below", 25.0, {"RECW": "0", "RECM": "4"}),
    ]
    firm = bool(rng.random() < 0.7)
    return Flag(
        company, "baseline", rule, "equality", level, reasons, float(rng.uniform(0.55, 1)), firm
    )


def _need(company: str, rng: np.random.Generator) -> Flag:
    reason = Reason("sell_outside", 100.0, "at_least", 75.0, {"NEED[N01]": "S5"})
    return Flag(
        company,
        "baseline",
        "urgent_sales",
        "need",
        "watch",
        [reason],
        float(rng.uniform(0.6, 1)),
        None,
    )


def _selection(
    register: pd.DataFrame, answered: Sequence[str], flags: Sequence[Flag], rng: np.random.Generator
) -> tuple[Selection, list[Decision]]:
    trade = register["trade"]
    able = [company for company in answered if trade[company] != "TOUR"]
    flagged = {flag.company_id for flag in flags if flag.level == "serious"}
    order = sorted(able, key=lambda company: (company not in flagged, rng.random()))
    rows, why, counts, pool = [], [], [], order
    for stage in SELECTION_RULES.stage:
        capacity = min(stage.capacity, len(pool))
        for rank, company in enumerate(pool, start=1):
            outcome = (
                "selected"
                if rank <= capacity
                else "reserve"
                if rank <= capacity + stage.reserve
                else "not_selected"
            )
            place = _place(rank, capacity) if outcome == "selected" else None
            rows.append(
                [
                    company,
                    stage.id,
                    outcome,
                    outcome,
                    1 + rank // 10,
                    rank,
                    place,
                    "serious flag",
                    None,
                ]
            )
            why += _why(company, stage.id, rank, capacity)
        counts.append(
            StageOutcomes(
                stage.id,
                stage.capacity,
                len(pool),
                capacity,
                stage.reserve,
                max(0, len(pool) - capacity),
                0,
            )
        )
        pool = pool[:capacity]
    decisions = _decisions(rows, pool)
    out = [company for company in register.index if company not in set(able)]
    for company in out:
        code = "excluded" if company in answered else "no_support"
        rows.append(
            [
                company,
                SELECTION_RULES.stage[0].id,
                "ineligible",
                "ineligible",
                None,
                None,
                None,
                code,
                None,
            ]
        )
        why.append(
            [
                company,
                SELECTION_RULES.stage[0].id,
                code,
                "Tourism has a programme of its own." if code == "excluded" else "",
            ]
        )
    columns = [
        "company_id",
        "stage",
        "outcome",
        "rule_outcome",
        "priority",
        "rank",
        "place",
        "reasons",
        "decided_by",
    ]
    table = pd.DataFrame(rows, columns=columns).astype({"priority": "Int64", "rank": "Int64"})
    entrants = pd.DataFrame(
        {
            "company_id": pool[-6:],
            "priority": 3,
            "draw": [f"{rng.integers(16**12):012x}" for _ in pool[-6:]],
            "won": [True, False] * (len(pool[-6:]) // 2),
        }
    )
    lottery = LotteryRecord("deep_dive", 11, 2, entrants)
    reasons = pd.DataFrame(why, columns=["company_id", "stage", "code", "detail"])
    return Selection(
        table, reasons, counts, lottery, [], [StageNote("deep_dive", "contrast", 0, 2)]
    ), decisions


def _why(company: str, stage: str, rank: int, capacity: int) -> list[list[str]]:
    code, detail = ("order", "") if rank <= capacity else ("reserve", str(rank - capacity))
    own = ["must", "serious"] if rank <= 9 else [code, detail]
    return [
        [company, stage, *own],
        [company, stage, "serious_flags", str(int(rank <= 9))],
        [company, stage, "highest_need", "62.5"],
    ]


def _place(rank: int, capacity: int) -> str:
    if rank <= capacity - 7:
        return "core"
    return "quota" if rank <= capacity - 2 else "contrast"


def _decisions(rows: list[list[object]], pool: Sequence[str]) -> list[Decision]:
    last = [row for row in rows if row[1] == "deep_dive"]
    into = next(row for row in last if row[2] == "reserve")
    out = next(row for row in reversed(last) if row[2] == "selected")
    when = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
    into[2], into[6], into[8] = "selected", "decision", "A. Adviser"
    out[2], out[6], out[8] = "not_selected", None, "A. Adviser"
    return [
        Decision(
            when,
            str(into[0]),
            "deep_dive",
            True,
            "knows_company",
            "A. Adviser",
            "The owner asked for help in May.",
            21,
            1,
            3,
        ),
        Decision(
            when, str(out[0]), "deep_dive", False, "closed_down", "A. Adviser", "", 20, None, 3
        ),
    ]


def _scores(answered: Sequence[str], rng: np.random.Generator) -> pd.DataFrame:
    items = [("index", "index"), *[("domain", domain.id) for domain in INSTRUMENT.domain]]
    frames = []
    for level, item in items:
        status = rng.choice(
            ["ok", "not_calculable", "not_applicable"], len(answered), p=[0.9, 0.07, 0.03]
        )
        score = np.where(status == "ok", rng.uniform(10, 95, len(answered)), np.nan)
        completeness = np.where(status == "ok", rng.uniform(0.75, 1, len(answered)), 0.5)
        frames.append(
            pd.DataFrame(
                {
                    "company_id": answered,
                    "wave": "baseline",
                    "level": level,
                    "item": item,
                    "score": score,
                    "completeness": completeness,
                    "status": status,
                    "n": 4,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _needs(rng: np.random.Generator) -> pd.DataFrame:
    groups = {"all": 423} | {
        f"municipality={code}": round(count * 0.35) for code, count in MUNICIPALITIES.items()
    }
    groups |= {"target_group=women": 160, "target_group=young": 35, "target_group=born_abroad": 8}
    rows = []
    for group, n in groups.items():
        for rank, (need, share) in enumerate(NEEDS.items(), start=1):
            near = float(np.clip(share + rng.normal(0, 0.05 if n < 400 else 0.01), 0.02, 0.95))
            status = (
                "hidden"
                if n < 30
                else "empty"
                if group == "municipality=OVT" and need == "suppliers"
                else "ok"
            )
            wide = 1.96 * (near * (1 - near) / n) ** 0.5
            cells = [
                n,
                near,
                max(0.0, near - wide),
                min(1.0, near + wide),
                60 * near,
                near / 3,
                rank,
            ]
            rows.append([group, need, *(cells if status == "ok" else [None] * 7), status])
    columns = [
        "group",
        "need",
        "n",
        "share_severe",
        "low",
        "high",
        "mean_severity",
        "first_choice_share",
        "rank",
        "status",
    ]
    return pd.DataFrame(rows, columns=columns)


def _reliability() -> pd.DataFrame:
    table = pd.DataFrame(
        [
            ["domain", "recruitment", 420, 0.74, 0.69, 0.78, 0.75, None, None, None, None],
            ["indicator", "open_adverts", 420, None, None, None, None, 0.97, 0.08, True, None],
        ],
        columns=[
            "level",
            "item",
            "n",
            "alpha",
            "low",
            "high",
            "omega",
            "top_share",
            "with_rest",
            "separates_nobody",
            "note",
        ],
    )
    return table.astype({"separates_nobody": "boolean"})
