"""The whole of storage behind one door, for the use cases and for `bot.app`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from domain.campaign import Campaign, Gemeente
from domain.forgetting import Forgotten
from domain.keeping import Limits
from domain.retention import Wiped
from storage import campaigns, copies, forgetting, progress, publication, retention
from storage.accounts import Accounts, Audit
from storage.api_tokens import ApiTokens
from storage.casussen import Casussen
from storage.chat_lines import ChatLines
from storage.chats import Chats
from storage.contacts import Contacts
from storage.database import Database
from storage.dossier_pages import DossierPages
from storage.dossiers import Dossiers
from storage.form_links import FormLinks
from storage.forms import Forms
from storage.mail_pages import MailPages
from storage.messages import Messages
from storage.outbox import Outbox
from storage.overview import Overview
from storage.questions import Questions
from storage.readings import Readings
from storage.reminders import Reminders
from storage.reviews import Reviews
from storage.spokespersons import Spokespersons


class Records:
    """An open database.

    Offers `domain.ports.Records`, `domain.sending.SendingRecords`, `domain.talking.TalkingRecords`, and what the
    commands need.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self.messages = Messages(db)
        self.readings = Readings(db)
        self.dossiers = Dossiers(db)
        self.outbox = Outbox(db)
        self.contacts = Contacts(db)
        self.reminders = Reminders(db)
        self.api_tokens = ApiTokens(db)
        self.forms = Forms(db)
        self.form_links = FormLinks(db)
        self.chat_lines = ChatLines(db)
        self.accounts = Accounts(db)
        self.audit = Audit(db)
        self.reviews = Reviews(db)
        self.casussen = Casussen(db)
        self.mail_pages = MailPages(db)
        self.dossier_pages = DossierPages(db)
        self.overview = Overview(db)
        self.chats = Chats(db)
        self.spokespersons = Spokespersons(db)
        self.questions = Questions(db)

    @classmethod
    def open(cls, path: Path, *, writing: bool = True, durable: bool = True) -> Self:
        """Open the database at `path`; see `Database.open`. Raises `StorageError`."""
        return cls(Database.open(path, writing=writing, durable=durable))

    @property
    def path(self) -> Path:
        """Where the database stands."""
        return self._db.path

    def write(self) -> AbstractContextManager[None]:
        """One transaction: all or nothing. Raises `StorageError`."""
        return self._db.write()

    def write_soon(self) -> AbstractContextManager[None]:
        """The same, on the disk with the next `write`. Raises `StorageError`."""
        return self._db.write_soon()

    def savepoint(self) -> AbstractContextManager[None]:
        """A step within a transaction that an exception undoes by itself."""
        return self._db.savepoint()

    def store_gemeenten(self, gemeenten: Iterable[Gemeente]) -> None:
        """Make the table of gemeenten equal to these; one that has a dossier is never removed."""
        campaigns.store_gemeenten(self._db, gemeenten)

    def store_campaign(self, campaign: Campaign) -> None:
        """Make the rows of this campaign equal to it. Raises `RecordError` for an unknown gemeente in a network."""
        campaigns.store_campaign(self._db, campaign)

    def progress(self, campaign: str) -> Mapping[str, Any]:
        """The row of `v_progress`. Raises `StorageError` for a campaign that is not stored."""
        return progress.progress(self._db, campaign)

    def view(self, name: str, campaign: str) -> Iterator[Mapping[str, Any]]:
        """The rows of one of the views `v_responses`, `v_pledges`, `v_bottlenecks`, `v_not_answered`."""
        return progress.view(self._db, name, campaign)

    def columns(self, view: str) -> list[str]:
        """The names of the columns of a view, also when it has no rows."""
        return progress.columns(self._db, view)

    def counts(self) -> Mapping[str, int]:
        """Messages by state, and outbox rows by state as `outbox_<state>`; zero where there are none."""
        return progress.counts(self._db)

    def setting(self, key: str) -> str | None:
        """A setting that lives in the database, such as `sending_paused` after a restore."""
        return campaigns.setting(self._db, key)

    def set_setting(self, key: str, value: str, at: datetime) -> None:
        """Write such a setting."""
        campaigns.set_setting(self._db, key, value, at)

    def clear_setting(self, key: str) -> bool:
        """Remove such a setting; gives whether it was set. Inside `write`."""
        return campaigns.clear_setting(self._db, key)

    def backup(self, target: Path, letters: Path | None = None) -> int:
        """Copy the database, and the letters in this folder, to one file while it is in use; gives how many letters.

        Raises `StorageError`.
        """
        return copies.backup(self._db, target, letters)

    def faults(self) -> list[str]:
        """What is wrong inside the database; empty where all is well. Reads the whole file."""
        return copies.faults(self._db)

    def publish(self, target: Path) -> None:
        """Write a copy without personal data, with a metadata file for Datasette beside it. Raises `StorageError`."""
        publication.publish(self._db, target)

    def forget(self, address: str, at: datetime) -> Forgotten:
        """Erase the person behind this address; see `storage.forgetting`. A transaction of its own."""
        with self._db.write():
            # What is erased is overwritten too, not only taken off the list
            self._db.change("PRAGMA secure_delete = ON")
            return forgetting.forget(self._db, address, at)

    def to_wipe(self, limits: Limits) -> Wiped:
        """What has been kept long enough; see `storage.retention`."""
        return retention.look(self._db, limits)

    def wipe(self, limits: Limits, at: datetime, erase: Callable[[str], None]) -> Wiped:
        """Wipe a portion of it, until nothing is left to wipe. `erase` removes copies of what was sent.

        A transaction of its own. Raises `StorageError`.
        """
        with self._db.write():
            self._db.change("PRAGMA secure_delete = ON")
            return retention.wipe(self._db, limits, at, erase)

    def close(self) -> None:
        """Close the database and let another process have it."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
