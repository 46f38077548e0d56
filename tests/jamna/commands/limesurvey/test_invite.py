"""`jamna questionnaire` and `jamna invite` as a user calls them, with a small LimeSurvey here."""

import json
import os
import stat
from pathlib import Path

import keyring
import pandas as pd
import pytest
from keyring.backends.fail import Keyring
from limesurvey_server import LimeSurveyServer, ServerFault
from typer.testing import CliRunner

from jamna.cli import app
from jamna.commands.limesurvey.participation import tabulate_participation
from survey.common.locking import alone
from survey.exports.writing import write_export_csv
from survey.instrument.file import load_instrument
from survey.limesurvey.passwords import VARIABLE
from survey.limesurvey.questionnaire import suggest_survey_id, write_lss
from survey.register.register import read_tokens

RUNNER = CliRunner()
SURVEY = 424242
REGISTER = """company_id,name,municipality,trade,language,email
C0001,Smedjan,ARJ,MANUF,sv,smedjan@example.org
C0002,Leipomo,PAJ,SHOP,fi,leipomo@example.org
C0003,Handelsboden,JOK,SHOP,de,boden@example.org
"""


def jamna(*words):
    return RUNNER.invoke(app, [str(word) for word in words])


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def server():
    with LimeSurveyServer() as running:
        yield running


@pytest.fixture
def arena(server, tmp_path, monkeypatch):
    """A new workspace with three companies, which knows the server and no survey."""
    root = tmp_path / "arena"
    assert jamna("new", root).exit_code == 0
    (root / "companies.csv").write_text(REGISTER, encoding="utf-8")
    lines = f'\n[limesurvey]\naddress = "{server.address}"\nuser = "{server.user}"\n'
    edit(root / "programme.toml", "\n[scoring]", f"{lines}\n[scoring]")
    monkeypatch.setenv(VARIABLE, server.password)
    return root


@pytest.fixture
def no_keyring():
    """A computer without a keyring."""
    usual = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield
    keyring.set_keyring(usual)


def name_survey(root, number, wave="baseline"):
    edit(root / "programme.toml", 'user = "admin"\n', f'user = "admin"\nsurvey.{wave} = {number}\n')


@pytest.fixture
def invited(arena, server):
    """The workspace with its survey on the server, as it stands before anybody is invited."""
    server.add_survey(
        write_lss(load_instrument(arena / "instrument.toml"), "baseline", SURVEY), active=True
    )
    name_survey(arena, SURVEY)
    return arena


def answer_nothing(root):
    """Write one response without an answer, and a register whose languages are all known."""
    edit(root / "companies.csv", ",de,", ",fi,")
    columns = [
        name
        for name, column in load_instrument(root / "instrument.toml").columns.items()
        if "baseline" in column.question.waves
    ]
    token = next(iter(read_tokens(root / "keys" / "tokens.csv")))
    names = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", *columns]
    frame = pd.DataFrame(
        [["1", None, "1", "sv", "7", token, *([None] * len(columns))]], columns=names, dtype="str"
    )
    write_export_csv(frame, root / "answers" / "baseline" / "responses.csv")


def people(server):
    participants = server.world.surveys[SURVEY].participants
    return None if participants is None else [participant.values for participant in participants]


def test_the_questionnaire_is_written_and_nothing_is_asked_of_the_server(arena, server):
    result = jamna("questionnaire", "-w", arena)
    assert result.exit_code == 0, result.output
    path = arena / "results" / "questionnaire-baseline.lss"
    assert path.read_bytes() == write_lss(load_instrument(arena / "instrument.toml"), "baseline")
    assert "49 questions on 11 pages in sv, en, fi, nb." in result.output
    assert server.log == []


def test_the_questionnaire_of_the_other_wave_goes_where_it_is_wanted(arena, tmp_path):
    result = jamna(
        "questionnaire", "-w", arena, "--wave", "followup", "-o", tmp_path / "second.lss"
    )
    assert result.exit_code == 0, result.output
    assert (tmp_path / "second.lss").read_bytes() == write_lss(
        load_instrument(arena / "instrument.toml"), "followup"
    )
    assert not (arena / "results").exists()


@pytest.mark.parametrize("command", ["questionnaire", "invite"])
def test_a_wave_that_is_none_is_named(arena, command):
    result = jamna(command, "-w", arena, "--wave", "follow-up")
    assert result.exit_code == 2
    assert 'Did you mean "followup"?' in result.output


def test_deploying_says_which_number_to_write_down(arena, server):
    result = jamna("questionnaire", "-w", arena, "--deploy")
    assert result.exit_code == 0, result.output
    number = suggest_survey_id(load_instrument(arena / "instrument.toml"), "baseline")
    assert f"survey.baseline = {number}" in result.output
    assert list(server.world.surveys) == [number]
    assert server.world.keys == {}


def test_deploying_asks_for_the_number_that_is_written_down(arena, server):
    name_survey(arena, SURVEY)
    result = jamna("questionnaire", "-w", arena, "--deploy")
    assert list(server.world.surveys) == [SURVEY]
    assert "programme.toml:" not in result.output


@pytest.mark.parametrize("written_down", [True, False])
def test_deploying_twice_makes_no_second_survey(arena, server, written_down):
    if written_down:
        name_survey(arena, SURVEY)
    assert jamna("questionnaire", "-w", arena, "--deploy").exit_code == 0
    there = list(server.world.surveys)
    result = jamna("questionnaire", "-w", arena, "--deploy")
    assert result.exit_code == 5
    assert f"survey {there[0]}: is on the server already; nothing was imported." in " ".join(
        result.output.split()
    )
    assert (
        "take survey.baseline out" if written_down else f"survey.baseline = {there[0]}"
    ) in " ".join(result.output.split())
    assert list(server.world.surveys) == there


def test_who_may_not_make_surveys_is_told_so(arena, server):
    edit(arena / "programme.toml", 'user = "admin"', f'user = "{server.stranger}"')
    result = jamna("questionnaire", "-w", arena, "--deploy")
    assert result.exit_code == 5
    assert "this user may not make surveys" in " ".join(result.output.split())


def test_deploying_looks_at_the_measures_first(arena, server):
    measures = arena / "measures.toml"
    right = measures.read_text(encoding="utf-8")
    measures.write_text(right.replace('help = ["', 'help = ["nobody_', 1), encoding="utf-8")
    result = jamna("questionnaire", "-w", arena, "--deploy")
    measures.write_text(right, encoding="utf-8")
    assert result.exit_code == 3, result.output
    assert "measures.toml, line " in result.output
    assert "nobody_" in result.output


def test_deploying_without_a_server_says_what_to_write(tmp_path):
    assert jamna("new", tmp_path / "bare").exit_code == 0
    result = jamna("questionnaire", "-w", tmp_path / "bare", "--deploy")
    assert result.exit_code == 3
    assert "has no [limesurvey]" in result.output


def test_a_broken_connection_ends_with_five(arena, server):
    server.faults.add(ServerFault.CUT, "import_survey")
    result = jamna("questionnaire", "-w", arena, "--deploy")
    assert result.exit_code == 5
    assert "The survey may have been made all the same" in " ".join(result.output.split())
    assert server.password not in result.output


def test_a_dry_run_changes_nothing_anywhere(invited, server):
    before = sorted(path for path in invited.rglob("*"))
    result = jamna("invite", "-w", invited, "--dry-run")
    assert result.exit_code == 0, result.output
    assert (
        f"Survey {SURVEY}: 0 companies are participants, 3 would be added, 3 of them with a new "
        "token." in result.output
    )
    assert sorted(path for path in invited.rglob("*")) == before
    assert people(server) is None
    assert not [
        call for call in server.log if call.method.startswith(("add_", "set_", "activate_"))
    ]


def test_companies_are_invited_and_their_key_stays_private(invited, server):
    result = jamna("invite", "-w", invited)
    assert result.exit_code == 0, result.output
    assert (
        "3 were added; the survey is closed to everybody without a token. No e-mail was sent."
        in result.output
    )
    tokens = read_tokens(invited / "keys" / "tokens.csv")
    assert sorted(tokens.values()) == ["C0001", "C0002", "C0003"]
    there = {
        tokens[one["token"]]: (one["language"], one["attribute_1"], one["email"])
        for one in people(server)
    }
    assert there == {
        "C0001": ("sv", "ARJ", None),
        "C0002": ("fi", "PAJ", None),
        "C0003": ("sv", "JOK", None),
    }
    sent = json.dumps([call.params for call in server.log])
    assert not [word for word in ("C0001", "Smedjan", "example.org") if word in sent]
    for name in ("tokens.csv", "links_baseline.csv"):
        assert os.name != "posix" or stat.S_IMODE((invited / "keys" / name).stat().st_mode) == 0o600
    assert server.logins == 1


def test_each_company_has_a_link_of_its_own(invited, server):
    jamna("invite", "-w", invited)
    links = pd.read_csv(invited / "keys" / "links_baseline.csv", index_col="company_id")
    tokens = {
        company: token for token, company in read_tokens(invited / "keys" / "tokens.csv").items()
    }
    assert links["link"].to_dict() == {
        company: f"{server.address}/index.php/{SURVEY}?token={token}"
        for company, token in tokens.items()
    }
    assert links.loc["C0001", "name"] == "Smedjan"


def test_addresses_go_along_when_asked_for(invited, server):
    assert jamna("invite", "-w", invited, "--email").exit_code == 0
    assert {one["email"] for one in people(server)} == {
        "smedjan@example.org",
        "leipomo@example.org",
        "boden@example.org",
    }


def test_asking_for_addresses_without_any_is_a_wrong_call(invited):
    (invited / "companies.csv").write_text(REGISTER.replace(",email", ",phone"), encoding="utf-8")
    result = jamna("invite", "-w", invited, "--email")
    assert result.exit_code == 2
    assert 'has no column "email"' in result.output


def test_inviting_again_brings_back_who_has_answered(invited, server):
    jamna("invite", "-w", invited)
    people(server)[0]["completed"] = "2026-11-23 08:10"
    result = jamna("invite", "-w", invited)
    assert "3 companies are participants, 0 are to be added" in result.output
    assert "1 of 3 companies have sent their answers." in result.output
    table = pd.read_csv(
        invited / "results" / "participation_baseline.csv",
        index_col="company_id",
        keep_default_na=False,
    )
    assert table["completed"].tolist() == [True, False, False]
    assert table["invited"].all()
    assert table["at"].tolist() == ["2026-11-23 08:10", "", ""]
    assert len(people(server)) == 3
    assert not [
        token for token in read_tokens(invited / "keys" / "tokens.csv") if token in table.to_csv()
    ]


def test_a_break_half_way_keeps_the_tokens_and_goes_on(invited, server):
    server.faults.add(ServerFault.CUT, "add_participants")
    result = jamna("invite", "-w", invited)
    assert result.exit_code == 5
    assert "All tokens are kept." in result.output
    kept = (invited / "keys" / "tokens.csv").read_bytes()
    assert jamna("invite", "-w", invited).exit_code == 0
    assert (invited / "keys" / "tokens.csv").read_bytes() == kept
    assert sorted(one["token"] for one in people(server)) == sorted(
        read_tokens(invited / "keys" / "tokens.csv")
    )


def test_a_key_file_that_was_cut_off_invites_nobody_a_second_time(invited, server):
    assert jamna("invite", "-w", invited).exit_code == 0
    tokens = invited / "keys" / "tokens.csv"
    whole = tokens.read_bytes()
    cut = whole[: whole.index(b"C0002") + 1]
    tokens.write_bytes(cut)
    result = jamna("invite", "-w", invited)
    assert result.exit_code == 4
    assert (
        "2 participants of survey 424242 hold tokens that belong to no company here, and 2 "
        "companies would be added." in result.output
    )
    assert 'has a token of "C", which is not in companies.csv' in result.output
    assert (tokens.read_bytes(), len(people(server))) == (cut, 3)
    tokens.write_bytes(whole)
    assert jamna("invite", "-w", invited).exit_code == 0


def test_participants_of_others_can_be_invited_beside(invited, server):
    assert jamna("invite", "-w", invited).exit_code == 0
    (invited / "keys" / "tokens.csv").unlink()
    assert jamna("invite", "-w", invited, "--dry-run").exit_code == 0
    assert jamna("invite", "-w", invited, "--despite-strangers").exit_code == 0
    assert len(people(server)) == 6


def test_two_at_once_are_refused(invited, server):
    (invited / "keys").mkdir(exist_ok=True)
    with alone(invited / "keys", "jamna invite"):
        result = jamna("invite", "-w", invited)
        assert jamna("invite", "-w", invited, "--dry-run").exit_code == 0
    assert result.exit_code == 2
    assert "another `jamna invite` is running" in result.output
    assert people(server) is None


def test_a_company_that_the_server_refuses_ends_with_five_and_the_others_are_in(invited, server):
    edit(invited / "companies.csv", "smedjan@example.org", "no address")
    result = jamna("invite", "-w", invited, "--email")
    assert result.exit_code == 5
    assert "company C0001: was not added: Invalid email address." in " ".join(result.output.split())
    assert len(people(server)) == 2
    assert (invited / "keys" / "links_baseline.csv").exists()


def test_nobody_is_let_into_another_survey(invited, server):
    edit(invited / "programme.toml", f"survey.baseline = {SURVEY}", "survey.baseline = 555555")
    server.add_survey(
        (Path(__file__).parents[3] / "data" / "limesurvey" / "main_exported.lss").read_bytes(),
        sid=555555,
    )
    result = jamna("invite", "-w", invited)
    assert result.exit_code == 3
    assert "question MUN is not there" in result.output
    assert list((invited / "keys").iterdir()) == []
    assert server.world.surveys[555555].settings["access_mode"] == "O"


def test_both_waves_share_a_companys_token(invited, server):
    jamna("invite", "-w", invited)
    name_survey(invited, 525252, "followup")
    assert jamna("questionnaire", "-w", invited, "--wave", "followup", "--deploy").exit_code == 0
    assert (
        "0 of them with a new token" in jamna("invite", "-w", invited, "--wave", "followup").output
    )
    second = {
        participant.values["token"] for participant in server.world.surveys[525252].participants
    }
    assert second == {one["token"] for one in people(server)}


def test_check_compares_with_the_server(invited, server):
    jamna("invite", "-w", invited)
    answer_nothing(invited)
    fine = jamna("check", "-w", invited)
    assert fine.exit_code == 0, fine.output
    assert "survey 424242" not in fine.output
    next(q for q in server.world.surveys[SURVEY].questions if q.code == "BOARDW").row["title"] = (
        "BOARDX"
    )
    result = jamna("check", "-w", invited)
    assert result.exit_code == 3
    assert 'survey 424242: question BOARDW is not there. Did you mean "BOARDX"?' in " ".join(
        result.output.split()
    )


def test_check_tells_of_the_address_that_limesurvey_was_installed_with(invited, server):
    jamna("invite", "-w", invited)
    answer_nothing(invited)
    server.world.site_address = "your-email@example.net"
    result = jamna("check", "-w", invited)
    assert result.exit_code == 0
    assert "survey 424242: shows your-email@example.net to visitors" in " ".join(
        result.output.split()
    )


def test_check_that_was_not_let_in_ends_with_five_and_tells_the_rest(invited, server, monkeypatch):
    jamna("invite", "-w", invited)
    answer_nothing(invited)
    (invited / "keys" / "links_baseline.csv").chmod(0o644)
    monkeypatch.setenv(VARIABLE, "wrong")
    result = jamna("check", "-w", invited)
    assert result.exit_code == 5
    assert "refused to log in admin" in result.output
    assert "can be read by others" in " ".join(result.output.split())


def test_check_tells_what_is_wrong_on_the_server_also_before_the_first_answer(invited, server):
    next(q for q in server.world.surveys[SURVEY].questions if q.code == "BOARDW").row["title"] = (
        "BOARDX"
    )
    result = jamna("check", "-w", invited)
    assert result.exit_code == 4
    assert "question BOARDW is not there" in result.output


@pytest.mark.usefixtures("no_keyring")
def test_check_without_the_password_says_that_nobody_looked(invited, server, monkeypatch):
    jamna("invite", "-w", invited)
    answer_nothing(invited)
    monkeypatch.delenv(VARIABLE)
    logins = server.logins
    result = jamna("check", "-w", invited)
    assert "the surveys on the server were not compared." in " ".join(result.output.split())
    assert server.logins == logins


def test_participation_takes_the_token_that_was_used():
    register = pd.DataFrame(
        {"name": ["One", "Two"], "municipality": ["ARJ", "PAJ"]},
        index=pd.Index(["C1", "C2"], name="company_id"),
    )
    participation = pd.DataFrame(
        {"completed": [False, True, True], "at": ["", "2026-01-01 10:00", "x"]},
        index=["a", "b", "stranger"],
    )
    table = tabulate_participation(register, {"a": "C1", "b": "C1"}, participation, "baseline")
    assert table[["company_id", "invited", "completed", "at"]].to_numpy().tolist() == [
        ["C1", True, True, "2026-01-01 10:00"],
        ["C2", False, False, ""],
    ]
    nobody = tabulate_participation(register, {}, participation.iloc[:0], "baseline")
    assert not nobody["invited"].any()
    assert not nobody["completed"].any()
