"""Read a .lss file as tables of rows. Values are texts; an absent element is None."""

from xml.etree import ElementTree as ET

Row = dict[str, str | None]
Tables = dict[str, list[Row]]

NUMBERS = {
    "aid", "qid", "parent_qid", "sid", "gid", "gsid", "sortorder", "assessment_value", "scale_id",
    "group_order", "question_order",
    "same_default", "same_script", "autonumber_start", "showsurveypolicynotice", "tokenlength",
    "questionindex", "navigationdelay",
    "surveyls_survey_id", "surveyls_dateformat", "surveyls_numberformat", "id",
}  # fmt: skip
"""Columns that LimeSurvey 6.16 gives as JSON integers."""


class NotLssError(ValueError):
    """The text is not a survey structure."""


def read_lss(text: bytes) -> Tables:
    """Every section of a .lss that holds rows."""
    try:
        root = ET.fromstring(text)
    except ET.ParseError:
        raise NotLssError from None
    if root.findtext("LimeSurveyDocType") != "Survey":
        raise NotLssError
    return {section.tag: _rows(section) for section in root if section.find("rows") is not None}


def _rows(section):
    fields = [field.text for field in section.iterfind("fields/fieldname")]
    return [_row(row, fields) for row in section.iterfind("rows/row")]


def _row(row, fields):
    found = dict.fromkeys(fields)
    found.update({cell.tag: _value(cell.tag, cell.text or "") for cell in row})
    return found


def _value(name, text):
    return int(text) if name in NUMBERS and text.lstrip("-").isdigit() else text
