"""The ports: what the use cases in `intake` need from the outside, as Protocols.

`nlp` and `storage` offer these; `bot.app` puts them together. Fakes in the tests pass the same tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.campaign import Campaign, Gemeente
from domain.changes import Cause, Change
from domain.dossier import Dossier, Offer, Pledge
from domain.model import Channel, Kind, Message, Reading

Clock = Callable[[], datetime]
"""Gives the present instant in UTC."""

Parse = Callable[[bytes], Message]
"""Makes a message of raw bytes. Raises `MessageError` where they are none."""


class Reader(Protocol):
    """Dutch text in, a reading out. Pure: the same message gives the same reading."""

    @property
    def version(self) -> str:
        """The version of the pipeline, stored beside each reading."""

    def read(self, message: Message, thread: Sequence[str] = ()) -> Reading:
        """Read `message`; `thread` holds the CBS codes of the dossiers that its thread already belongs to.

        Never raises on any text.
        """

    def reply(self, message: Message, reading: Reading, standing: Sequence[Offer]) -> Reading:
        """The reading of a reply to our own acknowledgement, given what `read` made of it.

        `standing` are the pledges of the gemeente that count now; a figure without more is about those.
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
    """One mail as bytes.

    Where it could not be fetched whole (too large, unreadable) `problem` says why in Dutch, and `raw` holds its header
    or nothing.
    """

    location: Location
    raw: bytes
    received_at: datetime
    problem: str = ""


class Source(Protocol):
    """A mailbox that mail is taken from: IMAP, Maildir, a folder of .eml, an mbox."""

    def fetch(self, known: Callable[[Sequence[Location]], set[Location]]) -> Iterator[list[RawMail]]:
        """Yield batches of mail not seen before; `known` tells which of some locations are stored already.

        `known` is asked about everything that stands unsettled in the mailbox, so that a caller can settle what a
        crash left behind. `settle` may be called between two batches. No connection is held while a batch is being
        worked on longer than the server allows. Raises `SourceError`.
        """

    def settle(self, done: Sequence[Location], trouble: Sequence[Location]) -> None:
        """Mark what has been stored (`done_folder` or keyword) and what could not be read (`trouble_folder`).

        Doing it twice is no fault: after a crash the same locations come again.
        """

    def wait(self, seconds: float) -> bool:
        """Wait for new mail for at most `seconds`; true as soon as there may be some. Raises `SourceError`."""

    def close(self) -> None:
        """Let go of the connection."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it comes in, before anything has read it.

    `content_hash` is the same for two deliveries of one mail and differs between two mails. The texts are what a
    first look at the headers gave, to show while it has not been read. `problem` is set where `raw` could not be had.
    """

    channel: Channel
    content_hash: str
    raw: bytes
    received_at: datetime
    location: Location | None = None
    external_id: str = ""
    sender: str = ""
    subject: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A row of `messages`. `state` is `received`, `handled` or `trouble`; `error` says what the trouble is.

    `erased_at` is when the text and the sender were wiped.
    """

    id: int
    channel: Channel
    state: str
    error: str
    attempts: int
    received_at: datetime
    said_at: datetime
    sender: str
    subject: str
    thread: int | None
    kind: Kind | None
    size: int
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that nobody has read. `size` is in bytes, `tries` how often reading it was begun and never ended."""

    id: int
    size: int = 0
    tries: int = 0


class Messages(Protocol):
    """What came in, raw and as rows."""

    def known(self, locations: Sequence[Location]) -> set[Location]:
        """Which of these locations are stored already."""

    def outcome(self, locations: Sequence[Location]) -> tuple[list[Location], list[Location]]:
        """Of these locations those that are handled and those that are in trouble; the others are in neither."""

    def store(self, arrival: Arrival) -> tuple[int, bool]:
        """Store it and its location; gives the id of the message and whether it is new. Inside `write`."""

    def unhandled(self, content_hashes: Sequence[str]) -> bool:
        """Whether any of these is stored and not handled (yet)."""

    def waiting(self, limit: int) -> list[Waiting]:
        """The oldest messages that nobody has read, at most so many."""

    def claim(self, ids: Sequence[int]) -> None:
        """Count a try for each of these, durably, before it is made. Inside `write`."""

    def unclaim(self, ids: Sequence[int]) -> None:
        """Take back the try of these that was counted and not made. Inside `write`."""

    def tries(self, message: int) -> int:
        """How often a try of this message was begun and never ended; 0 where the last one ended."""

    def raw(self, message: int) -> bytes:
        """The bytes as they came in."""

    def get(self, message: int) -> StoredMessage:
        """The row. Raises `DecisionError` where there is none."""

    def gemeenten_of_thread(self, message: Message, before: int | None = None) -> tuple[str, ...]:
        """CBS codes of the dossiers that the thread of this message already belongs to, sorted.

        With `before`, an id, only messages that came in earlier than that one are looked at.
        """

    def answers_acknowledgement(self, message: Message) -> bool:
        """Whether this message answers an acknowledgement of ours."""

    def handled(self, message_id: int, message: Message, at: datetime, *, broadcast: bool) -> StoredMessage:
        """Write what was read of it, put it in its thread, and mark it as handled. Inside `write`."""

    def set_aside(self, message_id: int, reason: str, at: datetime) -> None:
        """It cannot be read; the raw text stays. Inside `write`."""

    def try_again(self, ids: Sequence[int] | None = None) -> int:
        """Put messages in trouble (these, or all) back in the queue; gives how many. Inside `write`."""

    def handled_since(self, since: datetime | None) -> Iterator[int]:
        """Ids of the handled messages that came in at or after `since`, in the order in which they came in."""


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading as it is stored."""

    id: int
    message: int
    campaign: str
    version: str
    kind: Kind
    reading: Reading


class Readings(Protocol):
    """What was read, by version of the pipeline, with the text that the evidence points into."""

    def store(
        self, message_id: int, campaign: str, version: str, message: Message, reading: Reading, at: datetime
    ) -> int:
        """Store a reading with the parts of its message; gives its id. Inside `write`."""

    def latest(self, message: int) -> StoredReading | None:
        """The newest reading of a message."""

    def get(self, reading: int) -> StoredReading:
        """One reading."""

    def parts(self, reading: int) -> dict[str, str]:
        """The texts that the evidence of this reading points into, by the name of the part."""


class Dossiers(Protocol):
    """The dossiers of a campaign and everything that changes them."""

    def get(self, campaign: str, gemeenten: Iterable[str]) -> dict[str, Dossier]:
        """The dossiers of these gemeenten; an empty one for a gemeente that nothing is known of."""

    def brief(self, campaign: str, gemeenten: Iterable[str]) -> dict[str, Dossier]:
        """The same as far as a message that just came in depends on them: of what piles up only that it is there."""

    def apply(self, changes: Sequence[Change], cause: Cause, decision: int | None = None) -> int:
        """Write the changes with their history, renew the statuses; gives the id of the decision. Inside `write`.

        With `decision` they become part of that one, which this same transaction has made.
        """

    def undo(self, decision: int, cause: Cause) -> int:
        """Put back what a decision changed, as a new decision. Inside `write`. Raises `DecisionError`."""

    def of_message(self, message: int) -> Dossier:
        """Everything that came from one message, over all gemeenten; its `gemeente` is empty."""

    def pledge(self, number: int) -> Pledge:
        """One pledge. Raises `DecisionError` where there is none."""

    def take_back_rule(self, cause: Cause) -> None:
        """Take back what the rules decided about the message of `cause`, because it is read anew. Inside `write`.

        Raises `DecisionError` where something changed since.
        """

    def message_of_decision(self, decision: int) -> int:
        """The message that a decision is about. Raises `DecisionError` where there is no such decision."""

    def reading_behind(self, message: int) -> int:
        """The reading that the dossiers rest on for this message: the newest that a rule decided about.

        Raises `DecisionError` where the message has not been read.
        """

    def open_review(self, message: int) -> tuple[str, ...] | None:
        """Why a message waits for a person, or `None` where it does not."""

    def newest_decision(self, message: int) -> int:
        """The newest decision about a message, 0 where there is none: it changes with everything that is decided."""

    def decided_by_person(self, message: int) -> bool:
        """Whether a person decided anything about this message that has not been undone."""


class Records(Protocol):
    """The whole of storage, as the use cases see it."""

    @property
    def messages(self) -> Messages:
        """Messages, raw and as rows."""

    @property
    def readings(self) -> Readings:
        """Readings of messages."""

    @property
    def dossiers(self) -> Dossiers:
        """Dossiers, pledges, reviews, decisions and history."""

    def write(self) -> AbstractContextManager[None]:
        """One transaction: all or nothing. Raises `StorageError`."""

    def savepoint(self) -> AbstractContextManager[None]:
        """A step within a transaction that an exception undoes by itself."""

    def store_gemeenten(self, gemeenten: Iterable[Gemeente]) -> None:
        """Make the table of gemeenten equal to these; one that has a dossier is never removed."""

    def store_campaign(self, campaign: Campaign) -> None:
        """Make the rows of this campaign equal to it. Raises `RecordError` for an unknown gemeente in a network."""

    def progress(self, campaign: str) -> Mapping[str, Any]:
        """The row of `v_progress`."""

    def view(self, name: str, campaign: str) -> Iterator[Mapping[str, Any]]:
        """The rows of one of the views `v_responses`, `v_pledges`, `v_bottlenecks`, `v_not_answered`."""

    def counts(self) -> Mapping[str, int]:
        """Messages by state, and outbox rows by state as `outbox_<state>`; zero where there are none."""

    def setting(self, key: str) -> str | None:
        """A setting that lives in the database, such as `sending_paused` after a restore; `None` if not set."""

    def set_setting(self, key: str, value: str, at: datetime) -> None:
        """Write such a setting."""
