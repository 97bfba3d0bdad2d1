"""Bottlenecks: what holds a gemeente up, by the message that says so."""

from __future__ import annotations

import json

from domain.changes import BottleneckSet
from domain.dossier import State
from domain.reading_json import evidence_json
from storage.book import Book
from storage.readings import clean
from storage.times import text


def put(book: Book, change: BottleneckSet) -> None:
    """Give a bottleneck its state and its gemeente, and make it where it is not there yet."""
    row = book.db.row(
        "SELECT id, state, gemeente FROM bottlenecks WHERE message = ? AND reading = ? AND position = ? "
        "AND state IN ('proposed', 'confirmed')",
        (book.cause.message, book.cause.reading, change.position),
    )
    if row is None:
        book.remember("bottleneck", _add(book, change), "made", None, str(change.state), gemeente=change.gemeente)
        return
    if row["gemeente"] != change.gemeente:
        book.db.change("UPDATE bottlenecks SET gemeente = ? WHERE id = ?", (change.gemeente, row["id"]))
        book.remember("bottleneck", row["id"], "assigned", row["gemeente"], change.gemeente, gemeente=change.gemeente)
        book.touch(row["gemeente"])
    move(book, row["id"], row["state"], change.state, change.gemeente)


def _add(book: Book, change: BottleneckSet) -> int:
    return book.db.add(
        "bottlenecks",
        campaign=book.cause.campaign,
        gemeente=change.gemeente,
        message=book.cause.message,
        reading=book.cause.reading,
        position=change.position,
        type=change.type,
        state=str(change.state),
        confidence=min(1.0, max(0.0, change.confidence)),
        evidence=clean(json.dumps(evidence_json(change.evidence), ensure_ascii=False)),
        said_at=text(book.cause.said_at),
    )


def move(book: Book, number: int, before: str, state: State, gemeente: str | None) -> None:
    """Bring a bottleneck to another state."""
    if before != str(state):
        book.db.change("UPDATE bottlenecks SET state = ? WHERE id = ?", (str(state), number))
        book.remember("bottleneck", number, "moved", before, str(state), gemeente=gemeente)
