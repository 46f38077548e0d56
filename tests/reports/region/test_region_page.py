"""The region's page: its tables, its hidden and empty cells, and that it names nobody."""

import re
import shutil
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from jamna.pages.region import gather_region
from jamna.pipeline.run import Made
from jamna.pipeline.steps import compute_step, judge_step, read_step
from jamna.workspace.layout import open_workspace
from reports.region import build_region, write_region
from reports.region.tables import Cell, format_mean, format_share
from reports.rendering.builtin import BuiltIn
from reports.style.brand import load_brand
from reports.style.language import translator
from tests.jamna.small_programme import quick_programme, silent

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
BRAND = load_brand()
SWEDISH = translator("sv")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    root = quick_programme(tmp_path_factory.mktemp("arena") / "w", companies=150)
    workspace = open_workspace(root)
    inputs = read_step(workspace, silent())
    numbers = compute_step(inputs, silent())
    judgement = judge_step(workspace, inputs, numbers, silent())
    return gather_region(Made(workspace, inputs, numbers, judgement))


def test_hidden_looks_different_from_empty():
    hidden, empty = Cell("hidden", None, None), Cell("empty", 0, None)
    assert format_mean(hidden, SWEDISH) == format_share(hidden, SWEDISH) == "dolt"
    assert format_mean(empty, SWEDISH) == format_share(empty, SWEDISH) == "–"
    assert format_mean(None, SWEDISH) == "–"


def test_a_mean_stands_with_its_middle_half_where_there_is_one():
    whole = Cell("ok", 30, 62.0, 45.0, 75.0)
    assert format_mean(whole, SWEDISH) == "62\N{NO-BREAK SPACE}(45–75)"
    assert format_mean(replace(whole, low=None, high=None), SWEDISH) == "62"
    assert format_share(Cell("ok", 30, 0.425), SWEDISH) == "42\N{NO-BREAK SPACE}%"


def test_a_range_is_said_as_one_limit_where_it_is_narrow():
    few, some = Cell("range", 60, None, 0.0, 0.05), Cell("range", 12, None, 0.0, 0.2)
    most = Cell("range", 60, None, 0.95, 1.0)
    told = [
        format_share(one, SWEDISH).replace("\N{NO-BREAK SPACE}", " ") for one in (few, some, most)
    ]
    assert told == ["under 5 %", "0–20 %", "över 95 %"]


def test_who_was_badly_treated_has_no_points_and_stands_for_the_whole_region_alone(source):
    page = build_region(source, "sv")
    names = {one.name["sv"] for one in source.instrument.indicator if one.unscored}
    rows = [row for section in page.sections for table in section.tables for row in table.rows]
    assert not names & {row[0] for row in rows}
    text = next(one for one in source.instrument.question if one.code == "HURT").text["sv"]
    tables = [
        table
        for section in page.frequencies
        for table in section.tables
        if table.title.startswith(text.rstrip(" …"))
    ] or [
        table
        for section in page.frequencies
        for table in section.tables
        if "beröring" in table.title
    ]
    assert tables
    assert all([row[0] for row in table.rows] == ["Alla"] for table in tables)


def test_the_page_says_what_is_rounded_and_what_is_hidden_and_counts_whole_answers(source):
    page = build_region(source, "sv")
    reading = " ".join(page.reading)
    assert [word for word in ("femtal", "Dolt", "Ett streck") if word not in reading] == []
    assert str(source.answered) in page.lead[0]


def test_every_area_question_and_answer_has_its_table(source):
    page = build_region(source, "sv")
    assert len(page.areas) == len(page.pictures) == 2
    areas = {head for table in page.areas for head in table.heads[1:]}
    assert len(areas) == 1 + len(source.instrument.domains)
    told = {row[0] for section in page.sections for table in section.tables for row in table.rows}
    scored = {one.name["sv"] for one in source.instrument.indicator if not one.unscored}
    assert told == scored
    titles = [table.title for section in page.frequencies for table in section.tables]
    grid = next(one for one in source.instrument.question if one.code == "GOAL")
    assert grid.text["sv"] in titles
    assert not any(one.text["sv"] in titles for one in source.instrument.question if one.personal)


def test_every_row_is_as_long_as_its_heads(source):
    page = build_region(source, "sv")
    sections = [*page.sections, *page.frequencies]
    tables = [*page.areas, *(table for section in sections for table in section.tables)]
    assert all(len(row) == len(table.heads) for table in tables for row in table.rows)
    assert all(len(table.widths) == len(table.heads) for table in tables)


def test_municipalities_stand_in_the_order_of_the_swedish_alphabet(source):
    names = [row[0] for row in build_region(source, "sv").areas[0].rows]
    assert names[0] == "Alla"
    assert names[1:] == sorted(names[1:], key=SWEDISH.alphabet)


def test_no_ranking_and_nobody_named(source):
    text = write_region(build_region(source, "sv"), BRAND).source
    assert "rangordnas inte" in text
    assert not re.search(r"C0\d\d\d", text)


def test_where_nobody_can_be_shown_the_page_says_so(source):
    table = source.region.assign(status="hidden", spread="hidden", mean=None, low=None, high=None)
    page = build_region(replace(source, region=table), "en")
    assert page.lead[-1] == "They are too few for a picture of the region."
    assert {row.words for picture in page.pictures for row in picture.rows} == {"hidden"}


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_axe_finds_nothing_wrong_and_the_page_never_scrolls_sideways(source, tmp_path):
    page = write_region(build_region(source, "sv"), BRAND)
    file = tmp_path / "region.html"
    file.write_bytes(BuiltIn(BRAND).render(page, page.figures.draw(), ["html"])["html"])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 390, "height": 900})
        shown.goto(file.as_uri())
        results = Axe().run(shown)
        assert results.violations_count == 0, results.generate_report()
        assert shown.evaluate("document.documentElement.scrollWidth") <= 390
        browser.close()
