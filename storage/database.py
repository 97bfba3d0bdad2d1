"""One SQLite file: opened, checked, migrated, and written to by one connection of one process at a time.

SQLite before 3.51.3 can corrupt a WAL when two connections write or checkpoint together, so there is exactly one
writing connection, used under a lock; each thread that reads has a reading connection of its own.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from domain.errors import StorageError
from domain.os_faults import os_reason
from storage.faults import spoken
from storage.migrations import check, migrate
from storage.process_lock import ProcessLock

Row = sqlite3.Row
BUSY_SECONDS = 10.0


class Database:
    """The database of one data folder. Use `open`; close it or use it as a context manager."""

    def __init__(self, path: Path, *, writing: bool, durable: bool, patience: float) -> None:
        self.path = path
        self._durable = durable
        self._patience = patience
        self._readers = threading.local()
        self._all_readers: list[sqlite3.Connection] = []
        self._write_lock = threading.RLock()
        self._lock = ProcessLock(path) if writing else None
        self._writer: sqlite3.Connection | None = None
        self._owner: int | None = None
        self._depth = 0
        self._waits = "FULL"

    @classmethod
    def open(cls, path: Path, *, writing: bool = True, durable: bool = True, patience: float = BUSY_SECONDS) -> Self:
        """Open the database at `path`; for writing it is made or brought up to date where needed.

        `durable=False` leaves out the wait for the disk: for tests and for databases that can be made again.
        `patience` is how many seconds to wait for another program that holds the file.
        Raises `StorageError` with one sentence: another process writes, no database there, damaged, newer, no room.
        """
        database = cls(path, writing=writing, durable=durable, patience=patience)
        try:
            with spoken(path):
                database._prepare(writing=writing)
        except BaseException:
            database.close()
            raise
        return database

    def _prepare(self, *, writing: bool) -> None:
        if not writing:
            if not self.path.exists():
                raise StorageError(f"Er is nog geen database: {self.path} bestaat niet.")
            check(self.connection, self.path)
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"De map {self.path.parent} kan niet worden gemaakt: {os_reason(error)}.") from error
        assert self._lock is not None  # noqa: S101  # made in __init__ for a writing database; tells mypy so
        self._lock.take()
        self._writer = writer = self._connect()
        check(writer, self.path)
        writer.execute("PRAGMA journal_mode = WAL")
        migrate(writer)

    def _connect(self) -> sqlite3.Connection:
        # isolation_level None: no transaction that we did not begin. The writer is used by one thread at a time,
        # under the lock, but not always by the thread that made it.
        connection = sqlite3.connect(
            self.path, timeout=self._patience, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA synchronous = {'FULL' if self._durable else 'OFF'}")
        return connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection for this thread: the writing one inside `write`, else a reading one of its own."""
        if self._writer is not None and self._owner == threading.get_ident():
            return self._writer
        reader: sqlite3.Connection | None = getattr(self._readers, "connection", None)
        if reader is None:
            reader = self._connect()
            reader.execute("PRAGMA query_only = ON")
            reader.execute("PRAGMA wal_autocheckpoint = 0")
            self._readers.connection = reader
            self._all_readers.append(reader)
        return reader

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction (`BEGIN IMMEDIATE`): all of it is kept, or after an exception none of it.

        Inside another `write` of the same thread it is part of that one. Raises `StorageError`.
        """
        with self._transaction("FULL"):
            yield

    @contextmanager
    def write_soon(self) -> Iterator[None]:
        """The same without the wait for the disk: a crash of the program loses nothing, a power cut may.

        The next `write` waits for this one too, as both are in one log. So it is for what nothing outside the program
        follows from before such a `write`.
        """
        with self._transaction("NORMAL"):
            yield

    @contextmanager
    def _transaction(self, waits: str) -> Iterator[None]:
        with self._write_lock, spoken(self.path):
            if self._writer is None:
                raise StorageError(f"De database {self.path} is alleen geopend om te lezen.")
            if self._depth:
                yield
                return
            if self._durable and waits != self._waits:
                self._writer.execute(f"PRAGMA synchronous = {waits}")
                self._waits = waits
            self._writer.execute("BEGIN IMMEDIATE")
            self._owner, self._depth = threading.get_ident(), 1
            try:
                yield
                self._writer.execute("COMMIT")
            except BaseException:
                # A full disk can have ended the transaction already.
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise
            finally:
                self._owner, self._depth = None, 0

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that is undone by itself when an exception leaves it."""
        connection = self.connection
        if not connection.in_transaction:
            raise StorageError("Een tussenstap kan alleen binnen een schrijfopdracht.")
        connection.execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK TO step")
                connection.execute("RELEASE step")
            raise
        connection.execute("RELEASE step")

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """All rows of a query."""
        with spoken(self.path):
            return self.connection.execute(sql, values).fetchall()

    def each(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[Row]:
        """The rows of a query one by one, without holding them all."""
        with spoken(self.path):
            yield from self.connection.execute(sql, values)

    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Row | None:
        """The first row, or `None`."""
        with spoken(self.path):
            row: Row | None = self.connection.execute(sql, values).fetchone()
            return row

    def value(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:  # noqa: ANN401  # any column
        """The first value of the first row, or `None`."""
        row = self.row(sql, values)
        return row[0] if row else None

    def change(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run one INSERT, UPDATE or DELETE inside `write`; gives the number of rows it changed."""
        with spoken(self.path):
            return self._inside().execute(sql, values).rowcount

    def change_all(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """The same statement for many rows, inside `write`."""
        with spoken(self.path):
            self._inside().executemany(sql, values)

    def add(self, table: str, **values: str | float | bytes | None) -> int:
        """Insert one row inside `write`; gives its id."""
        names = ", ".join(f'"{name}"' for name in values)
        sql = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(values))})'
        with spoken(self.path):
            return self._inside().execute(sql, tuple(values.values())).lastrowid or 0

    def _inside(self) -> sqlite3.Connection:
        connection = self.connection
        if connection is not self._writer:
            raise StorageError("Schrijven kan alleen binnen een schrijfopdracht.")
        return connection

    def close(self) -> None:
        """Close every connection and let go of the lock."""
        for connection in self._all_readers:
            connection.close()
        self._all_readers.clear()
        self._readers = threading.local()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
