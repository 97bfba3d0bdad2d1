"""What the public form needs of storage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.form import Form
from domain.ports import Records
from domain.sending import SendingRecords


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A row of `forms`. `state` is `draft`, `sent` (a link to confirm it was mailed) or `confirmed` (it counts)."""

    id: int
    state: str
    form: Form
    changed_at: datetime


class Forms(Protocol):
    """Forms as they were filled in. What changes rows works inside `write`."""

    def save(self, campaign: str, token_hash: str, form: Form, at: datetime) -> bool:
        """Keep a draft; false where it was confirmed meanwhile, and then nothing changes."""

    def find(self, token_hash: str) -> StoredForm | None:
        """The form behind the link of who fills it in."""

    def find_sent(self, confirm_hash: str) -> StoredForm | None:
        """The form behind the link that was mailed."""

    def sent(self, number: int, confirm_hash: str, at: datetime) -> bool:
        """A link to confirm it is being mailed; false where that has been done."""

    def confirmed(self, number: int, message: int, at: datetime) -> bool:
        """It counts from now on, as this message; false where it did already."""

    def end_old(self, before: datetime) -> int:
        """Wipe what nobody sent or confirmed; gives how many."""


class FormRecords(Records, SendingRecords, Protocol):
    """The whole of storage, as the form sees it."""

    @property
    def forms(self) -> Forms:
        """Forms as they were filled in."""
