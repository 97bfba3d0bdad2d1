"""The ports: what the use cases in `intake` need from the outside, as Protocols.

`nlp` and `storage` offer these; `bot.app` puts them together. Fakes in the tests pass the same tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.model import Message, Reading

Clock = Callable[[], datetime]
"""Gives the present instant in UTC."""


class Reader(Protocol):
    """Dutch text in, a reading out. Pure: the same message gives the same reading."""

    @property
    def version(self) -> str:
        """The version of the pipeline, stored beside each reading."""

    def read(self, message: Message, thread: Sequence[str] = ()) -> Reading:
        """Read `message`; `thread` holds the CBS codes of the dossiers that its thread already belongs to.

        Never raises on any text.
        """


@dataclass(frozen=True, slots=True)
class Location:
    """Where a raw message stands in its source; together unique, also after UIDs have been dealt out anew."""

    account: str
    folder: str
    uidvalidity: int
    uid: str


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail as bytes. `raw` is empty and `problem` says why (Dutch) where it could not be fetched (too large)."""

    location: Location
    raw: bytes
    received_at: datetime
    problem: str = ""


class Source(Protocol):
    """A mailbox that mail is taken from: IMAP, Maildir, a folder of .eml, an mbox."""

    def fetch(self, known: Callable[[Sequence[Location]], set[Location]]) -> Iterator[list[RawMail]]:
        """Yield batches of mail not seen before; `known` tells which of some locations are stored already.

        No connection is held while a batch is being worked on longer than the server allows. Raises `SourceError`.
        """

    def settle(self, done: Sequence[Location], trouble: Sequence[Location]) -> None:
        """Mark what has been stored (`done_folder` or keyword) and what could not be read (`trouble_folder`)."""

    def wait(self, seconds: float) -> bool:
        """Wait for new mail for at most `seconds`; true as soon as there may be some. Raises `SourceError`."""

    def close(self) -> None:
        """Let go of the connection."""
