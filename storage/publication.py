"""A copy for everybody: figures by gemeente, without mail, names, addresses or any text that a sender wrote.

A list of what goes in, not of what is left out: a column that is added later stays private until it is named here.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from domain.errors import StorageError
from domain.os_faults import os_reason
from domain.published import PUBLIC
from storage.database import Database
from storage.faults import spoken
from storage.new_file import new_file

_SETTLED = "WHERE state NOT IN ('proposed', 'rejected')"
"""What nobody has looked at, or what turned out to be misread, is said in nobody's name."""


def publish(db: Database, target: Path) -> None:
    """Write the copy, and beside it `<target>.metadata.json` for Datasette. Raises `StorageError`."""
    if target.resolve() == db.path.resolve():
        raise StorageError(f"{target} is de database zelf; kies een ander bestand.")
    with new_file(target) as part, spoken(target), closing(sqlite3.connect(part)) as copy, copy:
        for table, (_, columns) in PUBLIC.items():
            _copy_table(db, copy, table, list(columns))
    _describe(target)


def _copy_table(db: Database, copy: sqlite3.Connection, table: str, columns: list[str]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    where = _SETTLED if "state" in columns else ""
    copy.execute(f'CREATE TABLE "{table}" ({names})')
    rows = (tuple(row) for row in db.each(f'SELECT {names} FROM "{table}" {where}'))
    copy.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(columns))})', rows)


def _describe(target: Path) -> None:
    tables = {name: {"description": text, "columns": columns} for name, (text, columns) in PUBLIC.items()}
    metadata = {
        "title": "Plaatsmaker",
        "description": "Wat gemeenten toezeggen voor statushouders. Zonder persoonsgegevens.",
        "databases": {target.stem: {"tables": tables}},
    }
    beside = target.with_name(target.name + ".metadata.json")
    try:
        beside.write_text(json.dumps(metadata, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{beside} kan niet worden geschreven: {os_reason(error)}.") from error
