"""Texts as LimeSurvey shows them: its texts are HTML, and braces in them are expressions."""

import re
from html import escape

_OPENING = re.compile(r"\{(?=\S)", re.ASCII)
"""A brace that LimeSurvey may take for an expression; to it, only ASCII white space is space."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold (its production 2, Char)."""


def to_html(text: str) -> str:
    """`text` so that LimeSurvey shows it as it stands: as HTML, with its line ends, no expressions.

    A space after the opening brace is LimeSurvey's own way to say that no expression begins:
    https://www.limesurvey.org/manual/ExpressionScript_-_Presentation, "Syntax".
    """
    return _neutralise(escape(text, quote=False)).replace("\r\n", "\n").replace("\n", "<br />\n")


def to_name(text: str) -> str:
    """`text` as the name of a survey or a page.

    LimeSurvey keeps it as one line of plain text: "&" stays, and no tag begins.
    """
    return " ".join(_neutralise(text.replace("<", "&lt;")).split())


def _neutralise(text: str) -> str:
    return _OPENING.sub("{ ", _UNPRINTABLE.sub("", text).strip())
