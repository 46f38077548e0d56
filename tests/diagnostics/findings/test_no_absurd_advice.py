"""A walk over thousands of companies, with answers of every kind: none is told anything absurd."""

from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import diagnostics
import survey
from analysis.needs.needs import read_needs
from analysis.rules import ScoringRules
from analysis.scoring.coding import code_points
from analysis.scoring.scoring import score
from diagnostics.findings.facts import gather_facts, is_about_hurt
from diagnostics.findings.findings import find
from diagnostics.findings.laws import find_duties
from diagnostics.findings.measure_file import read_actions
from diagnostics.findings.measures import fit_actions
from diagnostics.findings.newcomers import find_rare_newcomers
from diagnostics.records import Flag, Reason
from survey.answers.background import backgrounds
from survey.answers.records import FAULT_COLUMNS, Answers
from survey.answers.skip_logic import are_met, conditions_of
from survey.common.toml import read_toml
from survey.instrument.file import load_instrument
from tests.diagnostics.findings.absurd_rules import RULES, People, Told, find_broken

COMPANIES, SEED = 2000, 20261125
INSTRUMENT = load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")
LIBRARY = read_actions(
    read_toml(Path(diagnostics.__file__).parent / "library" / "measures.toml"), INSTRUMENT
)
RESPONSES = ["source", "row", "company_id", "counts"]
DAY = date(2026, 11, 25)
EMPLOYED = [1, 1, 2, 2, 3, 4, 5, 6, 9, 10, 15, 23, 24, 25, 30, 49, 60]
HURTING = {one.question for one in INSTRUMENT.indicator if is_about_hurt(one)}
PARTS = {"MANW": "STAFFW", "MANM": "STAFFM"}
"""Columns that count some of the people in another."""


def draw_answers(rng):
    """One row a company: it is asked what its answers allow, and answers well, badly or anyhow."""
    drawn = pd.DataFrame(index=[f"C{number:04d}" for number in range(COMPANIES)])
    quality = rng.choice([0.05, 0.3, 0.6, 0.95], COMPANIES)
    for name, column in INSTRUMENT.columns.items():
        conditions = conditions_of(column.question, INSTRUMENT, column.part)
        asked = are_met(drawn, conditions, INSTRUMENT)
        values = draw_column(name, column, drawn, quality, rng)
        drawn[name] = pd.Series(values, drawn.index, dtype="str").where(asked)
    return drawn.astype(pd.StringDtype(na_value=np.nan))


def draw_column(name, column, drawn, quality, rng):
    if column.question.kind == "number":
        return draw_numbers(name, drawn, rng)
    if column.question.kind in {"short_text", "long_text"}:
        return [""] * COMPANIES
    if column.question.kind == "multiple":
        return np.where(rng.random(COMPANIES) < 0.15, "Y", "")
    codes = ordered_codes(column)
    if name in HURTING:
        return rng.choice(codes, COMPANIES, p=[0.1 / (len(codes) - 1)] * (len(codes) - 1) + [0.9])
    at = np.clip(rng.normal(quality * (len(codes) - 1), 0.8), 0, len(codes) - 1)
    if name in {"EMPL", "TRADE", "MUN"} or column.question.kind == "ranking":
        at = rng.integers(0, len(codes), COMPANIES)
    if name == "RUNS":
        return ["Y"] * COMPANIES
    return [codes[round(one)] for one in at]


def ordered_codes(column):
    """The answers in their order, the worst first, where they have one."""
    listed = INSTRUMENT.lists.get(column.question.answers or "")
    if listed is not None and {*listed.codes} == {*(column.codes or ())}:
        outside = {*listed.not_applicable}
        codes = [code for code in listed.codes if code not in outside]
    else:
        codes = sorted(column.codes or {""})
    turned = [one for one in INSTRUMENT.indicator if one.question == column.name and one.reversed]
    return codes[::-1] if turned else codes


def draw_numbers(name, drawn, rng):
    if name == "STAFFW":
        people = rng.choice(EMPLOYED, COMPANIES)
        return np.where(rng.random(COMPANIES) < 0.3, 0, rng.integers(0, people + 1))
    if name == "STAFFM":
        women = pd.to_numeric(drawn["STAFFW"]).fillna(0).to_numpy(dtype=int)
        return np.maximum(rng.choice([0, *EMPLOYED], COMPANIES) - women // 2, women == 0)
    if name in PARTS:
        whole = pd.to_numeric(drawn[PARTS[name]]).fillna(0).to_numpy(dtype=int)
        return rng.integers(0, whole + 1)
    if name in {"PAYW", "PAYM"}:
        return rng.integers(24000, 42000, COMPANIES)
    return rng.integers(0, 5, COMPANIES)


def raise_flags(company, row, rng):
    """Sometimes a flag on the worst indicator."""
    if row.empty or row.min() >= 50 or rng.random() < 0.5:
        return []
    item = str(row.idxmin())
    reason = Reason(item, float(row[item]), "below", 50, {})
    return [Flag(company, "baseline", "low", "equality", "serious", [reason], 1.0, True)]


@cache
def walk():
    """What each company of the walk is told."""
    rng = np.random.default_rng(SEED)
    drawn = draw_answers(rng)
    faults = pd.DataFrame(columns=FAULT_COLUMNS)
    answers = Answers("baseline", pd.DataFrame(columns=RESPONSES), drawn, faults)
    points = code_points(answers, INSTRUMENT)
    scores = score(points, INSTRUMENT, ScoringRules(), "baseline")
    needs = read_needs(answers, INSTRUMENT)
    own = backgrounds(drawn, None, INSTRUMENT)
    return [tell(company, drawn, own, scores, needs, rng) for company in drawn.index]


def tell(company, drawn, own, scores, needs, rng):
    row = scores.points.values.loc[company]
    employs = drawn.loc[company, "EMPL"] == "Y"
    employees = own.loc[company, "size_number"] if employs else 0.0
    trade = own.loc[company, "trade"]
    facts = gather_facts(drawn.loc[company], INSTRUMENT, employees, trade, row)
    rare = find_rare_newcomers(facts, INSTRUMENT, {})
    flags = raise_flags(company, row.dropna(), rng)
    findings = find(company, scores, [], flags, needs, INSTRUMENT, rare, facts.employees)
    duties = find_duties(facts, findings, LIBRARY.law, "SE", DAY)
    index = scores.index.get(company)
    return Told(
        name=company,
        staff=count("staff", facts),
        hired=count("recruits", facts),
        board=count("board", facts),
        facts=facts,
        index=None if pd.isna(index) else float(index),
        findings=findings,
        duties=duties,
        actions=fit_actions(findings, facts, LIBRARY, duties=duties),
    )


def count(indicator, facts):
    """How many women and men an indicator counts."""
    counted = INSTRUMENT.indicators[indicator]
    return People(facts.numbers.get(counted.women, 0), facts.numbers.get(counted.men, 0))


@pytest.mark.parametrize("rule", RULES)
def test_no_company_is_told_anything_absurd(rule):
    broken = [told.name for told in walk() if [*find_broken(told, {rule: RULES[rule]})]]
    assert broken == []


def test_the_walk_meets_companies_of_every_kind():
    kinds = defaultdict(int)
    for told in walk():
        kinds["alone"] += told.facts.employs is False
        kinds["one"] += told.employees == 1
        kinds["many"] += told.employees >= 25
        kinds["hurt"] += told.is_hurt
        kinds["hurt alone"] += told.is_hurt and told.facts.employs is False
        kinds["far"] += told.index is not None and told.index >= 75
        kinds["low"] += told.index is not None and told.index < 25
        kinds["one sex"] += told.employees >= 2 and not told.staff.women
        kinds["need"] += any(one.level == "need" for one in told.findings)
    assert min(kinds.values()) >= COMPANIES // 100, dict(kinds)


def test_most_of_the_measures_reach_somebody():
    given = {name for told in walk() for name in told.ids}
    assert len(given) >= 0.75 * len(LIBRARY.measure)
