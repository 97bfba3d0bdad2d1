"""Writing a decision: the rows that it changes, each with a line of history, and the statuses that follow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

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
from domain.dossier import Offer, State, Status, status_of
from domain.errors import DecisionError, RecordError
from domain.reading_json import evidence_json
from storage import dossiers
from storage.database import Database
from storage.readings import clean
from storage.times import text


def apply(db: Database, changes: Sequence[Change], cause: Cause, decision: int | None = None) -> int:
    """Write the changes as one decision, or as part of one that was just made; gives its id. Inside `write`."""
    book = Book(db, cause, decide(db, cause) if decision is None else decision)
    for change in changes:
        book.write(change)
    book.renew_statuses()
    return book.decision


def decide(db: Database, cause: Cause, undoes: int | None = None) -> int:
    """The row of a decision."""
    return db.add(
        "decisions",
        campaign=cause.campaign,
        message=cause.message,
        reading=cause.reading,
        verdict=str(cause.verdict),
        made_by=str(cause.maker),
        who=cause.who,
        made_at=text(cause.at),
        reason=cause.reason,
        undoes=undoes,
    )


@dataclass(slots=True)
class Book:
    """Writes the changes of one decision, and remembers whose status may have changed."""

    db: Database
    cause: Cause
    decision: int
    touched: set[str] = field(default_factory=set)

    def write(self, change: Change) -> None:
        """Write one change. Raises `RecordError` for a gemeente that is not in the list."""
        self._must_be_known(getattr(change, "gemeente", None))
        match change:
            case PledgeSet():
                self._set_pledge(change)
            case PledgeMoved():
                self._move_by_decision(change)
            case PledgeRepeated():
                self._repeat(change)
            case BottleneckSet():
                self._set_bottleneck(change)
            case EntrySet():
                self._set_entry(change)
            case ReviewOpened():
                self._open_review(change.reasons)
            case ReviewClosed():
                self._close_review()

    def remember(
        self,
        subject: str,
        subject_id: int,
        event: str,
        before: str | None,
        after: str | None,
        *,
        gemeente: str | None = None,
        reason: str = "",
    ) -> None:
        """One line of history."""
        self.db.add(
            "history",
            decision=self.decision,
            gemeente=gemeente,
            subject=subject,
            subject_id=subject_id,
            event=event,
            before=before,
            after=after,
            reason=reason,
        )
        if gemeente:
            self.touched.add(gemeente)

    def _must_be_known(self, gemeente: str | None) -> None:
        if gemeente is None or gemeente in self.touched:
            return
        if self.db.value("SELECT count(*) FROM gemeenten WHERE code = ?", (gemeente,)) == 0:
            raise RecordError(f"De gemeente {gemeente} staat niet in de lijst van gemeenten.")

    def _set_pledge(self, change: PledgeSet) -> None:
        number = self._same_pledge(change)
        if number is None:
            number = self._add_pledge(change)
            self.remember("pledge", number, "made", None, str(change.state), gemeente=change.gemeente)
        else:
            self.move(number, change.state, "")
        if change.state is State.CONFIRMED:
            for old in change.replaces:
                if old == number:  # a person who corrects nothing agrees
                    continue
                self.move(old, State.SUPERSEDED, "Vervangen door een nieuwe opgave.", replaced_by=number)

    def _same_pledge(self, change: PledgeSet) -> int | None:
        """The row that was made of the same place in the same reading, if it still says the same."""
        rows = self.db.rows(
            "SELECT * FROM pledges WHERE message = ? AND reading = ? AND position = ? AND gemeente IS ? "
            "AND state IN ('proposed', 'confirmed')",
            (self.cause.message, self.cause.reading, change.position, change.gemeente),
        )
        return next((row["id"] for row in rows if dossiers.offer(row) == change.offer), None)

    def _add_pledge(self, change: PledgeSet) -> int:
        offer = change.offer
        return self.db.add(
            "pledges",
            campaign=self.cause.campaign,
            gemeente=change.gemeente,
            message=self.cause.message,
            reading=self.cause.reading,
            position=change.position,
            state=str(change.state),
            **_figures(offer),
            confidence=change.confidence,
            evidence=self._evidence(change),
            reason=clean(change.reason),
            said_at=text(self.cause.said_at),
        )

    def _evidence(self, change: PledgeSet) -> str:
        """What a person puts in the place of a pledge rests on the same words of the message."""
        if not change.evidence and change.replaces:
            sql = "SELECT evidence FROM pledges WHERE id = ? AND message = ?"
            kept: str | None = self.db.value(sql, (change.replaces[0], self.cause.message))
            if kept:
                return kept
        return clean(json.dumps(evidence_json(change.evidence), ensure_ascii=False))

    def _move_by_decision(self, change: PledgeMoved) -> None:
        if change.gemeente is not None:
            self.db.change("UPDATE pledges SET gemeente = ? WHERE id = ?", (change.gemeente, change.pledge))
            self.remember("pledge", change.pledge, "assigned", None, change.gemeente, gemeente=change.gemeente)
        self.move(change.pledge, change.state, change.reason)

    def move(self, number: int, state: State, reason: str, *, replaced_by: int | None = None) -> None:
        """Bring a pledge to another state; nothing is written where it is there already."""
        row = self.db.row("SELECT state, gemeente FROM pledges WHERE id = ?", (number,))
        if row is None:
            raise DecisionError(f"Toezegging {number} bestaat niet.")
        if row["state"] == str(state):
            return
        self.db.change("UPDATE pledges SET state = ?, replaced_by = ? WHERE id = ?", (str(state), replaced_by, number))
        self.remember("pledge", number, "moved", row["state"], str(state), gemeente=row["gemeente"], reason=reason)

    def _repeat(self, change: PledgeRepeated) -> None:
        gemeente = self.db.value("SELECT gemeente FROM pledges WHERE id = ?", (change.pledge,))
        self.remember("pledge", change.pledge, "repeated", None, None, gemeente=gemeente)
        waiting = self.db.value(
            "SELECT id FROM pledges WHERE message = ? AND reading = ? AND position = ? AND state = 'proposed'",
            (self.cause.message, self.cause.reading, change.position),
        )
        if waiting is not None:
            self.move(waiting, State.SUPERSEDED, "Dit herhaalt een eerdere toezegging.", replaced_by=change.pledge)

    def _set_bottleneck(self, change: BottleneckSet) -> None:
        row = self.db.row(
            "SELECT id, state, gemeente FROM bottlenecks WHERE message = ? AND reading = ? AND position = ? "
            "AND state IN ('proposed', 'confirmed')",
            (self.cause.message, self.cause.reading, change.position),
        )
        if row is None:
            number = self.db.add(
                "bottlenecks",
                campaign=self.cause.campaign,
                gemeente=change.gemeente,
                message=self.cause.message,
                reading=self.cause.reading,
                position=change.position,
                type=change.type,
                state=str(change.state),
                confidence=change.confidence,
                evidence=clean(json.dumps(evidence_json(change.evidence), ensure_ascii=False)),
                said_at=text(self.cause.said_at),
            )
            self.remember("bottleneck", number, "made", None, str(change.state), gemeente=change.gemeente)
            return
        if row["gemeente"] != change.gemeente:
            self.db.change("UPDATE bottlenecks SET gemeente = ? WHERE id = ?", (change.gemeente, row["id"]))
            self.remember(
                "bottleneck", row["id"], "assigned", row["gemeente"], change.gemeente, gemeente=change.gemeente
            )
        self.move_bottleneck(row["id"], row["state"], change.state, change.gemeente)

    def move_bottleneck(self, number: int, before: str, state: State, gemeente: str | None) -> None:
        """Bring a bottleneck to another state."""
        if before != str(state):
            self.db.change("UPDATE bottlenecks SET state = ? WHERE id = ?", (str(state), number))
            self.remember("bottleneck", number, "moved", before, str(state), gemeente=gemeente)

    def _set_entry(self, change: EntrySet) -> None:
        dossier = self.dossier_of(change.gemeente)
        before = self.db.value(
            "SELECT state FROM dossier_messages WHERE dossier = ? AND message = ?", (dossier, self.cause.message)
        )
        self.db.change(
            "INSERT INTO dossier_messages (dossier, message, intents, state) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (dossier, message) DO UPDATE SET intents = excluded.intents, state = excluded.state",
            (dossier, self.cause.message, json.dumps(sorted(change.intents)), str(change.state)),
        )
        self.touched.add(change.gemeente)
        if before != str(change.state):
            self.remember("entry", self.cause.message, "moved", before, str(change.state), gemeente=change.gemeente)

    def dossier_of(self, gemeente: str) -> int:
        """The id of a dossier, which is made where there is none."""
        where = (self.cause.campaign, gemeente)
        number = self.db.value("SELECT id FROM dossiers WHERE campaign = ? AND gemeente = ?", where)
        if number is None:
            number = self.db.add(
                "dossiers",
                campaign=self.cause.campaign,
                gemeente=gemeente,
                status=str(Status.SILENT),
                status_since=text(self.cause.at),
            )
        return int(number)

    def _open_review(self, reasons: Sequence[str]) -> None:
        row = self.db.row("SELECT id, state FROM reviews WHERE message = ?", (self.cause.message,))
        values = (self.cause.reading, json.dumps(reasons, ensure_ascii=False), text(self.cause.at))
        if row is None:
            number = self.db.add(
                "reviews",
                campaign=self.cause.campaign,
                message=self.cause.message,
                reading=values[0],
                reasons=values[1],
                state="open",
                opened_at=values[2],
            )
        else:
            number = row["id"]
            self.db.change(
                "UPDATE reviews SET reading = ?, reasons = ?, opened_at = ?, state = 'open', closed_at = NULL "
                "WHERE id = ?",
                (*values, number),
            )
        before = row["state"] if row else None
        if before != "open":
            self.remember("review", number, "moved", before, "open")

    def _close_review(self) -> None:
        number = self.db.value("SELECT id FROM reviews WHERE message = ? AND state = 'open'", (self.cause.message,))
        if number is not None:
            self.db.change(
                "UPDATE reviews SET state = 'closed', closed_at = ? WHERE id = ?", (text(self.cause.at), number)
            )
            self.remember("review", number, "moved", "open", "closed")

    def renew_statuses(self) -> None:
        """Give each gemeente that was touched the status that follows from its dossier now."""
        for gemeente in sorted(self.touched):
            number = self.dossier_of(gemeente)
            before = self.db.value("SELECT status FROM dossiers WHERE id = ?", (number,))
            after = str(status_of(dossiers.load(self.db, self.cause.campaign, gemeente)))
            if before != after:
                self.db.change(
                    "UPDATE dossiers SET status = ?, status_since = ? WHERE id = ?",
                    (after, text(self.cause.at), number),
                )
                self.remember("dossier", number, "status", before, after, gemeente=gemeente)


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
