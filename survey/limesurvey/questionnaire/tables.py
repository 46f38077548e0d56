"""The survey as LimeSurvey's tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.common.texts import Text, said
from survey.instrument.records import Instrument
from survey.instrument.wording import to_html, to_name
from survey.limesurvey.questionnaire.attributes import find_attributes
from survey.limesurvey.questionnaire.conditions import (
    ALWAYS,
    question_relevance,
    row_relevance,
    write_relevance,
)
from survey.limesurvey.questionnaire.document import Cell, LssTable
from survey.limesurvey.questionnaire.kinds import SERVER_KINDS
from survey.limesurvey.questionnaire.layout import Item, Line, SurveyPage, items_of
from survey.limesurvey.questionnaire.survey_settings import SETTINGS

_DATE_FORMAT = "6"
"""LimeSurvey's number for yyyy-mm-dd, the way Nordic offices write dates."""
_NUMBER_FORMAT = {"en": "0"}
_DECIMAL_COMMA = "1"
_YES = {True: "Y", False: "N"}

_QUESTION_FIELDS = [
    "qid",
    "parent_qid",
    "sid",
    "gid",
    "type",
    "title",
    "preg",
    "other",
    "mandatory",
    "encrypted",
    "question_order",
    "scale_id",
    "same_default",
    "relevance",
    "question_theme_name",
    "modulename",
    "same_script",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the tables are written from: the instrument, its pages in a wave, the survey number."""

    instrument: Instrument
    pages: Sequence[SurveyPage]
    survey_id: int


def make_tables(plan: Plan) -> Sequence[LssTable]:
    """All tables in the order of LimeSurvey's own export."""
    return [
        _answers(plan),
        _answer_texts(plan),
        _groups(plan),
        _group_texts(plan),
        LssTable(
            "questions",
            _QUESTION_FIELDS,
            [_question_row(plan, page, item) for page, item in items_of(plan.pages)],
        ),
        LssTable("subquestions", _QUESTION_FIELDS, list(_line_rows(plan))),
        _question_texts(plan),
        _attributes(plan),
        _survey(plan),
        _survey_texts(plan),
    ]


def _answers(plan: Plan) -> LssTable:
    rows = [
        (str(choice.number), str(item.number), choice.code, str(choice.place), "0", "0")
        for _, item in items_of(plan.pages)
        for choice in item.choices
    ]
    return LssTable(
        "answers", ["aid", "qid", "code", "sortorder", "assessment_value", "scale_id"], rows
    )


def _answer_texts(plan: Plan) -> LssTable:
    texts = (
        (str(choice.number), choice.text)
        for _, item in items_of(plan.pages)
        for choice in item.choices
    )
    rows = [
        (number, _html(text, language), language)
        for number, text in texts
        for language in plan.instrument.languages
    ]
    return LssTable("answer_l10ns", ["id", "aid", "answer", "language"], _numbered(rows))


def _groups(plan: Plan) -> LssTable:
    rows = [
        (
            str(page.number),
            str(plan.survey_id),
            str(page.number - 1),
            "",
            _page_relevance(plan, page),
        )
        for page in plan.pages
    ]
    return LssTable(
        "groups", ["gid", "sid", "group_order", "randomization_group", "grelevance"], rows
    )


def _page_relevance(plan: Plan, page: SurveyPage) -> str:
    conditions = page.section.asked_if
    return write_relevance(conditions, plan.instrument) if conditions else ""


def _group_texts(plan: Plan) -> LssTable:
    rows = [
        (
            str(page.number),
            to_name(said(page.section.title, language)),
            _html(page.section.intro, language),
            language,
        )
        for page in plan.pages
        for language in plan.instrument.languages
    ]
    return LssTable(
        "group_l10ns", ["id", "gid", "group_name", "description", "language"], _numbered(rows)
    )


def _question_row(plan: Plan, page: SurveyPage, item: Item) -> Sequence[Cell]:
    question, kind = item.question, SERVER_KINDS[item.question.kind]
    relevance = question_relevance(question, plan.instrument)
    where = (str(item.number), "0", str(plan.survey_id), str(page.number))
    what = (kind.letter, question.code, "", _YES[question.other], _YES[question.required], "N")
    return (*where, *what, str(item.place), "0", "0", relevance, kind.theme, "", "0")


def _line_rows(plan: Plan) -> Iterator[Sequence[Cell]]:
    return (
        _line_row(plan, page, item, line)
        for page, item in items_of(plan.pages)
        for line in item.lines
    )


def _line_row(plan: Plan, page: SurveyPage, item: Item, line: Line) -> Sequence[Cell]:
    where = (str(line.number), str(item.number), str(plan.survey_id), str(page.number))
    relevance = row_relevance(line.row, item.question, plan.instrument) if line.row else ALWAYS
    return (
        *where,
        "T",
        line.code,
        "",
        "N",
        "N",
        "N",
        str(line.place),
        "0",
        "0",
        relevance,
        None,
        "",
        "0",
    )


def _question_texts(plan: Plan) -> LssTable:
    """The texts of all questions first, then of the lines below them."""
    items = [item for _, item in items_of(plan.pages)]
    texts = [(item.number, item.question.text, item.question.help) for item in items]
    texts += [(line.number, line.text, None) for item in items for line in item.lines]
    rows = [
        (str(number), _html(text, language), _html(advice, language), "", language)
        for number, text, advice in texts
        for language in plan.instrument.languages
    ]
    return LssTable(
        "question_l10ns", ["id", "qid", "question", "help", "script", "language"], _numbered(rows)
    )


def _attributes(plan: Plan) -> LssTable:
    rows = [
        (str(item.number), attribute.name, attribute.value, attribute.language)
        for _, item in items_of(plan.pages)
        for attribute in find_attributes(item.question, plan.instrument)
    ]
    return LssTable("question_attributes", ["qid", "attribute", "value", "language"], rows)


def _survey(plan: Plan) -> LssTable:
    first, *others = plan.instrument.languages
    settings = {
        "sid": str(plan.survey_id),
        **SETTINGS,
        "language": first,
        "additional_languages": " ".join(others),
    }
    return LssTable("surveys", list(settings), [list(settings.values())])


def _survey_texts(plan: Plan) -> LssTable:
    fields = (
        "surveyls_survey_id surveyls_language surveyls_title surveyls_description"
        " surveyls_welcometext surveyls_endtext surveyls_dateformat surveyls_numberformat"
    )
    return LssTable(
        "surveys_languagesettings",
        fields.split(),
        [_texts_in(plan, language) for language in plan.instrument.languages],
    )


def _texts_in(plan: Plan, language: str) -> Sequence[Cell]:
    instrument = plan.instrument
    texts = (
        to_name(said(instrument.title, language)),
        "",
        _html(instrument.welcome, language),
        _html(instrument.goodbye, language),
    )
    return (
        str(plan.survey_id),
        language,
        *texts,
        _DATE_FORMAT,
        _NUMBER_FORMAT.get(language, _DECIMAL_COMMA),
    )


def _numbered(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    return [(str(number), *row) for number, row in enumerate(rows, start=1)]


def _html(text: Text | None, language: str) -> str:
    return to_html(said(text, language)) if text else ""
