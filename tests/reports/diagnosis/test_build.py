"""A small programme of three companies, by hand, and what their pages say."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter

from analysis.records import Benchmark, Needs, Points, Scores, State
from analysis.rules import PrivacyRules, ScoringRules
from diagnostics.findings.laws import Law
from diagnostics.findings.library import Action, Evidence
from diagnostics.findings.measures import FittedAction
from diagnostics.records import Finding, Flag, Reason
from diagnostics.rules import Condition, FlagRule
from reports.company.answer_words import answer_words
from reports.company.records import GivenAnswer
from reports.diagnosis import DiagnosisSource, build_diagnosis
from reports.diagnosis.document import GradedAreas
from reports.diagnosis.page import write_diagnosis
from reports.style.brand import load_brand
from reports.style.language import translator
from survey.answers.records import FAULT_COLUMNS, Answers
from survey.instrument.records import Instrument

INSTRUMENT = TypeAdapter(Instrument).validate_python(
    tomllib.loads((Path(__file__).parent / "diagnosis_fake.toml").read_text(encoding="utf-8"))
)
COMPANIES = ["A", "B", "C"]
FLAG = Flag(
    "A",
    "baseline",
    "low_hiring",
    "equality",
    "serious",
    (Reason("hiring", 10.0, "below", 25.0, {}),),
    0.94,
    firm=True,
)
ALSO = replace(
    FLAG,
    flag="low_all",
    level="watch",
    reasons=(Reason("index", 30.0, "below", 40.0, {}),),
    stands=0.6,
    firm=False,
)
NEED_FLAG = replace(FLAG, flag="need", kind="need")
RULES = TypeAdapter(list[FlagRule]).validate_python(
    [
        {
            "id": "low_hiring",
            "kind": "equality",
            "level": "serious",
            "name": {"sv": "Rekryteringen är låg", "en": "Recruitment is low"},
        }
    ]
)


HOME = {item.id: item.domain for item in INSTRUMENT.indicator}


def finding(item, level, tone, weight, **more):
    home = item if level == "domain" else HOME.get(item)
    values = {"score": 10.0, "versus": None, "flags": (), "domain": home}
    return Finding(item=item, level=level, tone=tone, weight=weight, **(values | more))


FINDINGS = (
    finding("hiring", "domain", "concern", 250.0, versus="below"),
    finding("staff", "indicator", "concern", 60.0),
    finding("ad", "indicator", "concern", 50.0),
    finding("gap", "indicator", "strength", 40.0, score=90.0),
    finding("sell", "need", "concern", 30.0),
)
LAW = Law(
    id="law",
    country="SE",
    act={"sv": "Lagen"},
    paragraph={"sv": "§ 1"},
    duty={"sv": "Gör så."},
    read_on=date(2026, 11, 24),
)
MEASURE = Action(
    id="open",
    title={"sv": "Annonsera öppet", "en": "Advertise openly"},
    why={"en": "Because."},
    effort={"en": "2 hours"},
    hours=2,
    first_step={"en": "write it."},
    help=["adviser"],
    fits=[{"item": "hiring", "below": 50}],
)


def frame(columns, rows):
    return pd.DataFrame(
        rows, index=pd.Index(COMPANIES, name="company_id"), columns=columns, dtype="float"
    )


def source():
    nan = np.nan
    row = {
        "complete": True,
        "submitted": pd.Timestamp("2026-10-12 09:30"),
        "language": "sv",
    }
    row |= {
        "STAFFW": "1",
        "STAFFM": "11",
        "PAYW": "28000",
        "PAYM": "30000",
        "AD": "1",
        "POL": "Y",
        "GRID[R1]": "1",
    }
    row |= {"NEED[N1]": "5", "NEED[N2]": "1", "MUN": "ARV", "FREE": "Vi är ovänner med Kraft AB"}
    empty = dict.fromkeys(row, pd.NA) | {"complete": False, "submitted": pd.NaT, "language": "xx"}
    answers = pd.DataFrame(
        [row, row | {"language": "en"}, empty], index=pd.Index(COMPANIES, name="company_id")
    )
    values = frame(
        ["staff", "ad", "decides", "gap", "policy"],
        [[10, 0, 0, 90, 100], [80, 80, 80, nan, nan], [nan] * 5],
    )
    states = values.isna().astype("int8") * int(State.NOT_ANSWERED)
    states.loc["B", ["gap", "policy"]] = [State.NOT_APPLICABLE, State.NOT_ASKED]
    scores = Scores(
        wave="baseline",
        points=Points(values, states, values.notna().astype("int64")),
        domains=frame(["hiring", "pay"], [[10.4, 95], [80, nan], [nan, nan]]),
        index=pd.Series([45.0, nan, nan], index=values.index),
        domain_completeness=frame(["hiring", "pay"], [[1, 1], [1, nan], [0, 0]]),
        index_completeness=pd.Series([1, 0.5, 0], index=values.index),
    )
    severity = frame(["sell", "hire"], [[100, 0], [nan, 100], [nan, nan]])
    needs = Needs(
        "baseline",
        severity,
        frame(["sell", "hire"], [[nan, 1], [1, nan], [nan, nan]]),
        severity.ge(50).astype("boolean"),
    )
    group = {"municipality": "ARV", "size": "5+"}
    return DiagnosisSource(
        programme="North Arena",
        title={"sv": "Diagnos", "en": "Diagnosis"},
        contact={"sv": "Ring oss.", "en": "Call us."},
        language="sv",
        simulated=True,
        version="1",
        instrument=INSTRUMENT,
        flag_rules=RULES,
        scoring=ScoringRules(),
        privacy=PrivacyRules(),
        register=pd.DataFrame(
            {"name": ["Älv AB", "Bo & Co", pd.NA], "municipality": ["x", "y", "z"]},
            index=values.index,
        ),
        answers=Answers("baseline", pd.DataFrame(), answers, pd.DataFrame(columns=FAULT_COLUMNS)),
        backgrounds=pd.DataFrame(
            {"municipality": ["ARV", "ARV", pd.NA], "size_number": [12.0, 12.0, nan]},
            index=values.index,
        ),
        scores=scores,
        needs=needs,
        benchmarks={
            "A": [
                Benchmark("hiring", 10.4, 35, 65, 41, group, hidden=False),
                Benchmark("pay", 95, None, None, 3, {}, hidden=True),
            ],
        },
        flags=(FLAG, ALSO, NEED_FLAG, replace(FLAG, company_id="B")),
        findings={
            "A": FINDINGS,
            "B": (finding("hiring", "domain", "strength", 30.0, relative=True),),
        },
        actions={
            "A": [
                FittedAction(
                    MEASURE,
                    FINDINGS[1:2],
                    [{"sv": "rådgivaren"}, {"sv": "Almi"}],
                    [LAW],
                    {"sv": "Det hjälper också."},
                )
            ]
        },
        band_firm={"A": False},
    )


def test_the_head_says_who_where_and_when():
    made = build_diagnosis("A", source())
    assert (made.name, made.municipality, made.employees, made.answered) == (
        "Älv AB",
        "Arvidsjaur",
        12,
        "12 oktober 2026",
    )
    assert (made.language, made.simulated, made.band, made.band_firm) == ("sv", True, 2, False)


def test_each_reads_its_own_language_and_others_the_programmes():
    assert [build_diagnosis(company, source()).language for company in COMPANIES] == [
        "sv",
        "en",
        "sv",
    ]


def test_areas_say_where_the_company_stands_and_hide_what_is_hidden():
    hiring, pay = build_diagnosis("A", source()).areas
    assert (hiring.score, hiring.low, hiring.high, hiring.verdict, hiring.n) == (
        10.4,
        35,
        65,
        "below",
        41,
    )
    assert hiring.group == "kommun: arvidsjaur, anställda: 5+"
    assert (pay.score, pay.low, pay.verdict, pay.group) == (95, None, "alone", "")


def test_what_has_no_score_says_why():
    assert [area.missing for area in build_diagnosis("B", source()).areas] == [
        "",
        "does not concern you",
    ]
    assert [area.missing for area in build_diagnosis("C", source()).areas] == [
        "för få svar",
        "för få svar",
    ]


def test_remarks_tell_the_companys_own_numbers_domain_by_domain():
    made = build_diagnosis("A", source())
    (concern,) = made.concerns
    assert concern.topic == "Rekrytering"
    assert concern.sentence == "1 av 12 är kvinnor. The answer was Aldrig."
    assert concern.versus == "Lägre än de flesta."
    assert [remark.sentence for remark in made.strengths] == ["A gap of 7."]


def test_the_page_begins_with_what_is_best_and_what_stands_out():
    assert build_diagnosis("A", source()).summary == (
        "Det går bra med **lön**. I det stora hela har ni en bit kvar. "
        "Mest finns att göra inom **rekrytering**. 1 av 12 är kvinnor\\."
    )
    assert build_diagnosis("B", source()).summary.startswith(
        "Thank you for answering. Your answers are too few"
    )
    assert build_diagnosis("C", source()).summary.startswith("Tack för era svar. Era svar är för")


def test_all_flags_are_one_box_with_each_area_once_and_no_answer_that_was_told_above():
    box = build_diagnosis("A", source()).flags
    assert (box.titles, box.stands, box.firm) == (("Rekryteringen är låg",), 0.94, True)
    assert box.grades == (GradedAreas("Mycket lågt:", ("rekrytering",)),)
    assert box.answers == (GivenAnswer("Who decides?", "Aldrig"),)
    assert build_diagnosis("C", source()).flags is None


def test_needs_come_by_place_then_severity():
    hire, sell = build_diagnosis("A", source()).needs
    assert (hire.name, hire.severity, hire.place) == ("Hiring", 0, 1)
    assert (sell.name, sell.severity, sell.answer, sell.place) == ("Selling", 100, "Akut", None)
    first, _ = build_diagnosis("B", source()).needs
    assert (first.name, first.severity, first.place) == ("Selling", None, 1)


def test_steps_are_in_words():
    (step,) = build_diagnosis("A", source()).steps
    assert (step.title, step.why, step.help, step.laws) == (
        "Annonsera öppet",
        "Because. Det hjälper också.",
        "rådgivaren och Almi",
        ("Lagen §\N{NO-BREAK SPACE}1",),
    )


@pytest.mark.parametrize("company", COMPANIES)
def test_free_text_is_never_printed(company):
    row = source().answers.companies.loc[company]
    assert answer_words(row, "FREE", INSTRUMENT, translator("sv")) == ""
    page = write_diagnosis(build_diagnosis(company, source()), load_brand())
    assert "Kraft" not in page.source
    assert "ovänner" not in page.source


def test_a_company_without_a_name_is_called_by_its_id():
    made = build_diagnosis("C", source())
    assert (made.name, made.municipality, made.employees, made.answered, made.band, made.needs) == (
        "C",
        "z",
        None,
        "",
        None,
        (),
    )


def hurt_source(company="A", employees=12.0, **more):
    """The company tells of one act in two questions."""
    made = source()
    acts = {"ad": "for words", "staff": "for touching"}
    told = [
        replace(one, says=replace(one.says, act={"sv": acts[one.id], "en": acts[one.id]}))
        if one.id in acts and more.get("named", True)
        else one
        for one in INSTRUMENT.indicator
    ]
    hurt = tuple(finding(item, "indicator", "hurt", 1000.0) for item in acts)
    backgrounds = made.backgrounds.copy()
    backgrounds.loc[company, "size_number"] = employees
    return replace(
        made,
        instrument=replace(INSTRUMENT, indicator=told),
        findings={company: hurt},
        backgrounds=backgrounds,
    )


def test_all_acts_are_one_sentence_with_the_month_in_which_they_were_told():
    (told,) = build_diagnosis("A", hurt_source()).hurt.sentences
    assert told == (
        "Ni berättade i oktober 2026 att någon i företaget har utsatts for words och for touching."
    )
    (alone,) = build_diagnosis("A", hurt_source(employees=0.0)).hurt.sentences
    assert alone == "Du berättade i oktober 2026 att du har utsatts for words och for touching."
    english = build_diagnosis("B", hurt_source("B")).hurt.sentences
    assert english[0].startswith("In October 2026 you told us that somebody in the company")


def test_acts_that_have_no_words_of_their_own_keep_their_sentences():
    assert build_diagnosis("A", hurt_source(named=False)).hurt.sentences == (
        "The answer was Aldrig.",
        "1 av 12 är kvinnor.",
    )


def test_the_group_is_told_from_more_than_half_of_the_areas():
    made = source()
    few = made.scores.domains.copy()
    few.loc["A", "pay"] = np.nan
    made = replace(made, scores=replace(made.scores, domains=few))
    assert build_diagnosis("A", source()).band == 2
    assert build_diagnosis("A", made).band is None


def test_a_lone_owner_sees_only_the_areas_that_concern_one():
    made = source()
    backgrounds = made.backgrounds.copy()
    backgrounds.loc["B", "size_number"] = 0.0
    assert len(build_diagnosis("B", made).areas) == 2
    assert [
        area.name for area in build_diagnosis("B", replace(made, backgrounds=backgrounds)).areas
    ] == [build_diagnosis("B", made).areas[0].name]


def test_what_is_known_of_a_step_is_said_where_somebody_has_measured():
    evidence = {
        "source": "A",
        "year": 2020,
        "studied_in": {"en": "a"},
        "known": {"sv": "det fungerar"},
    }
    for grade, known in (("unknown", ""), ("effective", "det fungerar")):
        step = replace(MEASURE, evidence=Evidence(grade=grade, **evidence))
        fitted = FittedAction(step, FINDINGS[1:2], [], [], None)
        (told,) = build_diagnosis("A", replace(source(), actions={"A": [fitted]})).steps
        assert told.known == known


def test_a_step_for_the_first_wish_is_named_so():
    wish = replace(FINDINGS[-1], rank=1)
    made = replace(MEASURE, fits=[*MEASURE.fits, Condition(item="sell", at_least=25)])
    firsts = []
    for step in (made, MEASURE):
        fitted = FittedAction(step, (*FINDINGS[:3], wish), [], [], None)
        (told,) = build_diagnosis("A", replace(source(), actions={"A": [fitted]})).steps
        firsts.append([about.endswith(", ert första val") for about in told.about])
    assert firsts == [[True, False], [False, False]]
