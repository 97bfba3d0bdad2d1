"""Which messages belong together: by Message-ID and references, never by subject.

Mail may come in out of order, so a message also joins those that refer to it. A letter that the VNG sent to all
gemeenten is referred to by every answer and ties nothing together (`broadcast`); neither does a Message-ID that
different threads use, as some broken mailers do.
"""

from __future__ import annotations

import json

from domain.model import Message
from domain.outbox import OutKind
from storage.database import Database

_ANY = 2**62
_MOST_REFERENCES = 50
_MOST_ANSWERS = 5
"""Mail that more threads than this were answers to is a letter to many, whoever sent it."""


def join(db: Database, message_id: int, message: Message, *, broadcast: bool) -> int:
    """Put a message in its thread, which is named after its oldest message; gives that number. Inside `write`."""
    references = _references(message)
    if references:
        db.change_all(
            "INSERT OR IGNORE INTO message_references (message, message_id) VALUES (?, ?)",
            [(message_id, reference) for reference in references],
        )
    found = set() if broadcast else _threads(db, message) - {message_id}
    thread = min(found | {message_id})
    for other in found - {thread}:
        db.change("UPDATE messages SET thread = ? WHERE thread = ?", (thread, other))
    return thread


def gemeenten(db: Database, message: Message, before: int | None = None) -> tuple[str, ...]:
    """CBS codes of the dossiers that the thread of this message already belongs to, and of mails that it answers.

    With `before`, an id, only messages that came in earlier than that one are looked at.
    """
    codes: set[str] = set()
    if references := _references(message):
        rows = db.rows(
            "SELECT gemeente FROM outbox WHERE message_id IN (SELECT value FROM json_each(?)) AND message_id <> '' "
            "AND gemeente IS NOT NULL",
            (json.dumps(references),),
        )
        codes.update(row["gemeente"] for row in rows)
    for thread in _threads(db, message):
        rows = db.rows(
            "SELECT DISTINCT d.gemeente FROM messages m JOIN dossier_messages e ON e.message = m.id "
            "JOIN dossiers d ON d.id = e.dossier WHERE m.thread = ? AND m.id < ?",
            (thread, before or _ANY),
        )
        codes.update(row["gemeente"] for row in rows)
    return tuple(sorted(codes))


def answers_acknowledgement(db: Database, message: Message) -> bool:
    """Whether the mail that it answers is an acknowledgement of ours."""
    answered = message.in_reply_to or next(reversed(message.references), "")
    found = db.value("SELECT kind FROM outbox WHERE message_id = ? AND message_id <> ''", (answered,))
    return bool(found == OutKind.ACKNOWLEDGEMENT)


_REFERRING = f"""
SELECT thread FROM (
  SELECT thread, count(*) OVER () AS threads FROM (
    SELECT DISTINCT m.thread FROM message_references r JOIN messages m ON m.id = r.message
    WHERE r.message_id = ?2 AND ?2 <> '' AND m.thread IS NOT NULL LIMIT {_MOST_ANSWERS + 1}
  )
) WHERE threads <= {_MOST_ANSWERS}
"""
"""Of the messages that refer to it."""

_THREADS = f"""
SELECT min(m.thread) AS thread FROM json_each(?1) r JOIN messages m ON m.message_id = r.value
WHERE m.message_id <> '' AND NOT m.broadcast AND m.thread IS NOT NULL
GROUP BY m.message_id HAVING min(m.thread) = max(m.thread)
UNION
SELECT m.thread FROM json_each(?1) r JOIN outbox o ON o.message_id = r.value JOIN messages m ON m.id = o.answers
WHERE o.message_id <> '' AND m.thread IS NOT NULL
UNION
{_REFERRING}"""
"""Of the messages that are referred to, where they are of one thread; of those that we answered with what is referred
to, because some mailers name only that mail and not the one that it answers; and of the messages that refer to it."""


def _threads(db: Database, message: Message) -> set[int]:
    """The threads of the messages that it refers to, and of those that refer to it."""
    references = _references(message)
    rows = db.rows(_THREADS if references else _REFERRING, (json.dumps(references), message.message_id))
    return {row["thread"] for row in rows}


def _references(message: Message) -> list[str]:
    """The identifiers that it names, the nearest last, without its own."""
    named = dict.fromkeys((*message.references[-_MOST_REFERENCES:], message.in_reply_to))
    return [name for name in named if name and name != message.message_id]
