"""A company's effect report as Markdown and figures."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pypandoc
import pytest
from pypdf import PdfReader

from reports.effect.document import ActionAhead, ActionsTaken, Gains, Hurt, IndexChange
from reports.effect.figures import draw_shifts, draw_whole
from reports.effect.page import write_effect
from reports.effect.summary import Moves, format_index_change, format_lead
from reports.effect.wording import beside_words, describe_shifts, describe_whole, signed
from reports.rendering.builtin import BuiltIn
from reports.style.brand import load_brand
from reports.style.language import translator
from tests.reports.diagnosis.diagnosis_fake import STEPS
from tests.reports.effect.effect_fake import BARE, MOVED

BRAND, SV, EN = load_brand(), translator("sv"), translator("en")
CASES = {"moved": MOVED, "bare": BARE}


def count_sheets(pdf):
    return len(PdfReader(BytesIO(pdf)).pages)


def moves(better=(), worse=(), strong=(), within=0):
    return Moves(better, worse, strong, within)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            moves(better=["pay"]),
            "It has got better with **pay**, by more than chance can explain.",
        ),
        (
            moves(worse=["pay"], better=["leadership"], within=1),
            "talk with you about that. It has got better with **leadership**",
        ),
        (moves(worse=["pay"], within=2), "about that. The rest is about as it was."),
        (moves(strong=["pay"], within=3), "You are still far along in **pay**. No area as a whole"),
        (moves(), "No area can be compared"),
    ],
)
def test_the_first_words_say_what_moved_and_no_more(found, said):
    assert said in format_lead(found, EN).replace("\\", "")


def test_a_company_that_did_not_improve_is_told_why_that_is_no_verdict():
    text = format_lead(moves(within=6), SV)
    assert "bättre" not in text
    assert "Det betyder inte att inget har blivit gjort" in text


def test_a_band_that_changed_by_chance_is_not_called_better():
    assert "bättre" in format_index_change(IndexChange(2, 3, "better"), SV)
    assert (
        format_index_change(IndexChange(2, 3, "within_error"), SV)
        == "Ni har hamnat i gruppen bredvid, men en så liten ändring kan mycket väl vara slump."
    )
    assert format_index_change(IndexChange(2, 2, "within_error"), SV).startswith(
        "Helheten är ungefär där den var"
    )


def read(page):
    return json.loads(pypandoc.convert_text(page.source, "json", format="markdown-smart"))


def walk(node, kind):
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and node.get("t") == kind:
        yield node
    for child in children:
        yield from walk(child, kind)


@pytest.mark.parametrize("effect", CASES.values(), ids=CASES)
def test_headings_stand_in_order_and_every_picture_has_words(effect):
    page = write_effect(effect, BRAND)
    tree = read(page)["blocks"]
    levels = [heading["c"][0] for heading in walk(tree, "Header")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    pictures = [(image["c"][2][0], dict(image["c"][0][2])) for image in walk(tree, "Image")]
    files = [file for source, told in pictures for file in (source, told.get("narrow")) if file]
    assert files == list(page.figures.names) == list(page.figures.draw())
    assert all(len(told["alt"]) > 30 for _, told in pictures)


@pytest.mark.parametrize("effect", CASES.values(), ids=CASES)
def test_no_code_runs_and_nothing_raw_gets_in(effect):
    tree = read(write_effect(effect, BRAND))
    assert not any(
        True
        for kind in ("CodeBlock", "RawBlock", "RawInline", "Math", "Link", "Cite")
        for _ in walk(tree, kind)
    )


def plain(effect):
    return write_effect(effect, BRAND).source.replace("\\", "")


def test_the_page_tells_what_was_done_agreed_and_flagged():
    text = plain(MOVED)
    assert "- Individuell rådgivning (3 gånger, 7,5 timmar)\n- Seminarier (1 gång, 1 timme)" in text
    assert "Ni säger att det har gett er:** nya affärer och bra råd längs vägen" in text
    assert "“Vi *bytte* annonsmall.”" in text
    assert "Nästan alltid genom någon vi känner → Ibland" in text
    assert "Det föreslogs förra gången, och svaret är detsamma." in text
    assert MOVED.company_id not in text


def test_what_was_suggested_and_is_in_place_is_praised_and_the_rest_are_bullets():
    text = plain(MOVED)
    place, rest = text.index("nu är det på plats"), text.index("Er diagnos föreslog också:")
    assert place < text.index("- Annonsera varje tjänst öppet") < rest
    assert rest < text.index("- Två frågor i varje intervju")
    taken = replace(MOVED.taken, suggested=MOVED.taken.suggested[1:])
    assert "**Er diagnos föreslog:**" in plain(replace(MOVED, taken=taken))


def test_flags_that_are_gone_by_chance_are_told_as_chance():
    text = plain(MOVED)
    for fate, title in (
        ("finns kvar:", "Lönen är låg"),
        ("och era svar har ändrats:", "Rekryteringen är låg"),
        ("så det kan vara slump:", "Villkoren är låga"),
        ("räcker inte för att säga hur det är nu:", "Allt är lågt"),
    ):
        assert f"{fate}**\n\n- {title}" in text


def test_what_hurts_somebody_comes_right_after_the_opening_without_numbers():
    hurt = Hurt(("Ingen ska behöva tåla det.",), "bestäm vem som pratar med hen.", "skyddsombudet")
    text = plain(replace(MOVED, hurt=hurt))
    box = text[text.index("::: contact") : text.index("Det har blivit bättre")]
    assert text.index("::: lead") < text.index("::: contact") < text.index("glance")
    assert "**Den här veckan:** bestäm vem som pratar med hen." in box
    assert "**Vänd er till:** skyddsombudet" in box
    assert not any(character.isdigit() for character in box)
    assert "Den här veckan" not in plain(MOVED)


def test_what_the_project_meant_is_told_where_it_was_asked():
    meant = replace(MOVED, gains=replace(MOVED.gains, meant="Något till det sämre"))
    assert "med ert eget svar:** Något till det sämre" in plain(meant)
    assert "med ert eget svar" not in plain(MOVED)


def test_what_is_not_there_is_not_told():
    text = write_effect(BARE, BRAND).source
    assert "We have no note of you" in text
    assert "nothing in particular" in text
    assert "What is next" not in text
    assert "SIMUL" not in text
    silent = write_effect(replace(BARE, gains=Gains((), none=False)), BRAND).source
    assert "has given you" not in silent


def test_no_step_taken_is_told_without_blame():
    text = plain(replace(MOVED, taken=ActionsTaken((), 0, (), "")))
    assert "inget av stegen vi kom överens om är taget än" in text
    assert "Er diagnos föreslog" not in text


def test_the_alternative_text_says_every_number_of_the_figure():
    text = describe_shifts(MOVED.shifts, SV)
    assert (
        "Rekrytering och befordran: 14, sedan 52: bättre. "
        "Slumpen når från 3 till 41. Liknande företag: +2." in text
    )
    assert (
        "Lön och villkor: 60, sedan 20: sämre. Slumpen når från 38 till 80. Liknande företag: −1."
        in text
    )
    assert "Föräldraskap: 75, för få svar förra gången." in text
    assert "Er grupp förra gången: på väg. Er grupp nu: nått långt." in describe_whole(
        MOVED.whole, SV
    )
    assert "none, as the answers are too few" in describe_whole(BARE.whole, EN)


def test_hidden_comparisons_are_said_to_be_hidden():
    assert "12 liknande företag (bransch: tillverkning)" in beside_words(MOVED.shifts, SV)
    assert beside_words(BARE.shifts, EN).startswith("Too few similar companies")


@pytest.mark.parametrize(("value", "text"), [(7.4, "+7"), (-3.2, "−3"), (0.2, "0"), (-0.3, "0")])
def test_a_difference_has_its_sign(value, text):
    assert signed(value, SV) == text


@pytest.mark.parametrize("effect", CASES.values(), ids=CASES)
def test_a_figure_is_the_same_bytes_every_time(effect):
    for draw, shown in ((draw_shifts, effect.shifts), (draw_whole, effect.whole)):
        svg = draw(shown, BRAND, SV)
        assert svg == draw(shown, BRAND, SV)
        assert ET.fromstring(svg).tag.endswith("svg")


def test_worse_has_its_own_colour():
    better, worse = (
        draw_shifts([shift], BRAND, SV).decode().count(BRAND.colors.alert)
        for shift in MOVED.shifts[:2]
    )
    assert better == 0 < worse


@pytest.mark.parametrize("effect", CASES.values(), ids=CASES)
def test_both_formats_are_made(effect):
    page = write_effect(effect, BRAND)
    files = BuiltIn(BRAND).render(page, page.figures.draw(), ("html", "pdf"))
    assert files["pdf"].startswith(b"%PDF")
    assert b"<img" in files["html"]


FULL_OF_WORDS = replace(
    MOVED,
    shifts=MOVED.shifts[:3]
    + tuple(replace(MOVED.shifts[0], name=f"Område {number}") for number in range(4)),
    risen=MOVED.risen * 3,
    fallen=MOVED.fallen * 3,
    figures=MOVED.figures * 4,
    ahead=tuple(ActionAhead(step, again="") for step in (STEPS * 3)[:3]),
)
"""A few lines more than two sheets hold."""


def test_a_page_that_is_a_few_lines_too_long_is_set_closer():
    page = write_effect(FULL_OF_WORDS, BRAND)
    assert (
        count_sheets(BuiltIn(BRAND).render(page, page.figures.draw(), ["pdf"])["pdf"])
        == page.sheets
        == 2
    )


def test_what_cannot_fit_is_still_printed_whole():
    page = write_effect(replace(FULL_OF_WORDS, risen=MOVED.risen * 60), BRAND)
    assert count_sheets(BuiltIn(BRAND).render(page, page.figures.draw(), ["pdf"])["pdf"]) > 2
