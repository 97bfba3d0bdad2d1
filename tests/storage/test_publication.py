"""The copy for everybody holds figures, and nothing that a person wrote or is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from storage.publication import PUBLIC
from tests.cast.script import OFFICER


def published(told, tmp_path):
    told.publish(tmp_path / "open.db")
    return tmp_path / "open.db"


def test_no_word_of_a_mail_and_no_name_is_in_it(told, tmp_path):
    content = published(told, tmp_path).read_bytes().lower()
    for private in (OFFICER, "sanne", "meierijstad.nl", "extra plekken", "vaag", "gemeente.example"):
        assert private.encode() not in content


def test_what_nobody_has_looked_at_is_not_in_it(told, tmp_path):
    with closing(sqlite3.connect(published(told, tmp_path))) as copy:
        rows = copy.execute("SELECT gemeente, places, state, counts FROM v_pledges ORDER BY id").fetchall()
    assert rows == [("GM0307", 12, "superseded", 0), ("GM0307", 11, "confirmed", 1)]


def test_its_totals_are_those_of_the_records(told, tmp_path):
    with closing(sqlite3.connect(published(told, tmp_path))) as copy:
        (total,) = copy.execute("SELECT pledged_firm FROM v_progress").fetchone()
    assert total == told.progress("proef")["pledged_firm"] == 11


def test_every_column_is_described(told, tmp_path):
    published(told, tmp_path)
    metadata = json.loads((tmp_path / "open.db.metadata.json").read_text())
    described = metadata["databases"]["open"]["tables"]
    assert {name: list(table["columns"]) for name, table in described.items()} == {
        name: list(columns) for name, (_, columns) in PUBLIC.items()
    }
