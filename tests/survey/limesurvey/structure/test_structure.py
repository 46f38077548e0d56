"""The survey's structure on the server, and whether the instrument fits it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from survey.common.errors import LimeSurveyError
from survey.instrument.file import load_instrument
from survey.instrument.records import AskedIf, Row
from survey.limesurvey.structure.check import compare_structure, find_remarks
from survey.limesurvey.structure.reading import answer_codes, read_structure
from survey.limesurvey.structure.records import ServerQuestion, ServerStructure, structure_hash
from tests.made_instruments import ask, both, make_instrument, make_list

DATA = Path(__file__).parents[3] / "data" / "limesurvey"
SIZES = make_list("size", "A1", "A2", "A3")


def recorded(name):
    lines = (
        json.loads(line)
        for line in (DATA / "recordings.jsonl").read_text(encoding="utf-8").splitlines()
    )
    return next(json.loads(line["body"])["result"] for line in lines if line["name"] == name)


class Recorded:
    """Calls answered with what a server answered once."""

    def __init__(self, **replies):
        self.replies = replies

    def call(self, method, *params):
        return self.replies[method]


def make_structure(*questions, languages=("sv", "en")):
    return ServerStructure(111111, languages, questions)


def there(code, letter="Y", **more):
    return ServerQuestion(
        code,
        letter,
        more.pop("required", False),
        more.pop("other", False),
        more.pop("relevance", "1"),
        **more,
    )


def tell(instrument, structure, compare=compare_structure):
    return [str(problem) for problem in compare(instrument, "baseline", structure)]


def test_the_reference_survey_is_read_whole(lime_connection):
    structure = read_structure(lime_connection, 111111)
    assert structure.languages == ("en", "sv")
    assert [(question.code, question.letter) for question in structure.questions] == [
        ("city", "L"), ("sat", "F"), ("rank", "R"), ("multi", "M"), ("age", "N"), ("name", "S"),
        ("comment", "T"), ("five", "5"),
        ("yesno", "Y"), ("gender", "G"), ("cond", "L"),
    ]  # fmt: skip
    assert structure.by_code["city"] == there(
        "city", "L", required=True, other=True, answers=("A1", "A2", "A3")
    )
    assert structure.by_code["sat"] == there(
        "sat", "F", rows=("SQ001", "SQ002", "SQ003"), answers=("1", "2", "3", "4", "5")
    )
    assert structure.by_code["rank"] == there(
        "rank", "R", answers=("R1", "R2", "R3", "R4"), places=4
    )
    assert structure.by_code["multi"] == there(
        "multi", "M", other=True, rows=("SQ001", "SQ002", "SQ003")
    )
    assert [structure.by_code[code].answers for code in ("five", "gender")] == [
        ("1", "2", "3", "4", "5"),
        ("F", "M"),
    ]
    assert structure.by_code["cond"].relevance == 'yesno.NAOK == "Y"'


def test_the_reference_instrument_fits_the_reference_survey(lime_connection):
    instrument = load_instrument(DATA / "instrument.toml")
    structure = read_structure(lime_connection, 111111)
    assert tell(instrument, structure) == []


def test_a_survey_that_does_not_exist_is_an_error(lime_connection):
    with pytest.raises(LimeSurveyError, match="no such survey"):
        read_structure(lime_connection, 999999)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("get_question_properties_zero_codes_127", ["0", "1", "2"]),
        ("get_question_properties_zero_codes_129", ["A"]),
        ("get_question_properties_rank_R", ["R1", "R2", "R3", "R4"]),
        ("get_question_properties_age_N", []),
    ],
)
def test_answer_codes_come_in_odd_shapes(name, codes):
    assert answer_codes(recorded(name)["answeroptions"]) == codes


def test_answer_codes_keep_the_servers_order_not_the_objects():
    assert answer_codes({"B": {"order": "1"}, "A": {"order": "10"}, "C": {"order": "2"}}) == [
        "B",
        "C",
        "A",
    ]


def test_lines_come_in_no_order_and_numbers_may_be_texts():
    listed = [
        {name: str(value) for name, value in line.items()}
        for line in recorded("list_questions_main")
    ]
    listed = [line for line in reversed(listed) if line["type"] not in "LFR"]
    groups = [{"gid": "2", "group_order": "1"}, {"gid": "1", "group_order": "0"}]
    calls = Recorded(
        get_survey_properties={"language": "en", "additional_languages": None},
        list_groups=groups,
        list_questions=listed,
    )
    structure = read_structure(calls, 111111)
    assert [question.code for question in structure.questions] == [
        "multi",
        "age",
        "name",
        "comment",
        "five",
        "yesno",
        "gender",
    ]
    assert structure.by_code["multi"].rows == ("SQ001", "SQ002", "SQ003")
    assert structure.languages == ("en",)


@pytest.mark.parametrize(("most", "places"), [("2", 2), ("", 4), (None, 4), ("9", 4)])
def test_a_ranking_has_no_more_places_than_answers(most, places):
    line = next(line for line in recorded("list_questions_main") if line["title"] == "rank")
    details = {
        "answeroptions": recorded("get_question_properties_rank_R")["answeroptions"],
        "attributes": {"max_subquestions": most},
    }
    settings = {"language": "en", "additional_languages": ""}
    calls = Recorded(
        get_survey_properties=settings,
        list_groups=[],
        list_questions=[line],
        get_question_properties=details,
    )
    assert read_structure(calls, 111111).by_code["rank"].places == places


def test_a_missing_question_is_named_with_the_nearest():
    told = tell(
        make_instrument(ask("EQ07", "yes_no")), make_structure(there("EQ7"), there("FREE", "T"))
    )
    assert told == ['survey 111111: question EQ07 is not there. Did you mean "EQ7"?']


def test_a_question_that_both_have_is_not_suggested_for_another():
    told = tell(
        make_instrument(ask("EQ1", "yes_no"), ask("EQ2", "yes_no")), make_structure(there("EQ1"))
    )
    assert told == ["survey 111111: question EQ2 is not there."]


def test_answer_codes_in_one_but_not_the_other():
    instrument = make_instrument(ask("SIZE", "choice", answers="size"), lists=[SIZES])
    told = tell(instrument, make_structure(there("SIZE", "L", answers=("A1", "A02", "A3", "ZZZZ"))))
    where = "survey 111111, question SIZE"
    assert told == [
        f'{where}: answer A2 is not there. Did you mean "A02"?',
        f'{where}: answer A02 is there, but not in instrument.toml. Did you mean "A2"?',
        f"{where}: answer ZZZZ is there, but not in instrument.toml. Known: A2.",
    ]


def test_rows_and_boxes_in_one_but_not_the_other():
    grid = ask(
        "GRID",
        "grid",
        answers="size",
        rows=[Row(code="R1", text=both("One")), Row(code="R2", text=both("Two"))],
    )
    instrument = make_instrument(grid, ask("MANY", "multiple", answers="size"), lists=[SIZES])
    structure = make_structure(
        there("GRID", "F", rows=("R1",), answers=("A1", "A2", "A3")),
        there("MANY", "M", rows=("A1", "A2")),
    )
    assert tell(instrument, structure) == [
        "survey 111111, question GRID: row R2 is not there.",
        "survey 111111, question MANY: answer A3 is not there.",
    ]


def test_another_type_is_told_once_without_its_codes():
    instrument = make_instrument(ask("SIZE", "choice", answers="size"), lists=[SIZES])
    (told,) = tell(instrument, make_structure(there("SIZE", "M", rows=("A1",))))
    assert told.startswith(
        'survey 111111, question SIZE: is of the type M there; "choice" is the type L.'
    )


@pytest.mark.parametrize("letter", ["L", "!"])
def test_a_type_with_the_same_columns_will_do(letter):
    instrument = make_instrument(ask("SIZE", "choice", answers="size"), lists=[SIZES])
    assert tell(instrument, make_structure(there("SIZE", letter, answers=("A1", "A2", "A3")))) == []


def test_a_language_the_survey_lacks():
    (told,) = tell(
        make_instrument(ask("ONE", "yes_no")), make_structure(there("ONE"), languages=("en", "de"))
    )
    assert told.startswith('survey 111111: has no language "sv"; it has en, de.')


@pytest.mark.parametrize(
    ("ours", "theirs", "wrong"),
    [
        (True, False, 'has no answer "other" there'),
        (False, True, 'has an answer "other" there'),
        (True, True, None),
        (False, False, None),
    ],
)
def test_other_must_be_the_same(ours, theirs, wrong):
    instrument = make_instrument(ask("SIZE", "choice", answers="size", other=ours), lists=[SIZES])
    told = tell(
        instrument, make_structure(there("SIZE", "L", answers=("A1", "A2", "A3"), other=theirs))
    )
    assert [wrong in each for each in told] == [True] if wrong else told == []


def test_a_ranking_with_another_number_of_places():
    instrument = make_instrument(ask("TOP", "ranking", answers="size", places=2), lists=[SIZES])
    told = tell(instrument, make_structure(there("TOP", "R", answers=("A1", "A2", "A3"), places=3)))
    assert [each.partition(".")[0] for each in told] == [
        "survey 111111, question TOP: has 3 places there, 2 in instrument"
    ]


def test_a_question_of_the_other_wave_need_not_be_there():
    assert (
        tell(
            make_instrument(ask("ONE", "yes_no"), ask("TWO", "yes_no", waves=["followup"])),
            make_structure(there("ONE")),
        )
        == []
    )


def test_what_only_the_server_has_is_a_remark_and_no_fault():
    instrument = make_instrument(ask("ONE", "yes_no"))
    structure = make_structure(
        there("ONE", required=True), there("EXTRA"), languages=("sv", "en", "se")
    )
    assert tell(instrument, structure) == []
    assert tell(instrument, structure, find_remarks) == [
        "survey 111111: also asks EXTRA; these answers are not read.",
        "survey 111111: also has the languages se.",
        "survey 111111, question ONE: must be answered there, not in instrument.toml.",
    ]


@pytest.mark.parametrize(
    ("relevance", "same"),
    [
        ('((ONE.NAOK == "Y"))', True),
        ('ONE.NAOK=="Y"', True),
        ('ONE.NAOK == "N"', False),
        ("1", False),
        ("", True),
    ],
)
def test_another_condition_is_a_remark(relevance, same):
    instrument = make_instrument(
        ask("ONE", "yes_no"), ask("TWO", "yes_no", asked_if=AskedIf(question="ONE", answers=["Y"]))
    )
    structure = make_structure(there("ONE"), there("TWO", relevance=relevance))
    assert (tell(instrument, structure, find_remarks) == []) is same


def test_the_hash_tells_every_change_but_the_number():
    structure = make_structure(there("ONE"), there("TOP", "R", answers=("A1", "A2"), places=2))
    assert structure_hash(structure) == structure_hash(replace(structure, survey_id=222222))
    changed = [
        make_structure(there("TWO"), *structure.questions[1:]),
        make_structure(there("ONE", "N"), *structure.questions[1:]),
        make_structure(there("ONE", required=True), *structure.questions[1:]),
        make_structure(there("ONE"), there("TOP", "R", answers=("A2", "A1"), places=2)),
        make_structure(there("ONE"), there("TOP", "R", answers=("A1", "A2"), places=1)),
        replace(structure, languages=("sv",)),
    ]
    assert len({structure_hash(each) for each in [structure, *changed]}) == len(changed) + 1
