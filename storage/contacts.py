"""Whom to write to at a gemeente, and which addresses are left alone."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from domain.model import Channel
from domain.reminders import Contact, ContactRole
from storage.database import Database, Row
from storage.times import day, text


class Contacts:
    """Contacts by gemeente. Every method that changes rows works inside `write`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self, contact: Contact, at: datetime, *, source: str, state: str = "active", message: int | None = None
    ) -> bool:
        """Add a contact, or renew name and state of a known one; a proposal never changes one that is active.

        Gives whether anything changed.
        """
        changed = self._db.change(
            "INSERT INTO contacts (gemeente, address, name, role, channel, state, source, message, added_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (gemeente, address, role) DO UPDATE SET "
            "name = excluded.name, channel = excluded.channel, state = excluded.state, source = excluded.source, "
            "message = excluded.message WHERE excluded.state = 'active' AND (contacts.name <> excluded.name "
            "OR contacts.channel <> excluded.channel OR contacts.state <> 'active')",
            (
                contact.gemeente,
                contact.address,
                contact.name,
                str(contact.role),
                str(contact.channel),
                state,
                source,
                message,
                text(at),
            ),
        )
        return bool(changed)

    def decide(self, number: int, *, accept: bool) -> bool:
        """Make a proposed contact an active one, or end it; false where it is no proposal."""
        state = "active" if accept else "ended"
        return bool(
            self._db.change("UPDATE contacts SET state = ? WHERE id = ? AND state = 'proposed'", (state, number))
        )

    def end(self, gemeente: str, address: str, at: datetime) -> int:
        """This address is no longer a contact of the gemeente, nor speaks for it; gives how many roles it had."""
        self._no_longer_speaks(gemeente, address, at)
        return self._db.change(
            "UPDATE contacts SET state = 'ended' WHERE gemeente = ? AND address = ? AND state <> 'ended'",
            (gemeente, address),
        )

    def _no_longer_speaks(self, gemeente: str | None, address: str, at: datetime) -> None:
        """What a chat proved with this address no longer holds, for one gemeente or for all."""
        self._db.change(
            "UPDATE spokespersons SET ended_at = ?, ended_because = 'contactpersoon ingetrokken' "
            "WHERE address = ? AND (? IS NULL OR gemeente = ?) AND ended_at IS NULL",
            (text(at), address, gemeente, gemeente),
        )

    def proposed(self) -> list[tuple[int, Contact, str]]:
        """Contacts that wait for a person: id, contact and where it came from."""
        rows = self._db.rows(f"{_SELECT} WHERE c.state = 'proposed' ORDER BY c.gemeente, c.id")
        return [(row["id"], _contact(row), row["source"]) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many contacts are active and proposed, at how many gemeenten, and how many addresses are left alone."""
        row = self._db.row(
            "SELECT count(*) FILTER (WHERE state = 'active') AS active, "
            "count(*) FILTER (WHERE state = 'proposed') AS proposed, "
            "count(DISTINCT gemeente) FILTER (WHERE state = 'active') AS gemeenten, "
            "(SELECT count(*) FROM left_alone) AS left_alone FROM contacts"
        )
        return dict(row) if row else {}

    def of(self, gemeente: str) -> list[Contact]:
        """The active contacts of a gemeente in the order in which they were added."""
        return [_contact(row) for row in self._db.rows(f"{_ACTIVE} AND c.gemeente = ? ORDER BY c.id", (gemeente,))]

    def by_gemeente(self) -> dict[str, list[Contact]]:
        """All active contacts, by CBS code."""
        found: dict[str, list[Contact]] = defaultdict(list)
        for row in self._db.rows(f"{_ACTIVE} ORDER BY c.id"):
            found[row["gemeente"]].append(_contact(row))
        return found

    def gemeenten_of(self, address: str) -> list[str]:
        """The gemeenten of which this address is an active contact."""
        rows = self._db.rows(
            "SELECT DISTINCT gemeente FROM contacts WHERE address = ? AND state = 'active' ORDER BY gemeente",
            (address,),
        )
        return [row["gemeente"] for row in rows]

    def leave_alone(self, address: str, reason: str, at: datetime, detail: str = "") -> None:
        """Never write to this address by ourselves again: `bounced`, `opted_out` or `erased` (only a hash is kept)."""
        self._db.change(
            "INSERT INTO left_alone (address_hash, address, reason, detail, since) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason, address = excluded.address, "
            "detail = excluded.detail, since = excluded.since WHERE left_alone.reason <> 'erased'",
            (address_hash(address), None if reason == "erased" else address, reason, detail, text(at)),
        )
        if reason != "opted_out":
            self._no_longer_speaks(None, address, at)

    def write_again(self, address: str) -> None:
        """This address opted out and takes that back; any other reason to leave it alone stays."""
        self._db.change(
            "DELETE FROM left_alone WHERE address_hash = ? AND reason = 'opted_out'", (address_hash(address),)
        )

    def left_alone(self, address: str) -> str | None:
        """Why this address is left alone, or `None`."""
        found = self._db.value("SELECT reason FROM left_alone WHERE address_hash = ?", (address_hash(address),))
        return str(found) if found else None

    def note_absence(self, address: str, until: date, substitute: str, at: datetime, message: int | None) -> None:
        """Keep until when somebody is away, the last day included, and who stands in."""
        self._db.change(
            "INSERT INTO absences (address, until, substitute, message, noted_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (address) DO UPDATE SET until = excluded.until, substitute = excluded.substitute, "
            "message = excluded.message, noted_at = excluded.noted_at",
            (address, until.isoformat(), substitute, message, text(at)),
        )


_SELECT = (
    "SELECT c.id, c.gemeente, c.address, c.name, c.role, c.channel, c.source, a.until, a.substitute, l.reason "
    "FROM contacts c LEFT JOIN absences a ON a.address = c.address LEFT JOIN left_alone l ON l.address = c.address"
)
_ACTIVE = f"{_SELECT} WHERE c.state = 'active'"


def address_hash(address: str) -> str:
    """What is kept of an erased address: enough to recognise it, not enough to write to it."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def addresses(contacts: Iterable[Contact]) -> list[str]:
    """The addresses of these contacts, each once, in lower case."""
    return list(dict.fromkeys(contact.address.lower() for contact in contacts))


def _contact(row: Row) -> Contact:
    return Contact(
        gemeente=row["gemeente"],
        address=row["address"],
        name=row["name"],
        role=ContactRole(row["role"]),
        channel=Channel(row["channel"]),
        reachable=row["reason"] is None,
        away_until=day(row["until"]),
        substitute=row["substitute"] or "",
    )
