"""Backup while running, restore, and what the doctor asks."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from domain.errors import StorageError
from storage.copies import SENDING_PAUSED, restore
from storage.records import Records
from tests.cast.people import day


def dump(records):
    return list(records._db.connection.iterdump())


def test_a_backup_holds_everything_and_is_one_file(told, tmp_path):
    told.backup(tmp_path / "kopie.db")
    assert sorted(p.name for p in tmp_path.glob("kopie*")) == ["kopie.db"]
    with Records.open(tmp_path / "kopie.db", writing=False) as copy:
        assert dump(copy) == dump(told)


def test_a_backup_replaces_an_older_one(told, tmp_path):
    (tmp_path / "kopie.db").write_text("oud")
    told.backup(tmp_path / "kopie.db")
    told.backup(tmp_path / "kopie.db")
    with Records.open(tmp_path / "kopie.db", writing=False) as copy:
        assert copy.counts()["handled"] == 3


@pytest.mark.parametrize("name", ["geen/map/kopie.db", "proef.db", "."])
def test_a_backup_to_an_impossible_place_is_refused(told, tmp_path, name):
    with pytest.raises(StorageError):
        told.backup(tmp_path / name)
    assert told.faults() == []


def test_a_restored_database_is_the_backup_with_sending_paused(told, tmp_path):
    told.backup(tmp_path / "kopie.db")
    before = told.progress("proef")
    told.set_setting("later", "x", day(1))
    told.close()
    restore(tmp_path / "kopie.db", tmp_path / "proef.db", day(2))
    with Records.open(tmp_path / "proef.db", durable=False) as restored:
        assert restored.progress("proef") == before
        assert (restored.setting("later"), restored.setting(SENDING_PAUSED)) == (None, "restore")


@pytest.fixture
def letters(tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "brief-a.txt").write_text("Wij vragen u om plekken, vóór de zomer.", encoding="utf-8")
    (folder / "brief-a.txt.new").write_text("half", encoding="utf-8")
    return folder


def test_the_letters_go_along_in_the_one_file_and_come_back(told, tmp_path, letters):
    assert told.backup(tmp_path / "kopie.db", letters) == 1
    before = dump(told)
    told.close()
    (letters / "brief-a.txt").write_text("iets anders", encoding="utf-8")
    (letters / "later.txt").write_text("later", encoding="utf-8")
    assert restore(tmp_path / "kopie.db", tmp_path / "proef.db", day(2), letters) == 1
    found = {file.name: file.read_text(encoding="utf-8") for file in letters.glob("*.txt")}
    assert found == {"brief-a.txt": "Wij vragen u om plekken, vóór de zomer.", "later.txt": "later"}
    with Records.open(tmp_path / "proef.db", writing=False) as restored:
        assert [line for line in dump(restored) if SENDING_PAUSED not in line] == before


def test_a_letter_that_would_land_elsewhere_is_refused(told, tmp_path, letters):
    told.backup(tmp_path / "kopie.db", letters)
    told.close()
    with closing(sqlite3.connect(tmp_path / "kopie.db")) as copy, copy:
        copy.execute("UPDATE letters_beside SET name = '../proef.txt'")
    with pytest.raises(StorageError, match="geen naam van een brief"):
        restore(tmp_path / "kopie.db", tmp_path / "proef.db", day(2), letters)
    assert not (tmp_path / "proef.txt").exists()


def test_no_restore_while_the_service_runs(told, tmp_path):
    told.backup(tmp_path / "kopie.db")
    with pytest.raises(StorageError, match="Een ander proces"):
        restore(tmp_path / "kopie.db", tmp_path / "proef.db", day(2))


@pytest.mark.parametrize("spoil", [lambda _: b"onzin" * 999, lambda b: b[:5000] + b"\xff" * 30_000 + b[35_000:]])
def test_a_bad_backup_leaves_the_database_as_it_was(told, tmp_path, spoil):
    told.backup(tmp_path / "kopie.db")
    told.close()
    kept = (tmp_path / "proef.db").read_bytes()
    (tmp_path / "kopie.db").write_bytes(spoil((tmp_path / "kopie.db").read_bytes()))
    with pytest.raises(StorageError, match=r"kopie\.db"):
        restore(tmp_path / "kopie.db", tmp_path / "proef.db", day(2))
    assert (tmp_path / "proef.db").read_bytes() == kept


def test_a_sound_database_has_no_faults(told):
    assert told.faults() == []
