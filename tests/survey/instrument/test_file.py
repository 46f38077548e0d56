import copy
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import survey
from survey.answers.skip_logic import conditions_of
from survey.common.errors import ConfigurationError
from survey.common.one_person import ALONE
from survey.common.toml import TomlFile, check_shape
from survey.instrument import questions, records
from survey.instrument.checks.outline import read_outline
from survey.instrument.checks.texts import TEXTS
from survey.instrument.file import check_references, find_missing_texts, load_instrument

GOOD = """
title = { sv = "Enkät", en = "Survey" }
languages = ["sv", "en"]

[[section]]
id = "all"
title = { sv = "Allt", en = "All" }

[[answers]]
id = "often"
not_applicable = ["DK"]
options = [
  { code = "NEVER", text = { sv = "Aldrig", en = "Never" } },
  { code = "SOME", text = { sv = "Ibland", en = "Sometimes" } },
  { code = "ALWAY", text = { sv = "Alltid", en = "Always" } },
  { code = "DK", text = { sv = "Vet inte", en = "Don't know" } },
]

[[question]]
code = "GATE"
section = "all"
kind = "yes_no"
text = { sv = "Har ni anställda?", en = "Do you have employees?" }

[[question]]
code = "STAFFW"
section = "all"
kind = "number"
least = 0
most = 5000
text = { sv = "Kvinnor", en = "Women" }
asked_if = { question = "GATE", answers = ["Y"] }

[[question]]
code = "STAFFM"
section = "all"
kind = "number"
text = { sv = "Män", en = "Men" }

[[question]]
code = "ADS"
section = "all"
kind = "choice"
answers = "often"
text = { sv = "Annonserar ni?", en = "Do you advertise?" }

[[question]]
code = "NEED"
section = "all"
kind = "grid"
answers = "often"
text = { sv = "Behov", en = "Needs" }
rows = [
  { code = "N1", text = { sv = "Sälja", en = "Selling" } },
  { code = "N2", text = { sv = "Budget", en = "Budget" } },
]

[[question]]
code = "TOP"
section = "all"
kind = "ranking"
answers = "often"
places = 2
text = { sv = "Viktigast", en = "Most important" }

[[question]]
code = "GAVE"
section = "all"
kind = "multiple"
answers = "often"
other = true
text = { sv = "Vad gav det?", en = "What did it give?" }

[[domain]]
id = "work"
name = { sv = "Arbete", en = "Work" }

[[indicator]]
id = "ads"
domain = "work"
points = "scale"
question = "ADS"
name = { sv = "Annonser", en = "Advertisements" }
says.strong = { sv = "Ni svarar {answer}.", en = "You say {answer}." }
says.weak = { sv = "Ni svarar {answer}.", en = "You say {answer}." }

[[indicator]]
id = "staff"
domain = "work"
points = "balance"
women = "STAFFW"
men = "STAFFM"
name = { sv = "Anställda", en = "Employees" }

[needs]
severe_from = "SOME"
ranking = "TOP"

[[need]]
id = "sell"
severity = "NEED[N1]"
option = "NEVER"
name = { sv = "Sälja", en = "Selling" }

[[need]]
id = "budget"
severity = "NEED[N2]"
option = "SOME"
name = { sv = "Budget", en = "Budget" }

[[outcome]]
id = "gave"
question = "GAVE"
name = { sv = "Gav", en = "Gave" }

[[background]]
id = "size"
sum = ["STAFFW", "STAFFM"]
breaks = [0, 5, 10]
name = { sv = "Storlek", en = "Size" }

[support]
question = "GATE"
yes = ["Y"]

[followup]
running = "GATE"
gains = "GAVE"
nothing = ["DK"]

[[check]]
at_most = ["STAFFW", "STAFFM"]
says = { sv = "För många.", en = "Too many." }
"""

FAULTS = [
    # names
    ('code = "STAFFM"', 'code = "staffw"', 'code = "staffw"', '"staffw" is taken already'),
    ('code = "SOME", text', 'code = "Never", text', 'code = "Never"', '"Never" is taken already'),
    ('id = "sell"', 'id = "ads"', 'id = "ads"\nseverity', '"ads" is taken already'),
    ('id = "sell"', 'id = "index"', 'id = "index"', '"index" means the whole'),
    (
        'code = "ADS"',
        'code = "Token"',
        'code = "Token"',
        '"Token" is a column of every export already',
    ),
    ('code = "ADS"', 'code = "SID"', 'code = "SID"', 'LimeSurvey takes no question called "SID"'),
    (
        'code = "N1"',
        'code = "time"',
        'code = "time"',
        'LimeSurvey takes no row or box called "time"',
    ),
    (
        'code = "NEVER", text',
        'code = "time", text',
        'code = "time"',
        'LimeSurvey takes no row or box called "time"',
    ),
    (
        'asked_if = { question = "GATE"',
        'asked_if = { question = "Ne"',
        "asked_if",
        'in LimeSurvey\'s conditions "Ne" is an operator and no question',
    ),
    (
        'sv = "Enkät"',
        f'sv = "{"å" * 201}"',
        "title = ",
        "a title of 201 characters; LimeSurvey takes 200",
    ),
    (
        'code = "NEVER", text',
        'code = "other", text',
        "other = true",
        'the list "often" has a code "other" of its own',
    ),
    # texts
    (
        "svarar {answer}",
        "svarar {anwser}",
        "{anwser}",
        'nothing can be put in the place of {anwser} here. Did you mean "answer"?',
    ),
    (
        "svarar {answer}",
        "svarar {women}",
        "{women}",
        "nothing can be put in the place of {women} here. Known: answer.",
    ),
    ("svarar {answer}", "svarar {answer", "svarar {answer.", "a { or } stands alone"),
    # sections, lists, questions
    (
        'section = "all"',
        'section = "al"',
        'section = "al"',
        'there is no section "al". Did you mean "all"?',
    ),
    (
        'answers = "often"',
        'answers = "ofte"',
        'answers = "ofte"',
        'there is no answer list "ofte". Did you mean "often"?',
    ),
    ('["DK"]', '["DK", "NR"]', "not_applicable", 'there is no answer "NR"'),
    (
        'not_applicable = ["DK"]',
        'not_answered = ["NR"]',
        "not_answered",
        'there is no answer "NR"',
    ),
    (
        'not_applicable = ["DK"]',
        'not_applicable = ["DK"]\nnot_answered = ["DK"]',
        "not_answered",
        '"DK" cannot be both `not_applicable` and `not_answered`',
    ),
    (
        'question = "GAVE"',
        'question = "GAVE"\nyes = ["DK"]',
        "yes =",
        '"yes" means nothing for a question of kind "multiple"',
    ),
    (
        'question = "GAVE"',
        'question = "ADS"\nyes = ["YES"]',
        "yes = ",
        'there is no answer "YES" to the question "ADS"',
    ),
    (
        "other = true",
        'other = true\nif_not_asked = "NONE"\nasked_if = { question = "GATE", answers = ["Y"] }',
        "if_not_asked",
        '"NONE" is none of this question\'s boxes',
    ),
    (
        "most = 5000",
        'most = 5000\nif_not_asked = "NONE"',
        "if_not_asked",
        "the answer to this question is a number",
    ),
    (
        'kind = "yes_no"',
        'kind = "yes_no"\nanswers = "often"',
        'answers = "often"\ntext = { sv = "Har',
        '"answers" means nothing for a question',
    ),
    (
        'kind = "choice"\nanswers = "often"',
        'kind = "choice"',
        'code = "ADS"',
        '"answers" is missing',
    ),
    ("least = 0", "least = 9999", "least = 9999", "the least (9999) is more than the most (5000)"),
    ("places = 2", "places = 9", "places = 9", "there are 9 places but only 4 answers"),
    (
        'answers = ["Y"] }',
        'answers = ["J"] }',
        "asked_if",
        'there is no answer "J" to the question "GATE"',
    ),
    (
        'asked_if = { question = "GATE"',
        'asked_if = { question = "GAT"',
        "asked_if",
        'there is no question "GAT". Did you mean "GATE"?',
    ),
    (
        'asked_if = { question = "GATE"',
        'asked_if = { question = "ADS"',
        "asked_if",
        '"ADS" is asked later',
    ),
    (
        'asked_if = { question = "GATE"',
        'asked_if = { question = "STAFFW"',
        "asked_if",
        '"STAFFW" cannot decide',
    ),
    (
        'kind = "yes_no"',
        'kind = "yes_no"\nwaves = ["baseline"]',
        "asked_if",
        '"GATE" is not asked in the wave "followup"',
    ),
    # what is measured
    (
        'domain = "work"',
        'domain = "wrok"',
        'domain = "wrok"',
        'there is no domain "wrok". Did you mean "work"?',
    ),
    (
        'question = "ADS"',
        'question = "ADDS"',
        "ADDS",
        'there is no question "ADDS". Did you mean "ADS"?',
    ),
    (
        'question = "ADS"',
        'question = "NEED[N3]"',
        "N3",
        'there is no question "NEED[N3]". Did you mean "NEED[N2]"?',
    ),
    (
        'question = "ADS"',
        'question = "STAFFW"',
        'question = "STAFFW"',
        '"STAFFW" is a question of kind "number"; this needs "choice" or "grid"',
    ),
    (
        'question = "ADS"',
        'question = "ADS"\nwomen = "STAFFW"',
        'women = "STAFFW"',
        '"women" means nothing for points of kind "scale"',
    ),
    (
        'women = "STAFFW"',
        'women = "STAFFW"\nreversed = true',
        "reversed",
        '"reversed" means nothing for points of kind "balance"',
    ),
    (
        'points = "balance"',
        'points = "gap"',
        'id = "staff"',
        '"women_count" is missing: points of kind "gap" need it',
    ),
    ('["DK"]', '["NEVER", "SOME", "DK"]', 'question = "ADS"', "its answers are no scale"),
    (
        "[[indicator]]",
        '[[domain]]\nid = "pay"\nname = { sv = "Lön", en = "Pay" }\n\n[[indicator]]',
        'id = "pay"',
        "no indicator belongs",
    ),
    (
        'severe_from = "SOME"',
        'severe_from = "SOM"',
        "severe_from",
        'there is no code on the scale "often" "SOM". Did you mean "SOME"?',
    ),
    (
        'severe_from = "SOME"',
        'severe_from = "DK"',
        "severe_from",
        'there is no code on the scale "often" "DK"',
    ),
    (
        'ranking = "TOP"',
        'ranking = "TPO"',
        "ranking =",
        'there is no question "TPO". Did you mean "TOP"?',
    ),
    ('ranking = "TOP"', 'ranking = "ADS"', "ranking =", 'this needs "ranking"'),
    ('ranking = "TOP"', "", 'option = "NEVER"', "there is no ranking question"),
    (
        'option = "NEVER"',
        'option = "N1"',
        'option = "N1"',
        'there is no answer "N1" to the question "TOP"',
    ),
    (
        'option = "SOME"',
        'option = "NEVER"',
        'option = "NEVER"\nname = { sv = "Budget"',
        '"NEVER" stands for the need "sell" already',
    ),
    (
        '[needs]\nsevere_from = "SOME"\nranking = "TOP"',
        "",
        'id = "sell"',
        "there are needs but no [needs]",
    ),
    (
        'question = "GAVE"',
        'question = "ADS"',
        'id = "gave"',
        'which answers to "ADS" count as yes?',
    ),
    (
        "breaks = [0, 5, 10]",
        "breaks = [0, 5, 5]",
        "breaks",
        "the breaks must rise, but 5 comes after 5",
    ),
    ("breaks = [0, 5, 10]", "", 'id = "size"', "a number needs `breaks`"),
    (
        'sum = ["STAFFW", "STAFFM"]',
        "",
        'id = "size"',
        "it needs either `question` or `sum`, and not both",
    ),
    (
        'sum = ["STAFFW", "STAFFM"]',
        'question = "ADS"',
        "breaks",
        "only numbers can be cut into classes",
    ),
    (
        'sum = ["STAFFW", "STAFFM"]',
        'sum = ["STAFFW", "STAFFW"]',
        "sum",
        "the same question stands here twice",
    ),
    (
        'yes = ["Y"]',
        'yes = ["Ja"]',
        "yes =",
        'there is no answer "Ja" to the question "GATE". Known: N, Y.',
    ),
    (
        'at_most = ["STAFFW", "STAFFM"]',
        'at_most = ["STAFFW", "MEN"]',
        "at_most",
        'there is no question "MEN"',
    ),
    # what the second round tells
    (
        'running = "GATE"',
        'running = "GAT"',
        'running = "GAT"',
        'there is no question "GAT". Did you mean "GATE"?',
    ),
    (
        'running = "GATE"',
        'running = "ADS"',
        'running = "ADS"',
        '"ADS" is a question of kind "choice"; this needs "yes_no"',
    ),
    ('gains = "GAVE"', "", "nothing =", "it means nothing without `gains`"),
    (
        'nothing = ["DK"]',
        'nothing = ["NO"]',
        "nothing =",
        'there is no answer "NO" to the question "GAVE"',
    ),
    (
        'kind = "multiple"',
        'kind = "multiple"\nwaves = ["baseline"]',
        "gains =",
        '"GAVE" is not asked in the wave "followup"',
    ),
    # what is never used
    (
        "[[answers]]",
        '[[section]]\nid = "more"\ntitle = { sv = "Mer", en = "More" }\n\n[[answers]]',
        'id = "more"',
        "no question stands on this page",
    ),
    (
        'severity = "NEED[N2]"',
        'severity = "ADS"',
        'code = "N2"',
        "nothing is made of this row's answers",
    ),
    (
        "[[domain]]",
        '[[question]]\ncode = "X"\nsection = "all"\nkind = "number"\n'
        'text = { sv = "X", en = "X" }\n\n[[domain]]',
        'code = "X"',
        "nothing is made",
    ),
]


def complaints(tmp_path, text):
    path = tmp_path / "instrument.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load_instrument(path)
    except ConfigurationError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_domain_needs_one_indicator_with_a_weight(tmp_path):
    light = GOOD.replace('domain = "work"', 'domain = "work"\nweight = 0', 1)
    assert complaints(tmp_path, light) == []
    found = complaints(tmp_path, GOOD.replace('domain = "work"', 'domain = "work"\nweight = 0'))
    assert any("all its indicators have the weight 0" in complaint for complaint in found), found


def test_a_good_instrument_has_no_faults(tmp_path):
    assert complaints(tmp_path, GOOD) == []


@pytest.mark.parametrize(("old", "new", "at", "what"), FAULTS)
def test_each_fault_is_told_with_its_line(tmp_path, old, new, at, what):
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    line = text[: text.index(at)].count("\n") + 1
    found = [complaint for complaint in complaints(tmp_path, text) if what in complaint]
    assert found, complaints(tmp_path, text)
    # what is missing is told at the beginning of its table, one line above its id
    assert any(f"instrument.toml, line {number} (" in found[0] for number in (line, line - 1)), (
        line,
        found,
    )


def test_ten_faults_of_shape_and_reference_are_told_in_one_go(tmp_path):
    text = GOOD
    faults = [
        ("least = 0", "leest = 0", '"leest" is not a setting here. Did you mean "least"?'),
        ('kind = "yes_no"', 'kind = "yesno"', '"yesno" is not allowed. Did you mean "yes_no"?'),
        ("places = 2", 'places = "two"', "input should be a valid integer"),
        ('nothing = ["DK"]', 'nothing = ["NO"]', 'there is no answer "NO"'),
        (
            'answers = "often"\ntext = { sv = "Behov"',
            'answers = "oftn"\ntext = { sv = "Behov"',
            'no answer list "oftn"',
        ),
        (
            'domain = "work"\npoints = "balance"',
            'domain = "wrok"\npoints = "balance"',
            'no domain "wrok"',
        ),
        ('question = "ADS"', 'question = "ASD"', 'no question "ASD"'),
        ('severe_from = "SOME"', "", '"severe_from" is missing'),
        ('option = "SOME"', 'option = "NEVER"', "already"),
        ("breaks = [0, 5, 10]", "breaks = [0, 10, 5]", "the breaks must rise"),
    ]
    for old, new, _ in faults:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    found = complaints(tmp_path, text)
    assert [
        what for _, _, what in faults if not any(what in complaint for complaint in found)
    ] == []
    assert all(complaint.startswith("instrument.toml, line ") for complaint in found)


def test_a_fault_in_a_question_is_not_told_again_wherever_it_is_named(tmp_path):
    text = GOOD.replace('kind = "choice"\nanswers = "often"', 'kind = "chioce"\nanswers = "often"')
    assert len(complaints(tmp_path, text)) == 1


def spoken(tmp_path, text, office=None):
    path = tmp_path / "instrument.toml"
    path.write_text(text, encoding="utf-8")
    return load_instrument(path, office), [
        str(problem) for problem in find_missing_texts(path, office)
    ]


def test_texts_that_are_missing_are_told_in_one_remark_and_the_offices_own_stand_in(tmp_path):
    text = GOOD.replace(', en = "Men"', "").replace(', en = "All"', "")
    instrument, told = spoken(tmp_path, text, "sv")
    assert instrument.questions["STAFFM"].text == {"sv": "Män", "en": "Män"}
    line = text[: text.index("Allt")].count("\n") + 1
    second = text[: text.index("Män")].count("\n") + 1
    assert len(told) == 1
    assert "texts are missing (2 in en); the text in sv stands in for them" in told[0]
    assert (
        f"line {line} (section > all > title); line {second} (question > STAFFM > text)." in told[0]
    )


def test_one_question_in_swedish_alone_is_no_fault_of_three_other_languages(shipped, tmp_path):
    text = (Path(survey.__file__).parent / "library" / "instrument.toml").read_text(
        encoding="utf-8"
    )
    added = (
        '[[question]]\ncode = "NYTT"\nsection = "closing"\nkind = "text"\n'
        'text.sv = "Nytt?"\nhelp.sv = "Kort."\n\n[[domain]]'
    )
    instrument, told = spoken(tmp_path, text.replace("[[domain]]", added, 1), "sv")
    assert {instrument.questions["NYTT"].text[language] for language in shipped.languages} == {
        "Nytt?"
    }
    assert len(told) == 1
    assert "(2 in en, 2 in fi, 2 in nb)" in told[0]


def test_texts_in_languages_that_are_not_listed_are_ignored(tmp_path):
    text = (Path(survey.__file__).parent / "library" / "instrument.toml").read_text(
        encoding="utf-8"
    )
    instrument, told = spoken(tmp_path, text.replace('["sv", "en", "fi", "nb"]', '["sv"]'))
    assert told == []
    assert {language for words in _texts_of(instrument) for language in words} == {"sv"}


def test_words_for_one_person_need_not_stand_in_every_language(tmp_path):
    text = GOOD.replace('["sv", "en"]', '["sv", "en", "fi"]').replace(
        'code = "STAFFM"', 'code = "STAFFM"\nalone.text = { sv = "Du", nb = "Du" }'
    )
    instrument, _ = spoken(tmp_path, text, "sv")
    question, told = (one.questions["STAFFM"] for one in (instrument, instrument.to_one))
    assert question.alone == {"text": {"sv": "Du"}}
    assert told.text == question.text | {"sv": "Du"}
    assert instrument.to_one.questions["STAFFW"] is instrument.questions["STAFFW"]


def test_owners_are_numbers_that_are_asked(tmp_path):
    for owners, told in (('["STAFW"]', "STAFFW"), ('["STAFFW", "STAFFW"]', "twice")):
        with pytest.raises(ConfigurationError, match=told):
            spoken(tmp_path, GOOD.replace("languages =", f"owners = {owners}\nlanguages =", 1))


def test_a_text_without_the_offices_words_is_told_in_english_else_in_any(tmp_path):
    text = (
        GOOD.replace('["sv", "en"]', '["sv", "en", "fi"]')
        .replace('sv = "Män", ', "")
        .replace('sv = "Allt", en = "All"', 'nb = "Alt"')
    )
    instrument, told = spoken(tmp_path, text, "sv")
    assert instrument.questions["STAFFM"].text == {"sv": "Men", "en": "Men", "fi": "Men"}
    assert instrument.sections["all"].title == {"sv": "Alt", "en": "Alt", "fi": "Alt"}
    assert len(told) == 1


FILTER = """
[[question]]
code = "PICK"
section = "all"
kind = "multiple"
answers = "often"
places = 2
text = { sv = "Vilka?", en = "Which?" }

[[question]]
code = "HOW"
section = "all"
kind = "grid"
answers = "often"
chosen_in = "PICK"
only_asked = true
text = { sv = "Hur?", en = "How?" }
rows = [
  { code = "SOME", text = { sv = "A", en = "A" } },
  { code = "ALWAY", text = { sv = "B", en = "B" }, asked_if = [
    { question = "GATE", answers = ["Y"] },
    { question = "STAFFM", at_least = 3 },
  ] },
]

[[domain]]"""


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            'chosen_in = "PICK"',
            'chosen_in = "PIC"',
            'there is no question "PIC". Did you mean "PICK"?',
        ),
        (
            'chosen_in = "PICK"',
            'chosen_in = "ADS"',
            '"ADS" is a question of kind "choice"; this needs "multiple"',
        ),
        (
            '{ code = "SOME", text = { sv = "A"',
            '{ code = "SOMET", text = { sv = "A"',
            '"SOMET" cannot be chosen in the question "PICK"',
        ),
        (
            "at_least = 3",
            'at_least = 3, answers = ["Y"]',
            "it needs either `answers` or `at_least`, and not both",
        ),
        (
            'question = "STAFFM", at_least',
            'question = "ADS", at_least',
            '"ADS" cannot decide by `at_least`: only questions of kind "number"',
        ),
        (
            "only_asked = true\n",
            "",
            "or background; write `only_asked = true` if it is asked to be read",
        ),
        (
            'code = "ADS"',
            'code = "ADS"\nonly_asked = true',
            "something is made of ADS. Leave this out",
        ),
        ("most = 5000", "most = 5000\nif_not_asked = 0", None),
        (
            'text = { sv = "Män"',
            'if_not_asked = 0\ntext = { sv = "Män"',
            "for a question that is always asked",
        ),
        (
            'id = "all"\n',
            'id = "all"\nasked_if = { question = "ADS", answers = ["NEVER"] }\n',
            '"ADS" is asked later',
        ),
    ],
)
def test_conditions_of_pages_rows_and_choices_are_checked(tmp_path, old, new, what):
    text = GOOD.replace("[[domain]]", FILTER, 1)
    assert complaints(tmp_path, text) == []
    assert old in text
    found = complaints(tmp_path, text.replace(old, new, 1))
    assert (found == []) if what is None else any(what in complaint for complaint in found), found


def test_no_help_speaks_of_the_last_answer_and_what_it_quotes_is_an_answer(shipped):
    """LimeSurvey's order is not ours: an answer is named by its words."""
    for question in shipped.question:
        for language, words in (question.help or {}).items():
            assert not re.search(
                r"sista svaret|last answer|viimei\w+ vaihtoehto|siste svaret", words
            ), question.code
            options = shipped.lists[question.answers].options if question.answers else []
            quoted = re.findall(r"[”“«]([^”“»]+)[”»]", words)
            assert set(quoted) <= {option.text[language] for option in options}, (
                question.code,
                language,
            )


def test_the_texts_that_are_looked_for_are_those_the_records_hold():
    kinds = [
        value
        for value in vars(records).values()
        if isinstance(value, type) and value.__module__ in {records.__name__, questions.__name__}
    ]
    hints = [
        hint
        for kind in kinds
        if hasattr(kind, "__dataclass_fields__")
        for hint in get_type_hints(kind).items()
    ]
    named = {name for name, hint in hints if "dict[str" in str(hint)}
    assert (named - {ALONE}) | {"says"} == TEXTS
    assert {field.name for field in fields(records.Says)} == {
        f"{size}{tone}" for size in ("", "few_", "alone_") for tone in ("strong", "weak")
    }


JUNK = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.just([])
    | st.just({})
    | st.just([{}, 1, "a"])
)


@given(st.data())
def test_no_junk_makes_the_checks_themselves_fail(data):
    broken = tomllib.loads(GOOD)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(sorted(_places(broken), key=repr)))
        _put(broken, place, copy.deepcopy(data.draw(JUNK)))
    file = TomlFile(Path("good.toml"), broken)
    record, problems = check_shape(file, records.Instrument)
    assert all(str(problem) for problem in [*problems, *check_references(read_outline(file))])
    assert (record is None) == bool(problems)


def _places(value, place=()):
    inner = (
        value.items()
        if isinstance(value, Mapping)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [
        found for step, item in inner for found in [(*place, step), *_places(item, (*place, step))]
    ]


def _put(data, place, value):
    for step in place[:-1]:
        data = data[step]
    data[place[-1]] = value


# The shipped questionnaire


@pytest.fixture(scope="module")
def shipped():
    return load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")


def test_the_shipped_questionnaire_asks_what_it_should(shipped):
    assert {
        "STAFFW",
        "STAFFM",
        "LEADW",
        "LEADM",
        "HIREW",
        "HIREM",
        "OWNW",
        "OWNM",
        "BOARDW",
        "BOARDM",
        "PAYW",
        "PAYM",
        "SUPPORT",
        "FREE",
    } <= shipped.questions.keys()
    assert list(shipped.domains) == [
        "leadership",
        "recruitment",
        "pay",
        "environment",
        "parenthood",
        "equality_work",
    ]
    assert [need.id for need in shipped.need][:7] == [
        "sell_outside", "trade_cooperation", "recruit_staff", "business_plan", "budgeting",
        "outlook", "suppliers",
    ]  # fmt: skip
    assert len(shipped.need) == 12
    assert [background.id for background in shipped.background] == [
        "municipality", "trade", "size", "start_year", "founder_sex", "age_group", "born_abroad",
    ]  # fmt: skip
    assert [outcome.id for outcome in shipped.outcome] == [
        "full_time_jobs", "turnover", "outside_customers", "outside_suppliers", "hired_women",
        "hired_men",
        "support_applied_for", "steps_taken", "running", "better", "worse", "gains",
    ]  # fmt: skip
    assert shipped.lists["gains"].codes == [
        "BUS",
        "VIEW",
        "PLACE",
        "NET",
        "EVEN",
        "COACH",
        "RECR",
        "NONE",
    ]
    assert (
        next(question.code for question in shipped.question if "followup" in question.waves)
        == "RUNS"
    )
    assert 35 <= sum("baseline" in question.waves for question in shipped.question) <= 50


def test_every_text_of_the_shipped_questionnaire_stands_in_four_languages(shipped):
    assert shipped.languages == [
        "sv",
        "en",
        "fi",
        "nb",
    ]  # the loader has checked that each text has them all
    assert not [
        text
        for text in _texts_of(shipped)
        if any(words != words.strip() or "  " in words for words in text.values())
    ]


def test_no_sentence_counts_people_whom_there_may_be_one_of(shipped):
    """ "Among your 1 employees": what a company reads about itself holds for one and for two."""
    told = [
        (indicator.id, text)
        for indicator in shipped.indicator
        if indicator.says
        for words in _texts_of(indicator.says)
        for text in words.values()
    ]
    assert [place for place, text in told if "{people}" in text] == []
    few = [
        text for place, text in told if text.startswith(("Båda ", "Both of", "Molemmat ", "Begge "))
    ]
    assert few == []


def _texts_of(record):
    if isinstance(record, dict):
        return [*record.values()] if {*record} <= TEXTS else [record]
    inner = (
        record
        if isinstance(record, list)
        else [getattr(record, name) for name in getattr(record, "__dataclass_fields__", ())]
    )
    return [text for item in inner for text in _texts_of(item)]


def test_no_domain_hangs_on_a_gap_that_small_companies_cannot_have(shipped):
    for domain in shipped.domains:
        members = [each for each in shipped.indicator if each.domain == domain and each.weight]
        gaps = sum(indicator.weight for indicator in members if indicator.points == "gap")
        assert 4 <= len(members) <= 6
        assert gaps <= 0.2 * sum(indicator.weight for indicator in members)


def test_a_company_without_employees_is_not_judged_by_one_answer(shipped):
    """A domain that it is asked about at all has two indicators or more.

    So one careless answer is no very low domain.
    """
    gates = {"EMPL", "STAFFW", "STAFFM"}
    asked = Counter(
        indicator.domain
        for indicator in shipped.indicator
        if indicator.weight and not _gates_of(indicator, shipped) & gates
    )
    assert asked == {"pay": 2, "parenthood": 2}


def _gates_of(indicator, instrument):
    columns = [instrument.columns[name] for name in indicator.columns]
    conditions = [
        each
        for column in columns
        for each in conditions_of(column.question, instrument, column.part)
    ]
    return {condition.question for condition in conditions}


def test_harassment_is_marked_as_sensitive_and_every_indicator_says_something(shipped):
    hurt = {"unwelcome_jokes", "demeaning_words", "unwelcome_touch"}
    assert {"contact_person", "customers", "tone"} | hurt == {
        indicator.id for indicator in shipped.indicator if indicator.sensitive
    }
    assert {each.id for each in shipped.indicator if not each.weight} == hurt


def test_what_the_programme_itself_brings_is_marked(shipped):
    assert {each.id for each in shipped.indicator if each.treatment} == {"action", "learning"}


def test_harassment_is_asked_about_before_the_rules_against_it(shipped):
    codes = list(shipped.questions)
    assert codes.index("HURT") < codes.index("WHOM") < codes.index("GUEST")
    assert all("1177" in words for words in shipped.questions["HURT"].help.values())


def test_dont_know_and_does_not_apply_are_two_answers(shipped):
    """Every list behind an indicator lets people say that they do not know."""
    for indicator in shipped.indicator:
        if indicator.points == "scale":
            question = shipped.columns[indicator.question].question
            listed = shipped.lists[question.answers]
            assert "DK" in listed.not_answered, indicator.id
            assert "DK" not in listed.not_applicable
    for listed in shipped.answers:
        for option in listed.options:
            words = option.text["en"].casefold()
            assert not ("know" in words and "apply" in words), listed.id


def test_the_questionnaire_has_one_recall_period(shipped):
    """When something last happened is asked on a scale of years; all else covers 12 months."""
    for question in shipped.question:
        assert not re.search(r"last (year|two|three)|since you last", question.text["en"])


def test_the_questionnaire_offers_others_than_women_and_men_an_answer(shipped):
    founders = shipped.lists["founder_sex"]
    assert {"O", "PNS"} <= set(founders.codes)
    assert founders.not_answered == ["PNS"]
    assert "neither woman nor man" in shipped.sections["people"].intro["en"]
    assert all(indicator.says for indicator in shipped.indicator)


def test_placeholders_are_the_same_in_every_language(shipped):
    for indicator in shipped.indicator:
        for text in (indicator.says.strong, indicator.says.weak):
            used = {
                frozenset(
                    name
                    for name in ("women", "men", "people", "answer", "gap")
                    if f"{{{name}}}" in words
                )
                for words in text.values()
            }
            assert len(used) == 1, indicator.id


def test_a_page_that_may_be_left_out_can_be(tmp_path):
    """With its questions, its domain and its indicators, as the documentation says."""
    path = Path(survey.__file__).parent / "library" / "instrument.toml"
    marked = re.findall(
        r'# May be left out.*\n\[\[section\]\]\nid = "(\w+)"', path.read_text(encoding="utf-8")
    )
    page = (Path(survey.__file__).parents[1] / "docs" / "questionnaire.md").read_text("utf-8")
    assert marked == re.findall(r"^\| `(\w+)` \| [a-z]", page, re.MULTILINE)
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    for name in marked:
        _leave_out(data, name)
    used = {question.get("answers") for question in data["question"]}
    data["answers"] = [each for each in data["answers"] if each["id"] in used]
    record, problems = check_shape(TomlFile(path, data, {}), records.Instrument)
    assert record is not None
    assert [*problems, *check_references(read_outline(TomlFile(path, data, {})))] == []


def _leave_out(data, name):
    for key, setting in (
        ("section", "id"),
        ("question", "section"),
        ("domain", "id"),
        ("indicator", "domain"),
    ):
        data[key] = [each for each in data[key] if each[setting] != name]
