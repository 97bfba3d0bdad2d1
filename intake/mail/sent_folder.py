"""Looking up in a mailbox on a server whether a mail went out: a folder with sent mail, or with the BCC copies."""

from __future__ import annotations

from contextlib import suppress

from imapclient.exceptions import IMAPClientError

from domain.errors import SourceError, SourceRefused
from intake.mail.imap_account import ImapAccount, Limits
from intake.mail.imap_connection import Connection, connect
from intake.mail.imap_errors import LOST, is_refusal, lost, said

SETTING = "mail.outgoing.sent"


class ImapSentFolder:
    """One folder that is only read; implements `intake.send.SentFolder`. Close it when the questions are over."""

    def __init__(self, account: ImapAccount, limits: Limits | None = None) -> None:
        self._account, self._limits = account, limits or Limits()
        self._client: Connection | None = None

    def holds(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID is in the folder. Raises `SourceError`."""
        try:
            return bool(self._opened().search(["HEADER", "Message-ID", message_id]))
        except SourceError as error:
            # The sentences about a mailbox are written for the one where mail comes in
            raise type(error)(str(error).replace("mail.incoming", SETTING)) from error
        except (*LOST, IMAPClientError) as error:
            refused = is_refusal(error)
            self.close()
            raise self._refusal(error) if refused else lost(error, self._account) from error

    def _refusal(self, error: Exception) -> SourceRefused:
        account = self._account
        return SourceRefused(
            f'De map "{account.folder}" ({SETTING}.folder) van {account.username} op {account.place} '
            f'gaat niet open ("{said(error, account)}").'
        )

    def _opened(self) -> Connection:
        if self._client is None:
            self._client = connect(self._account, self._limits)
        # Selected anew for each question: some servers show what came in meanwhile only then
        self._client.select_folder(self._account.folder, readonly=True)
        return self._client

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            with suppress(*LOST, IMAPClientError):
                self._client.logout()
        self._client = None
