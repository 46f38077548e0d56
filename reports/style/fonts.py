"""Font files: the brand's, what they cannot show, and a small copy to put into an HTML page."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import typst
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from reports.style.brand import SHIPPED_FONTS, Brand
from reports.style.markdown import without_unseen

WEIGHTS = (400, 600)
"""Regular and semibold: the two weights that pages are set in."""
_SHIPPED_FILES = {
    400: SHIPPED_FONTS / "SourceSansPro-Regular.ttf",
    600: SHIPPED_FONTS / "SourceSansPro-Semibold.ttf",
}
OTHER_SCRIPTS = "DejaVu Sans"
"""The family that shows Arabic, Hebrew, Cyrillic and Greek on paper where the brand's cannot."""
_OTHER_SCRIPTS_FILE = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
_WEB_LETTERS = [
    *range(0x20, 0x250),
    *range(0x2010, 0x2040),
    *range(0x20A0, 0x20C0),
    0x2022,
    0x2026,
    0x2190,
    0x2192,
    0x2212,
    0x2713,
]
"""Latin letters with all European accents, typographic marks, currencies."""
REPLACEMENTS = "◊?"
"""What stands for a letter that cannot be shown: the first of these that can."""

_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: its `family`, `weight` (400 is regular) and whether it is slanted."""

    path: Path
    family: str
    weight: int
    slanted: bool


@cache
def find_face(brand: Brand, weight: int = 400) -> Path:
    """The upright font file of the brand's family nearest to `weight`.

    It is the shipped one where the brand names no file of its family.
    """
    faces = [
        face for face in _faces(brand.fonts) if face.family == brand.family and not face.slanted
    ]
    if not faces:
        return _SHIPPED_FILES[weight]
    return min(faces, key=lambda face: (abs(face.weight - weight), face.path.name)).path


def show_or_replace(brand: Brand, text: str) -> str:
    """The text with a lozenge for what the brand's font cannot show (emoji, other scripts).

    Marks that only join others are removed.
    """
    return _replace(text, _letters(find_face(brand)))


def show_on_paper(brand: Brand, text: str) -> str:
    """As `show_or_replace`, but other scripts stay: a PDF shows them in a family of their own."""
    return _replace(text, _letters(find_face(brand)) | _letters(_OTHER_SCRIPTS_FILE))


@cache
def paper_fonts(brand: Brand) -> typst.Fonts:
    """The font files that a PDF may use; never the system's, so that every machine agrees."""
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(folder) for folder in font_folders(brand)]
    )


def font_folders(brand: Brand) -> Sequence[Path]:
    """Where the brand's font files lie, and those for other scripts."""
    named = [place if place.is_dir() else place.parent for place in brand.fonts]
    return list(dict.fromkeys([*named, _OTHER_SCRIPTS_FILE.parent]))


def css_fonts(brand: Brand) -> str:
    """`@font-face` rules that carry the brand's letters inside the page."""
    return "\n".join(
        _css_face(brand.family, weight, find_face(brand, weight)) for weight in WEIGHTS
    )


def _replace(text: str, letters: frozenset[int]) -> str:
    shown = letters | {0x0A}
    instead = next((letter for letter in REPLACEMENTS if ord(letter) in shown), "?")
    seen = without_unseen(text)
    return "".join(
        letter if ord(letter) in shown else "" if letter in _JOINERS else instead for letter in seen
    )


def _faces(places: Iterable[Path]) -> Sequence[Face]:
    files = [
        file
        for place in places
        for file in (sorted(place.glob("*.ttf")) if place.is_dir() else [place])
    ]
    return [_read_face(file) for file in files]


@cache
def _read_face(path: Path) -> Face:
    with TTFont(path, lazy=True) as font:
        names = font["name"]
        family = names.getDebugName(16) or names.getDebugName(1) or ""
        return Face(
            path, family, int(font["OS/2"].usWeightClass), slanted=bool(font["post"].italicAngle)
        )


@cache
def _letters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _css_face(family: str, weight: int, path: Path) -> str:
    data = b64encode(_web_font(path)).decode("ascii")
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: block; '
        f'src: url("data:font/woff;base64,{data}") format("woff"); }}'
    )


def _web_font(path: Path) -> bytes:
    """A WOFF with the letters that pages need; the same bytes every time."""
    options = Options(flavor="woff", layout_features=["kern", "tnum"], hinting=False)
    font = TTFont(path, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_WEB_LETTERS)
    subsetter.subset(font)
    font.flavor = "woff"
    written = BytesIO()
    font.save(written)
    return written.getvalue()
