"""Hundreds of simulated companies that are one person, whom no page speaks to as several."""

import re
from dataclasses import fields, is_dataclass, replace

import pandas as pd
import pytest

from jamna.commands.rehearse import fill_workspace
from jamna.pages.effect import find_twice, gather_effect_pages
from jamna.pipeline.followup import read_second_round
from jamna.pipeline.inputs import read_inputs, read_rules
from jamna.pipeline.run import Made
from jamna.pipeline.scores import compute_numbers
from jamna.pipeline.selection import judge
from jamna.workspace.layout import Workspace
from reports.company.build import is_alone
from reports.diagnosis import build_diagnosis
from reports.diagnosis.page import write_diagnosis
from reports.effect import build_effect
from reports.effect.page import write_effect
from reports.style.brand import load_brand
from survey.answers.skip_logic import are_met, conditions_of
from tests.jamna.small_programme import silent

COMPANIES, SEED = 700, 20261125
"""Contacts, of whom about a third answer both rounds."""
RENDERED = 40
SEVERAL = re.compile(
    r"\b(ni|er|era|ert)\b|posterna är besatta|många hos|alla hos|bland de 0 ", re.IGNORECASE
)
BRAND = load_brand()


def make_alone(root):
    """Nobody is employed, one person owns the company, and it answers in Swedish."""
    fill_workspace(root, SEED, COMPANIES, silent(), effect=8)
    _, instrument = read_rules(Workspace(root))
    for wave in ("baseline", "followup"):
        path = root / "answers" / wave / "responses.csv"
        answers = pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig", keep_default_na=False)
        alone = answers.assign(startlanguage="sv", EMPL="N", OWNW="1", OWNM="0")
        hide_what_is_not_asked(path, alone, instrument)
    register = pd.read_csv(root / "companies.csv", dtype=str)
    register.assign(size="0", language="sv").to_csv(root / "companies.csv", index=False)
    programme = root / "programme.toml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text.replace("variants = 200", "variants = 2"), encoding="utf-8")


def hide_what_is_not_asked(path, answers, instrument):
    for name, column in instrument.columns.items():
        if name in answers:
            conditions = conditions_of(column.question, instrument, column.part)
            answers[name] = answers[name].where(are_met(answers, conditions, instrument), "")
    answers.to_csv(path, sep=";", index=False, encoding="utf-8-sig", quoting=1)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    root = tmp_path_factory.mktemp("alone")
    make_alone(root)
    workspace = Workspace(root)
    first = read_inputs(workspace)
    first = replace(first, settings=first.settings.without_variants())
    numbers = compute_numbers(first)
    second = read_second_round(workspace, first, silent())
    made = Made(workspace, first, numbers, judge(first, numbers, []), second)
    return gather_effect_pages(made, second, find_twice(second))


@pytest.fixture(scope="module")
def companies(source):
    return sorted(source.changes)


def words_of(value, place=""):
    """Every text in a document, with its place."""
    if isinstance(value, str):
        yield place, value
    elif is_dataclass(value):
        for each in fields(value):
            yield from words_of(getattr(value, each.name), f"{place}.{each.name}")
    elif isinstance(value, tuple):
        for item in value:
            yield from words_of(item, place)


def find_plural(texts):
    return [(place, text) for place, text in texts if SEVERAL.search(text)]


def lines_of(page):
    return [(page.kind, line) for line in page.source.splitlines()]


def test_the_walk_meets_hundreds_who_are_alone(source, companies):
    assert len(companies) >= 150
    assert all(is_alone(company, source.after) for company in companies)


def test_no_diagnosis_speaks_to_one_person_as_several(source, companies):
    documents = (build_diagnosis(company, source.before) for company in companies)
    assert [fault for one in documents for fault in find_plural(words_of(one))] == []


def test_no_effect_report_speaks_to_one_person_as_several(source, companies):
    documents = (build_effect(company, source) for company in companies)
    assert [fault for one in documents for fault in find_plural(words_of(one))] == []


def test_no_page_of_theirs_does_in_its_own_words_or_in_those_for_pictures(source, companies):
    chosen = companies[:RENDERED]
    pages = [write_diagnosis(build_diagnosis(one, source.before), BRAND) for one in chosen]
    pages += [write_effect(build_effect(one, source), BRAND) for one in chosen]
    assert [fault for page in pages for fault in find_plural(lines_of(page))] == []


def test_who_was_treated_badly_is_told_so_as_one_person(source, companies):
    documents = [build_diagnosis(company, source.before) for company in companies]
    told = [one.hurt.sentences for one in documents if one.hurt]
    assert told
    assert all(
        sentence.startswith(("Du berättade", "Du har berättat")) for one in told for sentence in one
    )
    effects = [build_effect(company, source).hurt for company in companies]
    told = [hurt.told[0] for hurt in effects if hurt]
    assert told
    assert all(sentence.startswith("Du berättar") for sentence in told)
