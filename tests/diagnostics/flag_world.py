"""A small questionnaire with answers: three domains of three questions each, and three needs."""

from dataclasses import dataclass

import pandas as pd

from analysis.needs.needs import read_needs
from analysis.rules import ScoringRules
from analysis.scoring.coding import code_points
from analysis.scoring.scoring import score
from survey.answers.records import FAULT_COLUMNS, Answers
from survey.instrument.records import (
    AnswerList,
    Domain,
    Indicator,
    Instrument,
    Need,
    NeedsRule,
    Option,
    Question,
    Row,
    Section,
)

DOMAINS = {"hiring": "H", "pay": "P", "climate": "C"}
SCORING = ScoringRules()


def text(words):
    return {"en": words}


def options(*codes):
    return [Option(code=code, text=text(code)) for code in codes]


def make_instrument():
    asked = [
        Question(
            code=f"{letter}{number}", section="all", kind="choice", answers="scale", text=text("?")
        )
        for letter in DOMAINS.values()
        for number in (1, 2, 3)
    ]
    needs = ["N1", "N2", "N3"]
    return Instrument(
        title=text("Small"),
        languages=["en"],
        section=[Section(id="all", title=text("All"))],
        answers=[
            AnswerList(
                id="scale", options=options("1", "2", "3", "4", "5", "0"), not_applicable=["0"]
            ),
            AnswerList(id="severity", options=options("1", "2", "3", "4", "5")),
            AnswerList(id="needs", options=options(*needs)),
        ],
        question=[
            *asked,
            Question(
                code="NEED",
                section="all",
                kind="grid",
                answers="severity",
                text=text("?"),
                rows=[Row(code=code, text=text(code)) for code in needs],
            ),
            Question(
                code="TOP", section="all", kind="ranking", answers="needs", places=2, text=text("?")
            ),
        ],
        domain=[Domain(id=domain, name=text(domain)) for domain in DOMAINS],
        indicator=[
            Indicator(
                id=f"{domain}_{number}",
                domain=domain,
                name=text("?"),
                points="scale",
                question=f"{letter}{number}",
                weight=2.0 if number == 1 else 1.0,
            )
            for domain, letter in DOMAINS.items()
            for number in (1, 2, 3)
        ],
        needs=NeedsRule(severe_from="4", ranking="TOP"),
        need=[
            Need(id=need, name=text(need), severity=f"NEED[{code}]", option=code)
            for need, code in zip(("selling", "hands", "money"), needs, strict=True)
        ],
    )


@dataclass(frozen=True)
class World:
    instrument: Instrument
    answers: Answers
    scores: object
    needs: object


def make_world(companies):
    """Make a world from `companies`: by id, a text of answers.

    The text has nine answers, each a code 1-5, 0 (not relevant) or _ (none); then three severities;
    then the ranked needs.
    """
    instrument = make_instrument()
    questions = [f"{letter}{number}" for letter in DOMAINS.values() for number in (1, 2, 3)]
    cells = {}
    for company, words in companies.items():
        scale, severity, top = [*words.split(), "___", ""][:3]
        cells[company] = dict(zip(questions, scale, strict=True))
        cells[company] |= {f"NEED[N{place}]": code for place, code in enumerate(severity, start=1)}
        cells[company] |= {f"TOP[{place}]": f"N{need}" for place, need in enumerate(top, start=1)}
    frame = pd.DataFrame.from_dict(
        cells, orient="index", columns=list(instrument.columns), dtype="str"
    ).replace("_", pd.NA)
    frame.index = pd.Index(list(companies), name="company_id", dtype="str")
    frame = frame.sort_index()
    rows = [
        {"source": "a.csv", "row": row, "company_id": company, "counts": True}
        for row, company in enumerate(companies, start=1)
    ]
    answers = Answers("baseline", pd.DataFrame(rows), frame, pd.DataFrame(columns=FAULT_COLUMNS))
    points = code_points(answers, instrument)
    return World(
        instrument,
        answers,
        score(points, instrument, SCORING, "baseline"),
        read_needs(answers, instrument),
    )
