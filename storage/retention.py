"""Wiping texts that have been kept long enough, in portions that each are a transaction with a line in the trail.

What became of a message when its sender was erased becomes of these too: the text goes, the figures stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from domain.casussen import CasusStatus
from domain.keeping import Limits
from domain.retention import Wiped
from storage.accounts import Audit
from storage.database import Database
from storage.forgetting import EMPTIED, changeable, erase_chats, erase_messages
from storage.times import text

PORTION = 100
"""Messages in one transaction: nobody else can write meanwhile."""
LINES = 5000
WHO = "bewaartermijn"
"""Who wiped, in the trail."""

_MESSAGE_WAITS = (
    "(m.state = 'received' OR EXISTS (SELECT 1 FROM reviews r WHERE r.message = m.id AND r.state = 'open') "
    "OR EXISTS (SELECT 1 FROM questions q WHERE q.message = m.id AND q.status = 'open'))"
)
_MESSAGES = (
    "FROM messages m WHERE m.erased_at IS NULL AND m.received_at < ? "
    "AND NOT EXISTS (SELECT 1 FROM chat_messages c WHERE c.message = m.id)"
)
_SENT = (
    "FROM outbox o WHERE o.channel = 'email' AND o.state IN ('sent', 'failed', 'cancelled') "
    "AND coalesce(o.sent_at, o.due_at) < ? AND (o.recipient <> '' OR o.text <> '')"
)
_DOUBTED = "FROM outbox o WHERE o.channel = 'email' AND o.state = 'unknown' AND o.due_at < ?"
_CHATS = "FROM chats c WHERE c.changed_at < ? AND c.address NOT LIKE 'gewist-%'"
_CHAT_WAITS = (
    "(c.taken_by <> '' OR EXISTS (SELECT 1 FROM chat_messages t JOIN messages m ON m.id = t.message "
    f"WHERE t.chat = c.id AND {_MESSAGE_WAITS}) OR EXISTS (SELECT 1 FROM outbox o WHERE o.channel = c.channel "
    "AND o.recipient = c.address AND o.state NOT IN ('sent', 'failed', 'cancelled')))"
)
_LINES = "FROM audit a WHERE a.at < ?"
_CONTACTS = "FROM contacts WHERE added_at < ?"
_NOTES = "FROM notes WHERE at < ?"
_CASUSSEN = f"FROM casussen WHERE made_at < ? AND status {{}} '{CasusStatus.SOLVED}'"
_SOLVED, _TALKED_ABOUT = _CASUSSEN.format("="), _CASUSSEN.format("<>")
_AMONG = "(SELECT value FROM json_each(?))"

Erase = Callable[[str], None]
"""Removes the copy of what was sent, by its Message-ID; doing it twice is fine."""


def look(db: Database, limits: Limits) -> Wiped:
    """How much is to be wiped, and what waits for a person. Changes nothing."""

    def count(limit: datetime | None, rows: str) -> int:
        return int(db.value(f"SELECT count(*) {rows}", (text(limit),))) if limit else 0

    return Wiped(
        messages=count(limits.messages, f"{_MESSAGES} AND NOT {_MESSAGE_WAITS}"),
        sent=count(limits.messages, _SENT),
        conversations=count(limits.conversations, f"{_CHATS} AND NOT {_CHAT_WAITS}"),
        contacts=count(limits.contacts, _CONTACTS),
        notes=count(limits.notes, _NOTES) + count(limits.notes, _SOLVED),
        lines=count(limits.trail, _LINES),
        waiting=count(limits.messages, f"{_MESSAGES} AND {_MESSAGE_WAITS}")
        + count(limits.messages, _DOUBTED)
        + count(limits.conversations, f"{_CHATS} AND {_CHAT_WAITS}")
        + count(limits.notes, _TALKED_ABOUT),
    )


def wipe(db: Database, limits: Limits, at: datetime, erase: Erase) -> Wiped:
    """Wipe one portion and note it in the trail; nothing is left to do where it wiped nothing. Inside `write`."""
    done = Wiped(
        messages=_wipe_messages(db, limits.messages, at),
        sent=_wipe_sent(db, limits.messages, erase),
        conversations=_wipe_chats(db, limits.conversations, at),
        contacts=_wipe_contacts(db, limits.contacts),
        notes=_wipe_notes(db, limits.notes),
        lines=_wipe_trail(db, limits.trail),
    )
    if not done.nothing:
        Audit(db).note(at, WHO, "gewist na de bewaartermijn", "gegevens", "", done.words)
        if done.messages < PORTION and done.conversations < PORTION:
            # The full-text index only notes that words are gone; they leave it where it is merged
            db.change("INSERT INTO message_search (message_search) VALUES ('optimize')")
    return done


def _wipe_messages(db: Database, limit: datetime | None, at: datetime) -> int:
    numbers = _first(db, "m.id", f"{_MESSAGES} AND NOT {_MESSAGE_WAITS}", limit)
    _erase(db, numbers, at)
    return len(numbers)


def _erase(db: Database, numbers: list[int], at: datetime) -> None:
    if numbers:
        with changeable(db, numbers):
            for number in numbers:  # each without its own sender only: a name may be a word elsewhere
                erase_messages(db, [number], at)
        # What was drawn from these and nobody took over goes along; contacts that a person accepted stay
        among = (json.dumps(numbers),)
        db.change(f"DELETE FROM contacts WHERE state = 'proposed' AND message IN {_AMONG}", among)
        db.change(f"DELETE FROM absences WHERE message IN {_AMONG}", among)


def _wipe_sent(db: Database, limit: datetime | None, erase: Erase) -> int:
    numbers = _first(db, "o.id", _SENT, limit)
    among = (json.dumps(numbers),)
    # The copies go first: after a crash in between the row still tells that there is one
    for row in db.rows(f"SELECT message_id FROM outbox WHERE id IN {_AMONG}", among):
        erase(row["message_id"])
    db.change(f"{EMPTIED} WHERE id IN {_AMONG}", among)
    return len(numbers)


def _wipe_chats(db: Database, limit: datetime | None, at: datetime) -> int:
    numbers = _first(db, "c.id", f"{_CHATS} AND NOT {_CHAT_WAITS}", limit)
    among = (json.dumps(numbers),)
    messages = "SELECT t.message FROM chat_messages t JOIN messages m ON m.id = t.message WHERE m.erased_at IS NULL"
    _erase(db, [row[0] for row in db.rows(f"{messages} AND t.chat IN {_AMONG}", among)], at)
    db.change(
        f"{EMPTIED} WHERE (channel, recipient) IN (SELECT channel, address FROM chats WHERE id IN {_AMONG})", among
    )
    erase_chats(db, numbers)
    return len(numbers)


def _wipe_contacts(db: Database, limit: datetime | None) -> int:
    if limit is None:
        return 0
    # Who is never to be written to again is known by a hash from here on
    db.change("UPDATE left_alone SET address = NULL, detail = '' WHERE address <> '' AND since < ?", (text(limit),))
    return db.change(f"DELETE {_CONTACTS}", (text(limit),))


def _wipe_notes(db: Database, limit: datetime | None) -> int:
    """Notes, and casussen that are solved: about the others people still talk."""
    if limit is None:
        return 0
    return sum(db.change(f"DELETE {rows}", (text(limit),)) for rows in (_NOTES, _SOLVED))


def _wipe_trail(db: Database, limit: datetime | None) -> int:
    if limit is None:
        return 0
    return db.change(
        f"DELETE FROM audit WHERE id IN (SELECT a.id {_LINES} ORDER BY a.id LIMIT ?)", (text(limit), LINES)
    )


def _first(db: Database, key: str, rows: str, limit: datetime | None) -> list[int]:
    """The first portion of these rows."""
    if limit is None:
        return []
    return [row[0] for row in db.rows(f"SELECT {key} {rows} ORDER BY {key} LIMIT ?", (text(limit), PORTION))]
