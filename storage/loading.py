"""Reading dossiers: the rows of a gemeente, or those of one message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from domain.dossier import Bottleneck, Dossier, Entry, EntryState, Offer, Pledge, State
from domain.model import Commitment, Group, Intent
from storage.database import Database, Row
from storage.times import day, moment

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


def load_brief(db: Database, campaign: str, gemeente: str) -> Dossier:
    """The dossier of one gemeente as far as the status and a message that just came in depend on it.

    All pledges that count, but of those that wait or were withdrawn, of the bottlenecks and of the entries only enough
    to tell that they are there: a dossier of thousands of messages costs no more than one of ten.
    """
    where = (campaign, gemeente)
    return Dossier(
        gemeente=gemeente,
        pledges=_pledges(db, f"p.campaign = ?1 AND p.gemeente = ?2 AND (p.state = 'confirmed' OR {_ENDS})", where),
        bottlenecks=_bottlenecks(db, _FIRST_BOTTLENECK, where),
        entries=tuple(map(_entry, db.rows(_BRIEF_ENTRIES, where))),
    )


_ENDS = " OR ".join(
    f"p.id = (SELECT {end}(id) FROM pledges WHERE campaign = ?1 AND gemeente = ?2 AND state = '{state}')"
    for state in ("proposed", "withdrawn")
    for end in ("min", "max")
)
_FIRST_BOTTLENECK = (
    "id = (SELECT min(id) FROM bottlenecks WHERE campaign = ?1 AND gemeente = ?2 AND state = 'confirmed')"
)
_BRIEF_ENTRIES = """
WITH RECURSIVE dossier AS (SELECT id FROM dossiers WHERE campaign = ?1 AND gemeente = ?2),
kinds (kind) AS (
  SELECT min(state || intents) FROM dossier_messages WHERE dossier = (SELECT id FROM dossier)
  UNION ALL
  SELECT (
    SELECT min(state || intents) FROM dossier_messages
    WHERE dossier = (SELECT id FROM dossier) AND state || intents > kinds.kind
  ) FROM kinds WHERE kind IS NOT NULL
),
newest AS (
  SELECT (
    SELECT max(message) FROM dossier_messages INDEXED BY dossier_messages_by_kind
    WHERE dossier = (SELECT id FROM dossier) AND state || intents = kind
  ) AS message FROM kinds WHERE kind IS NOT NULL
),
last_refusal AS (
  SELECT e.message FROM kinds k
  CROSS JOIN dossier_messages e INDEXED BY dossier_messages_by_kind
    ON e.dossier = (SELECT id FROM dossier) AND e.state || e.intents = k.kind
  CROSS JOIN messages m ON m.id = e.message
  WHERE substr(k.kind, 1, 7) = 'counted' AND (instr(k.kind, '"decline"') OR instr(k.kind, '"withdrawal"'))
  ORDER BY m.said_at DESC, e.message DESC LIMIT 1
)
SELECT ?2 AS gemeente, e.state, e.intents, e.message, m.said_at
FROM (SELECT message FROM newest UNION SELECT message FROM last_refusal) n
JOIN dossier_messages e ON e.message = n.message AND e.dossier = (SELECT id FROM dossier)
JOIN messages m ON m.id = n.message ORDER BY e.message
"""
"""The newest entry of each sort (each step finds the next sort in the index), and the refusal that was said last.

CROSS JOIN keeps the order of the tables: in another one the query walks through the whole dossier.
"""


def load_message(db: Database, message: int) -> Dossier:
    """Everything that came from one message, over all gemeenten."""
    return Dossier(
        gemeente="",
        pledges=_pledges(db, "p.message = ?", (message,)),
        bottlenecks=_bottlenecks(db, "message = ?", (message,)),
        entries=_entries(db, "e.message = ?", (message,)),
    )


def load_pledge(db: Database, number: int) -> Pledge | None:
    """One pledge, or `None`."""
    return next(iter(_pledges(db, "p.id = ?", (number,))), None)


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
    return tuple(map(_entry, rows))


def _entry(row: Row) -> Entry:
    return Entry(
        gemeente=row["gemeente"],
        message=row["message"],
        said_at=moment(row["said_at"]),
        intents=_intents(row["intents"]),
        state=EntryState(row["state"]),
    )


@cache
def _intents(stored: str) -> frozenset[Intent]:
    # There are few combinations, and a busy dossier has hundreds of entries.
    return frozenset(Intent(intent) for intent in json.loads(stored))
