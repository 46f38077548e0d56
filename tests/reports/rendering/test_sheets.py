"""Sheets of paper: how full they are, and which setting of a page leaves them so."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.rendering.builtin import BuiltIn
from reports.rendering.records import Page, plan_figures
from reports.rendering.sheets import (
    CLOSER,
    LEAST_FULL,
    ROOMY,
    WIDER,
    PageEnd,
    fit_sheets,
)
from reports.style.brand import load_brand

FOOT = 51.0
"""Points at the bottom of a sheet where the running foot stands."""


def measurer(roomy, **at):
    """Ends by setting: `roomy` for all but those named, such as `closer_2`; what was asked."""
    named = {
        setting: at.get(f"{family}_{place}", roomy)
        for family, settings in (("closer", CLOSER), ("wider", WIDER))
        for place, setting in enumerate(settings)
    }
    asked = []

    def measure(setting):
        asked.append(setting)
        return PageEnd(*({ROOMY: roomy} | named)[setting])

    return measure, asked


@pytest.mark.parametrize("roomy", [(1, 0.05), (1, 1.0), (3, LEAST_FULL), (7, 0.9)])
def test_a_page_that_ends_well_is_measured_once(roomy):
    measure, asked = measurer(roomy)
    assert fit_sheets(measure) == ROOMY
    assert asked == [ROOMY]


def test_a_last_sheet_with_a_few_lines_is_saved_by_the_roomiest_that_saves_it():
    measure, _ = measurer((3, 0.1), closer_1=(2, 0.97), closer_2=(2, 0.9), wider_0=(3, 0.5))
    assert fit_sheets(measure) == CLOSER[1]


def test_a_sheet_that_cannot_be_saved_is_filled_by_the_closest_that_fills_it():
    measure, _ = measurer((3, 0.3), wider_1=(3, 0.5), wider_2=(3, 0.7))
    assert fit_sheets(measure) == WIDER[1]


def test_no_sheet_is_added_to_fill_one():
    measure, _ = measurer((2, 0.3), wider_1=(3, 0.5), wider_3=(2, 0.35))
    assert fit_sheets(measure) == WIDER[3]


def test_a_page_that_may_have_fewer_sheets_is_as_close_as_it_must_be():
    measure, _ = measurer((3, 0.8), closer_2=(2, 0.9), closer_3=(2, 0.8))
    assert fit_sheets(measure, 2) == CLOSER[2]
    assert fit_sheets(measure, 1) == CLOSER[-1]


def test_a_limit_goes_before_a_filled_sheet():
    measure, _ = measurer((3, 0.8), closer_3=(2, 0.2))
    assert fit_sheets(measure, 2) == CLOSER[3]


def line_page(lines):
    """A page of so many paragraphs, and a heading before each tenth."""
    parts = [f"## Heading {n}\n\nLine {n}." if n % 10 == 0 else f"Line {n}." for n in range(lines)]
    front = "---\ntitle: Lines\nauthor: Jamna\nlang: en\nskip: Skip\nfooter: foot\n---\n\n"
    source = front + "\n\n".join(["# Lines {#top}", *parts])
    return Page("lines", "", "en", "Lines", "", "lines", source, plan_figures({}))


def lowest_words(sheet):
    """The lowest words above the foot of a sheet, where they stand, and in which face."""
    found = []

    def note(text, cm, tm, font, _size):
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip() and y > FOOT:
            found.append((y, text.strip(), str((font or {}).get("/BaseFont", ""))))

    sheet.extract_text(visitor_text=note)
    return min(found)


def made(lines):
    page = line_page(lines)
    return PdfReader(BytesIO(BuiltIn(load_brand()).render(page, {}, ["pdf"])["pdf"])).pages


def test_every_length_of_a_page_of_lines_ends_on_a_filled_sheet():
    """Where the text of the last sheet ends is read from the finished PDF, not from Typst."""
    for lines in range(30, 200, 7):
        sheets = made(lines)
        bottom = lowest_words(sheets[-1])[0]
        height = float(sheets[-1].mediabox.height)
        assert len(sheets) == 1 or 1 - bottom / height > LEAST_FULL, lines


def test_no_heading_stands_last_on_a_sheet():
    for lines in range(36, 64):
        for sheet in made(lines)[:-1]:
            assert "Semibold" not in lowest_words(sheet)[2], lines


def test_the_same_page_is_the_same_bytes():
    page = line_page(47)
    one, other = (BuiltIn(load_brand()).render(page, {}, ["pdf"])["pdf"] for _ in range(2))
    assert one == other


@pytest.mark.parametrize("box", ["reason", "contact", '{.step number="1"}'])
@pytest.mark.parametrize(
    ("before", "lines", "sheets"), [(42, 12, 1), (20, 45, 2), (20, 100, 3)], ids=str
)
def test_a_box_stays_in_one_piece_unless_it_is_taller_than_half_a_sheet(box, before, lines, sheets):
    inside = "\n\n".join(f"Inside {n}." for n in range(lines))
    page = line_page(before)
    source = f"{page.source}\n\n::: {box}\n## Box\n\n{inside}\n:::\n"
    data = BuiltIn(load_brand()).render(replace(page, source=source), {}, ["pdf"])["pdf"]
    texts = [sheet.extract_text() for sheet in PdfReader(BytesIO(data)).pages]
    assert sum("Inside" in text for text in texts) == sheets
    assert all(text.count("\n") < 70 for text in texts)  # what runs off its sheet is still text
    assert not any(text.rstrip().endswith("Box") for text in texts)
