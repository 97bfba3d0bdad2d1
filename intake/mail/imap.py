"""A mailbox on an IMAP server as a `Source`: new mail in batches, done and trouble put away, waiting by IDLE."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from random import Random

from domain.errors import SourceUnreachable
from domain.ports import Clock, Location, RawMail
from intake.mail.imap_account import ImapAccount, Limits
from intake.mail.imap_errors import Renumbered
from intake.mail.imap_fetch import Fetcher, Known
from intake.mail.imap_folder import Opened
from intake.mail.imap_put_away import PutAway
from intake.mail.imap_session import Session

_BEGINNINGS = 3
_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class ImapSource:
    """One folder of one mailbox, for one thread at a time.

    A connection that falls away is made again, and work goes on where it was. `say` gets a Dutch sentence, once, for
    what could not be done but stops nothing (a folder that may only be read).
    """

    def __init__(
        self,
        account: ImapAccount,
        limits: Limits | None = None,
        *,
        say: Callable[[str], None] = _log.warning,
        clock: Clock = _now,
        rng: Random | None = None,
    ) -> None:
        limits = limits or Limits()
        self._account = account
        self._session = Session(account, limits, rng or Random())  # noqa: S311 # jitter, not a secret
        self._fetcher = Fetcher(self._session, account, limits, clock)
        self._put_away = PutAway(self._session, account, say)
        self._fetching = False
        self._everything = True

    def fetch(self, known: Known) -> Iterator[list[RawMail]]:
        """Yield batches of mail not seen before, oldest first; see `domain.ports.Source`.

        Between two batches nothing is asked of the server, and should it hang up, there is a new connection for the
        next. Mail that is too large comes with only its header in `raw`, and the reason in `problem`.
        """
        for _ in range(_BEGINNINGS):
            self._fetching = True
            try:
                yield from self._fetch(known)
            except Renumbered:
                continue
            finally:
                self._fetching = False
            self._put_away.flush()
            return
        raise SourceUnreachable(f'De map "{self._account.folder}" wordt telkens opnieuw genummerd.')

    def settle(self, done: Sequence[Location], trouble: Sequence[Location]) -> None:
        """Mark and move; see `domain.ports.Source`. May be called between two batches, and again for the same mail.

        What the server does not allow is told to `say`. Raises `SourceUnreachable`.
        """
        if not done and not trouble:
            return
        opened = self._session.current()
        self._put_away.trouble(self._uids(trouble, opened), opened)
        self._put_away.done(self._uids(done, opened), opened)
        if not self._fetching:
            self._put_away.flush()

    def wait(self, seconds: float) -> bool:
        """Wait for new mail; see `domain.ports.Source`. Raises `SourceUnreachable` when the connection is lost."""
        self._put_away.flush()
        return self._session.wait(seconds)

    def close(self) -> None:
        """Log out and let go of the connection."""
        self._session.close()

    def _fetch(self, known: Known) -> Iterator[list[RawMail]]:
        opened = self._session.reopen()
        new, unmoved = self._fetcher.new(opened, known, everything=self._everything)
        self._put_away.moved_later(unmoved, opened)
        self._everything = False
        yield from self._fetcher.batches(new, opened)

    def _uids(self, locations: Sequence[Location], opened: Opened) -> list[int]:
        # After a new UIDVALIDITY the same number is another mail.
        return [int(at.uid) for at in locations if at == self._fetcher.location(int(at.uid), opened)]
