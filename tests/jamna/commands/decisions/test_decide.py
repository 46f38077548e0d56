"""`jamna decide` and `jamna decisions` as an adviser uses them.

What they say is compared with `jamna select` before and after the decision.
"""

import hashlib
import json
import os
import pty
import re
import shutil
import sqlite3
import sys

import pandas as pd
import pytest
from typer.testing import CliRunner

from jamna.cli import app
from jamna.workspace.tables import COLUMNS

WHO = ("--by", "the adviser", "--reason", "knows_company")
LAST = ("--stage", "deep_dive")


def jamna(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("decided") / "arena"
    assert jamna("rehearse", "-w", root, "--companies", 200, "--seed", 5).exit_code == 0
    programme = root / "programme.toml"
    text = programme.read_text(encoding="utf-8")
    text = text.replace("variants = 200", "variants = 2")
    text = re.sub(r"(?m)^capacity = 220$", "capacity = 30", text)
    text = re.sub(r"(?m)^capacity = 70$", "capacity = 20", text)
    text = re.sub(r"(?m)^capacity = 20\n(order = .*firm)", r"capacity = 4\n\1", text)
    text = re.sub(r"seats = 2,", "seats = 0,", text)
    text = re.sub(r"(?m)^quota = \[\{ each = \"municipality\", least = 2 .*$", "", text)
    text = re.sub(
        r"(?m)^quota = \[\{ each = \"municipality\", least = 1 .*$",
        'quota = [{ target_group = "women", least = 1 }]',
        text,
    )
    programme.write_text(text, encoding="utf-8")
    assert jamna("select", "-w", root).exit_code == 0
    return root


@pytest.fixture
def arena(made, tmp_path):
    return shutil.copytree(made, tmp_path / "arena")


def read(arena, at="deep_dive"):
    table = pd.read_csv(arena / "results" / "selection.csv", keep_default_na=False)
    return table[table["stage"] == at].set_index("company_id")


def chosen(arena, at="deep_dive"):
    rows = read(arena, at)
    return set(rows.index[rows["outcome"] == "selected"])


def last_in_order(arena):
    rows = read(arena)
    return rows.index[rows["outcome"] == "not_selected"][-1]


def named(output, beginning):
    """The ids in the lines that begin so."""
    lines = [line for line in output.splitlines() if line.startswith(beginning)]
    return {company for line in lines for company in re.findall(r"\bC\d{4}\b", line)}


def test_what_is_said_before_is_what_the_selection_then_gives(arena):
    before, company = (
        {at: chosen(arena, at) for at in ("engaged", "advised", "deep_dive")},
        last_in_order(arena),
    )
    said = jamna("decide", company, *LAST, "--include", *WHO, "-w", arena)
    assert said.exit_code == 0, said.output
    assert jamna("select", "-w", arena).exit_code == 0
    after = {at: chosen(arena, at) for at in before}
    assert company in after["deep_dive"]
    for at, name in (("engaged", "Taking part"), ("advised", "Advice"), ("deep_dive", "Deep dive")):
        assert named(said.output, f"Falls out of {name}:") == before[at] - after[at]
        assert named(said.output, f"Moves up to {name}:") == after[at] - before[at] - {company}
    assert before["deep_dive"] - after["deep_dive"]


def test_leaving_out_names_who_moves_up_and_withdrawing_gives_it_back(arena):
    before = chosen(arena)
    company = read(arena).index[0]
    out = jamna("decide", company, *LAST, "--exclude", *WHO, "-w", arena)
    (up,) = named(out.output, "Moves up to Deep dive:")
    assert jamna("select", "-w", arena).exit_code == 0
    assert chosen(arena) == before - {company} | {up}
    back = jamna(
        "decide",
        company,
        *LAST,
        "--withdraw",
        "--reason",
        "mistake",
        "--by",
        "the adviser",
        "-w",
        arena,
    )
    assert named(back.output, "Falls out of Deep dive:") == {up}
    assert jamna("select", "-w", arena).exit_code == 0
    assert chosen(arena) == before
    assert set(read(arena)["decided_by"]) == {""}


def test_a_dry_run_says_the_same_and_writes_nothing(arena):
    words = ("decide", last_in_order(arena), *LAST, "--include", *WHO, "-w", arena)
    dry = jamna(*words, "--dry-run")
    assert "Nothing was written" in dry.output
    assert not (arena / "decisions.sqlite").exists()
    real = jamna(*words)
    told = [
        line
        for line in dry.stdout.splitlines()
        if line.startswith(("!", "C", "Include", "Falls", "Moves", "Nobody"))
    ]
    assert len(told) >= 4
    assert set(told) <= set(real.stdout.splitlines())


def test_all_that_is_wrong_with_a_decision_is_said_at_once(arena):
    words = (
        "nobody",
        "--stage",
        "deep_diev",
        "--include",
        "--exclude",
        "--reason",
        "declind",
        "--by",
        " ",
        "--note",
        "=1+1",
    )
    result = jamna("decide", *words, "-w", arena)
    assert result.exit_code == 2
    for part in ("COMPANY", "--stage", "--include and --exclude", "--reason", "--by", "--note"):
        assert f"✗ {part}:" in result.output
    missing = jamna("decide", read(arena).index[0], "-w", arena)
    assert missing.exit_code == 2
    assert missing.output.count("✗") == 4


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "\tx"])
def test_nothing_typed_becomes_a_formula_in_a_table(arena, text):
    """Payloads as OWASP's page on CSV injection lists them."""
    company = read(arena).index[0]
    words = ("decide", company, *LAST, "--exclude", "--reason", "declined", "-w", arena)
    for typed in (("--by", text), ("--by", "me", "--note", text)):
        result = jamna(*words, *typed)
        assert result.exit_code == 2
        assert f"✗ {typed[-2]}:" in result.output
    assert not (arena / "decisions.sqlite").exists()


def test_another_reason_needs_a_note(arena):
    words = (
        "decide",
        read(arena).index[0],
        *LAST,
        "--exclude",
        "--by",
        "me",
        "--reason",
        "other",
        "-w",
        arena,
    )
    refused = jamna(*words)
    assert refused.exit_code == 2
    assert "✗ --note: is missing" in refused.output
    assert jamna(*words, "--note", "moves to Luleå").exit_code == 0


@pytest.mark.parametrize("name", ["DJUPDYKNING", "deep dive"])
def test_a_stage_goes_by_each_of_its_names(arena, name):
    said = jamna(
        "decide", read(arena).index[0], "--stage", name, "--exclude", *WHO, "--dry-run", "-w", arena
    )
    assert said.exit_code == 0, said.output
    assert "from Deep dive" in said.output


def test_a_stage_that_is_almost_right_is_suggested(arena):
    said = jamna(
        "decide", read(arena).index[0], "--stage", "djupdyking", "--exclude", *WHO, "-w", arena
    )
    assert 'Did you mean "Djupdykning"?' in said.output


def test_what_speaks_against_including_is_said(arena):
    answered = read(arena, "answered")
    silent = answered.index[answered["outcome"] == "not_selected"][0]
    started = answered.index[answered["reasons"].str.contains("not complete")][0]
    barred = read(arena, "engaged")
    tourism = barred.index[
        (barred["outcome"] == "ineligible")
        & barred["reasons"].str.contains("Turism|Besöks|Tourism")
    ][0]
    flags = pd.read_csv(arena / "results" / "flags.csv")
    plain = min(set(barred.index[barred["outcome"] != "ineligible"]) - set(flags["company_id"]))

    def said(company):
        return jamna("decide", company, *LAST, "--include", *WHO, "--dry-run", "-w", arena).output

    assert "! It has not answered the survey" in said(silent)
    assert "! Its answer is not complete" in said(started)
    assert "! By the rule it cannot take part: Tourism has a programme of its own." in said(tourism)
    assert re.search(r"! It has no flag; its equality index is \d+\.\d of 100\.", said(plain))
    first = read(arena).index[0]
    assert "! Nothing changes now: without this decision it is selected, too." in said(first)


def test_deciding_twice_says_what_is_replaced(arena):
    company = read(arena).index[0]
    jamna("decide", company, *LAST, "--exclude", *WHO, "-w", arena)
    again = jamna("decide", company, *LAST, "--include", *WHO, "-w", arena)
    assert "! To exclude it was decided on" in again.output
    table = list_all(arena)
    assert table["standing"].tolist() == ["replaced", "binds"]


def test_more_companies_than_seats_are_named_before(arena):
    others = read(arena).index[-5:]
    for company in others[:4]:
        assert jamna("decide", company, *LAST, "--include", *WHO, "-w", arena).exit_code == 0
    refused = jamna("decide", others[4], *LAST, "--include", *WHO, "-w", arena)
    assert refused.exit_code == 2
    assert "Deep dive has 4 seats, and 5 companies would be included by decision" in refused.output
    assert set(others) <= set(re.findall(r"C\d{4}", refused.output))
    assert len(list_all(arena)) == 4


def test_where_seats_were_taken_away_later_decisions_can_still_be_withdrawn(arena):
    others = read(arena).index[-4:]
    for company in others:
        jamna("decide", company, *LAST, "--include", *WHO, "-w", arena)
    programme = arena / "programme.toml"
    programme.write_text(
        programme.read_text(encoding="utf-8").replace("capacity = 4\n", "capacity = 2\n"),
        encoding="utf-8",
    )
    back = ("--withdraw", "--reason", "mistake", "--by", "me", "-w", arena)
    first = jamna("decide", others[0], *LAST, *back)
    assert first.exit_code == 0, first.output
    assert "until 1 more is withdrawn" in first.output
    assert jamna("decide", others[1], *LAST, *back).exit_code == 0
    assert jamna("select", "-w", arena).exit_code == 0
    assert chosen(arena) == set(others[2:])


def list_all(arena):
    result = jamna("decisions", "-w", arena)
    assert result.exit_code == 0, result.output
    return pd.read_csv(arena / "results" / "decisions.csv", keep_default_na=False, dtype=str)


def test_decisions_are_listed_with_what_each_changed(arena):
    company = last_in_order(arena)
    said = jamna(
        "decide", company, *LAST, "--include", *WHO, "--note", "the owner rang", "-w", arena
    )
    jamna(
        "decide",
        company,
        *LAST,
        "--withdraw",
        "--reason",
        "mistake",
        "--by",
        "the chair",
        "-w",
        arena,
    )
    table = list_all(arena)
    assert table.columns.tolist() == COLUMNS["decisions"]
    assert (
        pd.read_parquet(arena / "results" / "decisions.parquet").columns.tolist()
        == COLUMNS["decisions"]
    )
    first, second = table.to_dict("records")
    out = named(said.output, "Falls out of")
    assert out
    assert set(re.findall(r"C\d{4}", first["fell_out"])) == out
    assert (first["action"], first["standing"], first["note"], first["by"]) == (
        "include",
        "withdrawn",
        "the owner rang",
        "the adviser",
    )
    assert (first["outcome_before"], first["outcome_after"], first["rank_after"]) == (
        "not_selected",
        "selected",
        "1",
    )
    assert (second["action"], second["standing"], second["by"]) == (
        "withdraw",
        "withdrawal",
        "the chair",
    )
    assert set(re.findall(r"C\d{4}", second["moved_up"])) == out
    shown = jamna("decisions", "-w", arena).output
    assert "the owner rang" in shown
    assert "(withdrawn)" in shown


def test_listing_decisions_vouches_for_its_own_table_and_leaves_the_others_alone(arena):
    record = arena / "results" / "select.provenance.json"
    before = record.read_bytes()
    jamna("decide", read(arena).index[0], *LAST, "--exclude", *WHO, "-w", arena)
    list_all(arena)
    assert record.read_bytes() == before
    own = json.loads((arena / "results" / "decisions.provenance.json").read_text(encoding="utf-8"))
    for file, sha256 in own["files"].items():
        assert hashlib.sha256((arena / file).read_bytes()).hexdigest() == sha256
    assert sorted(own["files"]) == ["results/decisions.csv", "results/decisions.parquet"]
    assert own["decisions"]


def test_decisions_can_be_filtered_and_the_table_holds_all(arena):
    one, two = read(arena).index[:2]
    jamna("decide", one, *LAST, "--exclude", *WHO, "-w", arena)
    jamna("decide", two, "--stage", "advised", "--exclude", *WHO, "-w", arena)
    shown = jamna("decisions", "--company", one, "-w", arena).output
    assert "1 of 2 decisions" in shown
    assert two not in shown
    assert "1 of 2 decisions" in jamna("decisions", "--stage", "Rådgivning", "-w", arena).output
    assert len(pd.read_csv(arena / "results" / "decisions.csv")) == 2
    wrong = jamna("decisions", "--company", "X", "--stage", "Y", "-w", arena)
    assert wrong.exit_code == 2
    assert wrong.output.count("✗") == 2


def test_without_decisions_the_table_is_empty(arena):
    assert "Nobody has decided" in jamna("decisions", "-w", arena).output
    assert pd.read_csv(arena / "results" / "decisions.csv").columns.tolist() == COLUMNS["decisions"]


def on_terminal(typed, *words):
    """Run Jamna on a terminal and type `typed` if it asks; returns screen and exit code."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "jamna", *map(str, words)])
    seen = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        seen += part
        if part and b"[y/N]" in seen and typed:
            os.write(terminal, typed)
            typed = b""
        if not part:
            break
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return seen.decode(), os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize(
    ("typed", "code", "written"),
    [(b"y\n", 0, 1), (b"\n", 0, 0), (b"\x04", 0, 0), (b"\x03", 130, 0)],
)
def test_on_a_terminal_it_asks_first(arena, typed, code, written):
    screen, ended = on_terminal(
        typed, "decide", last_in_order(arena), *LAST, "--include", *WHO, "-w", arena
    )
    assert screen.index("Falls out of") < screen.index("[y/N]")
    assert ended == code
    assert len(list_all(arena)) == written


def test_on_a_terminal_yes_asks_nothing(arena):
    screen, ended = on_terminal(
        b"", "decide", last_in_order(arena), *LAST, "--include", *WHO, "--yes", "-w", arena
    )
    assert ended == 0
    assert "[y/N]" not in screen
    assert len(list_all(arena)) == 1


def test_who_is_overtaken_is_told_the_consequences_once_more(arena):
    from jamna.commands.decisions.decide import DecisionRequest, Talk, record_decision
    from jamna.screen.progress import Screen

    said, company, other = [], last_in_order(arena), read(arena).index[0]

    def ask(_question):
        if len(list_all(arena)) == 0:
            assert jamna("decide", other, *LAST, "--exclude", *WHO, "-w", arena).exit_code == 0
        return True

    request = DecisionRequest(company, "deep_dive", ["include"], "knows_company", "me")
    record_decision(arena, request, Talk(said.append, ask), Screen())
    assert [line for line in said if line.startswith("Somebody else decided meanwhile")]
    assert sum(line.startswith("Include ") for line in said) == 2
    assert list_all(arena)["company_id"].tolist() == [other, company]


def test_a_store_that_may_only_be_read_ends_with_one_and_is_named(arena, monkeypatch):
    jamna("decide", read(arena).index[0], *LAST, "--exclude", *WHO, "-w", arena)
    real = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **words: real(f"file:{path}?mode=ro", uri=True, **words)
    )
    result = jamna("decide", read(arena).index[1], *LAST, "--exclude", *WHO, "-w", arena)
    assert result.exit_code == 1
    assert "decisions.sqlite: may not be written; nothing was decided." in result.output


def test_a_programme_of_version_one_has_the_reasons_it_had(arena):
    programme = arena / "programme.toml"
    text = programme.read_text(encoding="utf-8")
    start, end = text.index("[[selection.reason_code]]"), text.index("# A draw among equals")
    programme.write_text(text[:start] + text[end:], encoding="utf-8")
    assert (
        jamna(
            "decide",
            read(arena).index[0],
            *LAST,
            "--exclude",
            "--reason",
            "declined",
            "--by",
            "me",
            "-w",
            arena,
        ).exit_code
        == 0
    )
    old = (
        text[:start].replace(
            "[selection]\n", '[selection]\nreason_code = ["vd_sjuk", "other"]\n', 1
        )
        + text[end:]
    )
    programme.write_text(old, encoding="utf-8")
    words = ("decide", read(arena).index[0], *LAST, "--exclude", "--by", "me", "-w", arena)
    assert jamna(*words, "--reason", "vd_sjuk").exit_code == 0
    assert jamna(*words, "--reason", "declined").exit_code == 2
