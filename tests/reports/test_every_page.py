"""Every kind of page: what a browser may do with it, how it fits a screen, its tables."""

import re
import shutil
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from reports.diagnosis.page import write_diagnosis
from reports.effect.page import write_effect
from reports.evaluation.build import build_evaluation
from reports.evaluation.page import write_evaluation
from reports.overview import build_overview, render_overview
from reports.rendering.builtin import BuiltIn
from reports.rendering.records import folder_of
from reports.style.brand import load_brand
from tests.reports.diagnosis.diagnosis_fake import CROWDED, FULL
from tests.reports.effect.effect_fake import MOVED
from tests.reports.evaluation import evaluation_fake
from tests.reports.overview.overview_fake import fake_source

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
KINDS = ("diagnosis", "effect", "evaluation", "overview")
WIDTHS = (320, 390, 768, 1440)
CHART_WIDTHS = (320, 390, 641, 768, 1440)
SMALLEST, PIXELS_PER_POINT = 11.0, 4 / 3
BRAND = load_brand()
INJECTED = """
<script>window.ran = "script"</script>
<img src="data:image/png;base64,x" onerror="window.ran = 'attribute'">
<svg onload="window.ran = 'svg'"></svg>
<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>
<script src="data:text/javascript,window.ran='data'"></script>
<object data="data:text/html,<script>window.ran='object'</script>"></object>
<style>body { --injected: yes }</style>
<p id="styled" style="--injected: yes">x</p>
<img src="http://127.0.0.1:9/spy.png">
<form action="http://127.0.0.1:9/"><button id="send">Send</button></form>
<base href="http://127.0.0.1:9/">
"""
UNSEEN = (
    "\u202e\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u2060\ufeff"
)
"""Unicode's Bidi_Control, and letters without any width."""
ARABIC, HEBREW = "مطعم النور", "שלום בע״מ"


def documents():
    return {
        "diagnosis": write_diagnosis(FULL, BRAND),
        "effect": write_effect(MOVED, BRAND),
        "evaluation": write_evaluation(build_evaluation(evaluation_fake.SOURCE, "sv"), BRAND),
    }


def render(page, form="html"):
    return BuiltIn(BRAND).render(page, page.figures.draw(), [form])[form]


@pytest.fixture(scope="module")
def pages():
    made = {kind: render(page).decode() for kind, page in documents().items()}
    return made | {
        "overview": render_overview(build_overview(fake_source(contacts=120), "sv"), BRAND)
    }


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, pages, tmp_path):
    """A page opened from its file, as a reader does; `change` is done to its HTML before."""
    shown = []

    def open_page(kind, width=1000, change=lambda html: html):
        file = tmp_path / f"{kind}.html"
        file.write_text(change(pages[kind]), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900})
        shown.append(page)
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(file.as_uri(), wait_until="load")
        return page

    yield open_page
    for page in shown:
        page.close()


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of style and script."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), ""))

    def handle_data(self, data):
        if self.cdata_elem is not None:
            tag, attrs, text = self.found[-1]
            self.found[-1] = (tag, attrs, text + data)


def policy_of(html):
    """The page's policy by directive."""
    metas = [
        attrs
        for tag, attrs, _ in Elements(html).found
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(metas) == 1
    return {
        name: sources
        for name, *sources in (rule.split() for rule in metas[0]["content"].split(";"))
    }


def hash_source(text):
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("kind", KINDS)
def test_the_policy_lets_in_what_the_page_holds_and_nothing_else(pages, kind):
    policy, found = policy_of(pages[kind]), Elements(pages[kind]).found
    scripts = [
        text
        for tag, attrs, text in found
        if tag == "script" and attrs.get("type") != "application/json"
    ]
    assert policy["default-src"] == ["'none'"]
    assert policy["style-src"] == [hash_source(text) for tag, _, text in found if tag == "style"]
    assert policy["script-src"] == ([hash_source(text) for text in scripts] or ["'none'"])
    assert policy["img-src"] == policy["font-src"] == ["data:"]
    assert policy["base-uri"] == policy["form-action"] == ["'none'"]
    assert not any(
        "style" in attrs or any(name.startswith("on") for name in attrs) for _, attrs, _ in found
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_policy_stands_before_all_it_governs(pages, kind):
    html = pages[kind]
    assert html.index("Content-Security-Policy") < min(
        html.index(f"<{tag}") for tag in ("style", "title", "body", "link") if f"<{tag}" in html
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_browser_has_nothing_to_complain_of_and_shows_every_picture(opened, kind):
    page = opened(kind)
    assert page.complaints == []
    assert page.evaluate(
        "[...document.images].every((image) => image.complete && image.naturalWidth > 0)"
    )
    assert page.evaluate("[...document.fonts].some((font) => font.status === 'loaded')")


@pytest.mark.parametrize("kind", KINDS)
def test_a_script_that_came_in_does_not_run_and_nothing_is_sent(opened, kind):
    page = opened(kind, change=lambda html: html.replace("<main", INJECTED + "<main", 1))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("document.getElementById('send').click()")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--injected')") == ""
    assert (
        page.evaluate(
            "getComputedStyle(document.getElementById('styled')).getPropertyValue('--injected')"
        )
        == ""
    )
    assert not [address for address in asked if address.startswith("http")]
    assert page.url.startswith("file:")


def test_the_same_script_runs_where_no_policy_stands(opened):
    """So the test above is of the policy and not of the browser."""

    def change(html):
        return re.sub(r"<meta http-equiv=[^>]*>", "", html).replace("<main", INJECTED + "<main", 1)

    assert opened("diagnosis", change=change).evaluate("window.ran") is not None


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_scrolls_sideways(opened, kind, width):
    page = opened(kind, width)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.locator("body *").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1"
        " && getComputedStyle(one).overflowX === 'auto')"
        ".map((one) => [one.tabIndex, one.hasAttribute('role'),"
        " one.matches('[aria-label],[aria-labelledby]')])"
    )
    assert all(one == [0, True, True] for one in cut)


@pytest.mark.parametrize("kind", ["diagnosis", "effect", "evaluation"])
@pytest.mark.parametrize(("width", "narrow"), [(390, True), (768, False), (1440, False)])
def test_a_chart_stacks_on_a_telephone_and_is_shown_whole(opened, kind, width, narrow):
    shown = opened(kind, width).evaluate(
        "[...document.querySelectorAll('picture img')].map((one) => "
        "({box: one.getBoundingClientRect(), narrow: one.currentSrc !== one.src}))"
    )
    assert shown
    for one in shown:
        assert one["narrow"] is narrow
        assert one["box"]["left"] >= 0
        assert one["box"]["right"] <= width


@pytest.mark.parametrize("width", CHART_WIDTHS)
@pytest.mark.parametrize("kind", ["diagnosis", "effect", "evaluation"])
def test_no_type_in_a_chart_is_shown_smaller_than_can_be_read(opened, kind, width):
    """Matplotlib writes type as outlines, a hundredth of a point in size, and scales them."""
    images = opened(kind, width).evaluate(
        "[...document.images].map((one) => "
        "[one.currentSrc, one.getBoundingClientRect().width / one.naturalWidth])"
    )
    drawn = [(svg_of(source), scale) for source, scale in images if "svg" in source[:30]]
    assert drawn
    for svg, scale in drawn:
        points = [100 * float(size) for size in re.findall(r"scale\(([\d.]+) -", svg)]
        assert points
        assert min(points) * PIXELS_PER_POINT * scale >= SMALLEST


@pytest.mark.parametrize("width", CHART_WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_words_of_a_page_are_shown_smaller_than_can_be_read(opened, kind, width):
    """The overview's charts are made of words and of shapes that stretch."""
    sizes = opened(kind, width).evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter((one) => [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))"
        ".filter((one) => one.getClientRects().length)"
        ".map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= SMALLEST


@pytest.mark.parametrize("kind", ["diagnosis", "effect", "evaluation"])
def test_no_words_in_a_figure_are_cut_at_its_edge(browser, kind):
    page = browser.new_page()
    for name, svg in documents()[kind].figures.draw().items():
        page.set_content(svg.decode())
        cut = page.evaluate(
            "(() => { const edge = document.querySelector('svg').getBoundingClientRect();"
            "const outside = (box) => box.left < edge.left - 1 || box.right > edge.right + 1"
            " || box.top < edge.top - 1 || box.bottom > edge.bottom + 1;"
            "return [...document.querySelectorAll('g[id^=text]')]"
            ".filter((one) => outside(one.getBoundingClientRect()))"
            ".map((one) => one.innerHTML.slice(0, 80)); })()"
        )
        assert cut == [], name
    page.close()


def svg_of(source):
    return b64decode(source.partition(",")[2]).decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_has_headings_of_rows_and_columns(opened, kind):
    page = opened(kind)
    bodies = page.locator("tbody").evaluate_all(
        "all => all.map((one) => [one.rows.length, one.querySelectorAll('th[scope=row]').length])"
    )
    assert bodies
    assert all(rows == 0 or headings >= 1 for rows, headings in bodies)
    assert page.locator("thead th:not([scope=col])").count() == 0
    assert page.locator("thead").count() == page.locator("table").count()


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_wrong(opened, kind, width):
    results = Axe().run(opened(kind, width))
    assert results.violations_count == 0, results.generate_report()


def hidden_name():
    return f"{UNSEEN}Bo{UNSEEN}lag {ARABIC} & {HEBREW} {UNSEEN}AB{UNSEEN}"


@pytest.mark.parametrize("form", ["html", "pdf"])
@pytest.mark.parametrize("kind", ["diagnosis", "effect"])
def test_a_name_keeps_its_letters_and_loses_what_turns_them(kind, form):
    write, record = {"diagnosis": (write_diagnosis, CROWDED), "effect": (write_effect, MOVED)}[kind]
    page = write(replace(record, name=hidden_name(), municipality=UNSEEN + "Pajala"), BRAND)
    made = render(page, form)
    if form == "html":
        html = made.decode()
        title = re.search("<title>(.*?)</title>", html)[1]
        assert title.startswith(f"Bolag {ARABIC} &amp; {HEBREW} AB")
        assert not set(UNSEEN) & set(html)
        return
    pdf = PdfReader(BytesIO(made))
    assert pdf.metadata.title.startswith(f"Bolag {ARABIC} & {HEBREW} AB")
    words = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert "◊" not in words
    assert {*ARABIC, *HEBREW} - {" "} <= set(words)
    assert not set(UNSEEN) & set(words)


def test_the_overview_shows_names_without_what_turns_them():
    source = fake_source(contacts=120)
    source.register.loc[source.flags[0].company_id, "name"] = hidden_name()
    html = render_overview(build_overview(source, "en"), BRAND)
    assert f"Bolag {ARABIC} &amp; {HEBREW} AB" in html
    assert not set(UNSEEN) & set(html)


def test_no_file_is_named_with_what_cannot_be_seen():
    assert folder_of(f"C1{UNSEEN}").isascii()


def test_the_shipped_typeface_carries_its_licence():
    """The Open Font License asks that it goes along with every copy of the font."""
    folder = BRAND.fonts[0]
    licence = (folder / "LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name 'Source'" in licence
    assert sorted(file.name for file in folder.glob("*.ttf")) == [
        "SourceSansPro-Regular.ttf",
        "SourceSansPro-Semibold.ttf",
    ]


def test_the_typeface_travels_with_every_kind_of_page(pages):
    for kind in KINDS:
        fonts = re.findall(r'url\("data:font/woff;base64,([^"]+)"\)', pages[kind])
        assert [b64decode(data)[:4] for data in fonts] == [b"wOFF", b"wOFF"]
    for page in documents().values():
        used = {
            str(font.get_object()["/BaseFont"])
            for sheet in PdfReader(BytesIO(render(page, "pdf"))).pages
            for font in sheet["/Resources"]["/Font"].values()
        }
        assert all("SourceSansPro" in name for name in used)
