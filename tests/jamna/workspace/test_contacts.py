"""The persons that companies can call or write to, as they stand in programme.toml."""

import pytest

from jamna.commands.check.choices import check_names, find_uncontacted
from jamna.commands.rehearse import fill_workspace
from jamna.workspace.settings import SHIPPED, load_settings
from survey.common.errors import ConfigurationError
from tests.jamna.small_programme import silent
from tests.reports.diagnosis.test_remarks import INSTRUMENT

EVA = '\n[[programme.contact_for]]\nname = "A. N. Example"\ntelephone = "0960-123 45"\n'


def load(tmp_path, text):
    shipped = SHIPPED.read_text(encoding="utf-8")
    head, mark, rest = shipped.partition("\n[answers.baseline]")
    path = tmp_path / "programme.toml"
    path.write_text(head + text + mark + rest, encoding="utf-8")
    return load_settings(path)


def test_a_person_is_named_as_the_pages_need_it(tmp_path):
    text = EVA + 'email = "a.n@example.org"\nmunicipalities = ["ARV", "ARJ"]\n'
    (contact,) = load(tmp_path, text).programme.contact_for
    person = contact.to_person()
    assert (person.name, person.telephone, person.email, person.address, person.municipalities) == (
        "A. N. Example",
        "0960-123 45",
        "a.n@example.org",
        "",
        ("ARV", "ARJ"),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (EVA.replace("0960-123 45", "call me"), '"call me" is no telephone number'),
        (EVA.replace("0960-123 45", "123"), '"123" is no telephone number'),
        (EVA + 'email = "a.n(at)example.org"\n', "is no e-mail address"),
        (EVA + 'email = "a.n@example"\n', "is no e-mail address"),
        (EVA.replace('telephone = "0960-123 45"\n', ""), "has neither `telephone` nor `email`"),
        (EVA + EVA, "more than one person for all other municipalities"),
        ((EVA + 'municipalities = ["ARV"]\n') * 2, "more than one person for ARV"),
    ],
)
def test_a_person_who_cannot_be_reached_is_told(tmp_path, text, told):
    with pytest.raises(ConfigurationError, match=told.replace("(", r"\(")):
        load(tmp_path, text)


def test_a_municipality_that_is_no_answer_is_told(tmp_path):
    settings = load(tmp_path, EVA + 'municipalities = ["AVR"]\n')
    (problem,) = check_names(settings, INSTRUMENT)
    assert 'no municipality "AVR"' in str(problem)
    assert "A. N. Example" in str(problem)


def test_a_country_without_laws_is_told(tmp_path):
    shipped = SHIPPED.read_text(encoding="utf-8").replace('country = "SE"', 'country = "DK"')
    path = tmp_path / "programme.toml"
    path.write_text(shipped, encoding="utf-8")
    with pytest.raises(ConfigurationError, match='"DK" is not allowed'):
        load_settings(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the pages for companies name nobody"),
        (EVA + 'municipalities = ["ARV"]\n', "for companies in ARJ, "),
        (EVA, None),
        (EVA + 'municipalities = ["ARV"]\n' + EVA, None),
    ],
)
def test_companies_that_could_call_nobody_are_remarked_on(tmp_path, text, told):
    remarks = [str(one) for one in find_uncontacted(load(tmp_path, text), INSTRUMENT)]
    assert bool(remarks) == bool(told)
    assert all(told in remark for remark in remarks)


def test_a_rehearsed_programme_names_somebody_invented_to_call(tmp_path):
    fill_workspace(tmp_path, 1, 20, silent())
    (contact,) = load_settings(tmp_path / "programme.toml").programme.contact_for
    assert (contact.name, contact.telephone) == ("Jämställdhetsrådgivaren", "0970-000 00")
    assert contact.email.endswith("@example.org")
    assert load_settings(SHIPPED).programme.contact_for == []
