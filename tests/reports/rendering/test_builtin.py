import re
import shutil
from dataclasses import replace
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from reports.diagnosis.page import write_diagnosis
from reports.rendering.builtin import BuiltIn
from reports.rendering.choice import choose_renderer
from reports.style.brand import load_brand
from survey.common.errors import PageError
from tests.reports.diagnosis.diagnosis_fake import AWKWARD_NAME, CROWDED, FULL, SENDER, SOLE

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
CASES = {"full": FULL, "sole": SOLE, "crowded": CROWDED, "english": replace(FULL, language="en")}


@pytest.fixture(scope="module")
def renderer():
    return BuiltIn(load_brand())


@pytest.fixture(scope="module")
def rendered(renderer):
    pages = {name: write_diagnosis(diagnosis, load_brand()) for name, diagnosis in CASES.items()}
    return {
        name: renderer.render(page, page.figures.draw(), ["html", "pdf"])
        for name, page in pages.items()
    }


def pdf_words(data):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split()
    )


@pytest.mark.parametrize("case", CASES)
def test_the_pdf_is_tagged_titled_and_four_pages_at_most(rendered, case):
    pdf = PdfReader(BytesIO(rendered[case]["pdf"]))
    root = pdf.trailer["/Root"]
    assert len(pdf.pages) <= 4
    assert root["/Lang"].startswith(CASES[case].language)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title.startswith(CASES[case].name)
    assert (
        b'pdfuaid:part="1"' in rendered[case]["pdf"]
        or b"<pdfuaid:part>1</pdfuaid:part>" in rendered[case]["pdf"]
    )


def alternative_texts(element, found):
    element = element.get_object()
    if "/Alt" in element:
        found.append(str(element["/Alt"]))
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if hasattr(child.get_object(), "get"):
            alternative_texts(child, found)
    return found


def test_the_pdf_keeps_the_alternative_texts(rendered):
    root = PdfReader(BytesIO(rendered["full"]["pdf"])).trailer["/Root"]["/StructTreeRoot"]
    alts = alternative_texts(root, [])
    assert len(alts) == 3
    assert any(
        "Rekrytering och befordran: 14, lägre än de flesta (35 till 65)." in alt for alt in alts
    )


def test_every_page_of_a_simulated_report_says_so(rendered):
    pages = PdfReader(BytesIO(rendered["full"]["pdf"])).pages
    assert all("SIMULATED" in page.extract_text() for page in pages)
    assert rendered["full"]["html"].decode().count("SIMULATED") >= 2
    assert "SIMULATED" not in pdf_words(rendered["sole"]["pdf"])


def test_html_and_pdf_say_the_same(rendered):
    for words in (
        "0 kvinnor och 4 män",
        "Två frågor i varje intervju, lika för alla",
        "94 av 100",
        "Bara för Älvdalens Mekaniska AB",
    ):
        assert words in pdf_words(rendered["full"]["pdf"])
        assert words in rendered["full"]["html"].decode()


def test_an_awkward_name_stands_as_it_is(rendered):
    squeezed = pdf_words(rendered["crowded"]["pdf"]).replace(" ", "")
    assert AWKWARD_NAME.replace(" ", "") in squeezed


@pytest.mark.parametrize("start", ["1. ", "- ", "+ ", "= ", "/ a: "])
def test_words_that_look_like_a_list_stay_words_everywhere(renderer, start):
    """Pandoc's Typst writer guards them at the beginning of a paragraph only."""
    name = f"{start}Bo AB"
    awkward = replace(
        FULL,
        name=name,
        sender=replace(SENDER, programme=name, contact=name),
        municipality=name,
        areas=tuple(replace(area, name=name) for area in FULL.areas),
        strengths=(replace(FULL.strengths[0], topic=name),),
        flags=replace(
            FULL.flags,
            titles=(name,),
            grades=(replace(FULL.flags.grades[0], areas=(name,)),),
            answers=(replace(FULL.flags.answers[0], question=name, answer=name),),
        ),
        needs=tuple(replace(need, name=name, answer=name) for need in FULL.needs),
        steps=(replace(FULL.steps[0], title=name, why=name, effort=name, help=name),),
    )
    page = write_diagnosis(awkward, load_brand())
    pdf = renderer.render(page, page.figures.draw(), ["pdf"])["pdf"]
    assert PdfReader(BytesIO(pdf)).metadata.title == f"{name}: diagnos"
    squeezed = pdf_words(pdf).replace(" ", "")
    written = page.source.split("---\n", 2)[2].split("{alt=")
    body = written[0] + "".join(part.split('"}', 1)[1] for part in written[1:])
    wanted = body.replace("\\", "").replace(" ", "").count(name.replace(" ", ""))
    assert squeezed.count(name.replace(" ", "")) >= wanted


def test_the_html_asks_no_other_place_for_anything(rendered):
    html = rendered["full"]["html"].decode()
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', html) == []
    assert re.findall(r"url\((?!\"data:)[^)]*\)", html) == []
    assert '<html lang="sv">' in html
    assert "style-here" not in html


def test_the_same_page_is_the_same_bytes(renderer, rendered):
    page = write_diagnosis(SOLE, load_brand())
    assert renderer.render(page, page.figures.draw(), ["html", "pdf"]) == rendered["sole"]


def test_a_page_that_cannot_be_made_is_named(renderer):
    page = write_diagnosis(FULL, load_brand())
    with pytest.raises(PageError, match="companies/C0001/diagnosis: Typst stopped"):
        renderer.render(page, {}, ["pdf"])


def test_without_quarto_the_built_in_renderer_is_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert choose_renderer(load_brand()).name == "built-in"


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
        page.close()
        assert found.violations_count == 0, found.generate_report()
