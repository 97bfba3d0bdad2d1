"""Where mail goes afterwards, and what is said where the server does not allow it."""

from __future__ import annotations

import pytest

from domain.ports import Location
from intake.mail.imap import ImapSource
from intake.mail.imap_account import Limits
from intake.mail.imap_folder import KEYWORD
from tests.dovecot import Mailbox, letter
from tests.dovecot_setup import PREFIX_PASSWORD
from tests.faulty_proxy import FaultyProxy, faulty_proxy
from tests.intake.mail.taking import nothing_known, subjects, take, take_and_settle

ODD_NAME = 'Verwerkt & "klaar" één \u2713'


def test_without_a_folder_done_mail_is_marked_and_stays(mailbox: Mailbox) -> None:
    mailbox.deliver()
    source = ImapSource(mailbox.account())
    take_and_settle(source)
    assert mailbox.flags() == {1: {KEYWORD}}
    source.close()


@pytest.mark.parametrize("name", ["Verwerkt", "Archief/2026", ODD_NAME])
def test_done_mail_moves_to_a_folder_that_is_made_if_need_be(mailbox: Mailbox, name: str) -> None:
    name = name.replace("/", ".")
    for _ in range(3):
        mailbox.deliver()
    source = ImapSource(mailbox.account(done_folder=name))
    take_and_settle(source)
    assert mailbox.flags() == {}
    assert list(mailbox.flags(name).values()) == [{KEYWORD}] * 3
    source.close()


def test_trouble_moves_to_its_own_folder_unmarked_so_that_it_can_be_tried_again(mailbox: Mailbox) -> None:
    mailbox.deliver(letter(1, "x" * 3000))
    mailbox.deliver(letter(2))
    account = mailbox.account(done_folder="Verwerkt", trouble_folder="Nakijken & zo")
    source = ImapSource(account, Limits(size=2000))
    take_and_settle(source)
    assert mailbox.flags("Nakijken & zo") == {1: set()}
    assert mailbox.flags("Verwerkt") == {1: {KEYWORD}}
    source.close()


def test_a_mail_moved_back_from_trouble_is_taken_again(mailbox: Mailbox) -> None:
    mailbox.deliver()
    source = ImapSource(mailbox.account(trouble_folder="Nakijken"))
    [mail] = take(source)
    source.settle([], [mail.location])
    assert take(source) == []
    with mailbox.client("Nakijken") as client:
        client.move([1], "INBOX")
    assert subjects(take(source)) == subjects([mail])
    source.close()


def test_moves_are_saved_up_while_marks_are_set_at_once(mailbox: Mailbox) -> None:
    mailbox.deliver()
    mailbox.deliver()
    source = ImapSource(mailbox.account(done_folder="Verwerkt"), Limits(batch_count=1))
    batches = source.fetch(nothing_known)
    [first] = next(batches)
    source.settle([first.location], [])
    assert mailbox.flags() == {1: {KEYWORD}, 2: set()}
    list(batches)
    assert mailbox.flags() == {2: set()}
    source.close()


def test_what_a_crash_left_marked_but_not_moved_is_moved_by_the_next_process(mailbox: Mailbox) -> None:
    mailbox.deliver()
    account = mailbox.account(done_folder="Verwerkt")
    stored: set[Location] = set()
    marking = ImapSource(mailbox.account())
    take_and_settle(marking, stored)
    marking.close()
    source = ImapSource(account)
    assert take_and_settle(source, stored) == []
    assert mailbox.flags() == {}
    source.close()


def test_a_marked_mail_that_the_database_has_lost_is_not_moved_unread(mailbox: Mailbox) -> None:
    mailbox.deliver()
    with mailbox.client() as client:
        client.add_flags([1], [KEYWORD])
    source = ImapSource(mailbox.account(done_folder="Verwerkt"))
    assert len(take(source)) == 1
    assert list(mailbox.flags()) == [1]
    source.close()


def test_settling_twice_or_what_is_gone_is_no_fault(mailbox: Mailbox) -> None:
    mailbox.deliver()
    said: list[str] = []
    source = ImapSource(mailbox.account(done_folder="Verwerkt"), say=said.append)
    [mail] = take(source)
    source.settle([mail.location], [])
    source.settle([mail.location], [])
    assert len(mailbox.flags("Verwerkt")) == 1
    assert said == []
    source.close()


def test_a_uid_of_an_earlier_numbering_settles_nothing(mailbox: Mailbox) -> None:
    mailbox.deliver()
    source = ImapSource(mailbox.account(done_folder="Verwerkt"))
    [mail] = take(source)
    source.settle([Location(mail.location.account, "INBOX", mail.location.uidvalidity - 1, "1")], [])
    assert mailbox.flags() == {1: set()}
    source.close()


def test_a_folder_that_may_only_be_read_is_read_and_that_is_said_once(mailbox: Mailbox) -> None:
    mailbox.deliver()
    mailbox.allow_only("lr")
    said: list[str] = []
    source = ImapSource(mailbox.account(done_folder="Verwerkt", trouble_folder="Nakijken"), say=said.append)
    assert len(take_and_settle(source)) == 1
    assert len(take_and_settle(source)) == 1
    [sentence] = said
    assert 'map "INBOX"' in sentence.lower().replace("inbox", "INBOX")
    assert "mag alleen gelezen worden" in sentence
    source.close()


def test_a_folder_from_which_nothing_may_be_moved_is_said_and_the_mark_remains(mailbox: Mailbox) -> None:
    mailbox.deliver()
    mailbox.allow_only("lrwsi")
    said: list[str] = []
    source = ImapSource(mailbox.account(done_folder="Verwerkt"), say=said.append)
    take_and_settle(source)
    take_and_settle(source)
    [sentence] = said
    assert 'verplaatsen naar "Verwerkt"' in sentence
    assert mailbox.flags() == {1: {KEYWORD}}
    source.close()


def test_a_done_folder_that_somebody_removed_is_made_again(mailbox: Mailbox) -> None:
    source = ImapSource(mailbox.account(done_folder="Verwerkt"))
    for number in (1, 2):
        mailbox.deliver(letter(number))
        take_and_settle(source)
        with mailbox.client() as client:
            assert client.folder_status("Verwerkt")[b"MESSAGES"] == 1
            client.delete_folder("Verwerkt")
    source.close()


def without(proxy: FaultyProxy, *words: bytes) -> None:
    """Let the server be one that does not know these words."""

    def rewrite(data: bytes) -> bytes:
        for word in words:
            data = data.replace(word, b"")
        return data

    proxy.rewrite = rewrite


def test_a_server_without_move_copies_and_expunges_only_our_mail(mailbox: Mailbox) -> None:
    mailbox.deliver()
    mailbox.deliver()
    with mailbox.client() as client:
        client.delete_messages([2])
    with faulty_proxy(mailbox.server.port) as proxy:
        without(proxy, b" MOVE")
        source = ImapSource(mailbox.plain(proxy.port, done_folder="Verwerkt"))
        first, _ = take(source)
        source.settle([first.location], [])
        source.close()
    assert list(mailbox.flags()) == [2]
    assert len(mailbox.flags("Verwerkt")) == 1


def test_a_server_without_move_and_uidplus_keeps_its_mail(mailbox: Mailbox) -> None:
    mailbox.deliver()
    said: list[str] = []
    with faulty_proxy(mailbox.server.port) as proxy:
        without(proxy, b" MOVE", b" UIDPLUS")
        source = ImapSource(mailbox.plain(proxy.port, done_folder="Verwerkt"), say=said.append)
        take_and_settle(source)
        source.close()
    assert mailbox.flags() == {1: {KEYWORD}}
    assert "MOVE" in said[0]


def test_a_server_without_keywords_still_moves(mailbox: Mailbox) -> None:
    mailbox.deliver()
    with faulty_proxy(mailbox.server.port) as proxy:
        without(proxy, rb" \*")
        source = ImapSource(mailbox.plain(proxy.port, done_folder="Verwerkt"))
        take_and_settle(source)
        source.close()
    assert mailbox.flags("Verwerkt") == {1: set()}


def test_without_keywords_mail_is_moved_at_once_because_a_crash_would_leave_no_trace(mailbox: Mailbox) -> None:
    mailbox.deliver()
    mailbox.deliver()
    with faulty_proxy(mailbox.server.port) as proxy:
        without(proxy, rb" \*")
        source = ImapSource(mailbox.plain(proxy.port, done_folder="Verwerkt"), Limits(batch_count=1))
        batches = source.fetch(nothing_known)
        [first] = next(batches)
        source.settle([first.location], [])
        assert list(mailbox.flags()) == [2]
        batches.close()
        source.close()


def test_a_server_that_keeps_folders_under_a_prefix_gets_the_prefix(mailbox: Mailbox) -> None:
    mailbox.deliver()
    account = mailbox.account(password=PREFIX_PASSWORD, done_folder="Verwerkt")
    for _ in range(2):
        source = ImapSource(account)
        take_and_settle(source)
        source.close()
    assert len(mailbox.flags("Verwerkt")) == 1
