"""Erasing a person from the rows. The figures of the gemeente stay, with the sentence they came from, unsigned.

The rows that never change are changed here, and only here: what the law asks goes before what the history promises.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from domain.forgetting import Forgotten, names_in, scrubbed, without_person
from storage.contacts import Contacts
from storage.database import Database, Row
from storage.times import text

SUSPENDED = ("readings_stay", "message_parts_changed")
"""What stands in the way: a reading stays as it is, and each text that changes is looked up in the whole index."""
EVIDENCE = ("pledges", "bottlenecks", "numbers")
EMPTIED = (
    "UPDATE outbox SET recipient = '', recipient_name = '', subject = '', text = '', html = '', buttons = '[]', "
    "key = CASE WHEN instr(key, '@') THEN 'gewist-' || id ELSE key END"
)
"""What stays of what was sent: when, why and to which gemeente. The key of a reminder holds the address."""


def forget(db: Database, address: str, at: datetime) -> Forgotten:
    """Erase the person behind a mail address or a chat address. Inside `write`.

    Mail that nobody has read or decided about yet would be lost with the person: then nothing is erased, and those
    messages are named.
    """
    chats = _numbers(
        db,
        "SELECT id FROM chats WHERE address = :address COLLATE NOCASE "
        "UNION SELECT chat FROM spokespersons WHERE address = :address",
        address,
    )
    messages = _numbers(
        db,
        "SELECT id FROM messages WHERE sender = :address COLLATE NOCASE UNION SELECT message FROM chat_messages "
        "WHERE chat IN (SELECT value FROM json_each(:chats))",
        address,
        chats,
    )
    if waiting := _undecided(db, messages):
        return Forgotten(waiting=tuple(waiting))
    if messages:
        with changeable(db, messages):
            erase_messages(db, messages, at)
    # What was filled in and never became a message is about the person too
    forms = db.change("DELETE FROM forms WHERE json_extract(answers, '$.address') = ? COLLATE NOCASE", (address,))
    sent = _erase_sent(db, address, chats)
    contacts = db.change("DELETE FROM contacts WHERE address = ?", (address,))
    db.change("DELETE FROM absences WHERE address = ?", (address,))
    db.change("UPDATE absences SET substitute = '' WHERE substitute = ? COLLATE NOCASE", (address,))
    erase_chats(db, chats)
    found = Forgotten(len(messages), sent, contacts, len(chats), forms=forms)
    if not found.nothing:
        Contacts(db).leave_alone(address, "erased", at)
        # The full-text index only notes that words are gone; they leave it where it is merged
        db.change("INSERT INTO message_search (message_search) VALUES ('optimize')")
    return found


def erase_messages(db: Database, numbers: list[int], at: datetime) -> None:
    """Erase the texts of these messages and who sent them; the figures stay. Inside `changeable`."""
    names = names_in(row["sender_name"] for row in _rows(db, "SELECT sender_name FROM messages WHERE id", numbers))
    for number in numbers:
        _erase_message(db, number, names)
    _erase_questions(db, numbers, names)
    db.change("UPDATE messages SET erased_at = ? WHERE id IN (SELECT value FROM json_each(?))", _many(at, numbers))


def _undecided(db: Database, messages: list[int]) -> list[int]:
    open_ = "SELECT m.id FROM messages m LEFT JOIN reviews r ON r.message = m.id AND r.state = 'open' "
    rows = _rows(db, f"{open_} WHERE (m.state = 'received' OR r.id IS NOT NULL) AND m.id", messages)
    return [row["id"] for row in rows]


def _erase_message(db: Database, number: int, names: frozenset[str]) -> None:
    db.change("DELETE FROM raw_messages WHERE message = ?", (number,))
    db.change("DELETE FROM forms WHERE message = ?", (number,))
    db.change("UPDATE messages SET sender = '', sender_name = '', subject = '', whole = 0 WHERE id = ?", (number,))
    for row in db.rows("SELECT id, reading FROM readings WHERE message = ?", (number,)):
        reading = json.dumps(scrubbed(json.loads(row["reading"]), names), ensure_ascii=False)
        db.change("UPDATE readings SET reading = ? WHERE id = ?", (reading, row["id"]))
        db.change("UPDATE message_parts SET text = '' WHERE reading = ?", (row["id"],))
    db.change("DELETE FROM quotes WHERE bottleneck IN (SELECT id FROM bottlenecks WHERE message = ?)", (number,))
    for table in EVIDENCE:
        for row in db.rows(f"SELECT id, evidence FROM {table} WHERE message = ?", (number,)):
            evidence = json.dumps(scrubbed(json.loads(row["evidence"]), names), ensure_ascii=False)
            db.change(f"UPDATE {table} SET evidence = ? WHERE id = ?", (evidence, row["id"]))


def _erase_sent(db: Database, address: str, chats: list[int]) -> tuple[str, ...]:
    mine = (
        "recipient = :address COLLATE NOCASE OR (channel, recipient) IN "
        "(SELECT channel, address FROM chats WHERE id IN (SELECT value FROM json_each(:chats)))"
    )
    values = {"address": address, "chats": json.dumps(chats)}
    sent = tuple(row["message_id"] for row in db.rows(f"SELECT message_id FROM outbox WHERE {mine}", values))
    db.change(f"UPDATE outbox SET state = 'cancelled', error = 'gewist' WHERE state = 'due' AND ({mine})", values)
    db.change(f"{EMPTIED} WHERE {mine}", values)
    return sent


def erase_chats(db: Database, chats: list[int]) -> None:
    """Who these conversations were with, and what they proved; their messages are erased apart."""
    among = "(SELECT value FROM json_each(?))"
    db.change(f"DELETE FROM chat_codes WHERE chat IN {among}", (json.dumps(chats),))
    db.change(
        "UPDATE spokespersons SET address = '', ended_at = coalesce(ended_at, proven_at), "
        f"ended_because = 'gewist' WHERE chat IN {among}",
        (json.dumps(chats),),
    )
    gone = f"UPDATE chats SET address = 'gewist-' || id, name = '', state = '' WHERE id IN {among}"
    db.change(gone, (json.dumps(chats),))


def _erase_questions(db: Database, messages: list[int], names: frozenset[str]) -> None:
    known: set[tuple[int, str, str]] = set()
    for row in _rows(db, "SELECT id, message, kind, text, answer FROM questions WHERE message", messages):
        asked = without_person(row["text"], names)
        if (row["message"], row["kind"], asked) in known:  # they differed in a name only, and each stays one question
            asked = f"{asked} ({row['id']})"
        known.add((row["message"], row["kind"], asked))
        kept = (asked, without_person(row["answer"], names), row["id"])
        db.change("UPDATE questions SET asker = '', asker_name = '', text = ?, answer = ? WHERE id = ?", kept)


@contextmanager
def changeable(db: Database, messages: list[int]) -> Iterator[None]:
    """Within this transaction only, these triggers are away; a crash brings them back."""
    find = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
    made = [db.value(find, (name,)) for name in SUSPENDED]
    for name in SUSPENDED:
        db.change(f"DROP TRIGGER {name}")
    db.change("DELETE FROM message_search WHERE message IN (SELECT value FROM json_each(?))", (json.dumps(messages),))
    yield
    for sql in made:
        db.change(sql)


def _rows(db: Database, start: str, numbers: list[int]) -> list[Row]:
    return db.rows(f"{start} IN (SELECT value FROM json_each(?))", (json.dumps(numbers),))


def _numbers(db: Database, sql: str, address: str, chats: list[int] | None = None) -> list[int]:
    values = {"address": address, "chats": json.dumps(chats or [])}
    return sorted(row[0] for row in db.rows(sql, values))


def _many(at: datetime, numbers: list[int]) -> tuple[str, str]:
    return text(at), json.dumps(numbers)
