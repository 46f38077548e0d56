"""A company's effect report as Markdown and figures."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pypandoc
import pytest
from pypdf import PdfReader

from reports.effect.document import (
    ActionAhead,
    ActionsTaken,
    Activity,
    EarlierAction,
    Gains,
    Hurt,
    IndexChange,
    Shift,
)
from reports.effect.figures import draw_shifts, draw_whole
from reports.effect.opening import News, format_hours, format_opening, format_steps
from reports.effect.page import write_effect
from reports.effect.summary import (
    Moves,
    format_index_change,
    format_summary,
    tell_answers,
)
from reports.effect.wording import (
    beside_words,
    describe_shifts,
    describe_whole,
    shift_words,
    signed,
)
from reports.rendering.builtin import BuiltIn
from reports.style.brand import load_brand
from reports.style.language import translator
from reports.style.markdown import escape
from tests.reports.diagnosis.diagnosis_fake import SENDER, STEPS
from tests.reports.effect.effect_fake import BARE, MOVED

BRAND, SV, EN = load_brand(), translator("sv"), translator("en")
CASES = {"moved": MOVED, "bare": BARE}


def count_sheets(pdf):
    return len(PdfReader(BytesIO(pdf)).pages)


def moves(risen=(), fallen=(), strong=(), asked=9):
    return Moves(risen, fallen, strong, asked)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (moves(risen=["pay"]), "The answers that have improved are about pay."),
        (moves(risen=["pay"], fallen=["goals"]), "gone the other way are about goals."),
        (moves(fallen=["goals"]), "The answers that have gone the wrong way are about goals."),
        (moves(strong=["pay"]), "same answers as last time. You are still far along in **pay**."),
    ],
)
def test_the_summary_says_which_answers_moved(found, said):
    assert said in format_summary(found, "", EN).replace("\\", "")


def test_where_nothing_was_answered_twice_the_summary_is_silent():
    assert format_summary(moves(asked=0), "", EN) == ""


def test_what_the_opening_says_of_the_answers_is_not_said_again():
    found = moves(risen=["pay"], strong=["pay"])
    opening = news(shift("pay", 50, 60), answers=tell_answers(found, EN))
    assert "improved are about pay" in opening
    assert "improved" not in format_summary(found, escape(opening), EN)


def shift(short, before, after, verdict="within_error", low=0.0, high=100.0):
    return Shift(short.title(), before, after, low, high, verdict, None, 0, "", short=short)


def news(*shifts, **given):
    values = {
        "shifts": shifts,
        "whole": IndexChange(2, 2, "within_error"),
        "taken": ActionsTaken((), None, (), ""),
        "activities": (),
        "gains": Gains((), none=False),
        "ahead": (),
        "answers": "",
        "need": "",
        "hurt": False,
    }
    return format_opening(News(**(values | given)), EN).replace("\\", "")


def test_the_opening_says_first_what_moved_for_sure_the_worst_before_the_best():
    both = news(shift("pay", 14, 52, "better"), shift("goals", 80, 20, "worse"))
    assert both == (
        "It has gone worse with goals, from 80 to 20: more than chance can explain. "
        "It has gone better with pay, from 14 to 52: more than chance can explain. "
        "We would like to talk with you about what has got worse."
    )
    whole = news(shift("pay", 50, 60), whole=IndexChange(2, 3, "better"))
    assert whole.startswith("As a whole it has gone better")


@pytest.mark.parametrize(
    ("shifts", "said"),
    [
        ([shift("pay", 50, 83)], "It points upwards for pay, from 50 to 83, but that may be"),
        ([shift("pay", 83, 50)], "It points downwards for pay, from 83 to 50"),
        (
            [shift("pay", 50, 70), shift("goals", 70, 50)],
            "upwards for pay (from 50 to 70) and downwards for goals (from 70 to 50), but both",
        ),
        ([shift("pay", 50, 62)], "Most has changed in pay, from 50 to 62, but that may well be"),
        ([shift("pay", 50, 62, low=40, high=70)], "It is about as it was: most has changed in pay"),
        ([shift("pay", 50, 50.3)], "it is as it was: pay is at 50 both times"),
        ([shift("pay", None, 50, "not_calculable")], "Your answers are too few to compare"),
    ],
)
def test_where_nothing_moved_for_sure_the_opening_says_where_it_points(shifts, said):
    assert said in news(*shifts)


@pytest.mark.parametrize(
    ("steps", "agreed", "said"),
    [
        (1, None, "You have taken one of the steps we suggested."),
        (2, None, "You have taken two of the steps we suggested."),
        (1, 1, "You have taken the step that you agreed on with the adviser."),
        (2, 2, "You have taken both steps that you agreed on with the adviser."),
        (3, 3, "You have taken all three steps that you agreed on with the adviser."),
        (1, 4, "You have taken one of the four steps that you agreed on with the adviser."),
        (13, 14, "You have taken 13 of the 14 steps that you agreed on with the adviser."),
        (4, 2, "You have taken four steps with the adviser."),
    ],
)
def test_steps_are_agreed_on_only_where_the_company_says_so(steps, agreed, said):
    assert format_steps(ActionsTaken((), steps, (), "", agreed), EN) == said


def test_what_was_done_stands_after_how_it_has_gone_and_before_what_is_next():
    done = ActionsTaken((EarlierAction("Advertise", in_place=True),), 2, (), "")
    ahead = (ActionAhead(STEPS[0], again=""),)
    told = news(shift("pay", 50, 83), taken=done, ahead=ahead, need="selling")
    parts = ("upwards for pay", "“Advertise” is in place now", "Next we suggest “")
    assert [told.index(part) for part in parts] == sorted(told.index(part) for part in parts)
    assert "selling" not in told
    hurt = news(shift("pay", 50, 83), ahead=ahead, need="selling", hurt=True)
    assert hurt.endswith("Most of all you want help with selling.")
    activities = (Activity("Networks and fairs", 1, 2.0), Activity("Seminars", 1, 2.0))
    assert "part in this: networks and fairs; seminars." in news(activities=activities)
    assert "given you new business." in news(gains=Gains(("New business",), none=False))


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.5, "en halvtimme"), (1.0, "en timme"), (4.0, "fyra timmar"), (7.5, "7,5 timmar")],
)
def test_hours_are_told_in_words(hours, said):
    assert format_hours(hours, SV) == said


def test_up_or_down_a_group_is_said():
    def told(before, after, verdict="within_error"):
        return format_index_change(IndexChange(before, after, verdict), SV)

    assert "bättre" in told(2, 3, "better")
    assert "sämre" in told(3, 2, "worse")
    assert told(2, 3) == "Ni har gått upp en grupp, men det kan vara slump."
    assert told(4, 2) == "Ni har gått ned två grupper, men det kan vara slump."
    assert told(2, 2) == "Ni är i samma grupp som förra gången."
    assert told(2, 1, "better") == "Ni har gått ned en grupp, men det kan vara slump."
    assert told(None, 4).startswith("Förra gången var svaren för få")
    assert told(2, None).startswith("Helheten går inte att jämföra")


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        (shift("pay", 50, 70), "may be chance"),
        (shift("pay", 70, 50, low=30, high=80), "may be chance"),
        (shift("pay", 50, 69), "cannot be told"),
        (shift("pay", 50, 69, low=30, high=80), "about the same"),
        (shift("pay", 50, 90, "better"), "better"),
        (shift("pay", 90, 50, "worse"), "worse"),
    ],
)
def test_twenty_points_are_never_called_about_the_same(moved, said):
    assert shift_words(moved, EN) == said


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
    assert (
        "- Individuell rådgivning (tre gånger, 7,5 timmar)\n- Seminarier (en gång, en timme)"
    ) in text
    assert "Ni har tagit två av de tre steg ni kom överens om med rådgivaren." in text
    assert "Ni säger att stegen gällde: hur ni anställer folk." in text
    assert "Ni säger att det har gett er:** nya affärer; bra råd längs vägen." in text
    assert "“Vi *bytte* annonsmall.”" in text
    assert "Nästan alltid genom någon vi känner → Ibland" in text
    assert "Det föreslog vi även förra gången." in text
    assert MOVED.company_id not in text


def test_what_the_opening_says_of_the_steps_is_not_said_again():
    told = replace(MOVED, opening=format_steps(MOVED.taken, SV).replace(".", "\\."))
    assert plain(told).count("Ni har tagit två av") == 1


def test_what_was_suggested_is_one_list_with_what_became_of_each():
    suggested = (*MOVED.taken.suggested, EarlierAction("Dela monter", in_place=None))
    text = plain(replace(MOVED, taken=replace(MOVED.taken, suggested=suggested)))
    assert text.count("Det här föreslog er diagnos:") == 1
    assert "- Annonsera varje tjänst öppet (på plats nu)" in text
    assert "- Två frågor i varje intervju (inte på plats än)" in text
    assert "- Dela monter (det visar inte svaren)" in text


def test_each_area_that_was_marked_is_told_with_its_points():
    text = plain(MOVED)
    for told in (
        "- Rekrytering och befordran låg lågt förra gången (14) och har stigit till 52. Det är mer",
        "- Lön och villkor låg lågt förra gången (30) och ligger på 44 nu. Det kan vara slump.",
        "- Föräldraskap låg lågt förra gången (40) och ligger på 31 nu.\n",
        "- Ledarskap låg lågt förra gången (20). Era svar räcker inte",
    ):
        assert told in text


def test_what_hurts_somebody_is_a_box_right_after_the_head_without_numbers():
    hurt = Hurt(again=False, told=("Ingen ska behöva tåla det.",), steps=STEPS[:1])
    text = plain(replace(MOVED, hurt=hurt))
    box = text[text.index("Först det här") : text.index("::: lead")]
    assert "Ni berättar att någon hos er har blivit utsatt. Det tar vi först." in box
    assert f"**{STEPS[0].title}.**" in box
    assert text.index("::: facts") < text.index(":::: contact") < text.index("::: lead")
    assert "också den här gången" in plain(replace(MOVED, hurt=replace(hurt, again=True)))
    assert "Du berättar att du har blivit utsatt." in plain(
        replace(MOVED, hurt=hurt, is_alone=True)
    )
    assert "Först det här" not in plain(MOVED)


def test_what_hurt_somebody_last_time_has_a_paragraph_of_its_own():
    text = plain(replace(MOVED, hurt_before="Förra gången berättade ni det."))
    assert text.index("::: lead") < text.index("Förra gången berättade ni det.")
    assert text.index("Förra gången berättade ni det.") < text.index("glance")


def test_what_the_project_meant_is_told_where_it_was_asked():
    meant = replace(MOVED, gains=replace(MOVED.gains, meant="Något till det sämre", worse=True))
    assert "enligt ert eget svar:** Något till det sämre." in plain(meant)
    assert (
        f"Det som blev sämre beklagar vi, och vi vill gärna veta vad det var. {SENDER.contact}"
        in plain(meant)
    )
    assert "ert eget svar" not in plain(MOVED)
    assert "beklagar" not in plain(MOVED)


def test_who_has_gained_something_without_an_activity_is_asked_about_our_lists():
    assert "Stämmer våra listor?" in plain(replace(MOVED, activities=()))
    assert "Stämmer våra listor?" not in plain(MOVED)
    one = plain(replace(MOVED, activities=MOVED.activities[:1]))
    assert "**Ni har varit med i:** Individuell rådgivning (tre gånger, 7,5 timmar)." in one


def test_much_done_that_does_not_show_is_seen():
    much = replace(MOVED.taken, steps=5, agreed=6)
    same = tuple(replace(one, after=one.before, verdict="within_error") for one in MOVED.shifts)
    assert "Ni har gjort mycket" in plain(replace(MOVED, taken=much, shifts=same))
    assert "Ni har gjort mycket" not in plain(replace(MOVED, taken=much))
    assert "Ni har gjort mycket" not in plain(replace(MOVED, shifts=same))


def test_numbers_without_a_number_before_stand_below_the_table():
    text = plain(MOVED)
    assert "| Omsättning (kronor) | 12 000 000 | 13 500 000 |" in text.replace("\xa0", " ")
    assert "**Sedan förra gången:** nya kunder: 4." in text
    assert "| – |" not in text[: text.index("Siffrorna bakom bilderna")]


def test_how_many_are_employed_now_and_then_is_told_where_that_has_changed():
    assert "Arvidsjaur · 20 anställda förra gången, 14 anställda nu" in plain(
        replace(MOVED, staff_before=20)
    )
    assert "Arvidsjaur · 14 anställda\n" in plain(replace(MOVED, staff_before=14))


def test_other_points_than_in_the_diagnosis_are_explained():
    told = (replace(MOVED.shifts[0], told=33.0), *MOVED.shifts[1:])
    text = plain(replace(MOVED, shifts=told))
    assert "Därför står det 14 och inte 33 som i er diagnos." in text
    assert "i er diagnos" not in plain(
        replace(MOVED, shifts=(replace(told[0], told=14.2), *told[1:]))
    )


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
    assert "inget av stegen är taget än. Det är vanligt." in text
    assert "Er diagnos föreslog" not in text


def test_the_alternative_text_says_every_number_of_the_figure():
    text = describe_shifts(MOVED.shifts, SV)
    assert (
        "Rekrytering och befordran: 14, sedan 52: bättre. "
        "Av ren slump kan det bli från 3 till 41. Liknande företag: +2." in text
    )
    assert (
        "Lön och villkor: 60, sedan 20: sämre. Av ren slump kan det bli från 38 till 80. "
        "Liknande företag: −1." in text
    )
    assert "Föräldraskap: 75, för få svar förra gången." in text
    assert "Er grupp förra gången: på väg. Er grupp nu: har kommit långt." in describe_whole(
        MOVED.whole, SV
    )
    assert "none, as the answers are too few" in describe_whole(BARE.whole, EN)


def test_hidden_comparisons_are_said_to_be_hidden():
    assert "12 liknande företag (bransch: tillverkning)" in beside_words(MOVED.shifts, SV)
    several = (MOVED.shifts[0], replace(MOVED.shifts[1], n=40))
    assert "De är mellan 12 och 40, olika många för olika områden." in beside_words(several, SV)
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
