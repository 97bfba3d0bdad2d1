"""Backup while running, restore, and what the doctor asks."""

from __future__ import annotations

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
