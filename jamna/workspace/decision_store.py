"""The store of people's decisions: an SQLite file. Rows are added, never changed or deleted."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from diagnostics.records import Decision, Impact
from survey.common.errors import CallError, JamnaError, Problem

SCHEMA_VERSION = 2
"""The file's `user_version`; a file with a higher one was written by a newer Jamna."""
PATIENCE = 30.0
"""Seconds to wait while somebody else writes."""

_FIRST_SCHEMA = (
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
    """CREATE TRIGGER decision_stays BEFORE UPDATE ON decision
       BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END""",
    """CREATE TRIGGER decision_kept BEFORE DELETE ON decision
       BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END""",
    # INSERT OR REPLACE deletes a row without firing the trigger above.
    """CREATE TRIGGER decision_added BEFORE INSERT ON decision
       WHEN EXISTS (SELECT 1 FROM decision WHERE number = NEW.number)
       BEGIN SELECT RAISE(ABORT, 'decisions are never replaced'); END""",
)
_STEPS = {
    0: _FIRST_SCHEMA,
    1: (
        """ALTER TABLE decision ADD COLUMN
           withdraws INTEGER NOT NULL DEFAULT 0 CHECK (withdraws IN (0, 1))""",
        "ALTER TABLE decision ADD COLUMN impact TEXT",
    ),
}
"""The statements that lead from each version of the file to the next. They only add columns."""

_INSERT = """INSERT INTO decision
    (decided_at, company_id, stage, include, reason_code, "by", note,
     rank_before, rank_after, priority, withdraws, impact)
    VALUES (:decided_at, :company_id, :stage, :include, :reason_code, :by, :note,
            :rank_before, :rank_after, :priority, :withdraws, :impact)"""
_SELECT = {
    1: """SELECT decided_at, company_id, stage, include, reason_code, "by", note,
          rank_before, rank_after, priority, 0, NULL FROM decision ORDER BY number""",
    2: """SELECT decided_at, company_id, stage, include, reason_code, "by", note,
          rank_before, rank_after, priority, withdraws, impact FROM decision ORDER BY number""",
}
"""The query that reads the rows of each version of the file."""
_COLUMNS = (
    "decided_at",
    "company_id",
    "stage",
    "include",
    "reason_code",
    "by",
    "note",
    "rank_before",
    "rank_after",
    "priority",
    "withdraws",
    "impact",
)
"""The fields of a decision in the order in which `_SELECT` gives them."""
_IMPACT = TypeAdapter(Impact)
_AGAIN = "Make room and run the same command again."
_UNTOUCHED = "nothing was written, and the decisions before are all there."

Connect = Callable[[Path, float], sqlite3.Connection]
"""Opens the file at a path; waits at most so many seconds while others write."""


class OvertakenError(JamnaError):
    """Somebody else added a decision after the store was read, so the consequences may be wrong."""


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """Open the file with `isolation_level=None`: the store itself begins and ends transactions."""
    return sqlite3.connect(path, timeout=patience, isolation_level=None)


class DecisionStore:
    """The decisions in the file at `path`. The first decision makes the file.

    Of several decisions about the same company and stage the last one counts; all are kept.

    Each decision is one transaction of SQLite. It is written completely or not at all, even if the
    process is killed or the disk is full. Two processes write one after the other. A file of an
    older version can be read; the next decision updates it in the same transaction.
    """

    def __init__(self, path: Path, patience: float = PATIENCE, connect: Connect = connect) -> None:
        self.path = path
        self.patience = patience
        self._connect = connect

    def append(self, decision: Decision, *, after: int | None = None) -> None:
        """Add one decision. `after` is the number of decisions that the caller has read.

        CallError if its time has no time zone or a text is blank. OvertakenError if there are more
        decisions than `after` by now; nothing is written then. JamnaError if the file cannot be
        written.
        """
        _check(decision)
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            self._prepare(connection)
            self._look_for_others(connection, after)
            connection.execute(_INSERT, _row(decision))
            connection.execute("COMMIT")

    def all(self) -> Sequence[Decision]:
        """Return every decision, the oldest first; empty if there is no file.

        JamnaError if the file cannot be read.
        """
        if not self.path.exists():
            return []
        with self._opened() as connection:
            version = self._version(connection)
            return (
                [_decision(row) for row in connection.execute(_SELECT[version])] if version else []
            )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._connect(self.path, self.patience)) as connection:
                yield connection
        except sqlite3.DatabaseError as error:
            raise explain_refusal(error, self.path) from None
        except ValueError as error:
            raise _explain_damage(error, self.path) from None

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the table, or add the columns that an older file lacks."""
        for version in range(self._version(connection), SCHEMA_VERSION):
            for statement in _STEPS[version]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _look_for_others(self, connection: sqlite3.Connection, after: int | None) -> None:
        (known,) = connection.execute("SELECT count(*) FROM decision").fetchone()
        if after is not None and known != after:
            raise OvertakenError(
                Problem(str(self.path), "somebody else decided meanwhile.", "Look again.")
            )

    def _version(self, connection: sqlite3.Connection) -> int:
        """Return the file's version, 0 if it is empty; CallError if it is not a decision store."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
        if version > SCHEMA_VERSION:
            raise CallError(
                Problem(
                    str(self.path),
                    "was written by a newer Jamna.",
                    "Update Jamna: pip install --upgrade jamna",
                )
            )
        if tables and (version == 0 or "decision" not in tables):
            raise CallError(
                Problem(
                    str(self.path),
                    "is a database, but holds no decisions of Jamna.",
                    "Move it away.",
                )
            )
        return int(version) if tables else 0


def _check(decision: Decision) -> None:
    where = f"decision on {decision.company_id}"
    if decision.decided_at.tzinfo is None:
        raise CallError(Problem(where, "its time names no time zone."))
    blank = [
        name
        for name in ("company_id", "stage", "reason_code", "by")
        if not getattr(decision, name).strip()
    ]
    if blank:
        raise CallError(*(Problem(where, f'"{name}" is blank.') for name in blank))


def _row(decision: Decision) -> dict[str, Any]:
    """Return the decision as SQLite stores it: the time as ISO 8601 text, the impact as JSON."""
    row = {one.name: getattr(decision, one.name) for one in fields(decision)}
    impact = None if decision.impact is None else _IMPACT.dump_json(decision.impact).decode()
    return row | {"decided_at": decision.decided_at.isoformat(), "impact": impact}


def _decision(row: tuple[Any, ...]) -> Decision:
    """Return the decision in a row of `_SELECT`."""
    kept = dict(zip(_COLUMNS, row, strict=True))
    impact = kept["impact"]
    return Decision(
        **kept
        | {
            "decided_at": datetime.fromisoformat(kept["decided_at"]),
            "include": bool(kept["include"]),
            "withdraws": bool(kept["withdraws"]),
            "impact": None if impact is None else _IMPACT.validate_json(impact),
        }
    )


def explain_refusal(error: sqlite3.DatabaseError, path: Path) -> JamnaError:
    """Return SQLite's error in words: full disk, missing rights, another writer, damaged file."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            what, advice = f"the disk is full; {_UNTOUCHED}", _AGAIN
        case sqlite3.SQLITE_IOERR:
            what = f"the disk refused ({error}); {_UNTOUCHED}"
            advice = "See that there is room on the disk and run the same command again."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            what, advice = (
                "may not be written; nothing was decided.",
                f"Look at the rights of the file and of {path.parent}.",
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            what, advice = "somebody else is writing decisions.", "Try again in a moment."
        case sqlite3.SQLITE_CANTOPEN:
            return _explain_closed(error, path)
        case _:
            return _explain_damage(error, path)
    return JamnaError(Problem(str(path), what, advice))


def _explain_closed(error: Exception, path: Path) -> JamnaError:
    if not path.parent.is_dir():
        return CallError(
            Problem(str(path), f"cannot be opened ({error}).", "See that the folder exists.")
        )
    what = "may not be read or written, or there is no room for it."
    return JamnaError(
        Problem(str(path), what, f"Look at the rights of {path.parent}, and at the disk.")
    )


def _explain_damage(error: Exception, path: Path) -> JamnaError:
    advice = "Put back the last good copy of the file; what it holds cannot be computed again."
    return CallError(Problem(str(path), f"the decisions cannot be read ({error}).", advice))
