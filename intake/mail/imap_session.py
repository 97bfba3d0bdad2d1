"""A connection with its folder open, made again when it falls away."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random
from typing import TypeVar

from imapclient.exceptions import IMAPClientError

from domain.errors import SourceRefused, SourceUnreachable
from intake.mail.backoff import delay
from intake.mail.imap_account import ImapAccount, Limits
from intake.mail.imap_connection import Connection, connect
from intake.mail.imap_errors import LOST, Broken, Renumbered, SaidNo, is_refusal, lost, said
from intake.mail.imap_folder import Opened, open_folder
from intake.mail.imap_watch import Watch, watch

T = TypeVar("T")
FAULTS = (*LOST, IMAPClientError)

_RECONNECTS = 4
_GIVE_UP = 3  # mails in a row on which the connection may break before it is the server that is at fault
_GOODBYE = 2.0


class Session:
    """Asks the server things and survives its absences."""

    def __init__(self, account: ImapAccount, limits: Limits, rng: Random) -> None:
        self._account = account
        self._limits = limits
        self._rng = rng
        self._client: Connection | None = None
        self._watch: Watch | None = None
        self._opened: Opened | None = None
        self._breaks = 0

    def current(self) -> Opened:
        """The folder as it was last opened; opens it the first time."""
        return self._opened or self.reopen()

    def reopen(self) -> Opened:
        """Open the folder afresh: only then does the server tell of a new UIDVALIDITY."""
        try:
            return self.ask(self._reopen)
        except SourceRefused:
            self.drop()
            raise

    def ask(self, work: Callable[[Connection], T], uidvalidity: int | None = None, tries: int = 2) -> T:
        """Do `work` with a connection, again with a new one if it breaks.

        With `uidvalidity` the work is only done while that is still in force. Raises `Broken`, `SaidNo`,
        `Renumbered`, or why there is no connection.
        """
        while True:
            client = self._ready()
            if uidvalidity is not None and self.current().uidvalidity != uidvalidity:
                raise Renumbered(f'De map "{self._account.folder}" is opnieuw genummerd.')
            try:
                return work(client)
            except FAULTS as error:
                if is_refusal(error):
                    raise SaidNo(said(error, self._account)) from error
                self.drop()
                tries -= 1
                if tries <= 0:
                    raise lost(error, self._account) from error

    def piecewise(
        self, uids: Sequence[int], request: Callable[[Connection, Sequence[int]], dict[int, T]], uidvalidity: int
    ) -> tuple[dict[int, T], dict[int, Broken | SaidNo]]:
        """Ask for many mails at once, and in ever smaller parts where that fails: one mail never blocks the others.

        Gives what was answered, and why not for the mails that fail by themselves.
        """
        alone = len(uids) == 1
        try:
            found = self.ask(lambda client: request(client, uids), uidvalidity, tries=2 if alone else 1)
        except (Broken, SaidNo) as problem:
            if alone:
                self._count(problem)
                return {}, {uids[0]: problem}
        else:
            self._breaks = 0
            return found, {}
        middle = len(uids) // 2
        left, left_bad = self.piecewise(uids[:middle], request, uidvalidity)
        right, right_bad = self.piecewise(uids[middle:], request, uidvalidity)
        return left | right, left_bad | right_bad

    def wait(self, seconds: float) -> bool:
        """True as soon as mail has been announced, false after `seconds`. Raises `SourceError`."""
        try:
            if self._client is None or self._watch is None:
                self._watch = watch(self._ready(), self._limits)
            return self._watch.check(seconds)
        except FAULTS as error:
            self.drop()
            raise lost(error, self._account) from error

    def drop(self) -> None:
        """Let go of the connection at once."""
        client, self._client, self._watch = self._client, None, None
        if client is not None:
            client.drop()

    def close(self) -> None:
        """Log out if the server still listens, and let go."""
        if self._client is not None:
            with suppress(*FAULTS):
                if self._watch is not None:
                    self._watch.end()
                self._client.hurry(_GOODBYE)
                self._client.logout()
        self.drop()

    def _ready(self) -> Connection:
        if self._client is not None and self._watch is not None:
            try:
                self._watch.end()
            except FAULTS:
                self.drop()
        self._watch = None
        if self._client is None:
            self._client = self._connect()
        return self._client

    def _connect(self) -> Connection:
        # The first time a fault is reported at once: somebody may be trying out settings.
        tries = _RECONNECTS if self._opened else 1
        for attempt in range(tries):
            try:
                return self._connect_once()
            except SourceUnreachable:
                if attempt == tries - 1:
                    raise
                time.sleep(delay(attempt, self._rng, base=0.5))
        raise AssertionError

    def _connect_once(self) -> Connection:
        client = connect(self._account, self._limits)
        try:
            self._open(client)
        except FAULTS as error:
            client.drop()
            raise lost(error, self._account) from error
        except BaseException:
            client.drop()
            raise
        return client

    def _reopen(self, client: Connection) -> Opened:
        opened = self._open(client)
        # What is announced from here on is news; a connection made in passing leaves this to the next `wait`.
        client.arrivals()
        return opened

    def _open(self, client: Connection) -> Opened:
        self._opened = open_folder(client, self._account)
        return self._opened

    def _count(self, problem: Broken | SaidNo) -> None:
        self._breaks = self._breaks + 1 if isinstance(problem, Broken) else 0
        if self._breaks >= _GIVE_UP:
            self._breaks = 0
            raise problem
