"""Fit a page to its sheets of paper: not too many, and no last one that is nearly empty."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader

DENSITIES = (1.0, 0.97, 0.94, 0.91)
"""Sizes of type and spaces, tried in turn until a page fits; the smallest type is 8.2 points."""
WIDER = (1.03, 1.06)
"""What is tried where a nearly empty last sheet cannot be saved: a little larger, it is filled."""
LEAST_FULL = 0.4
"""A last sheet that is filled less than this share (0-1) makes another density worth a try."""
_HEAD, _FOOT = 43.0, 51.0
"""Points at the top and at the bottom of a sheet where the running head and foot stand."""


def fit_sheets(compile_at: Callable[[float], bytes], most: int | None = None) -> bytes:
    """The PDF at the largest density that fits `most` sheets and leaves the last one filled.

    Where no density fills the last sheet, the page stays as it is. Where none fits, the closest is
    used.
    """
    roomy = compile_at(DENSITIES[0])
    sheets = count_sheets(roomy)
    too_long = most is not None and sheets > most
    if not too_long and (sheets == 1 or last_filled(roomy) >= LEAST_FULL):
        return roomy
    wanted = most if too_long and most is not None else sheets - 1
    closer = roomy
    for density in DENSITIES[1:]:
        closer = compile_at(density)
        if count_sheets(closer) <= wanted:
            return closer
    return closer if too_long else _fill_last(compile_at, roomy)


def _fill_last(compile_at: Callable[[float], bytes], roomy: bytes) -> bytes:
    """The page set wider on as many sheets, if that fills the last one."""
    for density in WIDER:
        wider = compile_at(density)
        if count_sheets(wider) == count_sheets(roomy) and last_filled(wider) >= LEAST_FULL:
            return wider
    return roomy


def count_sheets(pdf: bytes) -> int:
    """How many sheets a PDF has."""
    return len(PdfReader(BytesIO(pdf)).pages)


def last_filled(pdf: bytes) -> float:
    """How far down the text of the last sheet reaches, as a share (0-1) of it."""
    sheet = PdfReader(BytesIO(pdf)).pages[-1]
    top = float(sheet.mediabox.height) - _HEAD
    lowest = min((y for y in _heights(sheet) if y > _FOOT), default=top)
    return (top - lowest) / (top - _FOOT)


def _heights(sheet: PageObject) -> list[float]:
    """Where each piece of text stands, in points from the bottom."""
    found: list[float] = []

    def note(text: str, cm: list[float], tm: list[float], _font: Any, _size: Any) -> None:
        if text.strip():
            found.append(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])

    sheet.extract_text(visitor_text=note)
    return found
