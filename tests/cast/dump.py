"""All that a database holds apart from times, to compare two runs row by row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

SAID = {("messages", "said_at"), ("messages", "sent_at"), ("pledges", "said_at"), ("bottlenecks", "said_at")}
"""Times that come from the mail itself."""


def rows_without_times(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table, in order, without the columns that say when we did something, or in which folder."""
    with closing(sqlite3.connect(database)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: _rows(db, name) for name in names if name not in {"_sqlite_migrations", "secrets"}}


def _rows(db: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if not _is_ours(table, row[1])]
    picked = ", ".join(f'"{column}"' for column in columns)
    return db.execute(f"SELECT {picked} FROM {table} ORDER BY {picked}").fetchall()  # noqa: S608  # the names are ours


def _is_ours(table: str, column: str) -> bool:
    """Whether it says when we did something, or which folder the mail stood in."""
    when = column.endswith(("_at", "since"))
    return column == "account" or (when and (table, column) not in SAID)
