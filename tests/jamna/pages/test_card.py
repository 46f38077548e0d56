"""The adviser's cards: whose, what stands on them, and that they are told of and taken away."""

import re
import shutil
from html.parser import HTMLParser

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from jamna.commands.report import report_workspace
from jamna.pages.card import choose_cards, gather_cards
from jamna.pipeline.followup import find_second_round
from jamna.pipeline.run import Made, Wanted
from jamna.pipeline.steps import compute_step, judge_step, read_step
from jamna.workspace.layout import open_workspace
from reports.card import build_card, open_look, render_card
from reports.card.build import Cards
from reports.rendering.manifest import read_manifest
from reports.style.brand import load_brand
from survey.instrument.records import columns_of
from tests.jamna.small_programme import quick_programme, silent

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
NASTY = """<script>alert("x")</script> & </style><img src=x onerror=y>"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = quick_programme(tmp_path_factory.mktemp("arena"), effect=5)
    workspace = open_workspace(root)
    inputs = read_step(workspace, silent())
    numbers = compute_step(inputs, silent())
    judgement = judge_step(workspace, inputs, numbers, silent())
    return Made(
        workspace, inputs, numbers, judgement, find_second_round(workspace, inputs, silent())
    )


@pytest.fixture(scope="module")
def cards(made):
    return Cards(gather_cards(made))


@pytest.fixture(scope="module")
def twice(made):
    """A company that answered both rounds to the end, and still runs."""
    both = made.second.inputs.answers.companies
    first = made.inputs.answers.companies
    for company in both.index[both["complete"] & both["RUNS"].eq("Y")]:
        if company in first.index and first.loc[company, "complete"]:
            return company
    raise AssertionError


class Words(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.skip, self.words = False, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.skip = tag in {"style", "script"}

    def handle_endtag(self, tag):
        self.skip = False

    def handle_data(self, data):
        if not self.skip:
            self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


def html(company, cards):
    return render_card(build_card(company, cards), open_look(load_brand(), "sv"))


def test_every_question_that_was_asked_stands_on_the_card_with_both_rounds(made, cards, twice):
    card = build_card(twice, cards)
    lines = [one for section in card.sections for one in section.answers] + [*card.private]
    assert all(len(one.rounds) == 2 for one in lines)
    row = made.inputs.answers.companies.loc[twice]
    asked = [
        question.code
        for question in made.inputs.instrument.question
        if "baseline" in question.waves
        and any(
            isinstance(row[column.name], str)
            for column in columns_of(question, made.inputs.instrument.lists)
        )
    ]
    told = {one.question for one in lines if one.rounds[0] is not None}
    texts = {q.code: q.text["sv"] for q in made.inputs.instrument.question if q.kind != "grid"}
    assert {texts[code] for code in asked if code in texts} <= told
    page = Words(html(twice, cards)).text
    assert "Första omgången" in page
    assert "Andra omgången" in page


def test_a_question_of_the_other_round_is_not_an_answer_left_out(cards, twice, made):
    instrument = made.inputs.instrument
    since = {q.text["sv"] for q in instrument.question if q.waves == ["followup"]}
    lines = [one for section in build_card(twice, cards).sections for one in section.answers]
    assert all(one.rounds[0] is None for one in lines if one.question in since)


def test_own_words_and_details_about_a_person_stand_apart(cards, made):
    personal = {q.text["sv"] for q in made.inputs.instrument.question if q.personal}
    for company in made.inputs.answers.companies.index[:20]:
        card = build_card(company, cards)
        open_lines = {one.question for section in card.sections for one in section.answers}
        assert not open_lines & personal
        assert {one.question for one in card.private} <= personal


def test_it_says_that_it_is_not_for_handing_out_and_leads_back(cards, twice):
    page = html(twice, cards)
    assert Words(page).text.count("Får inte lämnas ut") == 2
    assert 'href="../overview.html"' in page


def test_what_people_wrote_is_text_and_never_markup(cards, twice, made):
    cards = Cards(gather_cards(made))
    cards.source.register.loc[twice, "name"] = NASTY
    page = html(twice, Cards(cards.source))
    assert "<script" not in page
    assert "<img" not in page
    made.inputs.register.loc[twice, "name"] = "Bolaget"


def test_cards_are_made_of_those_asked_for(made):
    answered = {*made.inputs.answers.companies.index}
    assert {*choose_cards(Wanted(everyone=True), made)} == answered
    one = min(answered)
    assert choose_cards(Wanted(companies=frozenset({one})), made) == [one]
    own = {*choose_cards(Wanted(), made)}
    assert {flag.company_id for flag in made.judgement.flags} <= own
    chosen = made.judgement.selection.chosen(made.inputs.settings.selection.stage[-1].id)
    assert {*chosen} <= own < answered


def test_the_manifest_tells_of_each_card_and_the_overview_links_to_it(made):
    root, reports = made.workspace.root, made.workspace.reports
    report_workspace(root, Wanted(frozenset({"card"}), everyone=True), silent())
    rows = [row for row in read_manifest(reports).values() if row.kind == "card"]
    assert {row.company_id for row in rows} == {*made.inputs.answers.companies.index}
    (reports / "cards" / "stray.html").write_text("left by a killed command", encoding="utf-8")
    report_workspace(root, Wanted(frozenset({"card", "overview"})), silent())
    files = {row.file for row in read_manifest(reports).values() if row.kind == "card"}
    on_disk = {path.relative_to(reports).as_posix() for path in reports.glob("cards/*.html")}
    assert files == on_disk
    page = (reports / "overview.html").read_text(encoding="utf-8")
    linked = {*re.findall(r'href="(cards/[^"]+)"', page)}
    assert linked
    assert linked <= files


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_wrong_and_nothing_is_cut(cards, twice, tmp_path, width):
    file = tmp_path / "card.html"
    file.write_text(html(twice, cards), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        browser.close()
