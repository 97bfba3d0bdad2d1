"""What every mailbox promises to the use cases, whatever it is made of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from domain.ports import Location, Source
from intake.mail.imap import ImapSource
from intake.mail.maildir import MaildirSource
from tests.dovecot import letter
from tests.intake.mail.taking import nothing_known, subjects, take, take_and_settle

LONG = 20.0


@dataclass
class Place:
    """A mailbox, how mail gets into it, and how the product opens it."""

    deliver: Callable[[bytes], Any]
    open: Callable[[], Source]


def maildir(path: Path) -> Place:
    def deliver(raw: bytes) -> None:
        name = f"{len(list(path.rglob('*')))}.host"
        (path / "tmp" / name).write_bytes(raw)
        (path / "tmp" / name).rename(path / "new" / name)

    MaildirSource(path)
    return Place(deliver, lambda: MaildirSource(path, "Klaar", "Nakijken"))


@pytest.fixture(params=["imap", "maildir"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "maildir":
        return maildir(tmp_path / "postbus")
    mailbox = request.getfixturevalue("mailbox")
    return Place(mailbox.deliver, lambda: ImapSource(mailbox.account(done_folder="Klaar", trouble_folder="Nakijken")))


def test_the_octets_come_through_unchanged(place: Place) -> None:
    raw = letter(1, "Eén\r\n.\r\nFrom hier\r\n\r\n") + bytes(range(128, 256))
    place.deliver(raw)
    source = place.open()
    assert [mail.raw for mail in take(source)] == [raw]
    source.close()


def test_what_is_settled_does_not_come_again(place: Place) -> None:
    place.deliver(letter(1))
    source = place.open()
    take_and_settle(source)
    place.deliver(letter(2))
    assert subjects(take(source)) == ["Plekken 2"]
    source.close()


def test_a_crash_before_settling_costs_nothing_and_doubles_nothing(place: Place) -> None:
    place.deliver(letter(1))
    before, after = place.open(), place.open()
    stored = {mail.location for mail in take(before)}
    before.close()
    place.deliver(letter(2))
    assert subjects(take_and_settle(after, stored)) == ["Plekken 2"]
    after.close()


def test_what_a_crash_left_unsettled_is_asked_after_and_can_be_settled(place: Place) -> None:
    place.deliver(letter(1))
    source = place.open()
    stored = {mail.location for mail in take(source)}
    asked: list[Location] = []

    def known(locations: Sequence[Location]) -> set[Location]:
        asked.extend(locations)
        return stored

    assert list(source.fetch(known)) == []
    source.settle(asked, [])
    assert set(asked) == stored
    assert take(source) == []
    source.close()


def test_trouble_leaves_the_mailbox_too(place: Place) -> None:
    place.deliver(letter(1))
    source = place.open()
    [mail] = take(source)
    source.settle([], [mail.location])
    assert take(source) == []
    source.close()


def test_settling_between_batches_disturbs_nothing(place: Place) -> None:
    for number in range(250):
        place.deliver(letter(number))
    source = place.open()
    assert len(take_and_settle(source)) == 250
    assert take(source) == []
    source.close()


def test_the_wait_ends_with_new_mail(place: Place) -> None:
    source = place.open()
    take(source)
    timer = threading.Timer(0.2, place.deliver, [letter(1)])
    timer.start()
    assert source.wait(LONG)
    timer.join()
    assert len(take(source)) == 1
    source.close()


def test_without_new_mail_the_wait_ends_by_itself(place: Place) -> None:
    source = place.open()
    list(source.fetch(nothing_known))
    assert not source.wait(0.05)
    source.close()


def test_closing_twice_and_going_on_after_it_is_no_fault(place: Place) -> None:
    place.deliver(letter(1))
    source = place.open()
    take(source)
    source.close()
    source.close()
    assert len(take(source)) == 1
    source.close()
