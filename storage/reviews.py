"""What waits for a person and what a person looks at beside it: lists for the desk."""

from __future__ import annotations

import json
from typing import Any

from domain.desk import Judged
from domain.model import Evidence
from storage.database import Database

_UNDONE = "EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)"
# Which tenth follows from the number of the message (Knuth's multiplicative hash): random, and the same for everybody
_A_TENTH = "(m.id * 2654435761) % 4294967296 < 429496730"


class Reviews:
    """Reads what the page Nakijken shows; offers `domain.desk.ReviewList`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def waiting(self, campaign: str) -> list[int]:
        """The messages that wait for a person; those who wrote first come first."""
        return self._numbers(
            "SELECT r.message FROM reviews r JOIN messages m ON m.id = r.message "
            "WHERE r.campaign = ? AND r.state = 'open' ORDER BY m.said_at, m.id",
            campaign,
        )

    def sample(self, campaign: str) -> list[int]:
        """A random tenth of the messages that went through by rule and mean something, unless a person saw them."""
        # CROSS JOIN and the plus signs keep SQLite from starting with the campaign or with what undoes nothing: that
        # is nearly every row, for each message
        return self._numbers(
            "SELECT m.id FROM messages m WHERE m.state = 'handled' AND m.kind = 'personal' "
            f"AND {_A_TENTH} AND EXISTS (SELECT 1 FROM dossier_messages e CROSS JOIN dossiers s ON s.id = e.dossier "
            "WHERE e.message = m.id AND e.state = 'counted' AND +s.campaign = ?) "
            "AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.message = m.id) "
            "AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.message = m.id AND d.made_by = 'person' "
            f"AND +d.undoes IS NULL AND NOT {_UNDONE}) ORDER BY m.said_at, m.id",
            campaign,
        )

    def _numbers(self, sql: str, campaign: str) -> list[int]:
        return [row[0] for row in self._db.rows(sql, (campaign,))]

    def judged(self, message: int) -> Judged:
        """The words, the confidence and the reason behind each pledge and bottleneck of a message, by their ids."""
        pledges = self._db.rows("SELECT id, evidence, confidence, reason FROM pledges WHERE message = ?", (message,))
        found = self._db.rows("SELECT id, evidence, confidence FROM bottlenecks WHERE message = ?", (message,))
        return Judged(
            evidence={row["id"]: _evidence(row["evidence"]) for row in pledges},
            confidence={row["id"]: row["confidence"] for row in pledges},
            reasons={row["id"]: row["reason"] for row in pledges},
            bottleneck_evidence={row["id"]: _evidence(row["evidence"]) for row in found},
            bottleneck_confidence={row["id"]: row["confidence"] for row in found},
        )

    def decision(self, number: int) -> dict[str, Any] | None:
        """A decision: message, verdict, who, when, and whether it was undone."""
        row = self._db.row(f"SELECT d.*, {_UNDONE} AS undone FROM decisions d WHERE d.id = ?", (number,))
        return dict(row) if row else None

    def decisions(self, message: int) -> list[dict[str, Any]]:
        """What was decided about a message, the newest first."""
        sql = f"SELECT d.*, {_UNDONE} AS undone FROM decisions d WHERE d.message = ? ORDER BY d.id DESC"
        return [dict(row) for row in self._db.rows(sql, (message,))]

    def decided(self, campaign: str) -> list[int]:
        """The messages that a person decided about and did not take back, the oldest first."""
        return self._numbers(
            "SELECT DISTINCT d.message FROM decisions d JOIN messages m ON m.id = d.message WHERE d.campaign = ? "
            f"AND d.made_by = 'person' AND d.undoes IS NULL AND NOT {_UNDONE} AND m.erased_at IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.message = d.message AND r.state = 'open') "
            "AND m.kind = 'personal' ORDER BY d.message",
            campaign,
        )

    def said(self, message: int) -> list[dict[str, Any]]:
        """The pledges of a message as people left them, also those that a later message has taken the place of."""
        rows = self._db.rows(
            'SELECT p.gemeente, p."group", p.commitment, p.places, p.places_max, p.homes, p.approximate '
            "FROM pledges p LEFT JOIN pledges later ON later.id = p.replaced_by WHERE p.message = ? AND "
            "(p.state IN ('confirmed', 'withdrawn') OR p.state = 'superseded' AND later.message <> p.message) "
            "ORDER BY p.position, p.id",
            (message,),
        )
        return [dict(row) | {"approximate": bool(row["approximate"])} for row in rows]

    def hindered(self, message: int) -> list[str]:
        """The types of the bottlenecks of a message as people left them, each once."""
        sql = "SELECT DISTINCT type FROM bottlenecks WHERE message = ? AND state = 'confirmed' ORDER BY type"
        return [row["type"] for row in self._db.rows(sql, (message,))]

    def attachments(self, reading: int) -> list[dict[str, Any]]:
        """The attachments of a message as they were read: name, content type, size, problem, text."""
        rows = self._db.rows(
            "SELECT substr(part, 12) AS name, text, content_type, size, problem FROM message_parts "
            "WHERE reading = ? AND part LIKE 'attachment:%' ORDER BY position",
            (reading,),
        )
        return [dict(row) for row in rows]

    def sender_name(self, message: int) -> str:
        """The name that the sender writes."""
        return str(self._db.value("SELECT sender_name FROM messages WHERE id = ?", (message,)) or "")


def _evidence(stored: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(e["part"], e["start"], e["end"], e["text"]) for e in json.loads(stored))
