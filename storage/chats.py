"""Conversations: where each stands, and the inputs that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.chat import Conversation
from domain.errors import DecisionError
from domain.model import Channel
from domain.talking import StoredChat
from storage.database import Database, Row
from storage.readings import clean
from storage.times import moment, text


class Chats:
    """The rows of `chats` and `chat_messages`; offers `domain.talking.Chats`. Changes work inside `write`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def open(self, conversation: Conversation, name: str, at: datetime, *, group: bool) -> StoredChat:
        """The row of this conversation, made where it is new; a new name is kept."""
        self._db.change(
            "INSERT INTO chats (channel, address, name, is_group, started_at, changed_at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (channel, address) DO UPDATE SET name = excluded.name "
            "WHERE excluded.name <> '' AND excluded.name <> chats.name",
            (str(conversation.channel), conversation.address, clean(name), int(group), text(at), text(at)),
        )
        found = self.find(conversation)
        if found is None:
            raise DecisionError("Dit gesprek bestaat niet.")
        return found

    def find(self, conversation: Conversation) -> StoredChat | None:
        """The row of this conversation, if there is one."""
        row = self._db.row(
            "SELECT * FROM chats WHERE channel = ? AND address = ?", (str(conversation.channel), conversation.address)
        )
        return _stored(row) if row else None

    def get(self, chat: int) -> StoredChat:
        """One conversation. Raises `DecisionError` where there is none."""
        row = self._db.row("SELECT * FROM chats WHERE id = ?", (chat,))
        if row is None:
            raise DecisionError(f"Gesprek {chat} bestaat niet.")
        return _stored(row)

    def save(self, chat: StoredChat, state: str, at: datetime) -> bool:
        """Write the new state; false where somebody else wrote one since `chat` was read."""
        changed = self._db.change(
            "UPDATE chats SET state = ?, version = version + 1, changed_at = ? WHERE id = ? AND version = ?",
            (clean(state), text(at), chat.id, chat.version),
        )
        return changed == 1

    def link(self, chat: int, message: int) -> None:
        """Note that this message belongs to this conversation."""
        self._db.change("INSERT OR IGNORE INTO chat_messages (message, chat) VALUES (?, ?)", (message, chat))

    def waiting(self, chat: int | None = None) -> Sequence[tuple[int, int]]:
        """Stored inputs that nobody handled, of one conversation or of all: pairs of message and chat, in order."""
        rows = self._db.rows(
            "SELECT c.message, c.chat FROM messages m JOIN chat_messages c ON c.message = m.id "
            "WHERE m.state = 'received' AND (? IS NULL OR c.chat = ?) ORDER BY m.id",
            (chat, chat),
        )
        return [(row["message"], row["chat"]) for row in rows]

    def handled(self, message: int, at: datetime) -> None:
        """Mark an input as handled."""
        self._db.change(
            "UPDATE messages SET state = 'handled', processed_at = ? WHERE id = ? AND state = 'received'",
            (text(at), message),
        )
        self._db.change("DELETE FROM tries WHERE message = ?", (message,))

    def move(self, conversation: Conversation, address: str) -> None:
        """The channel gave this conversation another address; what is still to be sent goes there too."""
        values = (address, str(conversation.channel), conversation.address)
        # Where the new address is known already, that conversation goes on
        self._db.change("UPDATE OR IGNORE chats SET address = ? WHERE channel = ? AND address = ?", values)
        self._db.change(
            "UPDATE outbox SET recipient = ? WHERE channel = ? AND recipient = ? "
            "AND state IN ('due', 'claimed', 'handing_over')",
            values,
        )

    def take_over(self, chat: int, who: str, at: datetime) -> bool:
        """A person answers from now on, or with an empty name the assistant again; false where nothing changed."""
        changed = self._db.change(
            "UPDATE chats SET taken_by = ?, version = version + 1, changed_at = ? WHERE id = ? AND taken_by <> ?",
            (clean(who), text(at), chat, clean(who)),
        )
        return changed == 1


def _stored(row: Row) -> StoredChat:
    return StoredChat(
        id=row["id"],
        conversation=Conversation(Channel(row["channel"]), row["address"]),
        name=row["name"],
        group=bool(row["is_group"]),
        state=row["state"],
        version=row["version"],
        taken_by=row["taken_by"],
        started_at=moment(row["started_at"]),
    )
