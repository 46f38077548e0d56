import re
import shutil
from dataclasses import replace
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from reports.company.confidentiality import check_confidential, texts_of, visible_text, watch_names
from reports.evaluation import build_evaluation
from reports.evaluation.document import Bars, Forest
from reports.evaluation.figures import draw_picture, find_reach, find_step
from reports.evaluation.page import write_evaluation
from reports.rendering.builtin import BuiltIn
from reports.rendering.many import render_pages
from reports.style.brand import load_brand
from reports.style.language import translator
from tests.reports.evaluation.evaluation_fake import (
    AWKWARD,
    SOURCE,
    awkward,
    empty,
    refused,
    with_main,
)

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
BRAND = load_brand()
CASES = {
    "swedish": build_evaluation(SOURCE, "sv"),
    "english": build_evaluation(SOURCE, "en"),
    "empty": build_evaluation(empty(), "sv"),
    "awkward": build_evaluation(awkward(), "en"),
}


@pytest.fixture(scope="module")
def rendered():
    renderer = BuiltIn(BRAND)
    pages = {name: write_evaluation(evaluation, BRAND) for name, evaluation in CASES.items()}
    return {
        name: renderer.render(page, page.figures.draw(), ["html", "pdf"])
        for name, page in pages.items()
    }


def picture(name, case="english"):
    return next(picture for picture in CASES[case].pictures if picture.stem == name)


def words_in(data):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split()
    )


def numbers(text):
    return set(re.findall(r"\d+(?:[.,]\d+)?", text))


@pytest.mark.parametrize("case", CASES)
def test_every_number_of_a_figure_stands_in_its_words_and_in_its_table(case):
    assert CASES[case].pictures
    for shown in CASES[case].pictures:
        cells = " ".join(cell for row in shown.table.rows for cell in row)
        for row in shown.drawing.rows:
            told = (
                [row.words]
                if isinstance(shown.drawing, Bars)
                else [whisker.words for whisker in row.whiskers]
            )
            for words in told:
                assert words in shown.alt
                assert numbers(words) <= numbers(cells), (shown.stem, words)


@pytest.mark.parametrize("case", CASES)
def test_every_row_of_a_table_has_all_its_cells(case):
    evaluation = CASES[case]
    tables = [
        *evaluation.tables,
        *(table for section in evaluation.sections for table in section.tables),
    ]
    for table in [*tables, *(shown.table for shown in evaluation.pictures)]:
        assert {len(row) for row in table.rows} <= {len(table.heads)}
        assert len(table.widths) == len(table.heads)


def test_the_main_estimate_comes_first_and_the_naive_ones_carry_what_to_expect_for_nothing():
    row = picture("areas").drawing.rows[0]
    assert [whisker.kind for whisker in row.whiskers] == [
        "main",
        "difference_in_differences",
        "before_after",
    ]
    assert [whisker.expected for whisker in row.whiskers] == [None, 7.1, 6.8]


def test_outcomes_of_other_units_are_drawn_in_standard_deviations_and_told_in_their_own():
    turnover = next(row for row in picture("outcomes").drawing.rows if row.name == "Turnover")
    assert turnover.unit == "million SEK"
    assert turnover.whiskers[0].estimate == pytest.approx(-905_178 / 6_000_000)
    assert turnover.whiskers[0].words.startswith("\N{MINUS SIGN}0.9")


def test_a_refused_estimate_says_why_and_shows_no_number():
    arjeplog = next(row for row in picture("municipalities").drawing.rows if row.name == "Arjeplog")
    assert arjeplog.whiskers == ()
    assert arjeplog.missing.startswith("too few companies")
    (cells,) = [row for row in picture("municipalities").table.rows if row[0] == "Arjeplog"]
    assert cells[2:] == ("–",) * 5


def test_municipalities_stand_in_alphabetical_order_whatever_they_found():
    better = [
        replace(row, estimate=9.0) if row.group == "municipality=PAJ" else row
        for row in SOURCE.estimates
    ]
    evaluation = build_evaluation(replace(SOURCE, estimates=better), "sv")
    (shown,) = [shown for shown in evaluation.pictures if shown.stem == "municipalities"]
    assert [row.name for row in shown.drawing.rows] == ["Arjeplog", "Pajala"]


def test_where_no_part_has_an_estimate_one_sentence_says_so():
    parts = ("municipality=", "target_group=")
    refusals = {
        row.group: refused("index", row.estimator, group=row.group)
        for row in SOURCE.estimates
        if row.group.startswith(parts)
    }
    none = [refusals.get(row.group, row) for row in SOURCE.estimates]
    evaluation = build_evaluation(replace(SOURCE, estimates=none), "sv")
    section = next(
        one for one in evaluation.sections if one.title == "För vilka, var och genom vad"
    )
    assert [shown.stem for shown in section.pictures] == ["activities"]
    assert len(section.sentences) == 2
    assert section.sentences[1].startswith(
        "Jämställdheten som helhet, per kommun: ingen av de 2 går att skatta ("
    )
    assert "minst 5 utvalda" in section.sentences[1]


def test_hidden_looks_different_from_empty_and_carries_no_number():
    (row,) = picture("place").drawing.rows
    assert (row.value, row.low, row.state) == (None, None, "hidden")
    assert row.words == "hidden: too few"
    response = CASES["english"].sections[0].tables[0]
    cells = {row[0]: row[1:] for row in response.rows}
    assert cells["Municipality: Arjeplog"] == cells["Municipality: Jokkmokk"] == ("hidden",) * 5
    assert cells["Municipality: Pajala"] == ("40", "32", "80%", "28", "88%")
    goals = picture("goals")
    assert [row.state for row in goals.drawing.rows] == ["ok", "empty"]
    assert goals.table.rows[1][1] == "not known"


def test_who_is_missing_is_named():
    first, again = CASES["english"].sections[0].sentences
    assert (
        first
        == "In this group clearly fewer answered than on the whole: Municipality: Gällivare (25%)."
    )
    assert (
        again
        == "In this group clearly fewer came back than on the whole: Municipality: Gällivare (50%)."
    )


def test_a_criterion_says_what_is_missing_by_name():
    (criterion,) = CASES["english"].criteria
    assert criterion.grade == "partly active"
    assert criterion.missing == (
        "Activities and costs: no hours have been written down for “Individual advice”",
    )


def test_every_outcome_tells_its_level_its_companies_and_what_could_have_been_seen():
    (table,) = [
        table
        for table in CASES["english"].tables
        if table.title == "The main estimate of every outcome"
    ]
    assert table.rows[0] == (
        "Equality as a whole (points)",
        "+1.2 (\N{MINUS SIGN}3.0 to +5.4)",
        "0.57",
        "1.00",
        "14 + 160",
        "6.0",
        "3",
    )
    assert table.heads[-2:] == ("Found 4 times in 5", "Maryland level")


@pytest.mark.parametrize(
    ("reach", "step"), [(15.4, 10), (14.0, 5), (1.0, 0.5), (0.09, 0.05), (300.0, 100)]
)
def test_the_scale_has_round_marks(reach, step):
    assert find_step(reach) == pytest.approx(step)


def test_the_scale_holds_every_whisker():
    forest = picture("areas").drawing
    assert find_reach(forest) > 15.5
    assert find_reach(Forest((), "")) == 1.0


@pytest.mark.parametrize("case", CASES)
def test_figures_are_the_same_every_time(case):
    language = translator(CASES[case].language)
    for shown in CASES[case].pictures:
        assert draw_picture(shown, BRAND, language) == draw_picture(shown, BRAND, language)


@pytest.mark.parametrize("case", CASES)
def test_the_pdf_is_tagged_and_titled(rendered, case):
    data = rendered[case]["pdf"]
    pdf = PdfReader(BytesIO(data))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"].startswith(CASES[case].language)
    assert CASES[case].programme in pdf.metadata.title
    assert b'pdfuaid:part="1"' in data or b"<pdfuaid:part>1</pdfuaid:part>" in data


def test_every_page_of_a_simulated_report_says_so_and_no_other(rendered):
    assert all(
        "SIMULATED" in page.extract_text()
        for page in PdfReader(BytesIO(rendered["english"]["pdf"])).pages
    )
    assert "SIMULERAT" not in words_in(rendered["empty"]["pdf"])


def test_awkward_names_stand_as_they_are(rendered):
    assert AWKWARD.replace(" ", "") in words_in(rendered["awkward"]["pdf"]).replace(" ", "")
    shown = visible_text(rendered["awkward"]["html"].decode())
    assert shown.count(AWKWARD) >= 8
    assert "&lt;b&gt;" not in shown


def test_the_html_asks_no_other_place_for_anything(rendered):
    html = rendered["swedish"]["html"].decode()
    assert re.findall(r'(?:src|srcset|href)="(?!data:|#)[^"]*"', html) == []
    assert (
        html.count('src="data:image/svg+xml')
        == html.count('srcset="data:image/svg+xml')
        == len(CASES["swedish"].pictures)
    )
    alts = re.findall(r'<img[^>]*alt="([^"]+)"', html)
    assert len(alts) == len(CASES["swedish"].pictures)


def test_a_changed_number_changes_the_page():
    one, other = (
        write_evaluation(build_evaluation(source, "en"), BRAND)
        for source in (SOURCE, with_main(low=-3.5))
    )
    assert one.figures.made_from != other.figures.made_from
    assert one.source != other.source


def test_it_lies_at_the_top_of_the_reports_and_is_kept_while_nothing_changes(tmp_path):
    page = write_evaluation(CASES["empty"], BRAND)
    first = render_pages([page], tmp_path, BuiltIn(BRAND), formats=["html"])
    again = render_pages([page], tmp_path, BuiltIn(BRAND), formats=["html"])
    assert {row.file for row in first.rows} == {
        "evaluation.qmd",
        "evaluation.html",
        *page.figures.names,
    }
    assert (first.made, again.made, again.kept) == (1, 0, 1)
    assert (tmp_path / "evaluation.html").is_file()


def test_a_page_about_the_programme_names_no_company(rendered):
    watch = watch_names({"C0001": "Norrlands Bygg AB"})
    page = write_evaluation(CASES["swedish"], BRAND)
    assert check_confidential(texts_of(page, rendered["swedish"]), "", watch) == []
    told = replace(page, source=page.source + "\nNorrlands Bygg AB och C0001")
    problems = check_confidential(texts_of(told, {}), "", watch)
    assert sorted(problem.what for problem in problems) == [
        'names another company: "C0001".',
        'names another company: "Norrlands Bygg AB".',
    ]
    assert problems[0].where == "evaluation.qmd"


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed, and axe needs a browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.mark.parametrize("case", CASES)
def test_axe_finds_nothing_wrong(rendered, browser, case):
    for width in (1000, 380):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.set_content(rendered[case]["html"].decode())
        found = Axe().run(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.close()
        assert found.violations_count == 0, found.generate_report()
        assert wide <= width
