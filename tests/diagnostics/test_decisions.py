import os
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from diagnostics.decisions import SCHEMA_VERSION, DecisionStore
from diagnostics.records import Decision
from survey.errors import CallError, JamnaError

WHEN = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
DECISION = Decision(WHEN, "C0001", "deep_dive", True, "knows_company", "Adviser", "rang me", 31, 1, 4)


@pytest.fixture
def store(tmp_path):
    return DecisionStore(tmp_path / "decisions.sqlite")


def test_no_file_holds_no_decisions_and_reading_makes_none(store):
    assert store.all() == []
    assert not store.path.exists()


def test_decisions_come_back_whole_and_in_the_order_they_were_made(store):
    later = replace(DECISION, include=False, note="", rank_before=None, rank_after=None, priority=None)
    earlier_clock = replace(DECISION, decided_at=datetime(2024, 1, 1, tzinfo=UTC))
    for decision in (DECISION, later, earlier_clock):
        store.append(decision)
    assert store.all() == [DECISION, later, earlier_clock]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET include = 0",
        "DELETE FROM decision",
        """INSERT OR REPLACE INTO decision (number, decided_at, company_id, stage, include, reason_code, "by", note)
           VALUES (1, 'x', 'x', 'x', 0, 'x', 'x', 'x')""",
        """INSERT INTO decision (decided_at, company_id, stage, include, reason_code, "by", note)
           VALUES ('x', 'x', 'x', 'yes', 'x', 'x', '')""",
    ],
)
def test_the_file_itself_refuses_to_forget_or_to_hold_nonsense(store, statement):
    store.append(DECISION)
    connection = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()
    assert store.all() == [DECISION]


def test_the_file_says_its_schema_version(store):
    store.append(DECISION)
    connection = sqlite3.connect(store.path)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    connection.close()


def test_many_writers_lose_nothing(store):
    decisions = [replace(DECISION, company_id=f"C{number:04}") for number in range(24)]
    failures = []

    def write(decision):
        try:
            store.append(decision)
        except CallError as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(decision,)) for decision in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert {decision.company_id for decision in store.all()} == {decision.company_id for decision in decisions}


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CallError, match="See that the folder exists"):
        DecisionStore(tmp_path / "gone" / "decisions.sqlite").append(DECISION)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_may_not_be_written_is_named(store):
    store.append(DECISION)
    store.path.chmod(0o400)
    with pytest.raises(CallError, match="cannot be opened"):
        store.append(DECISION)


def test_another_writer_who_never_ends_is_named(store):
    store.append(DECISION)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(JamnaError, match="somebody else is writing"):
        DecisionStore(store.path, patience=0.05).append(DECISION)
    other.close()


def test_a_damaged_file_is_named(store):
    store.path.write_bytes(b"not a database at all " * 100)
    with pytest.raises(CallError, match="cannot be read"):
        store.all()
    with pytest.raises(CallError, match="Put back the last good copy"):
        store.append(DECISION)


def test_somebody_elses_database_is_left_alone(store):
    connection = sqlite3.connect(store.path)
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    with pytest.raises(CallError, match="holds no decisions"):
        store.append(DECISION)


def test_a_file_of_a_newer_version_is_left_alone(store):
    store.append(DECISION)
    connection = sqlite3.connect(store.path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(CallError, match="newer Jamna"):
        store.all()


@pytest.mark.parametrize("blank", ["company_id", "stage", "reason_code", "by"])
def test_a_decision_says_about_what_by_whom_and_why(store, blank):
    with pytest.raises(CallError, match=f'"{blank}" is blank'):
        store.append(replace(DECISION, **{blank: " "}))
    assert store.all() == []


def test_a_decision_says_when_and_where_that_was(store):
    with pytest.raises(CallError, match="no time zone"):
        store.append(replace(DECISION, decided_at=datetime(2025, 3, 4)))
