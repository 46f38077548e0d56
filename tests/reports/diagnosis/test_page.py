import json
import subprocess
from dataclasses import replace
from itertools import pairwise

import pypandoc
import pytest
import yaml

from reports.company.records import ContactPerson
from reports.diagnosis.page import write_diagnosis
from reports.rendering.records import folder_of
from reports.style.brand import load_brand
from tests.reports.diagnosis.diagnosis_fake import AWKWARD_NAME, CROWDED, FULL, SOLE

BRAND = load_brand()
CASES = {"full": FULL, "sole": SOLE, "crowded": CROWDED, "english": replace(FULL, language="en")}


def read(page):
    command = [pypandoc.get_pandoc_path(), "-f", "markdown-smart", "-t", "json"]
    done = subprocess.run(
        command, input=page.source.encode("utf-8"), capture_output=True, check=True
    )
    return json.loads(done.stdout)


def walk(node, kind):
    """Every element of a kind in Pandoc's tree, in order."""
    if isinstance(node, dict):
        if node.get("t") == kind:
            yield node
        yield from walk(node.get("c"), kind)
    elif isinstance(node, list):
        for child in node:
            yield from walk(child, kind)


def words(node):
    if isinstance(node, dict):
        return {"Str": lambda: node["c"], "Space": lambda: " ", "SoftBreak": lambda: " "}.get(
            node.get("t"), lambda: words(node.get("c"))
        )()
    return "".join(words(child) for child in node) if isinstance(node, list) else ""


@pytest.mark.parametrize("diagnosis", CASES.values(), ids=CASES)
def test_headings_stand_in_order_and_the_name_is_the_only_first_one(diagnosis):
    headings = [
        (heading["c"][0], words(heading["c"][2]))
        for heading in walk(read(write_diagnosis(diagnosis, BRAND))["blocks"], "Header")
    ]
    assert [text for level, text in headings if level == 1] == [diagnosis.name]
    levels = [level for level, _ in headings]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("diagnosis", CASES.values(), ids=CASES)
def test_every_picture_has_words_and_is_drawn(diagnosis):
    page = write_diagnosis(diagnosis, BRAND)
    pictures = [
        (image["c"][2][0], dict(image["c"][0][2])) for image in walk(read(page)["blocks"], "Image")
    ]
    files = [file for source, told in pictures for file in (source, told.get("narrow")) if file]
    assert files == list(page.figures.names) == list(page.figures.draw())
    assert all(len(told["alt"]) > 30 for _, told in pictures)


@pytest.mark.parametrize("diagnosis", CASES.values(), ids=CASES)
def test_no_code_runs_and_nothing_raw_gets_in(diagnosis):
    tree = read(write_diagnosis(diagnosis, BRAND))
    assert not any(
        True
        for kind in ("CodeBlock", "RawBlock", "RawInline", "Math", "Link", "Cite")
        for _ in walk(tree, kind)
    )


def test_the_head_is_yaml_and_names_language_and_title():
    page = write_diagnosis(replace(FULL, name=AWKWARD_NAME), BRAND)
    head = yaml.safe_load(page.source.split("---\n")[1])
    assert head["lang"] == "sv"
    assert "SIMULATED" in head["simulated"]
    assert words(read(page)["meta"]["title"]["c"]).startswith(AWKWARD_NAME)


def test_only_a_simulated_page_says_so():
    assert "SIMUL" not in write_diagnosis(SOLE, BRAND).source
    assert "SIMULATED" in write_diagnosis(FULL, BRAND).source


def test_a_company_reads_groups_and_reasons_but_no_rank_and_no_id():
    text = write_diagnosis(FULL, BRAND).source
    assert FULL.company_id not in text
    assert "0 kvinnor och 4 män" in text
    assert "94 av 100" in text


def test_what_is_not_there_leaves_no_empty_section():
    headings = [
        words(heading["c"][2])
        for heading in walk(read(write_diagnosis(SOLE, BRAND))["blocks"], "Header")
    ]
    for absent in (
        "Det som sticker ut",
        "Det vi har markerat, och varför",
        "Vad företaget behöver",
    ):
        assert absent not in headings
    assert "Steg som passar dig" in headings


def test_a_table_stands_behind_every_figure():
    tables = list(walk(read(write_diagnosis(FULL, BRAND))["blocks"], "Table"))
    assert [
        sum(1 for _ in walk(table, "Plain")) // columns
        for table, columns in zip(tables, (4, 3), strict=True)
    ] == [7, 6]
    assert "46" in words(tables[0])


def test_the_same_document_is_the_same_page():
    assert write_diagnosis(FULL, BRAND).source == write_diagnosis(FULL, BRAND).source
    assert (
        write_diagnosis(FULL, BRAND).figures.made_from
        == write_diagnosis(FULL, BRAND).figures.made_from
    )
    moved = replace(FULL, areas=(replace(FULL.areas[0], score=46.3), *FULL.areas[1:]))
    assert (
        write_diagnosis(moved, BRAND).figures.made_from
        != write_diagnosis(FULL, BRAND).figures.made_from
    )


@pytest.mark.parametrize(
    ("company_id", "folder"),
    [
        ("C0001", "companies/C0001"),
        ("../x", "companies/..%2Fx"),
        ("..", "companies/%2E%2E"),
        ("å b", "companies/%C3%A5 b"),
    ],
)
def test_a_folder_never_leaves_its_place(company_id, folder):
    assert folder_of(company_id) == folder


def test_what_hurts_comes_before_the_law_and_the_law_before_what_can_get_better():
    headings = [
        words(heading["c"][2])
        for heading in walk(read(write_diagnosis(CROWDED, BRAND))["blocks"], "Header")
    ]
    order = [
        "Först det här",
        "Det här kräver lagen av er",
        "Det som kan bli bättre",
        "Det här går bra",
        "Det vi har markerat, och varför",
        "Steg som passar er",
    ]
    assert [heading for heading in headings if heading in order] == order


def test_the_law_says_what_applies_now_what_is_not_in_place_and_what_else():
    text = write_diagnosis(CROWDED, BRAND).source
    told = [
        "Det här gäller nu",
        "Enligt era svar",
        "Steg som passar er",
        "Siffrorna bakom bilderna",
        "Mer som lagen kräver av företag av er storlek",
        "Visa 1 punkt",
        "Ge besked i tid",
    ]
    places = [text.rindex(words) for words in told]
    assert places == sorted(places)
    assert text.count("Enligt era svar är det här inte på plats än") == 1
    assert r"Lagen i korthet \(Sverige\, läst i november 2026\)" in text
    unknown = replace(CROWDED.duties, urgent=(), undone=(), is_employer=False)
    text = write_diagnosis(replace(CROWDED, duties=unknown), BRAND).source
    assert "Det här gäller om ni har anställda" in text
    assert "Enligt era svar" not in text


def test_in_the_highest_band_the_page_says_what_could_come_next():
    far = write_diagnosis(replace(FULL, band=4), BRAND).source
    assert "Det ni kan göra härnäst" in far
    assert "Det som kan bli bättre" not in far
    assert "Ni hör till grupp 4 av fyra" in far


@pytest.mark.parametrize(
    ("telephone", "email", "told"),
    [
        ("0960-1", "a@b.se", r"Ring Kim\, 0960\-1\, eller skriv till a\@b\.se"),
        ("0960-1", "", r"Ring Kim\, 0960\-1\."),
        ("", "a@b.se", r"Skriv till Kim\, a\@b\.se"),
    ],
)
def test_a_person_to_ask_is_named_with_telephone_and_address(telephone, email, told):
    person = ContactPerson("Kim", telephone, email, "Storgatan 1")
    named = replace(FULL, sender=replace(FULL.sender, person=person))
    text = write_diagnosis(named, BRAND).source
    assert told in text
    assert "Storgatan 1" in text


def test_the_box_invites_to_call_only_where_somebody_can_be_called():
    nobody = replace(CROWDED, sender=replace(CROWDED.sender, person=None))
    assert "Hör gärna av er" not in write_diagnosis(nobody, BRAND).source
    person = ContactPerson("Rådgivaren", "0970-000 00", "radgivare@example.org")
    named = replace(CROWDED, sender=replace(CROWDED.sender, person=person))
    box, _, rest = write_diagnosis(named, BRAND).source.partition("::: lead")
    assert "Hör gärna av er också till oss" in box
    assert r"0970\-000 00" in box
    assert r"0970\-000 00" in rest


def test_a_lone_owner_without_a_group_sees_no_picture_of_the_whole():
    alone = replace(SOLE, band=None, band_firm=None)
    page = write_diagnosis(alone, BRAND)
    assert "Du arbetar ensam" in page.source
    assert "figures/band.svg" not in [*page.figures.names]
    several = write_diagnosis(replace(FULL, band=None, band_firm=None), BRAND)
    assert "figures/band.svg" in [*several.figures.names]


def test_wishes_are_numbered_only_where_all_that_are_shown_are_choices():
    ranked = [replace(need, place=place) for place, need in enumerate(FULL.needs[:3], start=1)]
    numbered = write_diagnosis(replace(FULL, needs=tuple(ranked)), BRAND).source
    assert f"\n2. {ranked[1].name}" in numbered
    listed = write_diagnosis(
        replace(FULL, needs=(*ranked[:2], replace(ranked[2], place=None))), BRAND
    ).source
    assert f"\n- {ranked[1].name}" in listed


def test_only_a_marked_page_says_how_marks_are_worked_out():
    assert "Det vi har markerat räknar vi om" in write_diagnosis(FULL, BRAND).source
    unmarked = write_diagnosis(replace(FULL, flags=None), BRAND).source
    assert "markerat" not in unmarked
    assert "Därför" not in unmarked


def test_a_survey_without_needs_says_nothing_of_needs():
    text = write_diagnosis(replace(FULL, needs=None), BRAND).source
    assert "behov" not in text.lower()
    assert "vill ha hjälp med" not in text


def test_one_person_is_told_du():
    text = write_diagnosis(SOLE, BRAND).source
    assert "Det du vill ha hjälp med" in text
    assert "Så skyddas dina svar" in text


def test_published_figures_are_not_called_answers_and_a_large_company_is_not_called_small():
    method = replace(FULL.method, asks_hurt=False, asks_words=False, counts_people=False)
    own = replace(FULL, published=True, method=method, employees=None, language="en")
    text = write_diagnosis(own, BRAND).source
    assert "Nobody was asked anything" in text
    for words in ("You answered our", "your own answers", "small company", "own words", "of three"):
        assert words not in text
    assert "treated badly is told" not in text
    assert "small company" in write_diagnosis(replace(FULL, language="en"), BRAND).source
