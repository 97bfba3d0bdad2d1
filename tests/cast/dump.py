"""All that a database holds apart from times, to compare two runs row by row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

TIMES = {"received_at", "processed_at", "read_at", "made_at", "opened_at", "closed_at", "status_since", "changed_at"}


def rows_without_times(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table, in order, without the columns that say when we did something, or in which folder."""
    with closing(sqlite3.connect(database)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: _rows(db, name) for name in names if name != "_sqlite_migrations"}


def _rows(db: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] not in TIMES | {"account"}]
    picked = ", ".join(f'"{column}"' for column in columns)
    return db.execute(f"SELECT {picked} FROM {table} ORDER BY {picked}").fetchall()  # noqa: S608  # the names are ours
