from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from reports.diagnosis.page import write_diagnosis
from reports.rendering.builtin import BuiltIn
from reports.style.brand import SHIPPED, SHIPPED_FONTS, contrast, css_colors, load_brand
from survey.common.errors import ConfigurationError
from tests.reports.diagnosis.diagnosis_fake import FULL


def write(tmp_path, text):
    path = tmp_path / "_brand.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_brand_is_what_is_used_without_a_file():
    assert load_brand() == load_brand(SHIPPED)


def test_colors_may_be_hex_or_from_the_palette(tmp_path):
    brand = load_brand(
        write(
            tmp_path,
            'color:\n  palette: {night: "#101820"}\n  foreground: night\n  primary: "#00529b"\n',
        )
    )
    assert (brand.colors.ink, brand.colors.accent) == ("#101820", "#00529b")
    assert "--ink: #101820;" in css_colors(brand)


def test_contrast_is_that_of_the_standard():
    """Published pairs: black on white 21, #767676 on white 4.54 (WebAIM)."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_every_problem_is_told_at_once(tmp_path):
    text = (
        "colour: {}\ncolor:\n  primry: red\n  danger: '#ffaaaa'\n  light: tael\n"
        "  palette: {teal: '#007070'}\nlogo: lost.svg\n"
    )
    with pytest.raises(ConfigurationError) as caught:
        load_brand(write(tmp_path, text))
    told = str(caught.value)
    assert len(caught.value.problems) == 6  # the faint colour is too faint on both grounds
    for part in ('"colour"', '"color"?', '"primary"?', "too faint", '"teal"?', "lost.svg"):
        assert part in told


def test_a_logo_may_be_named_through_its_images(tmp_path):
    (tmp_path / "mark.svg").write_text("<svg/>", encoding="utf-8")
    brand = load_brand(write(tmp_path, "logo:\n  images: {mark: mark.svg}\n  medium: mark\n"))
    assert brand.logo == tmp_path / "mark.svg"


@pytest.mark.parametrize("text", ["color: [", "just words"])
def test_a_file_that_is_no_brand_is_told(tmp_path, text):
    with pytest.raises(ConfigurationError):
        load_brand(write(tmp_path, text))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigurationError, match="no such file"):
        load_brand(tmp_path / "_brand.yml")


def test_a_face_that_the_brand_names_is_the_one_in_the_pdf(tmp_path):
    with TTFont(SHIPPED_FONTS / "SourceSansPro-Regular.ttf") as font:
        for name_id in (1, 4, 6, 16):
            font["name"].setName("HouseFace", name_id, 3, 1, 0x409)
        font["name"].names = [name for name in font["name"].names if name.platformID == 3]
        font.save(tmp_path / "house.ttf")
    text = (
        "typography:\n  base: {family: HouseFace}\n"
        "  fonts: [{family: HouseFace, source: file, files: [house.ttf]}]\n"
    )
    brand = load_brand(write(tmp_path, text))
    page = write_diagnosis(FULL, brand)
    pdf = PdfReader(BytesIO(BuiltIn(brand).render(page, page.figures.draw(), ["pdf"])["pdf"]))
    assert {
        str(font.get_object()["/BaseFont"]).partition("+")[2][:9]
        for font in pdf.pages[0]["/Resources"]["/Font"].values()
    } == {"HouseFace"}
