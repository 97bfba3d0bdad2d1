"""Taking a decision back: everything that it changed goes back, as a decision of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.changes import Cause
from domain.dossier import State
from domain.errors import DecisionError
from storage import bottlenecks, pledges
from storage.book import Book
from storage.database import Database, Row
from storage.times import text

CHANGED_SINCE = "Dit kan niet meer ongedaan worden gemaakt: er is daarna al iets aan veranderd."


def undo(db: Database, decision: int, cause: Cause) -> int:
    """Take back a person's decision; gives the id of the new decision. Inside `write`.

    Raises `DecisionError` where a rule decided, where it was undone before, or where something changed since.
    """
    row = db.row("SELECT made_by, undoes FROM decisions WHERE id = ?", (decision,))
    if row is None:
        raise DecisionError(f"Besluit {decision} bestaat niet.")
    if row["made_by"] != "person" or row["undoes"] is not None:
        raise DecisionError("Alleen een besluit van een mens kan ongedaan worden gemaakt.")
    if db.value("SELECT count(*) FROM decisions WHERE undoes = ?", (decision,)):
        raise DecisionError("Dit besluit is al ongedaan gemaakt.")
    return _take_back(db, decision, cause, State.REJECTED, "Ongedaan gemaakt.")


def take_back_rule(db: Database, cause: Cause) -> None:
    """Take back what the rules decided about the message of `cause`, because it is read anew. Inside `write`.

    Raises `DecisionError` where something changed since.
    """
    rows = db.rows(
        "SELECT id, reading FROM decisions d WHERE message = ? AND made_by = 'rule' AND undoes IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id) ORDER BY id DESC",
        (cause.message,),
    )
    for row in rows:
        _take_back(db, row["id"], replace(cause, reading=row["reading"]), State.SUPERSEDED, cause.reason)


def _take_back(db: Database, decision: int, cause: Cause, made: State, reason: str) -> int:
    book = Book.open(db, cause, undoes=decision)
    way_back = _WayBack(book, made, reason)
    for line in db.rows("SELECT * FROM history WHERE decision = ? ORDER BY id DESC", (decision,)):
        way_back.put_back(line)
    book.close()
    return book.decision


@dataclass(slots=True)
class _WayBack:
    """Walks the history of a decision backwards. What it had made goes to the state `made`."""

    book: Book
    made: State
    reason: str

    def put_back(self, line: Row) -> None:
        match line["subject"], line["event"]:
            case "pledge", "made" | "moved":
                self._expect("pledges", line)
                pledges.move(self.book, line["subject_id"], self._before(line), self.reason)
            case "bottleneck", "made" | "moved":
                self._expect("bottlenecks", line)
                bottlenecks.move(self.book, line["subject_id"], line["after"], self._before(line), line["gemeente"])
            case ("pledge" | "bottleneck") as subject, "assigned":
                self._unassign(f"{subject}s", line)
            case "entry", _:
                self._put_entry_back(line)
            case "review", _:
                self._put_review_back(line)

    def _before(self, line: Row) -> State:
        return State(line["before"]) if line["before"] else self.made

    def _unassign(self, table: str, line: Row) -> None:
        self.book.db.change(f"UPDATE {table} SET gemeente = ? WHERE id = ?", (line["before"], line["subject_id"]))
        self.book.remember(line["subject"], line["subject_id"], "assigned", line["after"], line["before"])
        self.book.touch(line["after"])
        self.book.touch(line["before"])

    def _put_entry_back(self, line: Row) -> None:
        db, where = self.book.db, (self.book.dossier_of(line["gemeente"]), line["subject_id"])
        now = db.value("SELECT state FROM dossier_messages WHERE dossier = ? AND message = ?", where)
        if now != line["after"]:
            raise DecisionError(CHANGED_SINCE)
        before = line["before"] or "ignored"
        db.change("UPDATE dossier_messages SET state = ? WHERE dossier = ? AND message = ?", (before, *where))
        self.book.remember("entry", line["subject_id"], "moved", now, before, gemeente=line["gemeente"])

    def _put_review_back(self, line: Row) -> None:
        self._expect("reviews", line)
        before = line["before"] or "closed"
        closed_at = None if before == "open" else text(self.book.cause.at)
        self.book.db.change(
            "UPDATE reviews SET state = ?, closed_at = ? WHERE id = ?", (before, closed_at, line["subject_id"])
        )
        self.book.remember("review", line["subject_id"], "moved", line["after"], before)

    def _expect(self, table: str, line: Row) -> None:
        if self.book.db.value(f"SELECT state FROM {table} WHERE id = ?", (line["subject_id"],)) != line["after"]:
            raise DecisionError(CHANGED_SINCE)
