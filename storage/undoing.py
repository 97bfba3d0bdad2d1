"""Undoing a person's decision: everything that it changed goes back, as a decision of its own."""

from __future__ import annotations

from domain.changes import Cause
from domain.dossier import State
from domain.errors import DecisionError
from storage import changes
from storage.database import Database, Row
from storage.times import text

CHANGED_SINCE = "Dit besluit kan niet meer ongedaan worden gemaakt: er is daarna iets aan veranderd."


def undo(db: Database, decision: int, cause: Cause) -> int:
    """Put back what a decision changed; gives the id of the new decision. Inside `write`.

    Raises `DecisionError` where a rule decided, where it was undone before, or where something changed since.
    """
    _must_be_open(db, decision)
    book = changes.Book(db, cause, changes.decide(db, cause, undoes=decision))
    for row in db.rows("SELECT * FROM history WHERE decision = ? ORDER BY id DESC", (decision,)):
        _put_back(book, row)
    book.renew_statuses()
    return book.decision


def _must_be_open(db: Database, decision: int) -> None:
    row = db.row("SELECT made_by, undoes FROM decisions WHERE id = ?", (decision,))
    if row is None:
        raise DecisionError(f"Besluit {decision} bestaat niet.")
    if row["made_by"] != "person" or row["undoes"] is not None:
        raise DecisionError("Alleen een besluit van een mens kan ongedaan worden gemaakt.")
    if db.value("SELECT count(*) FROM decisions WHERE undoes = ?", (decision,)):
        raise DecisionError("Dit besluit is al ongedaan gemaakt.")


def _put_back(book: changes.Book, line: Row) -> None:
    match line["subject"], line["event"]:
        case "pledge", "made":
            _expect(_state(book.db, "pledges", line["subject_id"]), line["after"])
            book.move(line["subject_id"], State.REJECTED, "Ongedaan gemaakt.")
        case "pledge", "moved":
            _expect(_state(book.db, "pledges", line["subject_id"]), line["after"])
            book.move(line["subject_id"], State(line["before"]), "Ongedaan gemaakt.")
        case "bottleneck", "moved":
            _expect(_state(book.db, "bottlenecks", line["subject_id"]), line["after"])
            book.move_bottleneck(line["subject_id"], line["after"], State(line["before"]), line["gemeente"])
        case ("pledge" | "bottleneck") as subject, "assigned":
            _unassign(book, f"{subject}s", line)
        case "entry", _:
            _put_entry_back(book, line)
        case "review", _:
            _put_review_back(book, line)


def _unassign(book: changes.Book, table: str, line: Row) -> None:
    book.db.change(f"UPDATE {table} SET gemeente = ? WHERE id = ?", (line["before"], line["subject_id"]))
    book.remember(line["subject"], line["subject_id"], "assigned", line["after"], line["before"])
    book.touched.add(line["after"])


def _put_entry_back(book: changes.Book, line: Row) -> None:
    dossier = book.dossier_of(line["gemeente"])
    where = (dossier, line["subject_id"])
    now = book.db.value("SELECT state FROM dossier_messages WHERE dossier = ? AND message = ?", where)
    _expect(now, line["after"])
    before = line["before"] or "ignored"
    book.db.change("UPDATE dossier_messages SET state = ? WHERE dossier = ? AND message = ?", (before, *where))
    book.remember("entry", line["subject_id"], "moved", line["after"], before, gemeente=line["gemeente"])


def _put_review_back(book: changes.Book, line: Row) -> None:
    _expect(_state(book.db, "reviews", line["subject_id"]), line["after"])
    before = line["before"] or "closed"
    closed_at = None if before == "open" else text(book.cause.at)
    book.db.change("UPDATE reviews SET state = ?, closed_at = ? WHERE id = ?", (before, closed_at, line["subject_id"]))
    book.remember("review", line["subject_id"], "moved", line["after"], before)


def _state(db: Database, table: str, number: int) -> str | None:
    state: str | None = db.value(f"SELECT state FROM {table} WHERE id = ?", (number,))
    return state


def _expect(now: str | None, after: str | None) -> None:
    if now != after:
        raise DecisionError(CHANGED_SINCE)
