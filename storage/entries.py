"""What a message means in a dossier, and whether it waits for a person."""

from __future__ import annotations

import json
from collections.abc import Sequence

from domain.changes import EntrySet
from storage.book import Book
from storage.times import text


def put(book: Book, change: EntrySet) -> None:
    """Note what the message means for this gemeente."""
    dossier = book.dossier_of(change.gemeente)
    before = book.db.value(
        "SELECT state FROM dossier_messages WHERE dossier = ? AND message = ?", (dossier, book.cause.message)
    )
    book.db.change(
        "INSERT INTO dossier_messages (dossier, message, intents, state) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (dossier, message) DO UPDATE SET intents = excluded.intents, state = excluded.state",
        (dossier, book.cause.message, json.dumps(sorted(change.intents)), str(change.state)),
    )
    book.touched.add(change.gemeente)
    if before != str(change.state):
        book.remember("entry", book.cause.message, "moved", before, str(change.state), gemeente=change.gemeente)


def open_review(book: Book, reasons: Sequence[str]) -> None:
    """Let the message wait for a person; a review that was closed opens again."""
    row = book.db.row("SELECT id, state FROM reviews WHERE message = ?", (book.cause.message,))
    values = (book.cause.reading, json.dumps(reasons, ensure_ascii=False), text(book.cause.at))
    if row is None:
        number = book.db.add(
            "reviews",
            campaign=book.cause.campaign,
            message=book.cause.message,
            reading=values[0],
            reasons=values[1],
            state="open",
            opened_at=values[2],
        )
    else:
        number = row["id"]
        book.db.change(
            "UPDATE reviews SET reading = ?, reasons = ?, opened_at = ?, state = 'open', closed_at = NULL WHERE id = ?",
            (*values, number),
        )
    before = row["state"] if row else None
    if before != "open":
        book.remember("review", number, "moved", before, "open")


def close_review(book: Book) -> None:
    """Nothing of the message waits any more."""
    number = book.db.value("SELECT id FROM reviews WHERE message = ? AND state = 'open'", (book.cause.message,))
    if number is not None:
        book.db.change("UPDATE reviews SET state = 'closed', closed_at = ? WHERE id = ?", (text(book.cause.at), number))
        book.remember("review", number, "moved", "open", "closed")
