"""The overview in a browser: by keyboard, filtered, sorted, narrow, printed, without script."""

import csv
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from reports.overview import build_overview, render_overview
from reports.style.brand import load_brand
from tests.reports.overview.overview_fake import fake_source

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
AWKWARD = '=Bolaget "Ett", AB'
SHOWN = "#flagged tbody:not([hidden])"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("overview") / "overview.html"
    source = fake_source(contacts=120)
    source.register.loc[source.flags[0].company_id, "name"] = AWKWARD
    file.write_text(render_overview(build_overview(source, "en"), load_brand()), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    page.goto(address)
    page.evaluate("document.querySelectorAll('.part').forEach((one) => { one.open = true; })")
    yield page
    page.close()
    assert faults == []


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_wrong(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_nothing_is_asked_for_but_the_page_itself(browser, address):
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    page.close()
    assert [url for url in asked if not url.startswith("data:")] == [address]


def test_a_filter_leaves_the_companies_that_match_and_says_how_many(page):
    everyone = page.locator(SHOWN).count()
    page.get_by_role("search").first.get_by_label("Level").select_option("Serious, equality")
    assert page.locator(SHOWN).count() == 9
    assert page.locator(".filters output").first.inner_text() == f"9 of {everyone} companies shown"
    assert page.locator(".filters output").first.get_attribute("aria-live") == "polite"
    page.get_by_role("button", name="Show all").first.click()
    assert page.locator(SHOWN).count() == everyone


def test_searching_reads_names_and_answers(page):
    name = page.locator("#flagged tbody th a").first.inner_text()
    page.get_by_role("searchbox").first.fill(name.upper())
    assert page.locator(SHOWN).count() == 1


def test_the_filter_and_the_order_come_back_with_the_address(page, browser):
    page.get_by_role("search").first.get_by_label("Municipality").select_option("Pajala")
    page.locator("#flagged").get_by_role("button", name="Company").click()
    names = page.locator(f"{SHOWN} th").all_inner_texts()
    again = browser.new_page()
    again.goto(page.url)
    assert "Pajala" in page.url
    assert again.locator(f"{SHOWN} th").all_inner_texts() == names
    assert names == sorted(names, key=lambda name: name.replace("Ä", "A").lstrip("="))
    again.close()


def test_a_column_sorts_by_keyboard_and_says_which_way(page):
    button = page.locator("#flagged").get_by_role("button", name="Stands in variants")
    head = page.locator("#flagged th[data-c=stands]")
    button.focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    values = [
        float(value)
        for value in page.locator("#flagged tbody tr:first-child td[data-c=stands]").evaluate_all(
            "l => l.map(c => c.dataset.v)"
        )
    ]
    assert values == sorted(values, reverse=True)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.locator("#flagged th[aria-sort]").count() == 1


def test_what_is_shown_can_be_saved(page):
    page.get_by_role("search").first.get_by_label("Level").select_option("Serious, equality")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save these rows as CSV").first.click()
    header, *rows = csv.reader(
        Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    )
    assert header == [
        "company_id",
        "Company",
        "Municipality",
        "Trade",
        "What the answers show",
        "Level",
        "Stands in variants",
        "Firm",
        "Stage",
    ]
    assert len(rows) == page.locator(f"{SHOWN} tr").count()
    assert f"'{AWKWARD}" in {row[1] for row in rows}


def test_the_first_tab_offers_the_way_past_the_navigation(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_a_reason_opens_by_keyboard(page):
    page.locator("#flagged summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#flagged .reason").first.is_visible()


@pytest.mark.parametrize("width", [360, 640])
def test_a_narrow_window_never_scrolls_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_the_reasons_of_the_last_stage_are_open_and_the_controls_gone(page):
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#flagged tbody[data-top] details:not([open])").count() == 0
    assert page.locator("#flagged tbody:not([data-top]) details[open]").count() == 0
    assert not page.locator(".filters").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#flagged details[open]").count() == 0


def test_without_script_everything_is_there_and_no_dead_control(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("button, input, select").count() == 0
    page.locator("#flags > summary").click()
    page.locator("#flagged summary").first.click()
    assert page.locator("#flagged .reason").first.is_visible()
    context.close()


def test_on_paper_at_most_six_sheets_come_before_the_annex_which_begins_a_new_one(
    browser, tmp_path
):
    file = tmp_path / "whole.html"
    page_text = render_overview(build_overview(fake_source(), "en"), load_brand())
    file.write_text(page_text, encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    page.close()
    texts = [sheet.extract_text() for sheet in sheets]
    begins = next(place for place, text in enumerate(texts) if "Annex: what stands" in text)
    assert begins <= 6
    assert "Annex: what stands" in texts[begins][:80]
    assert "Every flagged company" in texts[begins]
    assert any("What the answers are worth" in text for text in texts[begins:])


def test_the_annex_is_folded_until_somebody_opens_it(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    assert page.locator(".part[open]").count() == 0
    page.get_by_role("link", name="What companies need").click()
    assert page.locator("#needs[open]").count() == 1
    page.close()
