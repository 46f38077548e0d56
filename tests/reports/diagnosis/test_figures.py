import xml.etree.ElementTree as ET
from dataclasses import replace
from html import unescape

import pytest

from reports.company.figures import draw_bands
from reports.company.wording import (
    comparison_words,
    describe_areas,
    describe_band,
    describe_needs,
)
from reports.diagnosis.figures import draw_areas, draw_band, draw_needs
from reports.diagnosis.page import standing_words
from reports.style.brand import load_brand
from reports.style.language import translator
from tests.reports.diagnosis.diagnosis_fake import AWKWARD_NAME, CROWDED, FULL, SOLE

BRAND, SV, EN = load_brand(), translator("sv"), translator("en")


def fills(svg):
    """How often each colour fills something."""
    text = svg.decode()
    return {
        color: text.count(f"fill: {color}")
        for color in (BRAND.colors.accent, BRAND.colors.alert, BRAND.colors.band)
    }


@pytest.mark.parametrize("diagnosis", [FULL, SOLE, CROWDED], ids=["full", "sole", "crowded"])
def test_a_figure_is_the_same_bytes_every_time_and_says_no_date(diagnosis):
    for draw, shown in (
        (draw_areas, diagnosis.areas),
        (draw_band, diagnosis.band),
        (draw_needs, diagnosis.needs or FULL.needs),
    ):
        svg = draw(shown, BRAND, SV)
        assert svg == draw(shown, BRAND, SV)
        assert ET.fromstring(svg).tag.endswith("svg")
        assert b"<dc:date>" not in svg


def test_low_has_its_own_colour_and_hidden_comparisons_have_no_field():
    low = fills(draw_areas(FULL.areas[1:2], BRAND, SV))
    assert low[BRAND.colors.alert] > 0
    assert low[BRAND.colors.band] == 1
    alone = fills(draw_areas(CROWDED.areas, BRAND, SV))
    assert alone[BRAND.colors.band] == 0


def test_a_band_that_is_not_calculable_fills_none():
    assert fills(draw_band(None, BRAND, SV))[BRAND.colors.accent] == 0
    assert fills(draw_band(4, BRAND, SV))[BRAND.colors.accent] > 0


def drawn_lines(svg):
    """Each line of text in a drawing, and how many letters are drawn for it: letters are shapes."""
    root = ET.fromstring(svg, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        said = None
        for part in group:
            if part.tag is ET.Comment:
                said = unescape(part.text.strip())
            elif said is not None:
                yield said, len(part.findall(".//{http://www.w3.org/2000/svg}use"))
                said = None


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("$x$ och $y$", ["$x$ och $y$"]),
        (
            "ett mycket långt namn " * 6,
            ["ett mycket långt namn ett mycket", "långt namn ett mycket långt namn ett"],
        ),
        (
            AWKWARD_NAME,
            ["1. Åsa & Bo's *Smide* _AB_ [x](y) #1", '$5 @norr <b>\\ "Å" ◊ | snickeri, mek'],
        ),
    ],
)
def test_awkward_names_are_drawn_as_they_are(name, lines):
    """Nothing of them is read as mathematics or markup.

    Two lines at most, and a lozenge for what the font lacks.
    """
    for svg in (
        draw_areas([replace(FULL.areas[0], name=name)], BRAND, SV),
        draw_needs([replace(FULL.needs[0], name=name)], BRAND, SV),
    ):
        drawn = dict(drawn_lines(svg))
        assert [line for line in drawn if line in lines] == lines
        assert [drawn[line] for line in lines] == [len(line) for line in lines]


def test_the_alternative_text_says_every_number_of_the_figure():
    text = describe_areas(FULL.areas, SV)
    assert "Rekrytering och befordran: 14, lägre än de flesta (35 till 65)." in text
    assert all(area.name in text for area in FULL.areas)
    assert "gäller inte er" in describe_areas(SOLE.areas, SV)
    assert "Arbete med jämställdhet: 31, ingen jämförelse." in describe_areas(SOLE.areas, SV)


def test_the_band_is_told_in_words():
    assert describe_band(2, SV).endswith("Er grupp är nummer 2: på väg.")
    assert "the answers are too few" in describe_band(None, EN)


def test_needs_are_told_with_their_places():
    assert "Hitta och anställa folk: akut, ert första val." in describe_needs(FULL.needs, SV)
    assert "your choice number 4" in describe_needs([replace(FULL.needs[0], place=4)], EN)


def test_the_comparison_names_its_group_only_if_it_is_the_same_everywhere():
    assert "41 jämförbara företag (bransch: tillverkning" in comparison_words(FULL.areas, SV)
    mixed = [replace(FULL.areas[0], n=38, group="annat"), *FULL.areas[1:]]
    assert "38–41 jämförbara företag; ert eget är inte med" in comparison_words(mixed, SV)
    assert "Too few similar companies" in comparison_words(SOLE.areas, EN)


@pytest.mark.parametrize(
    ("stands", "firm", "told"),
    [
        (1.0, True, "certain: it holds in 100 of 100"),
        (0.999, True, "certain: it holds in 99 of 100"),
        (0.9, True, "even if any single answer is left out"),
        (0.89, True, "likely: it holds in 89 of 100"),
        (0.95, None, "likely: it holds in 95 of 100"),
        (0.95, False, "other reasonable assumptions. Yet a single answer can decide it."),
        (0.69, True, "uncertain: it holds in 69 of 100"),
    ],
)
def test_flags_say_how_sure_they_are_and_never_round_up_to_certain(stands, firm, told):
    assert told in standing_words(replace(FULL.flags, stands=stands, firm=firm), EN)


def test_a_long_name_of_a_group_has_two_lines_so_that_neighbours_do_not_touch():
    drawn = []

    class Sheet:
        brand = BRAND

        def bar(self, *_):
            """Nothing is drawn."""

        def words(self, _x, _y, text, *_, **__):
            drawn.append(text)

    draw_bands(Sheet(), None, [""] * 4, translator("sv"))
    assert drawn == ["Börjar", "På väg", "Har kommit\nlångt", "Föregångare"]
