"""What happens to mail that has been stored: a mark at once, a move later, and no failure where neither is allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from intake.mail import imap_settle
from intake.mail.imap_account import ImapAccount
from intake.mail.imap_connection import Connection
from intake.mail.imap_errors import Renumbered, SaidNo
from intake.mail.imap_folder import Opened
from intake.mail.imap_session import Session

_PENDING = 1000


class PutAway:
    """Marks and moves in one folder. `say` hears, once each, what the server does not allow."""

    def __init__(self, session: Session, account: ImapAccount, say: Callable[[str], None]) -> None:
        self._session = session
        self._account = account
        self._say = say
        self._told: set[str] = set()
        self._pending: list[int] = []
        self._pending_in: int | None = None
        self._folders: dict[str, str] = {}

    def done(self, uids: Sequence[int], opened: Opened) -> None:
        """Mark these as done, and save them up to be moved: a move is slow for each command, a mark is not."""
        if opened.read_only:
            self._tell(f"{self._folder} mag alleen gelezen worden; verwerkte berichten blijven er staan.")
            return
        if opened.keywords:
            self._try(lambda client: imap_settle.mark(client, uids), opened, "markeren")
        self.moved_later(uids, opened)
        # Without a mark a crash would leave them unmarked and unmoved.
        if not opened.keywords or len(self._pending) >= _PENDING:
            self.flush()

    def moved_later(self, uids: Sequence[int], opened: Opened) -> None:
        """Save these up to be moved to the done folder."""
        if not self._account.done_folder:
            return
        if self._pending_in != opened.uidvalidity:
            self._pending, self._pending_in = [], opened.uidvalidity
        self._pending += uids

    def trouble(self, uids: Sequence[int], opened: Opened) -> None:
        """Move these to the trouble folder."""
        if self._account.trouble_folder and uids and not opened.read_only:
            self._move(uids, self._account.trouble_folder, opened)

    def flush(self) -> None:
        """Move what was saved up."""
        if self._pending and self._pending_in == self._session.current().uidvalidity:
            self._move(self._pending, self._account.done_folder, self._session.current())
        self._pending = []

    def _move(self, uids: Sequence[int], folder: str, opened: Opened) -> None:
        def work(client: Connection) -> None:
            if not imap_settle.can_move(client):
                raise SaidNo("de server kent MOVE noch UIDPLUS")
            if folder not in self._folders:
                self._folders[folder] = imap_settle.make_folder(client, folder)
            imap_settle.move(client, uids, self._folders[folder])

        was_known = folder in self._folders
        moved = self._try(work, opened, f'verplaatsen naar "{folder}"', quiet=was_known)
        if not moved and was_known:
            # Somebody may have removed the folder since: look again.
            del self._folders[folder]
            self._try(work, opened, f'verplaatsen naar "{folder}"')

    def _try(self, work: Callable[[Connection], Any], opened: Opened, what: str, *, quiet: bool = False) -> bool:
        try:
            self._session.ask(work, opened.uidvalidity)
        except SaidNo as no:
            if not quiet:
                self._tell(f"{self._folder}: {what} mag niet van de mailserver ({no}); de berichten blijven staan.")
            return False
        except Renumbered:
            # These numbers belong to other mails now; what is stored stays stored.
            return True
        return True

    @property
    def _folder(self) -> str:
        return f'Map "{self._account.folder}" van {self._account.username} op {self._account.place}'

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._say(sentence)
