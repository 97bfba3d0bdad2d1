from datetime import UTC, datetime

from bot.updates import READ_BY
from storage.records import Records


def unreadable(place):
    place.mailbox.mkdir(parents=True)
    (place.mailbox / "foto.eml").write_bytes(bytes(range(256)) * 9)
    assert place.run("collect").out.startswith("1 bericht verwerkt")


def test_the_same_program_does_not_try_again(place):
    unreadable(place)
    assert place.run("collect").out.startswith("0 berichten verwerkt")


def test_a_newer_program_tries_again_once(place):
    unreadable(place)
    with Records.open(place.database) as records:
        records.set_setting(READ_BY, "0.0/ouder", datetime(2026, 7, 1, tzinfo=UTC))
    assert place.run("collect").out.startswith("1 bericht verwerkt")
    assert place.run("collect").out.startswith("0 berichten verwerkt")
