"""Which messages belong together: by Message-ID and references, never by subject.

Mail may come in out of order, so a message also joins those that refer to it. A letter that the VNG sent to all
gemeenten is referred to by every answer and ties nothing together (`broadcast`); neither does a Message-ID that
different threads use, as some broken mailers do.
"""

from __future__ import annotations

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
    threads = _threads(db, message)
    codes = {
        row["gemeente"]
        for thread in threads
        for row in db.rows(
            "SELECT DISTINCT d.gemeente FROM messages m JOIN dossier_messages e ON e.message = m.id "
            "JOIN dossiers d ON d.id = e.dossier WHERE m.thread = ? AND m.id < ?",
            (thread, before or _ANY),
        )
    }
    codes |= {
        row["gemeente"]
        for reference in _references(message)
        for row in db.rows(
            "SELECT gemeente FROM outbox WHERE message_id = ? AND message_id <> '' AND gemeente IS NOT NULL",
            (reference,),
        )
    }
    return tuple(sorted(codes))


def answers_acknowledgement(db: Database, message: Message) -> bool:
    """Whether the mail that it answers is an acknowledgement of ours."""
    answered = message.in_reply_to or next(reversed(message.references), "")
    found = db.value("SELECT kind FROM outbox WHERE message_id = ? AND message_id <> ''", (answered,))
    return bool(found == OutKind.ACKNOWLEDGEMENT)


def _threads(db: Database, message: Message) -> set[int]:
    """The threads of the messages that it refers to, and of those that refer to it."""
    found: set[int] = set()
    for reference in _references(message):
        rows = db.rows(
            "SELECT DISTINCT thread FROM messages "
            "WHERE message_id = ? AND NOT broadcast AND thread IS NOT NULL LIMIT 2",
            (reference,),
        )
        if len(rows) == 1:
            found.add(rows[0]["thread"])
        # What we answered ourselves: some mailers name only that mail, and not the one that it answers
        answered = db.rows(
            "SELECT m.thread FROM outbox o JOIN messages m ON m.id = o.answers "
            "WHERE o.message_id = ? AND o.message_id <> '' AND m.thread IS NOT NULL",
            (reference,),
        )
        found.update(row["thread"] for row in answered)
    if message.message_id:
        rows = db.rows(
            "SELECT DISTINCT m.thread FROM message_references r JOIN messages m ON m.id = r.message "
            "WHERE r.message_id = ? AND m.thread IS NOT NULL LIMIT ?",
            (message.message_id, _MOST_ANSWERS + 1),
        )
        if len(rows) <= _MOST_ANSWERS:
            found.update(row["thread"] for row in rows)
    return found


def _references(message: Message) -> list[str]:
    """The identifiers that it names, the nearest last, without its own."""
    named = dict.fromkeys((*message.references[-_MOST_REFERENCES:], message.in_reply_to))
    return [name for name in named if name and name != message.message_id]
