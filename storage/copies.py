"""Backup while running, restore, and the checks that `doctor` makes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from domain.errors import StorageError
from storage.database import Database
from storage.faults import spoken
from storage.migrations import check, check_ours
from storage.new_file import new_file
from storage.process_lock import ProcessLock
from storage.times import text

SENDING_PAUSED = "sending_paused"
"""The setting that keeps the outbox shut: mail that went out after the backup was made would go out again."""

FIRST_SAFE_VERSION = (3, 51, 3)
"""Older versions of SQLite can corrupt a WAL when two connections write together; we never let two write."""


def backup(db: Database, target: Path) -> None:
    """Copy the database to `target` while it is in use; an older file there is replaced at the end, or not at all."""
    if target.resolve() == db.path.resolve():
        raise StorageError(f"{target} is de database zelf; kies een ander bestand voor de reservekopie.")
    with new_file(target) as part, spoken(target), closing(sqlite3.connect(part)) as copy:
        db.connection.backup(copy)
        # A copy is one file that can be carried away: no WAL beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


def restore(source: Path, target: Path, now: datetime) -> None:
    """Put a backup in the place of the database, with sending paused. Raises `StorageError`.

    The backup is copied and checked first; a bad one leaves the database as it was. No process may be using it.
    """
    if not source.is_file():
        raise StorageError(f"De reservekopie {source} bestaat niet.")
    if target.exists() and target.resolve() == source.resolve():
        raise StorageError(f"{source} is de database zelf; kies een reservekopie.")
    lock = ProcessLock(target)
    lock.take()
    try:
        with new_file(target) as part:
            _copy_checked(source, part, now)
            # What the old database still had in its WAL must not be played into the new one.
            for rest in ("-wal", "-shm"):
                target.with_name(target.name + rest).unlink(missing_ok=True)
    finally:
        lock.release()


def _copy_checked(source: Path, part: Path, now: datetime) -> None:
    address = f"{source.resolve().as_uri()}?mode=ro"
    with (
        spoken(source),
        closing(sqlite3.connect(address, uri=True)) as original,
        closing(sqlite3.connect(part)) as copy,
    ):
        check_ours(original, source)
        check(original, source)
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        found = _faults(copy)
        if found:
            raise StorageError(f"De reservekopie {source} is beschadigd: {found[0]}.")
        with copy:
            copy.execute(
                "INSERT OR REPLACE INTO settings (key, value, changed_at) VALUES (?, 'restore', ?)",
                (SENDING_PAUSED, text(now)),
            )


def faults(db: Database) -> list[str]:
    """What is wrong inside the database, in SQLite's own words; empty where all is well. Reads the whole file."""
    with spoken(db.path):
        return _faults(db.connection)


def sqlite_version() -> tuple[str, bool]:
    """The version of SQLite, and whether it has the repair of 3.51.3."""
    return sqlite3.sqlite_version, sqlite3.sqlite_version_info >= FIRST_SAFE_VERSION


def _faults(connection: sqlite3.Connection) -> list[str]:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
    return found + [f"{row[0]} {row[1]} verwijst naar een rij die er niet is in {row[2]}" for row in orphans]
