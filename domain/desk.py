"""What the web desk needs of storage beside the use cases: accounts, the audit trail, and lists for its pages."""

from __future__ import annotations

from typing import Protocol

from domain.accounts import Accounts, Audit
from domain.ports import Records
from domain.sending import SendingRecords


class DeskRecords(Records, SendingRecords, Protocol):
    """The whole of storage, as the desk sees it."""

    @property
    def accounts(self) -> Accounts:
        """Users and sessions."""

    @property
    def audit(self) -> Audit:
        """Who changed what, and who looked at personal data."""
