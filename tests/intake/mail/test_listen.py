"""Staying with a real mailbox through outages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from domain.errors import SourceError, SourceRefused, SourceUnreachable
from domain.ports import Location
from intake.mail.imap import ImapSource
from intake.mail.imap_account import ImapAccount, Limits
from intake.mail.listen import listen
from tests.dovecot import Mailbox, letter
from tests.faulty_proxy import faulty_proxy
from tests.intake.mail.taking import subjects, take_and_settle

LONG = 20.0
LIMITS = Limits(connect=0.5, read=0.5, renew=0.2, watchdog=0.3)


class Listener:
    """Listens in a thread, as the service does, and lets a test wait for what it sees."""

    def __init__(self, account: ImapAccount) -> None:
        self.source = ImapSource(account, LIMITS, rng=Random(13))
        self.subjects: list[str] = []
        self.states: list[SourceError | None] = []
        self.stored: set[Location] = set()
        self.stop = threading.Event()
        self._changed = threading.Condition()

    def run(self) -> None:
        listen(
            self.source, self.collect, self.stop, rng=Random(13), report=self.report, breath=0.05, base=0.05, cap=0.2
        )

    def collect(self) -> None:
        mails = take_and_settle(self.source, self.stored)
        with self._changed:
            self.subjects += subjects(mails)
            self._changed.notify()

    def report(self, state: SourceError | None) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify()

    def saw(self, *wanted: str) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: set(wanted) <= set(self.subjects), LONG)

    def failed_with(self, kind: type[SourceError]) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: any(isinstance(state, kind) for state in self.states), LONG)


@contextmanager
def listening(account: ImapAccount) -> Iterator[Listener]:
    listener = Listener(account)
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        yield listener
    finally:
        listener.stop.set()
        thread.join()


def test_mail_is_collected_as_it_comes_until_told_to_stop(mailbox: Mailbox) -> None:
    mailbox.deliver(letter(1))
    with listening(mailbox.account()) as listener:
        assert listener.saw("Plekken 1")
        mailbox.deliver(letter(2))
        assert listener.saw("Plekken 2")
    assert listener.states == [None, None]
    assert mailbox.server.imap_processes(mailbox.user) == []


def test_after_a_freeze_mail_comes_in_again(mailbox: Mailbox) -> None:
    with faulty_proxy(mailbox.server.port) as proxy, listening(mailbox.plain(proxy.port)) as listener:
        mailbox.deliver(letter(1))
        assert listener.saw("Plekken 1")
        proxy.freeze()
        mailbox.deliver(letter(2))
        assert listener.failed_with(SourceUnreachable)
        proxy.thaw()
        assert listener.saw("Plekken 2")
    assert listener.states[-1] is None


def test_a_refusal_is_reported_and_tried_again(mailbox: Mailbox) -> None:
    mailbox.allow_only("l")
    mailbox.deliver(letter(1))
    with listening(mailbox.account()) as listener:
        assert listener.failed_with(SourceRefused)
        mailbox.allow_only("lrwstie")
        assert listener.saw("Plekken 1")


def test_each_mail_is_collected_once_however_often_the_connection_is_cut(mailbox: Mailbox) -> None:
    with faulty_proxy(mailbox.server.port) as proxy, listening(mailbox.plain(proxy.port)) as listener:
        for number in range(5):
            mailbox.deliver(letter(number))
            assert listener.saw(f"Plekken {number}")
            proxy.cut()
    assert sorted(listener.subjects) == [f"Plekken {number}" for number in range(5)]
