"""A Maildir, also as a folder in which a newcomer drops .eml files."""

from __future__ import annotations

import mailbox as standard
import os
import threading
import time
from pathlib import Path

import pytest

from domain.errors import SourceRefused, SourceUnreachable
from domain.ports import Location
from intake.mail.maildir import MaildirSource
from tests.dovecot import letter
from tests.intake.mail.taking import subjects, take, take_and_settle

LONG = 20.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "postbus"


@pytest.fixture
def source(path: Path) -> MaildirSource:
    return MaildirSource(path)


def deliver(path: Path, number: int, place: str = "new", flags: str = "") -> Path:
    """As a mail server does; `number` is also when it came in."""
    target = path / place / f"{1_790_000_000 + number}.M1.host{flags}"
    draft = path / "tmp" / target.name
    draft.write_bytes(letter(number))
    os.utime(draft, (1_790_000_000 + number,) * 2)
    return draft.rename(target)


def drop(path: Path, name: str, number: int, when: int = 1_790_000_000) -> Path:
    target = path / name
    target.write_bytes(letter(number))
    os.utime(target, (when, when))
    return target


def test_delivered_mail_is_taken_oldest_first_read_or_not(source: MaildirSource, path: Path) -> None:
    deliver(path, 3)
    deliver(path, 1, "cur", ":2,S")
    deliver(path, 2)
    assert subjects(take(source)) == ["Plekken 1", "Plekken 2", "Plekken 3"]


def test_what_is_still_being_delivered_is_left_alone(source: MaildirSource, path: Path) -> None:
    (path / "tmp" / "1.M1.host").write_bytes(letter(1))
    (path / "new" / ".verborgen").write_bytes(letter(2))
    assert take(source) == []


def test_flags_do_not_change_who_a_mail_is(source: MaildirSource, path: Path) -> None:
    file = deliver(path, 1)
    [before] = take(source)
    file.rename(path / "cur" / f"{file.name}:2,S")
    [after] = take(source)
    assert before.location == after.location


def test_done_mail_is_found_by_other_mail_programs_in_its_folder(source: MaildirSource, path: Path) -> None:
    deliver(path, 1, "cur", ":2,FS")
    drop(path, "mail.eml", 2)
    take_and_settle(source)
    program = standard.Maildir(path)
    assert len(program) == 0
    done = program.get_folder("Verwerkt")
    assert sorted((mail["Subject"], mail.get_flags()) for mail in done) == [("Plekken 1", "FS"), ("Plekken 2", "")]


def test_trouble_goes_to_its_own_folder(source: MaildirSource, path: Path) -> None:
    deliver(path, 1)
    (path / "leeg.eml").touch()
    take_and_settle(source)
    assert len(list((path / ".Nakijken" / "cur").iterdir())) == 1
    assert len(list((path / ".Verwerkt" / "cur").iterdir())) == 1


@pytest.mark.parametrize(
    "name", ["mail.eml", "MAIL.EML", "new/mail.eml", "cur/mail: 12 plekken.eml", "\udce9\udcff.eml"]
)
def test_a_dropped_file_is_taken_and_put_away(source: MaildirSource, path: Path, name: str) -> None:
    drop(path, name, 1)
    [mail] = take_and_settle(source)
    assert mail.location.uid.encode().isascii()
    assert not (path / name).exists()
    assert len(list((path / ".Verwerkt" / "cur").iterdir())) == 1


def test_the_same_name_may_be_dropped_again_with_another_mail(source: MaildirSource, path: Path) -> None:
    stored: set[Location] = set()
    for number in (1, 2):
        drop(path, "mail.eml", number, 1_790_000_000 + number)
        assert subjects(take_and_settle(source, stored)) == [f"Plekken {number}"]
    assert len(list((path / ".Verwerkt" / "cur").iterdir())) == 2


def test_a_file_that_is_still_growing_is_left_until_it_is_whole(source: MaildirSource, path: Path) -> None:
    with (path / "mail.eml").open("wb", buffering=0) as file:
        stop = threading.Event()

        def write() -> None:
            while not stop.wait(0.02):
                file.write(b"X: y\n")

        writer = threading.Thread(target=write)
        writer.start()
        assert take(source) == []
        stop.set()
        writer.join()
    assert len(take(source)) == 1


def test_a_file_with_a_time_in_the_future_is_taken(source: MaildirSource, path: Path) -> None:
    drop(path, "mail.eml", 1, when=4_000_000_000)
    assert subjects(take(source)) == ["Plekken 1"]


@pytest.mark.parametrize("name", ["new/1790000001.M1.host", "mail.eml"])
def test_waiting_ends_when_mail_is_there(source: MaildirSource, path: Path, name: str) -> None:
    assert take(source) == []
    timer = threading.Timer(0.2, (path / name).write_bytes, [letter(1)])
    timer.start()
    assert source.wait(LONG)
    timer.join()
    assert subjects(take(source)) == ["Plekken 1"]


def test_mail_that_was_fetched_and_stayed_is_no_news(source: MaildirSource, path: Path) -> None:
    deliver(path, 1)
    take(source)
    before = time.monotonic()
    assert not source.wait(0.3)
    assert time.monotonic() - before >= 0.3


def test_too_large_a_mail_comes_with_its_header_and_the_reason(path: Path) -> None:
    source = MaildirSource(path, largest=2000)
    (path / "new" / "1.M1.host").write_bytes(letter(1, "x" * 3000))
    [mail] = take(source)
    assert mail.problem == "Dit bericht is te groot om te lezen (3 kB; het maximum is 2 kB)."
    assert subjects([mail]) == ["Plekken 1"]
    assert b"xxx" not in mail.raw


def test_a_mail_that_a_mail_program_moved_meanwhile_is_still_put_away(source: MaildirSource, path: Path) -> None:
    file = deliver(path, 1)
    [mail] = take(source)
    file.rename(path / "cur" / f"{file.name}:2,S")
    source.settle([mail.location], [])
    source.settle([mail.location], [])
    assert [item.name for item in (path / ".Verwerkt" / "cur").iterdir()] == [f"{file.name}:2,S"]


def test_a_done_folder_that_cannot_be_made_is_said_once_and_stops_nothing(path: Path) -> None:
    said: list[str] = []
    source = MaildirSource(path, say=said.append)
    (path / ".Verwerkt").write_text("geen map")
    deliver(path, 1)
    assert len(take_and_settle(source)) == len(take_and_settle(source)) == 1
    [sentence] = said
    assert 'naar de map "Verwerkt"' in sentence


def test_folders_are_named_as_maildir_does_it(path: Path) -> None:
    source = MaildirSource(path, "VNG/Klaar & één")
    deliver(path, 1)
    take_and_settle(source)
    assert len(list((path / ".VNG.Klaar &- &AOkA6Q-n" / "cur").iterdir())) == 1


def test_a_path_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "postbus").write_text("")
    with pytest.raises(SourceRefused, match="postbus kan geen mailbox worden"):
        MaildirSource(tmp_path / "postbus")


def test_a_mailbox_that_disappears_may_come_back(source: MaildirSource, path: Path) -> None:
    path.rename(path.with_name("weg"))
    with pytest.raises(SourceUnreachable, match="postbus is er niet meer"):
        take(source)
    path.with_name("weg").rename(path)
    assert take(source) == []


def test_many_mails_come_in_batches(source: MaildirSource, path: Path) -> None:
    for number in range(250):
        deliver(path, number)
    assert [len(batch) for batch in source.fetch(lambda _: set())] == [100, 100, 50]
