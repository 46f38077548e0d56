"""How numbers are written, on every kind of page and in every language: one place writes them."""

import re
from dataclasses import replace

import pytest

from reports.company.confidentiality import visible_text
from reports.diagnosis.page import write_diagnosis
from reports.effect.document import Figure
from reports.effect.page import write_effect
from reports.evaluation.build import build_evaluation
from reports.evaluation.page import write_evaluation
from reports.overview import build_overview, render_overview
from reports.rendering.builtin import BuiltIn
from reports.style.brand import load_brand
from reports.style.language import CATALOGUES, languages, translator
from tests.reports.diagnosis.diagnosis_fake import FULL
from tests.reports.effect.effect_fake import MOVED
from tests.reports.evaluation import evaluation_fake
from tests.reports.overview.overview_fake import fake_source

BRAND = load_brand()
CODES = languages()
FAULTS = {
    "a hyphen for a minus sign": re.compile(r"(?<![\w\-–./“”])-\d"),
    "five digits in a row": re.compile(r"(?<![\w.,])\d{5,}(?![\w-])"),
    "a number apart from its per cent": re.compile(r"\d[ \n]%"),
    "a space that breaks within a number": re.compile(r"(?<![\d\w-]) \d{1,3} 000\b"),
}
OWN_FAULTS = {
    "en": {"a space before per cent": re.compile("\\d[ \N{NO-BREAK SPACE}]%")},
    "sv": {"a decimal point": re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])")},
}


def in_figures(page):
    """The words of a page's figures; Matplotlib writes them beside their outlines."""
    drawn = page.figures.draw().values()
    return "\n".join(words for svg in drawn for words in re.findall("<!-- (.*?) -->", svg.decode()))


def words_of(page):
    html = BuiltIn(BRAND).render(page, page.figures.draw(), ["html"])["html"].decode()
    return f"{visible_text(html)}\n{in_figures(page)}"


def company_pages(code):
    turnover = translator(code).number(-13_500_000)
    figures = (Figure("X", turnover, translator(code).number(12_345.5, 1)),)
    return {
        "diagnosis": words_of(write_diagnosis(replace(FULL, language=code), BRAND)),
        "effect": words_of(write_effect(replace(MOVED, language=code, figures=figures), BRAND)),
    }


def programme_pages(code):
    large = replace(evaluation_fake.SOURCE, contacted=12_345, answered=11_000)
    overview = render_overview(build_overview(fake_source(contacts=120), code), BRAND)
    return {
        "evaluation": words_of(write_evaluation(build_evaluation(large, code), BRAND)),
        "overview": visible_text(overview),
    }


@pytest.fixture(scope="module", params=CODES)
def written(request):
    return request.param, company_pages(request.param) | programme_pages(request.param)


@pytest.mark.parametrize("kind", ["diagnosis", "effect", "evaluation", "overview"])
def test_every_number_of_a_page_is_written_as_its_language_writes_it(written, kind):
    code, pages = written
    words = pages[kind]
    assert len(re.findall(r"\d", words)) > 50
    wrong = {
        name: [words[max(0, at.start() - 30) : at.end() + 20] for at in fault.finditer(words)]
        for name, fault in (FAULTS | OWN_FAULTS.get(code, {})).items()
    }
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_thousand_and_a_minus_sign_reach_the_pages(written):
    code, pages = written
    thousands = {"en": ",", "sv": "\N{NO-BREAK SPACE}"}[code]
    assert f"12{thousands}345" in pages["evaluation"]
    assert f"\N{MINUS SIGN}13{thousands}500{thousands}000" in pages["effect"]
    assert "\N{MINUS SIGN}" in pages["evaluation"]


@pytest.mark.parametrize("code", CODES)
def test_every_way_of_writing_a_number_has_a_true_minus_sign_and_none_before_nothing(code):
    language = translator(code)
    ways = (language.number, language.fixed, language.digits, language.percent)
    for way in ways:
        assert way(-7, 1).startswith("\N{MINUS SIGN}7")
        assert "\N{MINUS SIGN}" not in way(-0.0001, 1)
        assert "-" not in way(-7, 1)


@pytest.mark.parametrize(
    ("code", "year", "large", "share"),
    [("sv", "1998", "12\xa0345", "18\xa0%"), ("en", "1998", "12,345", "18%")],
)
def test_a_year_is_one_word_and_a_large_number_is_not(code, year, large, share):
    language = translator(code)
    assert language.digits(1998) == year
    assert language.digits(12_345) == language.number(12_345) == large
    assert language.percent(0.18) == share


@pytest.mark.parametrize(("code", "told"), [("sv", "{n}\xa0% av alla"), ("en", "{n}% of all")])
def test_a_message_keeps_a_number_and_its_per_cent_together(code, told):
    source = translator(code)
    message = "{n} % av alla" if code == "sv" else "{n} % of all"
    assert source.gettext(message) == told
    assert source.ngettext(message, message, 2) == told
    assert source.gettext("%(n)s companies %(more)s") == "%(n)s companies %(more)s"


def test_no_catalogue_breaks_a_minus_sign():
    for path in CATALOGUES.rglob("*.po"):
        assert not re.search(
            r"^msgstr.*(?<![\w\-–])-\d", path.read_text(encoding="utf-8"), re.MULTILINE
        )
