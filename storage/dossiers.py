"""Dossiers as they stand: the pledges, bottlenecks and messages of a gemeente, or those of one message."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache

from domain.changes import Cause, Change
from domain.dossier import Bottleneck, Dossier, Entry, EntryState, Offer, Pledge, State
from domain.errors import DecisionError
from domain.model import Commitment, Group, Intent
from storage import changes as writing
from storage import undoing
from storage.database import Database, Row
from storage.times import day, moment


class Dossiers:
    """Reads dossiers, and has decisions written into them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, campaign: str, gemeenten: Iterable[str]) -> dict[str, Dossier]:
        """The dossiers of these gemeenten; an empty one for a gemeente that nothing is known of."""
        return {code: load(self._db, campaign, code) for code in gemeenten}

    def of_message(self, message: int) -> Dossier:
        """Everything that came from one message, over all gemeenten; its `gemeente` is empty."""
        return Dossier(
            gemeente="",
            pledges=_pledges(self._db, "p.message = ?", (message,)),
            bottlenecks=_bottlenecks(self._db, "message = ?", (message,)),
            entries=_entries(self._db, "e.message = ?", (message,)),
        )

    def pledge(self, number: int) -> Pledge:
        """One pledge. Raises `DecisionError` where there is none."""
        found = _pledges(self._db, "p.id = ?", (number,))
        if not found:
            raise DecisionError(f"Toezegging {number} bestaat niet.")
        return found[0]

    def apply(self, changes: Sequence[Change], cause: Cause, decision: int | None = None) -> int:
        """Write the changes with their history, renew the statuses; gives the id of the decision. Inside `write`.

        With `decision` they become part of that one, which this same transaction has made.
        """
        return writing.apply(self._db, changes, cause, decision)

    def undo(self, decision: int, cause: Cause) -> int:
        """Put back what a decision changed, as a new decision. Inside `write`. Raises `DecisionError`."""
        return undoing.undo(self._db, decision, cause)

    def take_back_rule(self, cause: Cause) -> None:
        """Take back what the rules decided about the message of `cause`, because it is read anew. Inside `write`.

        Raises `DecisionError` where something changed since.
        """
        undoing.take_back_rule(self._db, cause)

    def message_of_decision(self, decision: int) -> int:
        """The message that a decision is about. Raises `DecisionError` where there is no such decision."""
        message = self._db.value("SELECT message FROM decisions WHERE id = ?", (decision,))
        if message is None:
            raise DecisionError(f"Besluit {decision} bestaat niet.")
        return int(message)

    def reading_behind(self, message: int) -> int:
        """The reading that the dossiers rest on for this message: the newest that a rule decided about.

        Raises `DecisionError` where the message has not been read.
        """
        reading = self._db.value(
            "SELECT reading FROM decisions WHERE message = ? AND made_by = 'rule' ORDER BY id DESC LIMIT 1", (message,)
        )
        if reading is None:
            raise DecisionError(f"Bericht {message} is nog niet gelezen.")
        return int(reading)

    def open_review(self, message: int) -> tuple[str, ...] | None:
        """Why a message waits for a person, or `None` where it does not."""
        reasons = self._db.value("SELECT reasons FROM reviews WHERE message = ? AND state = 'open'", (message,))
        return tuple(json.loads(reasons)) if reasons is not None else None

    def decided_by_person(self, message: int) -> bool:
        """Whether a person decided anything about this message that has not been undone."""
        return bool(
            self._db.value(
                "SELECT count(*) FROM decisions d WHERE d.message = ? AND d.made_by = 'person' AND d.undoes IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)",
                (message,),
            )
        )


_ALIVE = "p.state IN ('confirmed', 'proposed', 'withdrawn')"


def load(db: Database, campaign: str, gemeente: str) -> Dossier:
    """The dossier of one gemeente, without the pledges that were superseded or rejected: no rule asks after them."""
    where = (campaign, gemeente)
    return Dossier(
        gemeente=gemeente,
        pledges=_pledges(db, f"p.campaign = ? AND p.gemeente = ? AND {_ALIVE}", where),
        bottlenecks=_bottlenecks(db, "campaign = ? AND gemeente = ?", where),
        entries=_entries(db, "d.campaign = ? AND d.gemeente = ?", where),
    )


def _pledges(db: Database, where: str, values: Sequence[str | int]) -> tuple[Pledge, ...]:
    rows = db.rows(
        f"SELECT p.*, m.thread FROM pledges p JOIN messages m ON m.id = p.message WHERE {where} ORDER BY p.id", values
    )
    return tuple(_pledge(row) for row in rows)


def _pledge(row: Row) -> Pledge:
    return Pledge(
        id=row["id"],
        gemeente=row["gemeente"],
        message=row["message"],
        thread=row["thread"],
        position=row["position"],
        state=State(row["state"]),
        said_at=moment(row["said_at"]),
        offer=offer(row),
    )


def offer(row: Row) -> Offer:
    """The figures of a row of `pledges`."""
    return Offer(
        places=row["places"],
        places_max=row["places_max"],
        homes=row["homes"],
        approximate=bool(row["approximate"]),
        group=Group(row["group"]),
        commitment=Commitment(row["commitment"]),
        available_from=day(row["available_from"]),
        available_until=day(row["available_until"]),
        location=row["location"],
        condition=row["condition"],
    )


def _bottlenecks(db: Database, where: str, values: Sequence[str | int]) -> tuple[Bottleneck, ...]:
    rows = db.rows(
        f"SELECT id, gemeente, message, position, state, type FROM bottlenecks WHERE {where} ORDER BY id", values
    )
    return tuple(
        Bottleneck(row["id"], row["gemeente"], row["message"], row["position"], State(row["state"]), row["type"])
        for row in rows
    )


def _entries(db: Database, where: str, values: Sequence[str | int]) -> tuple[Entry, ...]:
    rows = db.rows(
        "SELECT d.gemeente, e.message, m.said_at, e.intents, e.state FROM dossier_messages e "
        f"JOIN dossiers d ON d.id = e.dossier JOIN messages m ON m.id = e.message WHERE {where} ORDER BY e.message",
        values,
    )
    return tuple(
        Entry(
            gemeente=row["gemeente"],
            message=row["message"],
            said_at=moment(row["said_at"]),
            intents=_intents(row["intents"]),
            state=EntryState(row["state"]),
        )
        for row in rows
    )


@cache
def _intents(stored: str) -> frozenset[Intent]:
    # There are few combinations, and a busy dossier has hundreds of entries.
    return frozenset(Intent(intent) for intent in json.loads(stored))
