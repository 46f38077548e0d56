"""Questionnaires on a real server: every code that is sent is there afterwards."""

import pytest

from survey.common.errors import LimeSurveyError
from survey.instrument.records import AskedIf, Row
from survey.limesurvey.deploying import deploy
from survey.limesurvey.structure.check import compare_structure, find_remarks
from survey.limesurvey.structure.reading import read_structure
from survey.limesurvey.structure.records import structure_hash
from tests.live.live_answers import find_columns
from tests.made_instruments import ask, both, make_instrument, make_list


@pytest.mark.parametrize("wave", ["baseline", "followup"])
def test_the_shipped_questionnaire_arrives_whole(own, shipped, wave):
    deployed = own.deploy(shipped, wave)
    assert list(deployed.problems) == []
    structure = read_structure(own.connection, deployed.survey_id)
    assert sorted(structure.languages) == sorted(shipped.languages)
    assert structure.languages[0] == shipped.languages[0]
    assert [question.code for question in structure.questions] == [
        each.code for each in shipped.question if wave in each.waves
    ]
    expected = [name for name, column in shipped.columns.items() if wave in column.question.waves]
    assert list(find_columns(own.connection, deployed.survey_id)) == expected
    own.connection.call("activate_survey", deployed.survey_id)
    assert read_structure(own.connection, deployed.survey_id) == structure


def test_texts_come_back_in_every_language(own, shipped):
    survey_id = own.deploy(shipped).survey_id
    for language in shipped.languages:
        words = own.connection.call("get_language_properties", survey_id, None, language)
        assert words["surveyls_title"] == own.name(shipped).title[language]
        listed = own.connection.call("list_questions", survey_id, None, language)
        texts = {one["title"]: one["question"] for one in listed if int(one["parent_qid"]) == 0}
        assert set(texts) == {each.code for each in shipped.question if "baseline" in each.waves}
        assert all(texts.values())


def make_odd():
    """Make a questionnaire with everything odd.

    Codes 0, 1, 2 (which come as a list), a lone 0, conditions, limits, few ranks, and "other".
    """
    lists = [
        make_list("zero", "0", "1", "2"),
        make_list("lone", "0"),
        make_list("few", "A1", "A2", "A3"),
    ]
    rows = [Row(code="R1", text=both("One")), Row(code="R2", text=both('Two; "å" & <b>'))]
    return make_instrument(
        ask("ZERO", "choice", answers="zero", required=True),
        ask("LONE", "choice", answers="lone"),
        ask("OTHER", "choice", answers="few", other=True),
        ask("GRID", "grid", answers="zero", rows=rows),
        ask("TOP", "ranking", answers="few", places=2),
        ask("MANY", "multiple", answers="few", other=True),
        ask("NUM", "number", least=0, most=120, decimals=1, unit=both("years")),
        ask("IF", "long_text", asked_if=AskedIf(question="ZERO", answers=["0", "2"])),
        ask("SHORT", "text", text=both("Braces {a} and 'quotes' & åäö?")),
        ask("YES", "yes_no", section="second"),
        lists=lists,
        sections=("first", "second"),
    )


def test_odd_codes_arrive_whole(own):
    instrument = make_odd()
    deployed = own.deploy(instrument)
    assert list(deployed.problems) == []
    assert list(find_columns(own.connection, deployed.survey_id)) == list(instrument.columns)


def test_what_differs_is_told(own):
    sent = make_instrument(
        ask("ONE", "choice", answers="few"),
        ask("SIX", "yes_no"),
        lists=[make_list("few", "A1", "A2")],
    )
    asked = [ask("ONE", "choice", answers="few"), ask("TWO", "number"), ask("SIX", "number")]
    wanted = make_instrument(*asked, lists=[make_list("few", "A1", "A3")])
    structure = read_structure(own.connection, own.deploy(sent).survey_id)
    told = [
        problem.what.partition(";")[0]
        for problem in compare_structure(wanted, "baseline", structure)
    ]
    assert told == [
        "answer A3 is not there.",
        "answer A2 is there, but not in instrument.toml.",
        "question TWO is not there.",
        "is of the type Y there",
    ]
    assert find_remarks(sent, "baseline", structure) == []


def test_a_number_that_is_taken_gives_another_survey_with_the_same_structure(own):
    instrument = make_odd()
    first = own.deploy(instrument)
    second = own.deploy(instrument, survey_id=first.survey_id)
    assert first.survey_id != second.survey_id
    hashes = {
        structure_hash(read_structure(own.connection, one.survey_id)) for one in (first, second)
    }
    assert len(hashes) == 1


def test_a_file_that_is_none_is_refused(own):
    before = own.connection.call("list_surveys")
    instrument = make_instrument(ask("ONE", "yes_no"))
    with pytest.raises(LimeSurveyError):
        deploy(own.connection, b"nonsense", instrument, "baseline")
    assert own.connection.call("list_surveys") == before
