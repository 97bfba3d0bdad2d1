"""One file, one writing process, whole transactions, and one sentence for everything that can be wrong with it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from domain.errors import RecordError, StorageError
from storage.database import Database

ADD = "INSERT INTO settings (key, value, changed_at) VALUES (?, 'x', '2026-07-01T00:00:00Z')"


def _other(path):
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE recepten (naam TEXT)")


def _newer(path):
    Database.open(path, durable=False).close()
    with closing(sqlite3.connect(path)) as newer, newer:
        newer.execute("PRAGMA user_version = 99")


def _damaged(path):
    Database.open(path, durable=False).close()
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    path.write_bytes(content)


@pytest.fixture
def db(tmp_path):
    with Database.open(tmp_path / "a.db", durable=False) as opened:
        yield opened


def keys(db):
    return [row["key"] for row in db.rows("SELECT key FROM settings WHERE key <> 'views' ORDER BY key")]


def test_it_waits_for_the_disk_unless_told_otherwise(tmp_path):
    with Database.open(tmp_path / "b.db") as db, db.write():
        modes = [db.value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert modes == ["wal", 2, 1]


def test_what_is_written_soon_is_there_at_once_and_the_next_write_waits_for_the_disk_again(tmp_path):
    with Database.open(tmp_path / "b.db") as db:
        with db.write_soon():
            db.change(ADD, ("a",))
            quick = db.value("PRAGMA synchronous")
        assert keys(db) == ["a"]
        with db.write(), db.write_soon():
            assert (quick, db.value("PRAGMA synchronous")) == (1, 2)


def test_an_exception_undoes_all_of_a_transaction(db):
    def fail():
        with db.write():
            db.change(ADD, ("a",))
            with db.write():
                db.change(ADD, ("b",))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert keys(db) == []


def test_a_savepoint_undoes_only_its_own_part(db):
    def fail():
        with db.savepoint():
            db.change(ADD, ("b",))
            raise ZeroDivisionError

    with db.write():
        db.change(ADD, ("a",))
        with pytest.raises(ZeroDivisionError):
            fail()
    assert keys(db) == ["a"]


def test_a_row_that_breaks_a_rule_is_refused_and_the_rest_goes_on(db):
    with db.write():
        db.change(ADD, ("a",))
        with pytest.raises(RecordError), db.savepoint():
            db.change(ADD, ("a",))
    assert keys(db) == ["a"]


def test_nothing_is_written_outside_a_transaction(db):
    with pytest.raises(StorageError, match="binnen een schrijfopdracht"):
        db.change(ADD, ("a",))


def test_others_read_what_was_there_while_one_writes(db):
    seen = []
    with db.write():
        db.change(ADD, ("a",))
        reader = threading.Thread(target=lambda: seen.append(keys(db)))
        reader.start()
        reader.join()
    assert seen == [[]]
    assert keys(db) == ["a"]


def test_threads_that_write_at_once_lose_nothing(db):
    def write(name):
        for at in range(25):
            with db.write():
                db.change(ADD, (f"{name}-{at}",))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys(db)) == 100


def test_a_second_process_is_told_which_one_is_writing(db):
    code = (
        "import sys; from pathlib import Path; from storage.database import Database; Database.open(Path(sys.argv[1]))"
    )
    second = subprocess.run([sys.executable, "-c", code, str(db.path)], capture_output=True, text=True, check=False)
    assert f"Een ander proces (nummer {os.getpid()}) werkt al met de database" in second.stderr


def test_a_second_process_may_read(db):
    with db.write():
        db.change(ADD, ("a",))
    with Database.open(db.path, writing=False) as reader:
        assert keys(reader) == ["a"]
        with pytest.raises(StorageError, match="alleen geopend om te lezen"), reader.write():
            pass


def test_a_process_that_was_killed_leaves_no_lock(tmp_path):
    path = tmp_path / "k.db"
    code = (
        "import os, sys; from pathlib import Path; from storage.database import Database\n"
        "db = Database.open(Path(sys.argv[1]))\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    with Database.open(path, durable=False) as db:
        assert keys(db) == []


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.write_bytes(b"geen database, maar tekst " * 200), "geen database van Plaatsmaker"),
        (lambda path: path.mkdir(), "kan niet worden geopend"),
        (_other, "database van een ander programma"),
        (_newer, "nieuwere versie van Plaatsmaker"),
        (_damaged, "beschadigd"),
    ],
    ids=["text", "folder", "another program", "newer", "damaged"],
)
def test_what_is_no_good_database_is_said_in_a_sentence(tmp_path, make, sentence):
    path = tmp_path / "x.db"
    make(path)
    with pytest.raises(StorageError, match=sentence) as caught:
        Database.open(path, durable=False)
    assert str(path) in str(caught.value)


def test_reading_where_nothing_is_yet(tmp_path):
    with pytest.raises(StorageError, match="Er is nog geen database"):
        Database.open(tmp_path / "x.db", writing=False)


def test_a_database_held_by_another_program_is_said_to_be_busy(tmp_path):
    with (
        Database.open(tmp_path / "x.db", durable=False, patience=0.1) as db,
        closing(sqlite3.connect(db.path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="is bezet"), db.write():
            pass


def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing(db):
    with db.write():
        db.change(ADD, ("a",))
        db.connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(StorageError, match="schijf is vol"), db.write():
        db.change_all(ADD, [(f"b{at}",) for at in range(10_000)])
    assert keys(db) == ["a"]


def test_the_history_cannot_be_changed_or_shortened(told):
    db = told._db
    for sql in (
        "UPDATE history SET reason = 'x'",
        "DELETE FROM history",
        "DELETE FROM pledges",
        "DELETE FROM decisions",
    ):
        with pytest.raises(RecordError), db.write():
            db.change(sql)


def test_the_figures_of_a_pledge_cannot_be_changed(told):
    with pytest.raises(RecordError, match="never changed"), told.write():
        told._db.change("UPDATE pledges SET places = 99")
