"""Waiting for mail: noticed at once, also when it comes at an awkward moment or the server has no IDLE."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from domain.errors import SourceUnreachable
from intake.mail.imap import ImapSource
from intake.mail.imap_account import Limits
from tests.dovecot import Mailbox, letter
from tests.faulty_proxy import FaultyProxy, faulty_proxy
from tests.intake.mail.taking import nothing_known, subjects, take, take_and_settle

LONG = 20.0


@pytest.fixture
def proxy(mailbox: Mailbox) -> Iterator[FaultyProxy]:
    with faulty_proxy(mailbox.server.port) as faulty:
        yield faulty


def deliver_soon(mailbox: Mailbox) -> threading.Timer:
    timer = threading.Timer(0.3, mailbox.deliver, [letter(99)])
    timer.start()
    return timer


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_mail_that_comes_while_waiting_ends_the_wait(mailbox: Mailbox, tls: str) -> None:
    port = mailbox.server.tls_port if tls == "implicit" else mailbox.server.port
    source = ImapSource(mailbox.account(tls=tls, port=port))
    take(source)
    timer = deliver_soon(mailbox)
    assert source.wait(LONG)
    assert subjects(take(source)) == ["Plekken 99"]
    timer.join()
    source.close()


def test_silence_ends_with_false_after_the_time_given(mailbox: Mailbox) -> None:
    source = ImapSource(mailbox.account())
    take(source)
    before = time.monotonic()
    assert not source.wait(0.3)
    assert time.monotonic() - before >= 0.3
    source.close()


def test_many_short_waits_are_one_idle(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    source = ImapSource(mailbox.plain(proxy.port))
    take(source)
    for _ in range(5):
        assert not source.wait(0.05)
    assert proxy.said_by_client.count(b"IDLE\r\n") == 1
    source.close()


def test_idle_is_begun_again_in_time_and_still_hears_new_mail(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    source = ImapSource(mailbox.plain(proxy.port), Limits(renew=0.1))
    take(source)
    assert not source.wait(0.5)
    assert proxy.said_by_client.count(b"DONE\r\n") >= 3
    timer = deliver_soon(mailbox)
    assert source.wait(LONG)
    timer.join()
    source.close()


def test_mail_that_came_during_the_work_ends_the_wait_at_once(mailbox: Mailbox) -> None:
    mailbox.deliver()
    source = ImapSource(mailbox.account())
    for batch in source.fetch(nothing_known):
        mailbox.deliver()
        source.settle([mail.location for mail in batch], [])
    assert source.wait(LONG)
    source.close()


def test_mail_announced_in_one_packet_with_the_answer_to_idle_is_heard(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    proxy.rewrite = lambda data: data.replace(b"+ idling\r\n", b"+ idling\r\n* 1 EXISTS\r\n")
    source = ImapSource(mailbox.plain(proxy.port))
    take(source)
    assert source.wait(LONG)
    source.close()


def test_mail_announced_just_before_the_answer_to_idle_is_heard(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    proxy.rewrite = lambda data: data.replace(b"+ idling\r\n", b"* 1 EXISTS\r\n+ idling\r\n")
    source = ImapSource(mailbox.plain(proxy.port))
    take(source)
    assert source.wait(LONG)
    source.close()


def test_what_others_do_in_the_mailbox_is_no_new_mail(mailbox: Mailbox) -> None:
    mailbox.deliver()
    source = ImapSource(mailbox.account())
    take_and_settle(source)
    with mailbox.client() as client:
        client.add_flags([1], [rb"\Seen"])
    assert not source.wait(0.7)
    source.close()


def test_a_server_without_idle_is_asked_now_and_then(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    proxy.rewrite = lambda data: data.replace(b" IDLE", b"")
    source = ImapSource(mailbox.plain(proxy.port), Limits(poll=0.1))
    take(source)
    assert not source.wait(0.5)
    timer = deliver_soon(mailbox)
    assert source.wait(LONG)
    assert b"IDLE\r\n" not in proxy.said_by_client
    timer.join()
    source.close()


@pytest.mark.parametrize("idle", [b" IDLE", b" IDLE-is-not-offered"])
def test_a_server_that_freezes_is_noticed_and_left_for_a_new_connection(
    mailbox: Mailbox, proxy: FaultyProxy, idle: bytes
) -> None:
    proxy.rewrite = lambda data: data.replace(b" IDLE", idle)
    limits = Limits(connect=0.5, renew=0.2, poll=0.2, watchdog=0.3)
    source = ImapSource(mailbox.plain(proxy.port), limits)
    take(source)
    assert not source.wait(0.05)
    proxy.freeze()
    with pytest.raises(SourceUnreachable, match="is weggevallen"):
        source.wait(LONG)
    proxy.thaw()
    mailbox.deliver()
    assert len(take(source)) == 1
    source.close()


def test_a_connection_that_is_cut_while_waiting_is_noticed_at_once(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    source = ImapSource(mailbox.plain(proxy.port))
    take(source)
    timer = threading.Timer(0.2, proxy.cut)
    timer.start()
    with pytest.raises(SourceUnreachable, match="is weggevallen"):
        source.wait(LONG)
    timer.join()
    source.close()


def test_a_server_that_says_goodbye_is_understood(mailbox: Mailbox) -> None:
    source = ImapSource(mailbox.account())
    take(source)
    assert not source.wait(0.05)
    mailbox.server.kick(mailbox.user)
    with pytest.raises(SourceUnreachable, match="is weggevallen"):
        source.wait(LONG)
    source.close()


def test_mail_that_came_while_the_connection_was_gone_is_news(mailbox: Mailbox, proxy: FaultyProxy) -> None:
    source = ImapSource(mailbox.plain(proxy.port))
    take(source)
    proxy.cut()
    with pytest.raises(SourceUnreachable):
        source.wait(LONG)
    mailbox.deliver()
    assert source.wait(LONG)
    source.close()
