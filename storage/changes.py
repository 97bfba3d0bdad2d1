"""Writing the changes of a decision, each with its history, and the statuses that follow."""

from __future__ import annotations

from collections.abc import Sequence

from domain.changes import (
    BottleneckSet,
    Cause,
    Change,
    EntrySet,
    PledgeMoved,
    PledgeRepeated,
    PledgeSet,
    ReviewClosed,
    ReviewOpened,
)
from storage import bottlenecks, entries, pledges
from storage.book import Book
from storage.database import Database


def apply(db: Database, changes: Sequence[Change], cause: Cause, decision: int | None = None) -> int:
    """Write the changes as one decision, or as part of one that was just made; gives its id. Inside `write`.

    Raises `RecordError` for a gemeente that is not in the list.
    """
    book = Book.open(db, cause) if decision is None else Book(db, cause, decision)
    for change in changes:
        book.must_be_known(getattr(change, "gemeente", None))
        _write(book, change)
    book.close()
    return book.decision


def _write(book: Book, change: Change) -> None:
    match change:
        case PledgeSet():
            pledges.put(book, change)
        case PledgeMoved():
            pledges.move_by_decision(book, change)
        case PledgeRepeated():
            pledges.repeat(book, change)
        case BottleneckSet():
            bottlenecks.put(book, change)
        case EntrySet():
            entries.put(book, change)
        case ReviewOpened():
            entries.open_review(book, change.reasons)
        case ReviewClosed():
            entries.close_review(book)
