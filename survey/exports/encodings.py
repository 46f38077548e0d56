"""Turn text files into UTF-8 from the encodings that office programs save.

These are UTF-8, UTF-16 (Excel's "Unicode text") and the one-byte encodings of Windows, MS-DOS and
older Macs.
"""

import codecs
import re
from dataclasses import dataclass

from survey.common.errors import AnswersError, Problem

SAVE_AGAIN = 'Save it again as UTF-8: in Excel "Save as", file type "CSV UTF-8 (comma delimited)".'

_ONE_BYTE = {
    "cp1252": "Windows-1252",
    "cp850": "MS-DOS text (code page 850)",
    "mac_roman": "Macintosh text",
}
"""The encodings of Excel's three kinds of CSV that are not UTF-8, the most common first."""
_LETTERS = frozenset("åäöÅÄÖéÉæøÆØü")
_BROKEN = re.compile(r"Ã[\u0080-\u00bf\u2010-\u2030€ŠŒŽšœžŸƒˆ˜™]")
"""What the UTF-8 bytes of å, ä and ö look like when they are read as Windows-1252."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text file as UTF-8. `taken_for`: the encoding it was read as; "" if it was UTF-8."""

    content: bytes
    taken_for: str = ""


def to_utf8(content: bytes, name: str) -> Decoded:
    """The content as UTF-8; AnswersError if it is not text, or is damaged UTF-8 (with the line)."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _from_utf16(content, "utf-16", name)
    if content[1:2] == b"\x00" and content[:1] != b"\x00":
        return _from_utf16(content, "utf-16-le", name)
    return _from_bytes(content, name)


def _from_utf16(content: bytes, encoding: str, name: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except UnicodeError:
        raise AnswersError(
            Problem(name, "begins as UTF-16 text and is damaged or cut off.", SAVE_AGAIN)
        ) from None
    if "\0" in text:
        raise AnswersError(Problem(name, "is UTF-32 text, or not text.", SAVE_AGAIN))
    return Decoded(text.encode(), "UTF-16")


def _from_bytes(content: bytes, name: str) -> Decoded:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if content.startswith(codecs.BOM_UTF8) or _BROKEN.search(
            content.decode("cp1252", errors="replace")
        ):
            line = content.count(b"\n", 0, error.start) + 1
            what = (
                "is not UTF-8 text, but the rest of the file is; å, ä and ö would come out wrong."
            )
            raise AnswersError(Problem(f"{name}, line {line}", what, SAVE_AGAIN)) from None
        if _CONTROLS.search(content):
            raise AnswersError(
                Problem(name, "is neither text nor a workbook that Jamna can read.", SAVE_AGAIN)
            ) from None
        encoding = max(_ONE_BYTE, key=lambda each: _count_letters(content, each))
        return Decoded(content.decode(encoding, errors="replace").encode(), _ONE_BYTE[encoding])
    return Decoded(content)


def _count_letters(content: bytes, encoding: str) -> int:
    return sum(letter in _LETTERS for letter in content.decode(encoding, errors="replace"))
