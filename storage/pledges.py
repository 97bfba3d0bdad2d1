"""Pledges: their figures are written once, only their state moves."""

from __future__ import annotations

import json

from domain.changes import PledgeMoved, PledgeRepeated, PledgeSet
from domain.dossier import Offer, State
from domain.errors import DecisionError
from domain.reading_json import evidence_json
from storage.book import Book
from storage.loading import offer
from storage.readings import clean
from storage.times import text


def put(book: Book, change: PledgeSet) -> None:
    """Give a pledge its state, make it where it is not there yet, and supersede what it replaces."""
    number = _same(book, change)
    if number is None:
        number = _add(book, change)
        book.remember("pledge", number, "made", None, str(change.state), gemeente=change.gemeente)
    else:
        move(book, number, change.state, "")
    if change.state is State.CONFIRMED:
        for old in change.replaces:
            if old == number:  # a person who corrects nothing agrees
                continue
            move(book, old, State.SUPERSEDED, "Vervangen door een nieuwe opgave.", replaced_by=number)


def _same(book: Book, change: PledgeSet) -> int | None:
    """The row that was made of the same place in the same reading, if it still says the same."""
    rows = book.db.rows(
        "SELECT * FROM pledges WHERE message = ? AND reading = ? AND position = ? AND gemeente IS ? "
        "AND state IN ('proposed', 'confirmed')",
        (book.cause.message, book.cause.reading, change.position, change.gemeente),
    )
    return next((row["id"] for row in rows if offer(row) == change.offer), None)


def _add(book: Book, change: PledgeSet) -> int:
    return book.db.add(
        "pledges",
        campaign=book.cause.campaign,
        gemeente=change.gemeente,
        message=book.cause.message,
        reading=book.cause.reading,
        position=change.position,
        state=str(change.state),
        **_figures(change.offer),
        confidence=min(1.0, max(0.0, change.confidence)),
        evidence=_evidence(book, change),
        reason=clean(change.reason),
        said_at=text(book.cause.said_at),
    )


def _evidence(book: Book, change: PledgeSet) -> str:
    """What a person puts in the place of a pledge, or splits off, rests on the same words of the message."""
    source = change.part_of or next(iter(change.replaces), None)
    if not change.evidence and source is not None:
        sql = "SELECT evidence FROM pledges WHERE id = ? AND message = ?"
        kept: str | None = book.db.value(sql, (source, book.cause.message))
        if kept:
            return kept
    return clean(json.dumps(evidence_json(change.evidence), ensure_ascii=False))


def move_by_decision(book: Book, change: PledgeMoved) -> None:
    """Bring a pledge to another state, or give it its gemeente while it waits."""
    if change.gemeente is not None:
        before = book.db.value("SELECT gemeente FROM pledges WHERE id = ?", (change.pledge,))
        book.db.change("UPDATE pledges SET gemeente = ? WHERE id = ?", (change.gemeente, change.pledge))
        book.remember("pledge", change.pledge, "assigned", before, change.gemeente, gemeente=change.gemeente)
        book.touch(before)
    move(book, change.pledge, change.state, change.reason)


def move(book: Book, number: int, state: State, reason: str, *, replaced_by: int | None = None) -> None:
    """Bring a pledge to another state; nothing is written where it is there already."""
    row = book.db.row("SELECT state, gemeente FROM pledges WHERE id = ?", (number,))
    if row is None:
        raise DecisionError(f"Toezegging {number} bestaat niet.")
    if row["state"] == str(state):
        return
    book.db.change("UPDATE pledges SET state = ?, replaced_by = ? WHERE id = ?", (str(state), replaced_by, number))
    book.remember("pledge", number, "moved", row["state"], str(state), gemeente=row["gemeente"], reason=reason)


def repeat(book: Book, change: PledgeRepeated) -> None:
    """Note that a pledge was said again; what waited for a person because of that waits no more."""
    gemeente = book.db.value("SELECT gemeente FROM pledges WHERE id = ?", (change.pledge,))
    book.remember("pledge", change.pledge, "repeated", None, None, gemeente=gemeente)
    waiting = book.db.value(
        "SELECT id FROM pledges WHERE message = ? AND reading = ? AND position = ? AND state = 'proposed'",
        (book.cause.message, book.cause.reading, change.position),
    )
    if waiting is not None:
        move(book, waiting, State.SUPERSEDED, "Dit herhaalt een eerdere toezegging.", replaced_by=change.pledge)


def _figures(offer: Offer) -> dict[str, str | int | None]:
    return {
        "places": offer.places,
        "places_max": offer.places_max,
        "homes": offer.homes,
        "approximate": int(offer.approximate),
        "group": str(offer.group),
        "commitment": str(offer.commitment),
        "available_from": offer.available_from.isoformat() if offer.available_from else None,
        "available_until": offer.available_until.isoformat() if offer.available_until else None,
        "location": clean(offer.location) if offer.location is not None else None,
        "condition": clean(offer.condition),
    }
