"""Mail in and out as lists for the desk, and searching in all that came in."""

from __future__ import annotations

from typing import Any

from storage.database import Database

PARTS = 4
"""The words may stand in several parts of one message: so many rows are looked at for each message that is shown."""
_BESIDE = """
SELECT 'notitie' AS kind, n.gemeente AS number, g.name AS title, n.gemeente AS gemeente, n.at AS at, n.text AS held
FROM notes n JOIN gemeenten g ON g.code = n.gemeente
UNION ALL SELECT 'casus', c.id, c.title, NULL, c.made_at, c.title || ' ' || c.summary FROM casussen c
UNION ALL SELECT 'vraag', q.id, 'Vraag ' || q.id, q.gemeente, q.asked_at, q.text || ' ' || q.answer FROM questions q
UNION ALL SELECT 'uitgaand', o.id, o.subject, o.gemeente, coalesce(o.sent_at, o.due_at), o.subject || ' ' || o.text
FROM outbox o WHERE o.kind <> 'code'"""
"""What is not a message that came in. Codes are never found: who has one may speak for a gemeente."""
_STATES = {"received", "handled", "trouble"}


class MailPages:
    """Reads messages and the outbox for people; offers `domain.desk.MailPages`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def messages(self, *, state: str = "", kind: str = "", limit: int = 100, offset: int = 0) -> list[dict[str, Any]]:
        """Messages, the newest first.

        Each with id, received_at, sender, sender_name, subject, kind, state, error, channel, whole, waits and `chat`,
        the number of the conversation that it is a part of.
        """
        rows = self._db.rows(
            "SELECT m.id, m.received_at, m.sender, m.sender_name, m.subject, m.kind, m.state, m.error, m.channel, "
            "m.whole, (SELECT c.chat FROM chat_messages c WHERE c.message = m.id) AS chat, "
            "EXISTS (SELECT 1 FROM reviews r WHERE r.message = m.id AND r.state = 'open') AS waits "
            "FROM messages m WHERE (:state = '' OR m.state = :state) AND (:kind = '' OR m.kind = :kind) "
            "ORDER BY m.id DESC LIMIT :limit OFFSET :offset",
            {"state": state if state in _STATES else "", "kind": kind, "limit": limit, "offset": offset},
        )
        return [dict(row) for row in rows]

    def outgoing(
        self, *, state: str = "", kind: str = "", gemeente: str = "", limit: int = 100, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Rows of the outbox without their text, the newest first."""
        rows = self._db.rows(
            "SELECT o.id, o.kind, o.channel, o.recipient, o.recipient_name, o.gemeente, o.subject, o.state, o.due_at, "
            "o.sent_at, o.attempts, o.error, o.answers, c.id AS chat FROM outbox o "
            "LEFT JOIN chats c ON c.channel = o.channel AND c.address = o.recipient "
            "WHERE (:state = '' OR o.state = :state) AND (:kind = '' OR o.kind = :kind) "
            "AND (:gemeente = '' OR o.gemeente = :gemeente) "
            "ORDER BY o.id DESC LIMIT :limit OFFSET :offset",
            {"state": state, "kind": kind, "gemeente": gemeente, "limit": limit, "offset": offset},
        )
        return [dict(row) for row in rows]

    def outgoing_one(self, number: int) -> dict[str, Any] | None:
        """One row of the outbox, with its text."""
        row = self._db.row(
            "SELECT o.*, c.id AS chat FROM outbox o "
            "LEFT JOIN chats c ON c.channel = o.channel AND c.address = o.recipient WHERE o.id = ?",
            (number,),
        )
        return dict(row) if row else None

    def unknown(self) -> list[int]:
        """Rows of which nobody knows whether they arrived."""
        return [row["id"] for row in self._db.rows("SELECT id FROM outbox WHERE state = 'unknown' ORDER BY id")]

    def gemeenten_of(self, message: int) -> list[str]:
        """The CBS codes of the dossiers that a message is in."""
        rows = self._db.rows(
            "SELECT d.gemeente FROM dossier_messages e JOIN dossiers d ON d.id = e.dossier WHERE e.message = ?",
            (message,),
        )
        return [row["gemeente"] for row in rows]

    def search(
        self, words: str, *, gemeente: str = "", since: str = "", before: str = "", limit: int = 50
    ) -> list[dict[str, Any]]:
        """Messages that hold these words, the newest first: message, reading and part that hold them, with the row.

        Each word may be the beginning of one; what has no letters or digits finds nothing. `since` and `before` are
        UTC text.
        """
        query = match(words)
        if not query:
            return []
        rows = self._db.rows(
            # Not by rank: SQLite would have to weigh every message that fits before it gives one
            "SELECT s.message, s.reading, s.part, m.subject, m.sender, m.sender_name, m.said_at, m.kind "
            "FROM message_search s JOIN messages m ON m.id = s.message "
            "WHERE s.text MATCH :query AND (:gemeente = '' OR s.message IN (SELECT e.message FROM dossier_messages e "
            "JOIN dossiers d ON d.id = e.dossier WHERE d.gemeente = :gemeente)) "
            "AND (:since = '' OR m.said_at >= :since) AND (:before = '' OR m.said_at < :before) "
            "ORDER BY s.rowid DESC LIMIT :limit",
            {"query": query, "gemeente": gemeente, "since": since, "before": before, "limit": limit * PARTS},
        )
        found: dict[int, dict[str, Any]] = {}
        for row in rows:
            found.setdefault(row["message"], dict(row))
        return list(found.values())[:limit]

    def beside(
        self, words: str, *, gemeente: str = "", since: str = "", before: str = "", limit: int = 20
    ) -> list[dict[str, Any]]:
        """What people and the program wrote themselves that holds all of these words, the newest first: `kind`
        (`notitie`, `casus`, `vraag` or `uitgaand`), `number` (of a note the CBS code), `title`, `gemeente`, `at`.
        """
        plain = _plain(words)
        if not plain:
            return []
        holds = " AND ".join(f"held LIKE :word{at}" for at in range(len(plain)))
        values = {f"word{at}": f"%{word}%" for at, word in enumerate(plain)}
        rows = self._db.rows(
            f"SELECT kind, number, title, gemeente, at FROM ({_BESIDE}) WHERE {holds} "
            "AND (:gemeente = '' OR gemeente = :gemeente) AND (:since = '' OR at >= :since) "
            "AND (:before = '' OR at < :before) ORDER BY at DESC LIMIT :limit",
            values | {"gemeente": gemeente, "since": since, "before": before, "limit": limit},
        )
        return [dict(row) for row in rows]


def match(words: str) -> str:
    """A query of FTS5 in which nothing that a person types has a meaning of its own."""
    return " ".join(f'"{word}"*' for word in _plain(words))


def _plain(words: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in words).split()[:12]
