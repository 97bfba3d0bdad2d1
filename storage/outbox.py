"""Claims on rows of the outbox: who sends a row now, and what became of it.

A claim is one UPDATE that changes exactly one row or none. It carries an epoch, so that a sender that lost its row to
another (it slept, its lease ran out) can no longer say anything about it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.chat import Button
from domain.chat_parts import parts
from domain.model import Address, Channel
from domain.outbox import Claim, Dispatch, OutKind, OutState, Verdict
from storage.database import Database, Row
from storage.readings import clean
from storage.times import moment, text

LEASE = timedelta(minutes=10)
"""Longer than any single attempt may take; a claim older than this belongs to a process that died."""

IN_TURN = """(mine.channel = 'email' OR NOT EXISTS (
  SELECT 1 FROM outbox AS earlier WHERE earlier.channel = mine.channel AND earlier.recipient = mine.recipient
  AND earlier.state IN ('due', 'claimed', 'handing_over') AND earlier.id < mine.id
  AND (earlier.kind <> 'reminder' OR mine.kind = 'reminder')))"""
"""Mails come in any order; what is said in a chat does not."""


class Outbox:
    """The rows of `outbox`; offers `domain.sending.Outbox`. Every method that changes rows works inside `write`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def queue(self, campaign: str, dispatch: Dispatch) -> bool:
        """Write a row that is due; gives whether it is new. The same key twice is one row."""
        return queue(self._db, campaign, dispatch)

    def take(self, channels: Collection[Channel], owner: str, now: datetime, *, reminders: bool = True) -> Claim | None:
        """Claim the row that is due longest, replies to people before reminders; `None` where nothing is due.

        In a chat a row waits for those before it, so that answers arrive in the order of the questions; an answer
        does not wait for a reminder.
        """
        marks = ", ".join("?" * len(channels))
        row = self._db.row(
            f"SELECT * FROM outbox AS mine WHERE state = 'due' AND due_at <= ? AND channel IN ({marks}) "
            f"AND (? OR kind <> 'reminder') AND {IN_TURN} ORDER BY kind = 'reminder', due_at, id LIMIT 1",
            (text(now), *map(str, channels), reminders),
        )
        if row is None:
            return None
        self._db.change(
            "UPDATE outbox SET state = 'claimed', owner = ?, claimed_at = ?, "
            "epoch = epoch + 1, attempts = attempts + 1 WHERE id = ? AND state = 'due'",
            (owner, text(now), row["id"]),
        )
        return _claim(row, owner)

    def hand_over(self, claim: Claim) -> bool:
        """Note that the row is about to pass the point of no return; false where it is no longer ours."""
        return self._move(claim, "'claimed'", OutState.HANDING_OVER)

    def reword(self, claim: Claim, dispatch: Dispatch) -> Claim:
        """Put other words in a row that is ours and has not been handed over; everything else of it stays."""
        self._db.change(
            "UPDATE outbox SET subject = ?, text = ?, html = ? "
            "WHERE id = ? AND owner = ? AND epoch = ? AND state = 'claimed'",
            (clean(dispatch.subject), clean(dispatch.text), clean(dispatch.html), claim.id, claim.owner, claim.epoch),
        )
        return replace(claim, dispatch=dispatch)

    def settle(self, claim: Claim, verdict: Verdict, now: datetime) -> bool:
        """Write what became of the row; false where it is no longer ours."""
        changed = self._db.change(
            "UPDATE outbox SET state = ?, due_at = coalesce(?, due_at), error = ?, sent_at = ?, "
            # A code is kept as a salted hash only, as soon as its mail has left
            "text = CASE WHEN kind = 'code' AND ? <> 'due' THEN '' ELSE text END "
            "WHERE id = ? AND owner = ? AND epoch = ? AND state IN ('claimed', 'handing_over')",
            (
                str(verdict.state),
                text(verdict.due_at) if verdict.due_at else None,
                verdict.error,
                text(now) if verdict.state is OutState.SENT else None,
                str(verdict.state),
                claim.id,
                claim.owner,
                claim.epoch,
            ),
        )
        return changed == 1

    def repeat(self, claim: Claim, text: str, why: str) -> None:
        """What may have arrived is sent again as `text`; the attempt stays, as a row that is unknown."""
        copied = (
            "campaign, kind, channel, recipient, recipient_name, gemeente, answers, subject, text, html, message_id, "
            "in_reply_to, message_references, buttons, first_due_at, due_at, attempts, owner, claimed_at"
        )
        self._db.change(
            f"INSERT INTO outbox (key, state, error, {copied}) SELECT key || '/onzeker', 'unknown', ?, {copied} "
            "FROM outbox WHERE id = ? ON CONFLICT (key) DO NOTHING",
            (why, claim.id),
        )
        self._db.change("UPDATE outbox SET text = ? WHERE id = ?", (clean(text), claim.id))

    def recover(self, now: datetime, owner: str) -> tuple[int, int]:
        """After a crash: what another owner had claimed is due again, what it was handing over is unknown.

        Gives how many of each. Rows of a living owner are safe: there is one writing process, and `owner` is ours.
        """
        expired = text(now - LEASE)
        again = self._db.change(
            "UPDATE outbox SET state = 'due' WHERE state = 'claimed' AND (owner <> ? OR claimed_at < ?)",
            (owner, expired),
        )
        lost = self._db.change(
            "UPDATE outbox SET state = 'unknown', error = 'het verzenden brak af na de overdracht' "
            "WHERE state = 'handing_over' AND (owner <> ? OR claimed_at < ?)",
            (owner, expired),
        )
        return again, lost

    def unknown(self, claimed_before: datetime) -> list[tuple[int, str]]:
        """Ids and Message-IDs of the mails that may or may not have arrived, handed over before that instant."""
        rows = self._db.rows(
            "SELECT id, message_id FROM outbox WHERE state = 'unknown' AND channel = 'email' AND claimed_at < ? "
            "ORDER BY id",
            (text(claimed_before),),
        )
        return [(row["id"], row["message_id"]) for row in rows]

    def resolve(self, number: int, *, arrived: bool, now: datetime, how: str) -> bool:
        """Say of an unknown row whether it arrived: it is sent, or due again.

        False where it is not unknown, or is due again while its text is gone: a code, or an erased person.
        """
        changed = self._db.change(
            "UPDATE outbox SET state = ?, sent_at = ?, due_at = CASE WHEN ? THEN due_at ELSE ? END, error = ? "
            "WHERE id = ? AND state = 'unknown' AND (? OR text <> '')",
            (
                str(OutState.SENT if arrived else OutState.DUE),
                text(now) if arrived else None,
                arrived,
                text(now),
                how,
                number,
                arrived,
            ),
        )
        return changed == 1

    def send_again(self, number: int, now: datetime, how: str) -> bool:
        """A row that failed, and so never left, is due again. False where it did not fail or its text is gone."""
        changed = self._db.change(
            "UPDATE outbox SET state = 'due', due_at = ?, attempts = 0, error = ?, "
            # A reminder keeps its day: that it is another one now is why its days are counted anew
            "first_due_at = CASE WHEN kind = 'reminder' THEN first_due_at ELSE ? END "
            "WHERE id = ? AND state = 'failed' AND text <> '' AND recipient <> ''",
            (text(now), how, text(now), number),
        )
        return changed == 1

    def doubt_open(self, why: str, now: datetime) -> int:
        """After a restore: what the copy had still to send may have been sent since, so it is unknown; how many."""
        return self._db.change(
            "UPDATE outbox SET state = 'unknown', error = ?, claimed_at = coalesce(claimed_at, ?) "
            "WHERE state IN ('due', 'claimed', 'handing_over')",
            (why, text(now - 2 * LEASE)),
        )

    def cancel_reminders(self, campaign: str, gemeente: str, why: str, *, other_than: int) -> int:
        """Take back unclaimed reminders to this gemeente from other waves than this one; gives how many."""
        return self._db.change(
            "UPDATE outbox SET state = 'cancelled', error = ? WHERE campaign = ? AND gemeente = ? "
            "AND kind = 'reminder' AND state = 'due' AND id NOT IN (SELECT outbox FROM reminders WHERE wave = ?)",
            (why, campaign, gemeente, other_than),
        )

    def cancel_other_deadlines(self, campaign: str, deadline_day: date, why: str) -> int:
        """Take back unclaimed reminders that were made for another deadline; gives how many."""
        return self._db.change(
            "UPDATE outbox SET state = 'cancelled', error = ? WHERE state = 'due' AND kind = 'reminder' AND id IN "
            "(SELECT r.outbox FROM waves w JOIN reminders r ON r.wave = w.id "
            "WHERE w.campaign = ? AND w.deadline_day <> ?)",
            (why, campaign, deadline_day.isoformat()),
        )

    def sent_since(self, address: str, since: datetime) -> int:
        """How many automatic dispatches were queued for this address since then."""
        found = self._db.value(
            "SELECT count(*) FROM outbox WHERE recipient = ? COLLATE NOCASE AND kind <> 'answer' AND first_due_at >= ?",
            (address, text(since)),
        )
        return int(found or 0)

    def acknowledged_since(self, gemeente: str, since: datetime) -> int:
        """How many acknowledgements were queued for the dossier of this gemeente since then."""
        found = self._db.value(
            "SELECT count(*) FROM outbox WHERE gemeente = ? AND kind = 'acknowledgement' AND first_due_at >= ?",
            (gemeente, text(since)),
        )
        return int(found or 0)

    def in_state(self, state: OutState) -> list[Mapping[str, Any]]:
        """The rows in this state, the oldest first, for a person to look at."""
        return [dict(row) for row in self._db.rows("SELECT * FROM outbox WHERE state = ? ORDER BY id", (str(state),))]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every row in the order in which it was queued, for what shows or checks them."""
        for row in self._db.each("SELECT * FROM outbox ORDER BY id"):
            yield dict(row)

    def _move(self, claim: Claim, states: str, to: OutState) -> bool:
        changed = self._db.change(
            f"UPDATE outbox SET state = ? WHERE id = ? AND owner = ? AND epoch = ? AND state IN ({states})",
            (str(to), claim.id, claim.owner, claim.epoch),
        )
        return changed == 1


def _claim(row: Row, owner: str) -> Claim:
    dispatch = Dispatch(
        key=row["key"],
        kind=OutKind(row["kind"]),
        channel=Channel(row["channel"]),
        recipient=Address(row["recipient_name"], row["recipient"]),
        subject=row["subject"],
        text=row["text"],
        due_at=moment(row["due_at"]),
        message_id=row["message_id"],
        html=row["html"],
        gemeente=row["gemeente"],
        answers=row["answers"],
        in_reply_to=row["in_reply_to"],
        references=tuple(json.loads(row["message_references"])),
        buttons=tuple(tuple(Button(*pair) for pair in line) for line in json.loads(row["buttons"])),
    )
    return Claim(row["id"], owner, row["epoch"] + 1, row["attempts"] + 1, moment(row["first_due_at"]), dispatch)


def queue(db: Database, campaign: str, dispatch: Dispatch) -> bool:
    """Write a row that is due, inside `write`; gives whether it is new. The same key twice is one row.

    What is too long for one message of its channel becomes several rows, each sent once and in order.
    """
    added = [_add(db, campaign, part) for part in parts(dispatch)]
    return any(added)


def _add(db: Database, campaign: str, dispatch: Dispatch) -> bool:
    return bool(
        db.change(
            "INSERT INTO outbox (key, campaign, kind, channel, recipient, recipient_name, gemeente, answers, subject, "
            "text, html, message_id, in_reply_to, message_references, buttons, first_due_at, due_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (
                dispatch.key,
                campaign,
                str(dispatch.kind),
                str(dispatch.channel),
                dispatch.recipient.address,
                dispatch.recipient.name,
                dispatch.gemeente,
                dispatch.answers,
                clean(dispatch.subject),
                clean(dispatch.text),
                clean(dispatch.html),
                dispatch.message_id,
                dispatch.in_reply_to,
                json.dumps(dispatch.references),
                _buttons(dispatch),
                text(dispatch.due_at),
                text(dispatch.due_at),
            ),
        )
    )


def _buttons(dispatch: Dispatch) -> str:
    """Rows of pairs of label and code."""
    rows = [[[button.label, button.code] for button in row] for row in dispatch.buttons]
    return clean(json.dumps(rows, ensure_ascii=False))
