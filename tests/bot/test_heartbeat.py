import os
from datetime import UTC, datetime, timedelta

import pytest

from bot.heartbeat import STALE_AFTER, Heartbeat, alive, end_heartbeat, read_heartbeat, write_heartbeat

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_a_sign_of_life_is_read_as_it_was_written(tmp_path):
    beat = Heartbeat(4242, NOON, NOON - timedelta(days=1), NOON, "De mailserver is weg.")
    write_heartbeat(tmp_path, beat)
    assert read_heartbeat(tmp_path) == beat


def test_after_a_proper_end_there_is_none(tmp_path):
    write_heartbeat(tmp_path, Heartbeat(1, NOON, NOON))
    end_heartbeat(tmp_path)
    assert read_heartbeat(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "at": "gisteren"}'])
def test_a_file_that_is_damaged_counts_as_none(tmp_path, content):
    (tmp_path / "heartbeat.json").write_text(content, encoding="utf-8")
    assert read_heartbeat(tmp_path) is None


def test_silence_for_too_long_is_stale():
    beat = Heartbeat(1, NOON, NOON)
    assert not beat.stale(NOON + STALE_AFTER)
    assert beat.stale(NOON + STALE_AFTER + timedelta(seconds=1))


def test_this_process_is_alive_and_an_impossible_one_is_not():
    assert alive(os.getpid())
    assert not alive(2**22 + 1)
