"""Connections that fall away and servers that stop answering: nothing is lost, and one bad mail blocks no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from random import Random

import pytest

from domain.errors import SourceUnreachable
from domain.ports import Location
from intake.mail.imap import ImapSource
from intake.mail.imap_account import Limits
from tests.dovecot import Dovecot, Mailbox, letter
from tests.faulty_proxy import FaultyProxy, faulty_proxy
from tests.intake.mail.taking import nothing_known, subjects, take, take_and_settle

HASTY = Limits(connect=0.5, read=0.5, watchdog=0.5, batch_count=5)


@pytest.fixture
def proxy(mailbox: Mailbox) -> Iterator[FaultyProxy]:
    with faulty_proxy(mailbox.server.port) as faulty:
        yield faulty


def source_through(proxy: FaultyProxy, mailbox: Mailbox, limits: Limits = HASTY) -> ImapSource:
    return ImapSource(mailbox.plain(proxy.port), limits, rng=Random(13))


@pytest.mark.parametrize("octets", [0, 400, 1500, 4000])
def test_a_connection_cut_at_any_moment_of_fetching_costs_nothing(
    mailbox: Mailbox, proxy: FaultyProxy, octets: int
) -> None:
    for number in range(12):
        mailbox.deliver(letter(number))
    source = source_through(proxy, mailbox)
    batches = source.fetch(nothing_known)
    taken = next(batches)
    proxy.cut_after(octets)
    taken += [mail for batch in batches for mail in batch]
    assert subjects(taken) == [f"Plekken {number}" for number in range(12)]
    source.close()


def test_long_work_on_a_batch_may_cost_the_connection(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    for _ in range(12):
        mailbox.deliver()
    source = source_through(proxy, mailbox)
    uids = []
    for batch in source.fetch(nothing_known):
        uids += [mail.location.uid for mail in batch]
        proxy.cut()
    assert uids == [str(uid) for uid in range(1, 13)]
    source.close()


def test_a_single_mail_is_tried_again_at_once(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    mailbox.deliver()
    source = source_through(proxy, mailbox)
    batches = source.fetch(lambda locations: proxy.cut() or nothing_known(locations))
    assert len([mail for batch in batches for mail in batch]) == 1
    source.close()


def test_a_server_that_is_away_for_a_moment_is_tried_more_than_once(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    for _ in range(12):
        mailbox.deliver()
    source = source_through(proxy, mailbox)
    batches = source.fetch(nothing_known)
    taken = next(batches)
    proxy.refuse(3)
    proxy.cut()
    taken += [mail for batch in batches for mail in batch]
    assert len(taken) == 12
    source.close()


def test_the_first_time_a_server_that_is_away_is_reported_at_once(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    proxy.refuse(1)
    source = source_through(proxy, mailbox)
    with pytest.raises(SourceUnreachable, match="komt geen verbinding tot stand"):
        take(source)


def test_a_connection_lost_before_settling_is_made_again(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    mailbox.deliver()
    source = source_through(proxy, mailbox)
    mails = take(source)
    proxy.cut()
    source.settle([mail.location for mail in mails], [])
    source.close()
    assert all(mailbox.flags().values())


def test_a_server_that_freezes_while_fetching_is_reported(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    for _ in range(12):
        mailbox.deliver()
    source = source_through(proxy, mailbox)
    batches = source.fetch(nothing_known)
    next(batches)
    proxy.freeze()
    with pytest.raises(SourceUnreachable, match=rf"localhost|127\.0\.0\.1:{proxy.port}"):
        list(batches)
    proxy.thaw()
    source.close()


def when_it_says(word: bytes, harm: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda data: harm(data) if word in data else data


def hang_up(_: bytes) -> bytes:
    raise OSError


def test_a_mail_that_breaks_the_connection_blocks_no_other_and_is_set_aside_in_the_end(
    mailbox: Mailbox, proxy: FaultyProxy
) -> None:
    for number in range(12):
        mailbox.deliver(letter(number, "boem" if number == 7 else "acht"))
    proxy.rewrite = when_it_says(b"boem", hang_up)
    source = source_through(proxy, mailbox)
    stored: set[Location] = set()
    for _ in range(2):
        with pytest.raises(SourceUnreachable, match="UID 8"):
            take_and_settle(source, stored)
    assert len(stored) == 11
    [bad] = take_and_settle(source, stored)
    assert (bad.location.uid, bad.raw) == ("8", b"")
    assert "viel de verbinding" in bad.problem
    source.close()


def test_a_server_that_breaks_on_every_mail_is_not_asked_thousands_of_times(
    mailbox: Mailbox, proxy: FaultyProxy
) -> None:
    for _ in range(60):
        mailbox.deliver()
    proxy.rewrite = when_it_says(b"BODY[]", hang_up)
    source = source_through(proxy, mailbox, Limits())
    with pytest.raises(SourceUnreachable, match="is weggevallen"):
        take(source)
    assert proxy.connections < 20
    source.close()


def test_a_mail_that_the_server_refuses_to_give_is_set_aside_with_its_words(
    mailbox: Mailbox, proxy: FaultyProxy
) -> None:
    for number in range(12):
        mailbox.deliver(letter(number, "boem" if number == 7 else "acht"))
    proxy.rewrite = when_it_says(b"boem", lambda data: data.replace(b"OK Fetch", b"NO [SERVERBUG] Fetch"))
    source = source_through(proxy, mailbox)
    mails = take(source)
    assert len([mail for mail in mails if not mail.problem]) == 11
    [problem] = [mail.problem for mail in mails if mail.problem]
    assert problem.startswith('De mailserver geeft dit bericht niet ("fetch failed: [SERVERBUG] Fetch completed')
    source.close()


def test_a_size_that_the_server_cannot_tell_blocks_no_other_mail(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    for number in range(12):
        mailbox.deliver(letter(number))
    proxy.rewrite = when_it_says(b"UID 8 RFC822.SIZE", lambda data: data.replace(b"OK Fetch", b"NO Fetch"))
    source = source_through(proxy, mailbox)
    mails = take(source)
    assert sorted(int(mail.location.uid) for mail in mails if mail.problem) == [8]
    assert len(mails) == 12
    source.close()


def test_a_restarted_server_is_waited_for(dovecot: Dovecot, mailbox: Mailbox) -> None:
    for number in range(12):
        mailbox.deliver(letter(number))
    source = ImapSource(mailbox.account(), HASTY, rng=Random(13))
    batches = source.fetch(nothing_known)
    taken = next(batches)
    dovecot.stop()
    dovecot.start()
    taken += [mail for batch in batches for mail in batch]
    assert len(taken) == 12
    source.close()


def test_a_stopped_server_process_is_noticed_while_waiting_and_replaced(mailbox: Mailbox) -> None:
    source = ImapSource(mailbox.account(), Limits(renew=0.2, watchdog=0.3))
    take(source)
    [process] = mailbox.server.imap_processes(mailbox.user)
    os.kill(process, signal.SIGSTOP)
    with pytest.raises(SourceUnreachable, match="geen antwoord"):
        source.wait(10)
    mailbox.deliver()
    assert len(take(source)) == 1
    os.kill(process, signal.SIGKILL)
    source.close()
