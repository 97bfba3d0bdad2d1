"""Backup while running, restore, and the checks that `doctor` makes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from domain.errors import StorageError
from domain.os_faults import os_reason
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


LETTERS = "letters_beside"
"""The table of a backup that holds the imported letters: a backup is one file, whatever it is made of."""


def backup(db: Database, target: Path, letters: Path | None = None) -> int:
    """Copy the database to `target` while it is in use; an older file there is replaced at the end, or not at all.

    With the letters in the folder `letters`; gives how many.
    """
    if target.resolve() == db.path.resolve():
        raise StorageError(f"{target} is de database zelf; kies een ander bestand voor de reservekopie.")
    with new_file(target) as part, spoken(target), closing(sqlite3.connect(part)) as copy:
        db.connection.backup(copy)
        # A copy is one file that can be carried away: no WAL beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        with copy:
            return _pack(copy, sorted(letters.glob("*.txt")) if letters else [])


def _pack(copy: sqlite3.Connection, files: list[Path]) -> int:
    """Put the letters in a table of the copy; none where there is no letter."""
    try:
        rows = [(file.name, file.read_bytes()) for file in files]
    except OSError as error:
        raise StorageError(f"De brieven kunnen niet worden gelezen: {os_reason(error)}.") from error
    if rows:
        copy.execute(f"CREATE TABLE {LETTERS} (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT, WITHOUT ROWID")
        copy.executemany(f"INSERT INTO {LETTERS} VALUES (?, ?)", rows)
    return len(rows)


def restore(source: Path, target: Path, now: datetime, letters: Path | None = None) -> int:
    """Put a backup in the place of the database, with sending paused, and its letters in the folder `letters`.

    The backup is copied and checked first; a bad one leaves the database as it was. No process may be using it. A
    letter that was imported after the backup stays. Gives how many letters were put back. Raises `StorageError`.
    """
    if not source.is_file():
        raise StorageError(f"De reservekopie {source} bestaat niet.")
    if target.exists() and target.resolve() == source.resolve():
        raise StorageError(f"{source} is de database zelf; kies een reservekopie.")
    lock = ProcessLock(target)
    lock.take()
    try:
        with new_file(target) as part:
            packed = _copy_checked(source, part, now)
            # What the old database still had in its WAL must not be played into the new one.
            for rest in ("-wal", "-shm"):
                target.with_name(target.name + rest).unlink(missing_ok=True)
        if letters is not None and packed:
            _unpack(packed, letters)
        return len(packed) if letters is not None else 0
    finally:
        lock.release()


def _unpack(packed: dict[str, bytes], folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"De map {folder} kan niet worden gemaakt: {os_reason(error)}.") from error
    for name, content in packed.items():
        with new_file(folder / name) as part:
            part.write_bytes(content)


def _copy_checked(source: Path, part: Path, now: datetime) -> dict[str, bytes]:
    """Copy a backup, without its letters; those are given."""
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
            packed = _taken_out(copy, source)
            copy.execute(
                "INSERT OR REPLACE INTO settings (key, value, changed_at) VALUES (?, 'restore', ?)",
                (SENDING_PAUSED, text(now)),
            )
        return packed


def _taken_out(copy: sqlite3.Connection, source: Path) -> dict[str, bytes]:
    if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (LETTERS,)).fetchone():
        return {}
    packed = {str(name): bytes(content) for name, content in copy.execute(f"SELECT name, content FROM {LETTERS}")}
    for name in packed:
        # A name from a file is never a path to somewhere else
        if Path(name).name != name or not name.endswith(".txt"):
            raise StorageError(f"De reservekopie {source} is beschadigd: '{name}' is geen naam van een brief.")
    copy.execute(f"DROP TABLE {LETTERS}")
    return packed


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
