"""What the web desk needs of storage beside the use cases: accounts, the audit trail, and lists for its pages."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.accounts import Accounts, Audit
from domain.ports import Records
from domain.sending import SendingRecords


class ApiTokens(Protocol):
    """Who may ask the API."""

    def holds(self, token_hash: str, at: datetime) -> bool:
        """Whether this token is good; notes that it was used."""


class DeskRecords(Records, SendingRecords, Protocol):
    """The whole of storage, as the desk sees it."""

    @property
    def accounts(self) -> Accounts:
        """Users and sessions."""

    @property
    def api_tokens(self) -> ApiTokens:
        """Who may ask the API."""

    @property
    def audit(self) -> Audit:
        """Who changed what, and who looked at personal data."""
