"""Which mail is taken, whole and once, while the mailbox changes under our hands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.ports import Location
from intake.mail.imap import ImapSource
from intake.mail.imap_account import Limits
from intake.mail.imap_folder import list_uids
from tests.dovecot import Mailbox, letter
from tests.faulty_proxy import faulty_proxy
from tests.intake.mail.taking import nothing_known, subjects, take, take_and_settle

ONE_BY_ONE = Limits(batch_count=1)


def test_mail_comes_as_the_octets_that_were_delivered_oldest_first(mailbox: Mailbox) -> None:
    letters = [letter(number, body) for number, body in enumerate(["Een", "Twee \u00e9\r\n.\r\nDrie", "Vier" * 9999])]
    for raw in letters:
        mailbox.deliver(raw)
    source = ImapSource(mailbox.account())
    assert [mail.raw for mail in take(source)] == letters
    source.close()


def test_a_mail_is_known_by_account_folder_uidvalidity_and_uid(mailbox: Mailbox) -> None:
    mailbox.deliver()
    source = ImapSource(mailbox.account())
    [mail] = take(source)
    with mailbox.client() as client:
        uidvalidity = client.folder_status("INBOX")[b"UIDVALIDITY"]
    assert mail.location == Location(f"{mailbox.user}@localhost", "INBOX", uidvalidity, "1")
    source.close()


def test_the_time_of_arrival_is_in_utc(mailbox: Mailbox) -> None:
    with mailbox.client() as client:
        client.append("INBOX", letter(1), msg_time=datetime(2026, 7, 3, 9, 12, tzinfo=UTC))
    source = ImapSource(mailbox.account())
    [mail] = take(source)
    assert mail.received_at == datetime(2026, 7, 3, 9, 12, tzinfo=UTC)
    assert mail.received_at.tzinfo is UTC
    source.close()


def test_what_is_stored_already_is_not_fetched(mailbox: Mailbox) -> None:
    source = ImapSource(mailbox.account())
    stored: set[Location] = set()
    mailbox.deliver(letter(1))
    assert subjects(take_and_settle(source, stored)) == ["Plekken 1"]
    mailbox.deliver(letter(2))
    assert subjects(take_and_settle(source, stored)) == ["Plekken 2"]
    source.close()


def test_a_marked_mail_that_the_database_has_lost_is_taken_again_by_a_new_process(mailbox: Mailbox) -> None:
    mailbox.deliver()
    for _ in range(2):
        source = ImapSource(mailbox.account())
        assert len(take_and_settle(source)) == 1
        source.close()


def test_seen_is_never_set_and_never_looked_at(mailbox: Mailbox) -> None:
    mailbox.deliver()
    mailbox.deliver()
    with mailbox.client() as client:
        client.add_flags([1], [rb"\Seen"])
    source = ImapSource(mailbox.account())
    assert len(take_and_settle(source)) == 2
    assert [r"\Seen" in flags for flags in mailbox.flags().values()] == [True, False]
    source.close()


def test_a_mail_that_is_too_large_comes_with_its_header_and_the_reason(mailbox: Mailbox) -> None:
    mailbox.deliver(letter(1, "x" * 3000))
    mailbox.deliver(letter(2))
    source = ImapSource(mailbox.account(), Limits(size=2000))
    small, large = take(source)
    assert subjects([large, small]) == ["Plekken 1", "Plekken 2"]
    assert b"xxx" not in large.raw
    assert large.problem == "Dit bericht is te groot om te lezen (3 kB; het maximum is 2 kB)."
    source.close()


def test_a_batch_holds_no_more_than_its_octets(mailbox: Mailbox) -> None:
    for number in range(6):
        mailbox.deliver(letter(number, "x" * 1000))
    source = ImapSource(mailbox.account(), Limits(batch_octets=3000))
    assert [len(batch) for batch in source.fetch(nothing_known)] == [2, 2, 2]
    source.close()


def test_mail_that_somebody_expunges_meanwhile_is_passed_over(mailbox: Mailbox) -> None:
    for _ in range(4):
        mailbox.deliver()
    source = ImapSource(mailbox.account(), ONE_BY_ONE)
    batches = source.fetch(nothing_known)
    first = next(batches)
    with mailbox.client() as client:
        client.delete_messages([2, 3])
        client.expunge()
    assert [mail.location.uid for mail in [*first, *(mail for batch in batches for mail in batch)]] == ["1", "4"]
    source.close()


def test_mail_expunged_from_within_a_batch_costs_only_itself(mailbox: Mailbox) -> None:
    for _ in range(9):
        mailbox.deliver()
    source = ImapSource(mailbox.account(), Limits(batch_count=4))
    batches = source.fetch(nothing_known)
    next(batches)
    with mailbox.client() as client:
        client.delete_messages([6, 7])
        client.expunge()
    assert [mail.location.uid for batch in batches for mail in batch] == ["5", "8", "9"]
    source.close()


def test_a_folder_that_is_numbered_anew_is_begun_again(mailbox: Mailbox) -> None:
    mailbox.make_folder("Post")
    for number in (1, 2, 3):
        mailbox.deliver(letter(number), "Post")
    source = ImapSource(mailbox.account(folder="Post"), ONE_BY_ONE)
    batches = source.fetch(nothing_known)
    [old] = next(batches)
    with mailbox.client() as client:
        client.delete_folder("Post")
        client.create_folder("Post")
        client.append("Post", letter(7))
    [new] = [mail for batch in batches for mail in batch]
    assert subjects([old, new]) == ["Plekken 1", "Plekken 7"]
    assert old.location.uid == new.location.uid
    assert old.location != new.location
    source.close()


def test_folders_may_have_any_name(mailbox: Mailbox) -> None:
    name = 'Bezwaren & één "postvak" \u2713'
    mailbox.make_folder(name)
    mailbox.deliver(letter(5), name)
    source = ImapSource(mailbox.account(folder=name))
    assert subjects(take(source)) == ["Plekken 5"]
    source.close()


@pytest.mark.parametrize("step", [1, 3, 4, 9, 10])
def test_a_large_folder_is_searched_in_parts_that_join(mailbox: Mailbox, step: int) -> None:
    for _ in range(10):
        mailbox.deliver()
    with mailbox.client() as client:
        client.delete_messages([4])
        assert list_uids(client, 10, "NOT", "DELETED", step=step) == [1, 2, 3, 5, 6, 7, 8, 9, 10]


@pytest.mark.slow
def test_fifteen_thousand_scattered_uids_go_in_short_commands(mailbox: Mailbox) -> None:
    mailbox.deliver_numbered(range(100_001, 130_001, 2))
    with faulty_proxy(mailbox.server.port) as proxy:
        source = ImapSource(mailbox.plain(proxy.port))
        assert len(take_and_settle(source)) == 15_000
        source.close()
        assert max(map(len, proxy.said_by_client.split(b"\r\n"))) < 1100
