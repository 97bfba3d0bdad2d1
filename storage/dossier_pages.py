"""What the page of one gemeente shows: its time line; and the words behind records, for lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from domain.desk import Quoted
from domain.model import Evidence, PersonalData
from storage.database import Database, Row

_TABLES = {"pledges", "bottlenecks"}
_MANY = 500


class DossierPages:
    """Reads dossiers for people; offers `domain.desk.DossierPages`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def timeline(self, campaign: str, gemeente: str, limit: int = 200) -> list[dict[str, Any]]:
        """Everything in, out and decided, the newest first: `at`, `way` (`in`, `out` or `status`), `number`, `title`,
        `who`, `kind`, `state`.
        """
        rows = self._db.rows(
            """
SELECT m.said_at AS at, 'in' AS way, m.id AS number, m.subject AS title,
  coalesce(nullif(m.sender_name, ''), CASE WHEN m.channel IN ('telegram', 'web', 'terminal') THEN '' ELSE m.sender END)
  AS who, coalesce(m.kind, '') AS kind, e.state AS state
FROM dossiers d JOIN dossier_messages e ON e.dossier = d.id JOIN messages m ON m.id = e.message
WHERE d.campaign = :campaign AND d.gemeente = :gemeente
UNION ALL
SELECT coalesce(o.sent_at, o.due_at), 'out', o.id, o.subject, o.recipient, o.kind, o.state
FROM outbox o WHERE o.gemeente = :gemeente AND o.campaign = :campaign
UNION ALL
SELECT c.made_at, 'status', c.message, '', c.who, coalesce(h.before, ''), coalesce(h.after, '')
FROM history h JOIN decisions c ON c.id = h.decision
WHERE h.subject = 'dossier' AND h.gemeente = :gemeente AND c.campaign = :campaign
ORDER BY at DESC, number DESC LIMIT :limit""",
            {"campaign": campaign, "gemeente": gemeente, "limit": limit},
        )
        return [dict(row) for row in rows]

    def quotes(self, table: str, ids: Iterable[int]) -> dict[int, Quoted]:
        """The words behind these pledges or bottlenecks with the personal data of their message, by id."""
        if table not in _TABLES:
            raise KeyError(table)
        numbers = list(ids)
        found: dict[int, Quoted] = {}
        for start in range(0, len(numbers), _MANY):
            some = numbers[start : start + _MANY]
            rows = self._db.rows(
                "SELECT t.id, t.evidence, json_extract(r.reading, '$.personal_data') AS private, "
                "m.sender_name AS sender, coalesce(g.name, '') AS gemeente, "
                "(SELECT json_group_array(k.name) FROM contacts k WHERE k.gemeente = t.gemeente) AS contacts "
                f"FROM {table} t JOIN readings r ON r.id = t.reading JOIN messages m ON m.id = t.message "
                f"LEFT JOIN gemeenten g ON g.code = t.gemeente WHERE t.id IN ({', '.join('?' * len(some))})",
                some,
            )
            found |= {row["id"]: _quoted(row) for row in rows}
        return found


def _quoted(row: Row) -> Quoted:
    people = [row["sender"], *json.loads(row["contacts"])]
    return Quoted(
        _spots(row["evidence"]), _private(row["private"]), tuple(name for name in people if name), row["gemeente"]
    )


def _spots(stored: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(e["part"], e["start"], e["end"], e["text"]) for e in json.loads(stored))


def _private(stored: str | None) -> tuple[PersonalData, ...]:
    return tuple(PersonalData(p["kind"], _spots(json.dumps(p["evidence"]))) for p in json.loads(stored or "[]"))
