"""The questionnaire as a file for LimeSurvey, held against a file that a real server wrote."""

import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.common.errors import ConfigurationError
from survey.instrument.file import load_instrument
from survey.instrument.records import AskedIf, Followup, Row
from survey.limesurvey.questionnaire import suggest_survey_id, write_lss
from tests.made_instruments import ask, both, make_instrument, make_list

SERVERS_OWN = Path(__file__).parents[3] / "data" / "limesurvey" / "main_exported.lss"
SHIPPED = Path(__file__).parents[4] / "survey" / "library" / "instrument.toml"
TABLES = ["LimeSurveyDocType", "DBVersion", "languages", "answers", "answer_l10ns", "groups",
          "group_l10ns", "questions", "subquestions", "question_l10ns", "question_attributes",
          "surveys", "surveys_languagesettings"]  # fmt: skip
JOINED = {"sid", "group_order", "randomization_group", "grelevance"}
"""What the server's export repeats from the groups beside the groups' texts."""
OF_TEXTS_WE_DO_NOT_WRITE = ("email", "policy", "surveyls_url", "surveyls_alias")


def read(instrument, wave="baseline", **more):
    return ET.fromstring(write_lss(instrument, wave, **more))


def rows(root, table):
    return [
        {cell.tag: cell.text or "" for cell in row} for row in root.iterfind(f"{table}/rows/row")
    ]


def the(root, table, **wanted):
    return [
        row
        for row in rows(root, table)
        if all(row.get(name) == value for name, value in wanted.items())
    ]


def settings_in(root):
    """The questions' own settings; that LimeSurvey's tips are hidden has a test of its own."""
    return {
        row["attribute"]: row["value"]
        for row in rows(root, "question_attributes")
        if row["attribute"] != "hide_tip"
    }


@pytest.fixture(scope="module")
def shipped():
    return load_instrument(SHIPPED)


@pytest.fixture(scope="module")
def model():
    return ET.parse(SERVERS_OWN).getroot()


@pytest.mark.parametrize("wave", ["baseline", "followup"])
def test_the_tables_stand_in_the_servers_order(shipped, wave, model):
    ours = [table.tag for table in read(shipped, wave)]
    assert ours == TABLES
    assert [table.tag for table in model][: len(TABLES)] == TABLES


def test_every_table_has_the_servers_columns_in_its_order(shipped, model):
    for table in read(shipped):
        fields = [field.text for field in table.iterfind("fields/fieldname")]
        servers = [field.text for field in model.iterfind(f"{table.tag}/fields/fieldname")]
        if table.tag == "surveys_languagesettings":
            assert set(fields) <= set(servers)
        else:
            assert fields == [name for name in servers if name in fields]


def test_no_value_that_the_server_wrote_is_lacking(shipped, model):
    ours = read(shipped)
    for table in TABLES[3:]:
        there = set(rows(model, table)[0])
        lacking = (
            there
            - set(rows(ours, table)[0])
            - {"expires", "lastmodified", "tokenencryptionoptions"}
        )
        lacking = {
            name for name in lacking if not any(part in name for part in OF_TEXTS_WE_DO_NOT_WRITE)
        }
        assert lacking <= (JOINED if table == "group_l10ns" else set()), table


def test_a_row_writes_its_cells_in_the_columns_order(shipped):
    for table in read(shipped):
        fields = [field.text for field in table.iterfind("fields/fieldname")]
        for row in table.iterfind("rows/row"):
            cells = [cell.tag for cell in row]
            assert cells == [name for name in fields if name in cells]


def test_every_kind_of_question_is_the_one_that_the_server_draws(model):
    lists = [make_list("few", "A1", "A2")]
    kinds = {
        "choice": "few",
        "yes_no": None,
        "number": None,
        "text": None,
        "long_text": None,
        "multiple": "few",
        "ranking": "few",
    }
    asked = [
        ask(f"Q{place}", kind, answers=answers)
        for place, (kind, answers) in enumerate(kinds.items())
    ]
    grid = ask("Q9", "grid", answers="few", rows=[Row(code="R1", text=both("Row"))])
    root = read(make_instrument(*asked, grid, lists=lists))
    drawn = {row["type"]: row["question_theme_name"] for row in rows(model, "questions")}
    ours = {row["type"]: row["question_theme_name"] for row in rows(root, "questions")}
    assert [row["type"] for row in rows(root, "questions")] == list("LYNSTMRF")
    assert ours == {letter: theme for letter, theme in drawn.items() if letter in ours}


@pytest.mark.parametrize("wave", ["baseline", "followup"])
def test_a_wave_asks_its_own_questions_in_the_order_of_the_pages(shipped, wave):
    root = read(shipped, wave)
    places = {section.id: place for place, section in enumerate(shipped.section)}
    expected = sorted(
        (question for question in shipped.question if wave in question.waves),
        key=lambda each: places[each.section],
    )
    assert [row["title"] for row in rows(root, "questions")] == [
        question.code for question in expected
    ]


def test_numbers_tie_everything_together(shipped):
    root = read(shipped)
    questions = {row["qid"] for row in rows(root, "questions")}
    lines = {row["qid"] for row in rows(root, "subquestions")}
    groups = {row["gid"] for row in rows(root, "groups")}
    answers = {row["aid"] for row in rows(root, "answers")}
    assert len(questions) + len(lines) == len(questions | lines)
    assert {row["parent_qid"] for row in rows(root, "subquestions")} <= questions
    assert {row["gid"] for row in rows(root, "questions")} == groups
    assert {row["qid"] for row in rows(root, "answers")} <= questions
    languages = set(shipped.languages)
    assert {(row["qid"], row["language"]) for row in rows(root, "question_l10ns")} == set(
        product(questions | lines, languages)
    )
    assert {(row["aid"], row["language"]) for row in rows(root, "answer_l10ns")} == set(
        product(answers, languages)
    )
    assert {(row["gid"], row["language"]) for row in rows(root, "group_l10ns")} == set(
        product(groups, languages)
    )


def test_languages_first_is_the_surveys_own(shipped):
    root = read(shipped, survey_id=424242)
    (survey,) = rows(root, "surveys")
    assert (survey["sid"], survey["language"], survey["additional_languages"]) == (
        "424242",
        "sv",
        "en fi nb",
    )
    assert [language.text for language in root.iter("language")][:4] == ["sv", "en", "fi", "nb"]
    texts = {row["surveyls_language"]: row for row in rows(root, "surveys_languagesettings")}
    assert texts["nb"]["surveyls_title"] == shipped.title["nb"]
    assert texts["fi"]["surveyls_endtext"] == shipped.goodbye["fi"]
    assert {
        row["surveyls_numberformat"] for language, row in texts.items() if language != "en"
    } == {"1"}


def test_a_number_has_its_limits_and_its_unit_in_each_language():
    root = read(
        make_instrument(
            ask("TURN", "number", least=0, most=1e9, unit=both("SEK")),
            ask("PART", "number", least=0.5, decimals=1),
        )
    )
    first, second = (row["qid"] for row in rows(root, "questions"))
    found = {
        (row["attribute"], row["language"]): row["value"]
        for row in the(root, "question_attributes", qid=first)
    }
    assert found == {
        ("hide_tip", ""): "1",
        ("min_num_value_n", ""): "0",
        ("max_num_value_n", ""): "1000000000",
        ("num_value_int_only", ""): "1",
        ("suffix", "sv"): "SEK på svenska",
        ("suffix", "en"): "SEK",
    }
    decimal = {
        row["attribute"]: row["value"] for row in the(root, "question_attributes", qid=second)
    }
    assert decimal == {
        "hide_tip": "1",
        "min_num_value_n": "0.5",
        "num_value_int_only": "0",
        "em_validation_q": "is_empty(self) or round(self, 1) == self",
        "em_validation_q_tip": "At most one decimal.",
    }


@pytest.mark.parametrize(("places", "written"), [(2, "2"), (None, "3")])
def test_a_ranking_has_as_many_places_as_its_columns(places, written):
    instrument = make_instrument(
        ask("TOP", "ranking", answers="needs", places=places),
        lists=[make_list("needs", "N1", "N2", "N3")],
    )
    root = read(instrument)
    assert settings_in(root) == {
        "max_subquestions": written,
        "max_answers": written,
    }
    assert len(instrument.columns) == int(written)
    assert [row["code"] for row in rows(root, "answers")] == ["N1", "N2", "N3"]


def test_boxes_of_a_multiple_question_are_lines_and_nothing_stands_alone():
    asked = ask("GAVE", "multiple", answers="gains", other=True, required=True, waves=["followup"])
    instrument = make_instrument(
        asked,
        lists=[make_list("gains", "BUS", "NONE")],
        followup=Followup(gains="GAVE", nothing=["NONE"]),
    )
    root = read(instrument, "followup")
    assert [row["title"] for row in rows(root, "subquestions")] == ["BUS", "NONE"]
    assert not rows(root, "answers")
    assert settings_in(root) == {"exclude_all_others": "NONE"}
    assert [(row["other"], row["mandatory"]) for row in rows(root, "questions")] == [("Y", "Y")]


def test_a_condition_becomes_relevance_as_the_server_writes_it(model):
    lists = [make_list("size", "A1", "A2")]
    asked = ask("TWO", "yes_no", asked_if=AskedIf(question="ONE", answers=["A2", "-oth-"]))
    root = read(
        make_instrument(ask("ONE", "choice", answers="size", other=True), asked, lists=lists)
    )
    assert [row["relevance"] for row in rows(root, "questions")] == [
        "1",
        'ONE.NAOK == "A2" or ONE.NAOK == "-oth-"',
    ]
    assert the(model, "questions", title="cond")[0]["relevance"] == 'yesno.NAOK == "Y"'


def test_texts_are_shown_as_they_stand():
    text = {"sv": "Fler än 3 & <färre> än 5?\r\nSkriv {antal} ]]> här", "en": "x"}
    root = read(make_instrument(ask("ONE", "text", text=text)))
    (row,) = the(root, "question_l10ns", language="sv")
    assert row["question"] == "Fler än 3 &amp; &lt;färre&gt; än 5?<br />\nSkriv { antal} ]]&gt; här"


def test_names_are_plain_lines():
    instrument = make_instrument(ask("ONE", "yes_no"))
    root = read(replace(instrument, title={"sv": "Lön & {villkor}\n<i>", "en": "x"}))
    assert (
        the(root, "surveys_languagesettings", surveyls_language="sv")[0]["surveyls_title"]
        == "Lön & { villkor} &lt;i>"
    )
    assert the(root, "group_l10ns", language="en")[0]["group_name"] == "First"


PRINTABLE = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r")
)


@given(PRINTABLE, PRINTABLE)
def test_any_text_makes_a_file_that_can_be_read(swedish, english):
    root = read(
        make_instrument(ask("ONE", "text", text={"sv": f"{swedish}.", "en": f"{english}."}))
    )
    (row,) = the(root, "question_l10ns", language="sv")
    assert row["question"].endswith(".")
    assert not re.search(r"\{\S", row["question"])


def test_cdata_cannot_be_ended_from_within():
    instrument = make_instrument(
        ask("TWO", "yes_no", asked_if=AskedIf(question="ONE", answers=["]]>"])),
        ask("ONE", "yes_no"),
    )
    reordered = make_instrument(*reversed(instrument.question))
    assert rows(read(reordered), "questions")[1]["relevance"] == 'ONE.NAOK == "]]>"'


def test_the_same_instrument_gives_the_same_bytes(shipped):
    assert write_lss(shipped, "baseline") == write_lss(load_instrument(SHIPPED), "baseline")


def test_each_wave_asks_for_a_survey_number_of_its_own(shipped):
    numbers = {suggest_survey_id(shipped, wave) for wave in ("baseline", "followup")}
    assert len(numbers) == 2
    assert all(100_000 <= number <= 999_999 for number in numbers)
    assert rows(read(shipped), "surveys")[0]["sid"] == str(suggest_survey_id(shipped, "baseline"))


def test_a_wave_without_questions_is_refused():
    with pytest.raises(ConfigurationError, match="no question is asked in the wave"):
        write_lss(make_instrument(ask("ONE", "yes_no", waves=["followup"])), "baseline")


def test_a_condition_on_a_later_page_is_refused():
    late = ask("ONE", "yes_no", section="second")
    early = ask("TWO", "yes_no", section="first", asked_if=AskedIf(question="ONE", answers=["Y"]))
    with pytest.raises(
        ConfigurationError, match='question TWO: it is asked only after an answer to "ONE"'
    ):
        write_lss(make_instrument(late, early, sections=("first", "second")), "baseline")


def relevance_of(root, table, code, column="relevance"):
    return next(row[column] for row in rows(root, table) if row["title"] == code)


@pytest.mark.parametrize("wave", ["baseline", "followup"])
def test_everything_after_the_first_page_rests_on_the_company_running(shipped, wave):
    groups = rows(read(shipped, wave), "groups")
    assert [group["grelevance"] for group in groups] == [
        "",
        *['RUNS.NAOK == "Y"'] * (len(groups) - 1),
    ]


def test_what_concerns_employers_rests_on_numbers_rows_and_boxes(shipped):
    root = read(shipped)
    three = "(sum(STAFFW.NAOK) >= 3) and (sum(STAFFM.NAOK) >= 3)"
    assert (
        relevance_of(root, "questions", "PAYW") == relevance_of(root, "questions", "PAYM") == three
    )
    assert relevance_of(root, "subquestions", "PATH") == 'EMPL.NAOK == "Y"'
    assert relevance_of(root, "subquestions", "OCCUP") == "1"
    assert relevance_of(root, "questions", "WHOM") == 'EMPL.NAOK == "Y"'
    assert relevance_of(root, "questions", "HURT") == "1"
    need = next(row["qid"] for row in rows(root, "questions") if row["title"] == "NEED")
    lines = {row["title"]: row["relevance"] for row in the(root, "subquestions", parent_qid=need)}
    assert lines == {code: f'HELP_{code}.NAOK == "Y"' for code in lines}
    assert len(lines) == 12


def test_a_ranking_offers_what_was_chosen_and_a_choice_has_its_limit(shipped):
    root = read(shipped)
    asked = {row["title"]: row["qid"] for row in rows(root, "questions")}
    settings = {
        code: {
            row["attribute"]: row["value"]
            for row in the(root, "question_attributes", qid=asked[code])
        }
        for code in asked
    }
    assert settings["TOP"] == {
        "hide_tip": "1",
        "max_subquestions": "3",
        "max_answers": "3",
        "array_filter": "HELP",
    }
    assert settings["HELP"] == {"hide_tip": "1", "max_answers": "5", "exclude_all_others": "NONE"}


def test_no_question_shows_limesurveys_own_tip_or_its_own_answer(shipped):
    root = read(shipped)
    hidden = [
        row["qid"] for row in the(root, "question_attributes", attribute="hide_tip", value="1")
    ]
    assert hidden == [row["qid"] for row in rows(root, "questions")]
    assert rows(root, "surveys")[0]["shownoanswer"] == "N"
