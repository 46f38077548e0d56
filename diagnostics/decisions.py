"""The store of what people decided: one SQLite file in the workspace to which rows are added and from which none is taken."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from diagnostics.records import Decision
from survey.errors import CallError, Problem

SCHEMA_VERSION = 1
"""Stands in the file's `user_version`; a file with a higher one was written by a newer Jamna."""
PATIENCE = 10.0
"""Seconds to wait while somebody else writes."""

_SCHEMA = (
    """CREATE TABLE decision (
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
    ) STRICT""",
    "CREATE TRIGGER decision_stays BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END",
    "CREATE TRIGGER decision_kept BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END",
    # INSERT OR REPLACE takes a row away without asking the trigger above.
    """CREATE TRIGGER decision_added BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision WHERE number = NEW.number)
       BEGIN SELECT RAISE(ABORT, 'decisions are never replaced'); END""",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
_INSERT = """INSERT INTO decision (decided_at, company_id, stage, include, reason_code, "by", note, rank_before, rank_after, priority)
    VALUES (:decided_at, :company_id, :stage, :include, :reason_code, :by, :note, :rank_before, :rank_after, :priority)"""
_SELECT = """SELECT decided_at, company_id, stage, include, reason_code, "by", note, rank_before, rank_after, priority
    FROM decision ORDER BY number"""


class DecisionStore:
    """Decisions in the file at `path`, which the first one makes. The last decision about a company and a stage counts; all remain."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        self.patience = patience

    def append(self, decision: Decision) -> None:
        """Add one decision; CallError if its time has no zone, a word is blank, or the file cannot be written."""
        _check(decision)
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            self._prepare(connection)
            connection.execute(_INSERT, _row(decision))
            connection.execute("COMMIT")

    def all(self) -> Sequence[Decision]:
        """Every decision, oldest first; none while there is no file. CallError if the file cannot be read."""
        if not self.path.exists():
            return []
        with self._opened() as connection:
            if self._is_new(connection):
                return []
            return [_decision(row) for row in connection.execute(_SELECT)]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=self.patience, isolation_level=None)) as connection:
                yield connection
        except sqlite3.OperationalError as error:
            raise CallError(Problem(str(self.path), f"the decisions cannot be opened ({error}).", _advice(error))) from None
        except sqlite3.DatabaseError as error:
            advice = "Put back the last good copy of the file; what it holds cannot be computed again."
            raise CallError(Problem(str(self.path), f"the decisions cannot be read ({error}).", advice)) from None

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self._is_new(connection):
            for statement in _SCHEMA:
                connection.execute(statement)

    def _is_new(self, connection: sqlite3.Connection) -> bool:
        """Whether the file is still empty; CallError if it holds something else than decisions."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if version > SCHEMA_VERSION:
            raise CallError(Problem(str(self.path), "was written by a newer Jamna.", "Update Jamna: pip install --upgrade jamna"))
        if tables and (version != SCHEMA_VERSION or "decision" not in tables):
            raise CallError(Problem(str(self.path), "is a database, but holds no decisions of Jamna.", "Move it away."))
        return not tables


def _check(decision: Decision) -> None:
    where = f"decision on {decision.company_id}"
    if decision.decided_at.tzinfo is None:
        raise CallError(Problem(where, "its time names no time zone."))
    blank = [name for name in ("company_id", "stage", "reason_code", "by") if not getattr(decision, name).strip()]
    if blank:
        raise CallError(*(Problem(where, f'"{name}" is blank.') for name in blank))


def _row(decision: Decision) -> dict[str, Any]:
    """The decision as SQLite keeps it: the time as ISO 8601 text, yes and no as 1 and 0."""
    return asdict(decision) | {"decided_at": decision.decided_at.isoformat()}


def _decision(row: tuple[Any, ...]) -> Decision:
    decided_at, company_id, stage, include, reason_code, by, note, rank_before, rank_after, priority = row
    return Decision(
        datetime.fromisoformat(decided_at), company_id, stage, bool(include), reason_code, by, note, rank_before, rank_after, priority
    )


def _advice(error: sqlite3.OperationalError) -> str:
    if "locked" in str(error):
        return "Somebody else is writing: try again."
    return "See that the folder exists and that you may write in it."
