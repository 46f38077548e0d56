"""`jamna register` on an office's lists from Excel, also on lists that cannot be used."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from jamna.cli import app
from jamna.commands.register import import_contacts, read_choices
from survey.common.errors import AnswersError

OFFICE = Path(__file__).parents[2] / "data" / "office"
SAVED = ["libreoffice_sv.xlsx", "libreoffice_sv_utf16.csv", "libreoffice_sv_windows1252.csv"]
RUNNER = CliRunner()


def jamna(*words):
    return RUNNER.invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "arena"
    assert jamna("new", root).exit_code == 0
    return root


@pytest.fixture
def arena(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "arena"))


def write(tmp_path, text, name="list.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def register_of(arena):
    return pd.read_csv(arena / "companies.csv", dtype="str", keep_default_na=False)


@pytest.mark.parametrize("name", SAVED)
def test_a_list_with_swedish_headings_becomes_a_register(arena, name):
    result = jamna("register", OFFICE / name, "-w", arena)
    assert result.exit_code == 0, result.output
    assert f"{name}: read as " in result.output
    assert '"Omsättning (mkr)", "Registrerad"' in result.output
    register = register_of(arena)
    assert register.columns.tolist() == [
        "company_id",
        "name",
        "municipality",
        "trade",
        "language",
        "email",
        "size",
        "phone",
    ]
    assert register["language"].tolist() == ["sv", "fi", "sv"]
    assert register["size"].tolist() == ["12", "3", "7"]
    assert "556036" not in (arena / "companies.csv").read_text(encoding="utf-8")
    assert "•" not in result.output
    again = jamna("register", OFFICE / SAVED[0], "-w", arena)
    assert again.exit_code == 0
    assert register_of(arena)["company_id"].tolist() == register["company_id"].tolist()


LISTS = {
    "fi": "Y-tunnus;Yritys;Kunta;Toimiala;Kieli;Sähköposti;Henkilöstö;Puhelin",
    "nb": "Organisasjonsnummer;Bedrift;Kommune;Bransje;Språk;E-post;Antall ansatte;Telefon",
    "en": "Organisation number;Company;Municipality;Industry;Language;E-mail;Employees;Phone",
    "sv": "Org.nr;Företag;Kommun;Bransch;Språk;E-post;Antal anställda;Telefon",
    "sv short": "ORGNR;NAMN;KOMMUN;BRANSCH;SPRÅK;EPOST;ANSTÄLLDA;TFN",
}


@pytest.mark.parametrize("headings", LISTS.values(), ids=LISTS)
def test_headings_of_four_languages_are_known(arena, tmp_path, headings):
    path = write(
        tmp_path,
        f"{headings}\n556036-0793;Älvnäs;PAJALA;transport;ruotsi;a@b.example;5;0978-123 45\n",
    )
    result = jamna("register", path, "-w", arena)
    assert result.exit_code == 0, result.output
    assert "Left out" not in result.output
    assert "•" not in result.output
    row = register_of(arena).iloc[0]
    assert row[["name", "municipality", "language", "size", "phone"]].tolist() == [
        "Älvnäs",
        "PAJALA",
        "sv",
        "5",
        "0978-123 45",
    ]


def test_a_heading_that_nobody_knows_is_asked_for_with_what_to_type(arena, tmp_path):
    before = (arena / "companies.csv").read_bytes()
    path = write(
        tmp_path, "Orgnr;Kundbenämning;Kommun;Bransch\n556036-0793;Älvnäs;Pajala;Transport\n"
    )
    result = jamna("register", path, "-w", arena)
    assert result.exit_code == 4
    assert '--column "Kundbenämning=name"' in result.output
    assert (arena / "companies.csv").read_bytes() == before
    assert not (arena / "keys").exists()
    assert jamna("register", path, "-w", arena, "--column", "Kundbenämning=name").exit_code == 0
    assert register_of(arena)["name"].tolist() == ["Älvnäs"]


def test_on_a_terminal_each_strange_heading_is_a_question(arena, tmp_path):
    path = write(
        tmp_path,
        "Orgnr;Kundbenämning;Kommun;Bransch;Anteckning\n556036-0793;Älvnäs;Pajala;Transport;x\n",
    )
    asked = []

    def ask(question):
        asked.append(question)
        return "name" if "Kundbenämning" in question else ""

    list(import_contacts(arena, path, read_choices([], [], ask)))
    assert ["Kundbenämning" in asked[0], "Anteckning" in asked[1], len(asked)] == [True, True, 2]
    assert register_of(arena).columns.tolist() == ["company_id", "name", "municipality", "trade"]


def test_two_headings_for_one_column_are_not_guessed_between(arena, tmp_path):
    path = write(
        tmp_path, "Orgnr;Företag;Namn;Kommun;Bransch\n556036-0793;Älvnäs;Eva Ek;Pajala;Transport\n"
    )
    result = jamna("register", path, "-w", arena)
    assert result.exit_code == 4
    assert '"Företag" and "Namn" could each be name' in result.output
    assert jamna("register", path, "-w", arena, "--column", "Företag=name").exit_code == 0
    assert "Eva Ek" not in (arena / "companies.csv").read_text(encoding="utf-8")


def test_a_column_is_kept_where_it_is_asked_for(arena, tmp_path):
    path = write(
        tmp_path,
        "Orgnr;Företag;Kommun;Bransch;Anteckning\n556036-0793;Älvnäs;Pajala;Transport;ring\n",
    )
    assert jamna("register", path, "-w", arena, "--keep", "Anteckning").exit_code == 0
    assert register_of(arena)["Anteckning"].tolist() == ["ring"]
    assert jamna("register", path, "-w", arena, "--keep", "Antekning").exit_code == 2


@pytest.mark.parametrize(
    "cell", ["SE811218987601", "Eva Ek 811218-9876", "131052-308T", "151086 95088"]
)
@pytest.mark.parametrize("column", ["Företag", "E-post"])
def test_a_personal_identity_number_in_a_cell_is_refused_with_its_place_and_nothing_is_written(
    arena, tmp_path, cell, column
):
    rows = [
        ["556036-0793", "Älvnäs", "Pajala", "Transport", "x"],
        ["212000-0142", "Övre", "Pajala", "Transport", "y"],
    ]
    headings = ["Orgnr", "Företag", "Kommun", "Bransch", "E-post"]
    rows[1][headings.index(column)] = cell
    before = (arena / "companies.csv").read_bytes()
    result = jamna(
        "register",
        write(tmp_path, "\n".join(";".join(row) for row in [headings, *rows])),
        "-w",
        arena,
    )
    assert result.exit_code == 4
    assert f"list.csv, row 2, {'name' if column == 'Företag' else 'email'}" in result.output
    assert cell not in result.output
    assert (arena / "companies.csv").read_bytes() == before


def test_a_sole_traders_number_is_taken_out_of_its_own_columns(arena, tmp_path):
    text = (
        "Orgnr;Momsnr;Personnummer;Företag;Kommun;Bransch\n"
        "811218-9876;SE811218987601;811218-9876;Evas;Pajala;Transport\n"
    )
    result = jamna("register", write(tmp_path, text), "-w", arena)
    assert result.exit_code == 0, result.output
    assert "811218" not in (arena / "companies.csv").read_text(encoding="utf-8")


def test_a_formula_in_a_list_is_refused_with_its_place(arena, tmp_path):
    path = write(
        tmp_path, "Orgnr;Företag;Kommun;Bransch\n556036-0793;=cmd|' /C calc'!A0;Pajala;Transport\n"
    )
    result = jamna("register", path, "-w", arena)
    assert result.exit_code == 4
    assert "list.csv, row 1, name: begins with" in result.output


def test_a_value_that_nobody_knows_is_shown_with_the_nearest(arena, tmp_path):
    path = write(
        tmp_path, "Orgnr;Företag;Kommun;Bransch;Språk\n556036-0793;Älvnäs;Pajla;Transport;Klingon\n"
    )
    result = jamna("register", path, "-w", arena)
    assert result.exit_code == 0
    assert 'Did you mean "Pajala"?' in result.output
    assert (
        '"Klingon" is not a language of the questionnaire (1 companies). Known: en, fi, nb, sv.'
        in result.output
    )


BROKEN = "Företagsnamn;Kommun\nÄlvnäs;Pajala\n"


def test_a_register_that_cannot_be_used_is_set_aside_and_stands_in_nobodys_way(arena):
    (arena / "companies.csv").write_text(BROKEN, encoding="utf-8")
    result = jamna("register", OFFICE / SAVED[0], "-w", arena)
    assert result.exit_code == 0, result.output
    assert (arena / "companies.unusable.csv").read_text(encoding="utf-8") == BROKEN
    assert "companies.unusable.csv" in result.output
    (arena / "companies.csv").write_text("other;" + BROKEN, encoding="utf-8")
    assert jamna("register", OFFICE / SAVED[0], "-w", arena).exit_code == 0
    assert (arena / "companies.unusable.csv").read_text(encoding="utf-8") == BROKEN
    assert (arena / "companies.unusable1.csv").exists()


def test_companies_are_not_lost_to_a_shorter_list(arena, tmp_path):
    assert jamna("register", OFFICE / SAVED[0], "-w", arena).exit_code == 0
    before = (arena / "companies.csv").read_bytes()
    path = write(tmp_path, "Orgnr;Företag;Kommun;Bransch\n556036-0793;Älvnäs;Pajala;Transport\n")
    assert jamna("register", path, "-w", arena).exit_code == 2
    assert (arena / "companies.csv").read_bytes() == before


def test_a_list_with_ids_of_its_own_and_no_numbers_keeps_them(arena, tmp_path):
    path = write(tmp_path, "company_id;Företag;Kommun;Bransch\nN1;Älvnäs;Pajala;Transport\n")
    assert jamna("register", path, "-w", arena).exit_code == 0
    assert register_of(arena)["company_id"].tolist() == ["N1"]
    with pytest.raises(AnswersError, match="cannot be a folder"):
        list(
            import_contacts(
                arena,
                write(tmp_path, "company_id;Företag;Kommun;Bransch\nå/1;A;Pajala;Transport\n"),
                read_choices([], [], None),
            )
        )
