import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.company.confidentiality import (
    check_confidential,
    texts_of,
    visible_text,
    watch_names,
    watch_pages,
)
from reports.diagnosis.page import write_diagnosis
from reports.style.brand import load_brand
from tests.reports.diagnosis.diagnosis_fake import AWKWARD_NAME, FULL

NAMES = {
    "C0001": "Norrlands Bygg AB",
    "C0002": "Bygg",
    "C0003": "Kraft",
    "C0004": "Almi",
    "C0005": "Åsa & Bo",
    "12": "1. Ab (publ)",
}


def strangers(text, company_id="C0001", names=NAMES, shared=""):
    problems = check_confidential({"x": text}, company_id, watch_names(names, shared))
    return [found.group(1) for problem in problems if (found := re.search('"(.*)"', problem.what))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Norrlands Bygg AB och ingen annan", []),
        ("Norrlands Bygg AB och Kraft", ["Kraft"]),
        ("Norrlands Bygg AB har kraft", []),
        ("Norrlands Bygg AB, Kraftverket", []),
        ("Norrlands Bygg AB (Bygg) ", ["Bygg"]),
        ("Norrlands Bygg AB: C0003.", ["C0003"]),
        ("Norrlands Bygg AB C0001 12 anställda", []),
        ("Norrlands Bygg AB hos Åsa  &\nBo", ["Åsa & Bo"]),
        ("Norrlands Bygg AB hos Åsa & Bodil", []),
        ("Norrlands Bygg AB 1. Ab (publ)", ["1. Ab (publ)"]),
    ],
)
def test_other_companies_are_found_as_whole_words(text, found):
    assert strangers(text) == found


def test_a_longer_name_around_its_own_is_another_company():
    assert strangers("Bygg, och Norrlands Bygg AB", "C0002") == ["Norrlands Bygg AB"]


def test_a_page_must_name_its_own_company():
    (problem,) = check_confidential({"x": "nothing"}, "C0001", watch_names(NAMES))
    assert "does not name its own company, Norrlands Bygg AB" in problem.what


def test_words_that_any_page_may_hold_tell_nobody_apart():
    assert strangers("Norrlands Bygg AB: ring Almi", shared="Almi kan hjälpa") == []
    assert strangers("Norrlands Bygg AB: ring Almi, C0004", shared="Almi kan hjälpa") == ["C0004"]


def test_companies_of_the_same_name_do_not_accuse_each_other():
    assert strangers("Bo Bygg", "A", {"A": "Bo Bygg", "B": "Bo Bygg"}) == []


def slow(text, own, names):
    """Every other name, one at a time, by its own pattern."""
    spans = [m.span() for m in re.finditer(re.escape(own), text)]
    found = set()
    for name in names:
        for match in re.finditer(rf"(?=(?<!\w){re.escape(name)}(?!\w))", text):
            start, end = match.start(), match.start() + len(name)
            if name != own and not any(a <= start and end <= b for a, b in spans):
                found.add(name)
    return found


WORDS = st.lists(
    st.sampled_from(["Bo", "Åsa", "Bygg", "AB", "&", "Nord"]), min_size=1, max_size=3
).map(" ".join)


@given(
    st.lists(
        WORDS.filter(lambda name: len(name) >= 3 and "&" not in (name[0], name)),
        min_size=2,
        max_size=8,
        unique=True,
    ),
    WORDS,
    WORDS,
)
def test_the_fast_look_finds_what_a_slow_one_finds(names, before, after):
    own = names[0]
    text = f"{before} {own} {after}"
    by_id = {f"id{n}": name for n, name in enumerate(names)}
    assert set(strangers(text, "id0", by_id)) == slow(text, own, names)


def test_what_a_browser_shows_is_read_and_styles_are_not():
    html = '<title>A &amp; B</title><style>Kraft</style><p>hej <img alt="i bild"></p>'
    assert visible_text(html).split() == ["A", "&", "B", "hej", "i", "bild"]


def test_a_written_page_is_checked_in_its_markdown_and_its_html():
    page = write_diagnosis(FULL, load_brand())
    html = f"<p>{FULL.name} och Kraft</p>".encode()
    watch = watch_names({FULL.company_id: FULL.name, "C9": "Kraft", "C8": "Praktikplats"})
    problems = watch_pages(watch)(page, {"html": html})
    assert {(problem.where.rpartition(".")[2], problem.what) for problem in problems} == {
        ("html", 'names another company: "Kraft".'),
        ("qmd", 'names another company: "Praktikplats".'),
    }


def test_escapes_do_not_hide_a_name():
    page = write_diagnosis(FULL, load_brand())
    page_text = next(iter(texts_of(page, {}).values()))
    assert FULL.steps[0].title in page_text
    other = write_diagnosis(
        FULL.__class__(
            **{name: getattr(FULL, name) for name in FULL.__slots__} | {"name": AWKWARD_NAME}
        ),
        load_brand(),
    )
    assert AWKWARD_NAME in next(iter(texts_of(other, {}).values()))


@pytest.mark.parametrize("number", ["811218-9876", "SE811218987601", "131052-308T", "151086 95088"])
def test_a_page_with_a_personal_identity_number_is_kept_out_and_the_number_is_not_repeated(number):
    (problem,) = check_confidential(
        {"x": f"Norrlands Bygg AB. Fråga Eva Ek, {number}."}, "C0001", watch_names(NAMES)
    )
    assert "personal identity number" in problem.what
    assert number not in str(problem)


def test_numbers_in_the_cells_of_a_table_are_not_read_together():
    cells = "\n".join(f"<td>{number}</td>" for number in (81, 12, 18, 9876))
    html = f"<table><tr><td>Norrlands Bygg AB</td></tr><tr>\n{cells}\n</tr></table>"
    assert check_confidential({"x": visible_text(html)}, "C0001", watch_names(NAMES)) == []
