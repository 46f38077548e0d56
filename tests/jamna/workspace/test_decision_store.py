import os
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from diagnostics.records import Decision, DemandChange, Impact, Seat
from jamna.workspace.decision_store import SCHEMA_VERSION, DecisionStore, OvertakenError
from survey.common.errors import CallError, JamnaError

WHEN = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
DECISION = Decision(
    WHEN, "C0001", "deep_dive", True, "knows_company", "Adviser", "rang me", 31, 1, 4
)


@pytest.fixture
def store(tmp_path):
    return DecisionStore(tmp_path / "decisions.sqlite")


def test_no_file_holds_no_decisions_and_reading_makes_none(store):
    assert store.all() == []
    assert not store.path.exists()


def test_decisions_come_back_whole_and_in_the_order_they_were_made(store):
    later = replace(
        DECISION, include=False, note="", rank_before=None, rank_after=None, priority=None
    )
    earlier_clock = replace(DECISION, decided_at=datetime(2024, 1, 1, tzinfo=UTC))
    for decision in (DECISION, later, earlier_clock):
        store.append(decision)
    assert store.all() == [DECISION, later, earlier_clock]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET include = 0",
        "DELETE FROM decision",
        """INSERT OR REPLACE INTO decision
           (number, decided_at, company_id, stage, include, reason_code, "by", note)
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
    assert {decision.company_id for decision in store.all()} == {
        decision.company_id for decision in decisions
    }


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CallError, match="See that the folder exists"):
        DecisionStore(tmp_path / "gone" / "decisions.sqlite").append(DECISION)


def test_a_file_that_may_only_be_read_is_read_and_named(store):
    """Root may write what the rights forbid, so SQLite itself is told to write nothing."""
    store.append(DECISION)

    def read_only(path, patience):
        return sqlite3.connect(
            f"file:{path}?mode=ro", uri=True, timeout=patience, isolation_level=None
        )

    barred = DecisionStore(store.path, connect=read_only)
    with pytest.raises(JamnaError, match="may not be written") as caught:
        barred.append(DECISION)
    assert caught.value.exit_code == 1
    assert barred.all() == [DECISION]


def test_on_a_full_disk_nothing_is_lost(store):
    """SQLite's own limit of pages ends like a full disk: SQLITE_FULL in the middle of a write."""
    store.append(DECISION)

    def narrow(path, patience):
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    with pytest.raises(JamnaError, match="the disk is full") as caught:
        DecisionStore(store.path, connect=narrow).append(replace(DECISION, note="long " * 10_000))
    assert caught.value.exit_code == 1
    assert store.all() == [DECISION]
    store.append(DECISION)
    assert store.all() == [DECISION, DECISION]


PATHS = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
"""Where another Python finds the modules of this one."""

FULL_DISK = """
import resource, signal, sys
from dataclasses import replace
from pathlib import Path
from tests.jamna.workspace.test_decision_store import DECISION
from jamna.workspace.decision_store import DecisionStore
from survey.common.errors import JamnaError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    DecisionStore(path).append(replace(DECISION, note="long " * 10_000))
except JamnaError as error:
    print(error.exit_code, error)
"""


def test_a_disk_that_takes_no_more_bytes_loses_nothing(store):
    """The system's own refusal, in a process whose files may not grow."""
    store.append(DECISION)
    told = subprocess.run(
        [sys.executable, "-c", FULL_DISK, store.path],
        env=PATHS,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.startswith("1 ")
    assert "the decisions before are all there" in told.stdout
    assert store.all() == [DECISION]


WRITER = """
import sys
import time
from dataclasses import replace
from pathlib import Path
from tests.jamna.workspace.test_decision_store import DECISION
from jamna.workspace.decision_store import DecisionStore
for number in range(10_000):
    DecisionStore(Path(sys.argv[1])).append(replace(DECISION, company_id=f"{sys.argv[2]}-{number}"))
    print(number, flush=True)
    time.sleep(0.02)
"""


def test_two_processes_write_at_once_and_are_killed_and_what_was_written_stays(store):
    def start(name):
        return subprocess.Popen(
            [sys.executable, "-c", WRITER, store.path, name],
            env=PATHS,
            stdout=subprocess.PIPE,
            text=True,
        )

    with start("one") as one, start("two") as two:
        for _ in range(12):
            one.stdout.readline()
            two.stdout.readline()
        one.kill()
        two.kill()
        done = {"one": 12 + len(one.stdout.readlines()), "two": 12 + len(two.stdout.readlines())}
    kept = [decision.company_id for decision in store.all()]
    for name, number in done.items():
        own = [company for company in kept if company.startswith(name)]
        assert own == [f"{name}-{place}" for place in range(len(own))]
        assert number <= len(own) <= number + 1
    store.append(DECISION)
    assert store.all()[-1] == DECISION


OLD_FILE = """
CREATE TABLE decision (
    number INTEGER PRIMARY KEY,
    decided_at TEXT NOT NULL,
    company_id TEXT NOT NULL CHECK (company_id <> ''),
    stage TEXT NOT NULL CHECK (stage <> ''),
    include INTEGER NOT NULL CHECK (include IN (0, 1)),
    reason_code TEXT NOT NULL CHECK (reason_code <> ''),
    "by" TEXT NOT NULL CHECK ("by" <> ''),
    note TEXT NOT NULL,
    rank_before INTEGER,
    rank_after INTEGER,
    priority INTEGER
) STRICT;
CREATE TRIGGER decision_stays BEFORE UPDATE ON decision
  BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision
  BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
PRAGMA user_version = 1;
INSERT INTO decision VALUES (1, '2025-03-04T09:30:00+00:00', 'C0001', 'deep_dive', 1,
  'knows_company', 'Adviser', 'rang me', 31, 1, 4);
INSERT INTO decision VALUES (2, '2025-03-05T09:30:00+01:00', 'C0002', 'advised', 0,
  'other', 'Adviser', '', NULL, NULL, NULL);
"""
"""A file as Jamna 1.0.0 wrote it."""


@pytest.fixture
def old(store):
    connection = sqlite3.connect(store.path)
    connection.executescript(OLD_FILE)
    connection.close()
    return store


def test_a_file_of_an_older_version_is_read_and_stays_as_it_is(old):
    before = old.path.read_bytes()
    first, second = old.all()
    assert first == DECISION
    assert (second.company_id, second.include, second.withdraws, second.impact) == (
        "C0002",
        False,
        False,
        None,
    )
    assert old.path.read_bytes() == before


def test_the_next_decision_brings_an_older_file_up_to_date_without_loss(old):
    before = old.all()
    impact = Impact(
        "selected", None, (Seat("advised", "C7"),), (), (DemandChange("advised", "must", 0, 0, 1),)
    )
    withdrawal = replace(DECISION, withdraws=True, impact=impact)
    old.append(withdrawal)
    assert old.all() == [*before, withdrawal]


def test_an_older_file_on_a_full_disk_stays_an_older_file(old):
    def narrow(path, patience):
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    before = old.path.read_bytes()
    with pytest.raises(JamnaError, match="the disk is full"):
        DecisionStore(old.path, connect=narrow).append(replace(DECISION, note="long " * 10_000))
    assert old.path.read_bytes() == before


def test_who_was_overtaken_writes_nothing(store):
    store.append(DECISION)
    with pytest.raises(OvertakenError):
        store.append(DECISION, after=0)
    assert store.all() == [DECISION]
    store.append(DECISION, after=1)
    assert store.all() == [DECISION, DECISION]


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
