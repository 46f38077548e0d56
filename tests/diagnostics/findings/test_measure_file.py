"""What can stand in measures.toml, and what is told of a file that is wrong."""

from datetime import date
from pathlib import Path

import pytest

import survey
from diagnostics.findings.facts import CompanyFacts
from diagnostics.findings.measure_file import read_actions
from diagnostics.findings.measures import fit_actions
from diagnostics.records import Finding
from survey.common.errors import ConfigurationError
from survey.common.toml import read_toml
from survey.instrument.file import load_instrument

INSTRUMENT = load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")

LAW = """
[[law]]
id = "law"
country = "SE"
act.en = "An act"
paragraph.en = "s. 1"
duty.en = "Compare pay every year."
read_on = 2026-11-24
"""
BARE = f"""
[[helper]]
id = "office"
name.en = "the office"
{LAW}
[[measure]]
id = "one"
title.en = "One"
why.en = "Why."
effort.en = "1 hour"
hours = 1
first_step.en = "begin."
help = ["office"]
legal = ["law"]
fits = [{{ item = "pay", below = 75 }}]
"""
MEASURE = BARE.partition("[[measure]]")[1] + BARE.partition("[[measure]]")[2]
EVIDENCE = (
    'evidence = { grade = "effective", source = "Somebody 2014", year = 2014, '
    'studied_in.en = "large employers", known.en = "tried in large companies: it works" }\n'
)


def read(tmp_path, text):
    path = tmp_path / "measures.toml"
    path.write_text(text, encoding="utf-8")
    return read_actions(read_toml(path), INSTRUMENT)


def told(tmp_path, text):
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, text)
    return caught.value.problems


def test_a_law_and_evidence_are_read_as_they_stand(tmp_path):
    text = BARE.replace("read_on", 'in_force_from = 2017-01-01\nauthority = "office"\nread_on')
    library = read(tmp_path, text + EVIDENCE)
    (law,) = library.law
    assert (law.country, law.from_employees, law.in_force_from, law.authority, law.sure) == (
        "SE",
        1,
        date(2017, 1, 1),
        "office",
        True,
    )
    (measure,) = library.measure
    assert measure.legal == ["law"]
    assert measure.evidence.grade == "effective"
    assert measure.evidence.known["sv"] == "tried in large companies: it works"


def test_limits_on_numbers_hold_only_what_is_known(tmp_path):
    limited = read(
        tmp_path, BARE + 'only_if = [{ columns = ["HIREW", "HIREM"], at_least = 1, at_most = 4 }]\n'
    )
    pay = Finding("pay", "domain", "concern", 20.0, None, (), 50.0, "pay")
    fits = [
        bool(fit_actions([pay], CompanyFacts(5, True, numbers), limited))
        for numbers in (
            {"HIREW": 0, "HIREM": 1},
            {"HIREW": 0, "HIREM": 0},
            {"HIREW": 3, "HIREM": 2},
            {"HIREW": 3},
        )
    ]
    assert fits == [True, False, False, False]


def test_everything_wrong_is_told_at_once_with_its_place_and_the_nearest_name(tmp_path):
    wrong = (
        BARE.replace('"office"]', '"ofice"]')
        .replace("below = 75", "below = 75, at_least = 3")
        .replace('"pay"', '"pai"')
        .replace('legal = ["law"]', 'legal = ["lawn"]')
        + 'staff_least = 9\nstaff_most = 4\nonly_if = [{ columns = ["HIREV"] }]\n'
        + 'together.need = "recruit_stuff"\ntogether.text.en = "Both."\n'
        + MEASURE
        + MEASURE.replace('item = "pay", below', 'item = "digital", below')
    )
    problems = told(tmp_path, wrong)
    text = "\n".join(map(str, problems))
    for words in (
        "ofice",
        '"office"?',
        '"law"?',
        '"pay"?',
        "either `below` or `at_least`",
        "at most so few",
        '"HIREW"?',
        "needs `at_least` or",
        '"recruit_staff"?',
        'already a measure "one"',
        "low need is nothing to answer",
        "(measure > one > fits",
    ):
        assert words in text
    assert len(problems) == 11


@pytest.mark.parametrize(
    ("setting", "told_of"),
    [
        ("until_employees = 9\nfrom_employees = 10", "from 10 to 9 employees"),
        ("in_force_from = 2027-01-01\nin_force_until = 2026-12-31", "ends on 2026-12-31, before"),
        ('authority = "ofice"', '"office"?'),
        ('shown_by = [{ item = "pay_comparisom", below = 100 }]', '"pay_comparison"?'),
        ('shown_by = [{ item = "digital", below = 100 }]', '"digital" is not a domain'),
        ('shown_by = [{ item = "pay", at_least = 50 }]', '"pay" needs `below`, and only that'),
        ('only_if = [{ columns = ["HIREV"], at_least = 1 }]', '"HIREW"?'),
        ('only_if = [{ columns = ["HIREW"] }]', "needs `at_least` or `at_most`"),
        ("in_force_from = 2017", "in_force_from"),
        ("from_employees = 0", "from_employees"),
    ],
)
def test_a_law_that_cannot_be_is_told(tmp_path, setting, told_of):
    (problem,) = told(tmp_path, BARE.replace("read_on", f"{setting}\nread_on"))
    assert told_of in str(problem)
    assert "law > law" in str(problem)


def test_a_country_without_laws_here_is_told(tmp_path):
    (problem,) = told(tmp_path, BARE.replace('"SE"', '"SF"'))
    assert '"SF" is not allowed' in str(problem)


@pytest.mark.parametrize(
    ("setting", "told_of"),
    [
        ('trades = ["BUILT"]', '"BUILD"?'),
        ('not_trades = ["BUILT"]', '"BUILD"?'),
        ('unless_done = ["interviews"]', '"interview"?'),
        ("employees_least = 9\nemployees_most = 4", "at most so few people"),
        ("for_hurt = true", "no finding that somebody has been treated badly"),
        (EVIDENCE.replace("effective", "efective"), '"effective"?'),
        (EVIDENCE.replace(', known.en = "tried in large companies: it works"', ""), '"known" is'),
        ("staff_leest = 2", 'Did you mean "staff_least"?'),
    ],
)
def test_a_measure_that_cannot_be_is_told(tmp_path, setting, told_of):
    (problem,) = told(tmp_path, f"{BARE}{setting}\n")
    assert told_of in str(problem)
    assert "measure > one" in str(problem)


def test_a_measure_without_law_and_evidence_is_told(tmp_path):
    (problem,) = told(tmp_path, BARE.replace('legal = ["law"]\n', ""))
    assert "neither a law nor evidence" in str(problem)
    assert read(tmp_path, BARE.replace('legal = ["law"]\n', EVIDENCE))


def test_the_same_law_twice_is_told(tmp_path):
    (problem,) = told(tmp_path, BARE.replace("[[measure]]", f"{LAW}\n[[measure]]"))
    assert 'already a law "law"' in str(problem)


def test_a_graded_action_names_its_study_and_one_that_nobody_has_studied_need_not(tmp_path):
    unknown = 'evidence = { grade = "unknown", known.en = "nobody has measured it" }\n'
    (measure,) = read(tmp_path, BARE + unknown).measure
    assert (measure.evidence.source, measure.evidence.year, measure.evidence.studied_in) == (
        None,
        None,
        None,
    )
    graded = unknown.replace("unknown", "promising")
    text = "\n".join(map(str, told(tmp_path, BARE + graded)))
    assert "`source` is missing" in text
    assert "`studied_in` is missing" in text
    assert read(tmp_path, BARE + EVIDENCE.replace("year = 2014, ", ""))


def in_country(text, helper, country):
    name = f'id = "{helper}"\n'
    return text.replace(name, f'{name}country = "{country}"\n', 1)


def test_each_country_names_its_own_helper_of_the_same_kind(tmp_path):
    other = '[[helper]]\nid = "office"\ncountry = "NO"\nname.en = "kontoret"\n'
    library = read(tmp_path, in_country(BARE, "office", "SE") + other)
    pay = Finding("pay", "domain", "concern", 20.0, None, (), 50.0, "pay")
    named = [
        fit_actions([pay], CompanyFacts(5, True), library.in_country(country))[0].help[0]["en"]
        for country in ("SE", "NO")
    ]
    assert named == ["the office", "kontoret"]


def test_a_country_with_laws_in_which_an_action_names_nobody_is_told(tmp_path):
    law = LAW.replace('"law"', '"lov"').replace('"SE"', '"NO"') + 'authority = "office"\n'
    text = "\n".join(map(str, told(tmp_path, in_country(BARE, "office", "SE") + law)))
    assert '"one" names nobody who can help in NO' in text
    assert '"office" is not who can help ([[helper]]) in NO' in text
    assert read(tmp_path, in_country(BARE, "office", "SE"))


def test_two_helpers_of_one_name_in_one_country_are_told(tmp_path):
    other = '[[helper]]\nid = "office"\ncountry = "NO"\nname.en = "kontoret"\n'
    assert "already a helper" in str(told(tmp_path, BARE + other)[0])


def test_a_law_for_some_trades_takes_their_codes(tmp_path):
    law = 'read_on = 2026-11-24\ntrades = ["BUILD"]'
    assert read(tmp_path, BARE.replace("read_on = 2026-11-24", law)).law[0].trades == ["BUILD"]
    wrong = law.replace("BUILD", "BUILDS")
    assert '"BUILD"?' in str(told(tmp_path, BARE.replace("read_on = 2026-11-24", wrong))[0])
