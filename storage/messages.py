"""Messages as they came in: the row, the raw bytes, and where they were found."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import DecisionError
from domain.model import Channel, Kind, Message
from domain.ports import Arrival, Location, StoredMessage, Waiting
from storage import threads
from storage.database import Database, Row
from storage.readings import clean
from storage.times import moment, optional_text, text

_MANY = 500
_TEXT_LIMIT = 2000


class Messages:
    """The rows of `messages` and what hangs on them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def known(self, locations: Sequence[Location]) -> set[Location]:
        """Which of these locations are stored already."""
        return {location for location, _ in self._states(locations)}

    def outcome(self, locations: Sequence[Location]) -> tuple[list[Location], list[Location]]:
        """Of these locations those that are handled and those that are in trouble; the others are in neither."""
        states = list(self._states(locations))
        return [at for at, state in states if state == "handled"], [at for at, state in states if state == "trouble"]

    def _states(self, locations: Sequence[Location]) -> Iterator[tuple[Location, str]]:
        for start in range(0, len(locations), _MANY):
            some = locations[start : start + _MANY]
            values = [value for at in some for value in (at.account, at.folder, at.uidvalidity, at.uid)]
            rows = self._db.rows(
                "SELECT l.account, l.folder, l.uidvalidity, l.uid, m.state FROM locations l "
                "JOIN messages m ON m.id = l.message WHERE (l.account, l.folder, l.uidvalidity, l.uid) IN "
                f"(VALUES {', '.join(['(?, ?, ?, ?)'] * len(some))})",
                values,
            )
            for row in rows:
                yield Location(row["account"], row["folder"], row["uidvalidity"], row["uid"]), row["state"]

    def store(self, arrival: Arrival) -> tuple[int, bool]:
        """Store it and its location; gives the id of the message and whether it is new. Inside `write`.

        A message in trouble that is delivered again (moved back by a person) is tried again.
        """
        row = self._db.row("SELECT id, state FROM messages WHERE content_hash = ?", (arrival.content_hash,))
        number = row["id"] if row else self._add(arrival)
        if arrival.location is not None:
            at = arrival.location
            new_place = self._db.change(
                "INSERT OR IGNORE INTO locations (account, folder, uidvalidity, uid, message) VALUES (?, ?, ?, ?, ?)",
                (at.account, at.folder, at.uidvalidity, at.uid, number),
            )
            if row and row["state"] == "trouble" and new_place:
                self.try_again([number])
        return number, row is None

    def _add(self, arrival: Arrival) -> int:
        at = text(arrival.received_at)
        number = self._db.add(
            "messages",
            channel=str(arrival.channel),
            external_id=_short(arrival.external_id),
            received_at=at,
            said_at=at,
            sender=_short(arrival.sender),
            subject=_short(arrival.subject),
            content_hash=arrival.content_hash,
            state="trouble" if arrival.problem else "received",
            error=arrival.problem,
            size=len(arrival.raw),
            whole=int(not arrival.problem),
        )
        self._db.add("raw_messages", message=number, packed=zlib.compress(arrival.raw, 6))
        return number

    def unhandled(self, content_hashes: Sequence[str]) -> bool:
        """Whether any of these is stored and not handled (yet)."""
        found = self._db.value(
            "SELECT count(*) FROM messages WHERE state <> 'handled' "
            "AND content_hash IN (SELECT value FROM json_each(?))",
            (json.dumps(content_hashes),),
        )
        return bool(found)

    def waiting(self, limit: int) -> list[Waiting]:
        """The oldest messages that nobody has read, at most so many.

        What came in through a chat is handled there, as a part of its conversation.
        """
        rows = self._db.rows(
            "SELECT m.id, m.size, coalesce(t.count, 0) AS tries FROM messages m LEFT JOIN tries t ON t.message = m.id "
            "WHERE m.state = 'received' AND m.channel NOT IN ('telegram', 'web', 'terminal') ORDER BY m.id LIMIT ?",
            (limit,),
        )
        return [Waiting(row["id"], row["size"], row["tries"]) for row in rows]

    def claim(self, ids: Sequence[int]) -> None:
        """Count a try for each of these, durably, before it is made. Inside `write`."""
        self._db.change_all(
            "INSERT INTO tries (message, count) VALUES (?, 1) ON CONFLICT (message) DO UPDATE SET count = count + 1",
            [(number,) for number in ids],
        )

    def unclaim(self, ids: Sequence[int]) -> None:
        """Take back the try of these that was counted and not made. Inside `write`."""
        self._db.change_all("UPDATE tries SET count = count - 1 WHERE message = ?", [(number,) for number in ids])
        self._db.change("DELETE FROM tries WHERE count <= 0")

    def tries(self, message: int) -> int:
        """How often a try of this message was begun and never ended; 0 where the last one ended."""
        return int(self._db.value("SELECT count FROM tries WHERE message = ?", (message,)) or 0)

    def raw(self, message: int) -> bytes:
        """The bytes as they came in. Raises `DecisionError` where there is no such message, or its text is gone."""
        packed = self._db.value("SELECT packed FROM raw_messages WHERE message = ?", (message,))
        if not packed:
            self.get(message)
            raise DecisionError(
                f"De tekst van bericht {message} is gewist: de afzender vroeg daarom, of de bewaartermijn is voorbij."
            )
        return zlib.decompress(packed)

    def get(self, message: int) -> StoredMessage:
        """The row. Raises `DecisionError` where there is none."""
        row = self._db.row("SELECT * FROM messages WHERE id = ?", (message,))
        if row is None:
            raise DecisionError(f"Bericht {message} bestaat niet.")
        return _stored(row)

    def gemeenten_of_thread(self, message: Message, before: int | None = None) -> tuple[str, ...]:
        """CBS codes of the dossiers that the thread of this message already belongs to, sorted.

        With `before`, an id, only messages that came in earlier than that one are looked at.
        """
        return threads.gemeenten(self._db, message, before)

    def answers_acknowledgement(self, message: Message) -> bool:
        """Whether this message answers an acknowledgement of ours."""
        return threads.answers_acknowledgement(self._db, message)

    def handled(self, message_id: int, message: Message, at: datetime, *, broadcast: bool) -> StoredMessage:
        """Write what was read of it, put it in its thread, and mark it as handled. Inside `write`.

        `broadcast` marks a mail that many answer to (the VNG's own letter, a list): it ties no threads together.
        """
        stored = self.get(message_id)
        thread = threads.join(self._db, message_id, message, broadcast=broadcast)
        said = text(said_at(message, stored.received_at))
        sender, subject = _short(message.sender.address), _short(message.subject)
        self._db.change(
            "UPDATE messages SET sender = ?, sender_name = ?, subject = ?, sent_at = ?, said_at = ?, message_id = ?, "
            "thread = ?, in_reply_to = ?, broadcast = ?, kind = ?, state = 'handled', error = '', attempts = 0, "
            "processed_at = ? WHERE id = ?",
            (
                sender,
                _short(message.sender.name),
                subject,
                _sent(message),
                said,
                _short(message.message_id),
                thread,
                _short(message.in_reply_to),
                int(broadcast),
                str(message.kind),
                text(at),
                message_id,
            ),
        )
        self._db.change("DELETE FROM tries WHERE message = ?", (message_id,))
        return replace(
            stored,
            state="handled",
            error="",
            attempts=0,
            said_at=moment(said),
            sender=sender,
            subject=subject,
            thread=thread,
            kind=message.kind,
        )

    def set_aside(self, message_id: int, reason: str, at: datetime) -> None:
        """It cannot be read; the raw text stays. Inside `write`."""
        self._db.change(
            "UPDATE messages SET state = 'trouble', error = ?, attempts = attempts + 1, processed_at = ? WHERE id = ?",
            (reason, text(at), message_id),
        )
        self._db.change("DELETE FROM tries WHERE message = ?", (message_id,))

    def try_again(self, ids: Sequence[int] | None = None) -> int:
        """Put messages in trouble (these, or all) back in the queue; gives how many. Inside `write`.

        One that could not be fetched as a whole stays where it is.
        """
        again = "UPDATE messages SET state = 'received' WHERE state = 'trouble' AND whole"
        if ids is None:
            return self._db.change(again)
        return sum(self._db.change(f"{again} AND id = ?", (number,)) for number in ids)

    def handled_since(self, since: datetime | None) -> Iterator[int]:
        """Ids of the handled messages that came in at or after `since`, in the order in which they came.

        Without those of a sender who was erased: nobody can read them again.
        """
        last = 0
        while True:
            rows = self._db.rows(
                "SELECT id FROM messages WHERE state = 'handled' AND erased_at IS NULL AND id > ? AND received_at >= ? "
                "ORDER BY id LIMIT ?",
                (last, optional_text(since) or "", _MANY),
            )
            if not rows:
                return
            for row in rows:
                yield row["id"]
            last = rows[-1]["id"]


def said_at(message: Message, received_at: datetime) -> datetime:
    """When it was said: the date of the sender, unless his clock runs ahead of when it came in."""
    if message.date is None or message.date.tzinfo is None:
        return received_at
    return min(message.date, received_at + timedelta(hours=1))


def _sent(message: Message) -> str | None:
    return text(message.date) if message.date and message.date.tzinfo else None


def _short(value: str) -> str:
    # A header can be a megabyte of anything.
    return clean(value[:_TEXT_LIMIT])


def _stored(row: Row) -> StoredMessage:
    return StoredMessage(
        id=row["id"],
        channel=Channel(row["channel"]),
        state=row["state"],
        error=row["error"],
        attempts=row["attempts"],
        received_at=moment(row["received_at"]),
        said_at=moment(row["said_at"]),
        sender=row["sender"],
        subject=row["subject"],
        thread=row["thread"],
        kind=Kind(row["kind"]) if row["kind"] else None,
        size=row["size"],
        erased_at=moment(row["erased_at"]) if row["erased_at"] else None,
    )
