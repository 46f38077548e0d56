"""A questionnaire on a small LimeSurvey of our own: every code that is written is read back."""

from pathlib import Path

import pytest
from limesurvey_server import ServerFault

from survey.common.errors import LimeSurveyError
from survey.instrument.file import load_instrument
from survey.limesurvey import errors
from survey.limesurvey.connection import connect
from survey.limesurvey.deploying import deploy
from survey.limesurvey.protocol.transport import Limits
from survey.limesurvey.questionnaire import suggest_survey_id, write_lss
from survey.limesurvey.structure.reading import read_structure
from tests.made_instruments import ask, make_instrument, make_list

SHIPPED = Path(__file__).parents[3] / "survey" / "library" / "instrument.toml"


@pytest.fixture(scope="module")
def shipped():
    return load_instrument(SHIPPED)


@pytest.mark.parametrize("wave", ["baseline", "followup"])
def test_the_shipped_questionnaire_arrives_whole(lime_account, shipped, wave):
    with connect(lime_account, Limits()) as connection:
        check_that_it_arrives(connection, shipped, wave)


def check_that_it_arrives(lime_connection, shipped, wave):
    deployed = deploy(lime_connection, write_lss(shipped, wave), shipped, wave)
    assert (deployed.survey_id, list(deployed.problems)) == (suggest_survey_id(shipped, wave), [])
    structure = read_structure(lime_connection, deployed.survey_id)
    assert list(structure.languages) == shipped.languages
    assert [question.code for question in structure.questions] == [
        each.code for each in shipped.question if wave in each.waves
    ]


def test_the_server_exports_the_columns_that_the_instrument_expects(lime_connection, shipped):
    deployed = deploy(lime_connection, write_lss(shipped, "baseline"), shipped, "baseline")
    fields = lime_connection.call("get_fieldmap", deployed.survey_id).values()
    there = [
        f"{field['title']}[{field['aid']}]" if field["aid"] != "" else field["title"]
        for field in fields
        if field["title"]
    ]
    assert there == [
        name for name, column in shipped.columns.items() if "baseline" in column.question.waves
    ]


def test_a_number_that_is_taken_gives_another_survey(lime_connection, shipped):
    instrument = make_instrument(ask("ONE", "yes_no"))
    deployed = deploy(
        lime_connection, write_lss(instrument, "baseline", 111111), instrument, "baseline"
    )
    assert deployed.survey_id != 111111
    assert deployed.problems == []


def test_what_the_server_did_not_keep_is_told(lime_connection):
    sent = make_instrument(
        ask("ONE", "choice", answers="few"), lists=[make_list("few", "A1", "A2")]
    )
    wanted = make_instrument(
        ask("ONE", "choice", answers="few"),
        ask("TWO", "number"),
        lists=[make_list("few", "A1", "A3")],
    )
    deployed = deploy(lime_connection, write_lss(sent, "baseline"), wanted, "baseline")
    told = [problem.what for problem in deployed.problems]
    assert told == [
        "answer A3 is not there.",
        "answer A2 is there, but not in instrument.toml.",
        "question TWO is not there.",
    ]


def test_a_broken_import_says_that_the_survey_may_be_there_and_is_not_repeated(
    lime_server, lime_connection
):
    lime_server.faults.add(ServerFault.CUT, "import_survey")
    instrument = make_instrument(ask("ONE", "yes_no"))
    with pytest.raises(errors.Unreachable, match="The survey may have been made all the same"):
        deploy(lime_connection, write_lss(instrument, "baseline"), instrument, "baseline")
    assert len(lime_server.calls("import_survey")) == 1


def test_a_file_that_is_none_is_refused(lime_connection):
    instrument = make_instrument(ask("ONE", "yes_no"))
    with pytest.raises(LimeSurveyError, match="not a valid LimeSurvey survey structure"):
        deploy(lime_connection, b"nonsense", instrument, "baseline")


@pytest.mark.parametrize(
    ("fault", "cause"),
    [(ServerFault.ERROR_PAGE, errors.Failed), (ServerFault.DATABASE, errors.Failed)],
)
def test_an_import_that_failed_on_the_server_may_have_left_a_part(
    lime_server, lime_connection, fault, cause
):
    lime_server.faults.add(fault, "import_survey")
    instrument = make_instrument(ask("ONE", "yes_no"))
    with pytest.raises(cause, match=r"or a part of it.*delete it there"):
        deploy(lime_connection, write_lss(instrument, "baseline"), instrument, "baseline")


def test_a_refused_file_has_left_nothing(lime_connection):
    instrument = make_instrument(ask("ONE", "yes_no"))
    with pytest.raises(LimeSurveyError) as refused:
        deploy(lime_connection, b"nonsense", instrument, "baseline")
    assert "delete it" not in str(refused.value)


def test_a_survey_that_cannot_be_read_back_is_named(lime_server, lime_connection):
    lime_server.faults.add(ServerFault.CUT, "list_questions", times=9)
    instrument = make_instrument(ask("ONE", "yes_no"))
    with pytest.raises(
        errors.Unreachable, match=f"Survey {suggest_survey_id(instrument, 'baseline')} was made"
    ):
        deploy(lime_connection, write_lss(instrument, "baseline"), instrument, "baseline")
