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

    def of_message(self, message: int) -> StoredChat | None:
        """The conversation that a message belongs to, if it came in by one."""
        chat = self._db.value("SELECT chat FROM chat_messages WHERE message = ?", (message,))
        return self.get(chat) if chat is not None else None

    def begin_turn(self, chat: StoredChat, at: datetime) -> bool:
        """Take the next turn of the conversation; false where somebody else took one since `chat` was read."""
        changed = self._db.change(
            "UPDATE chats SET version = version + 1, changed_at = ? WHERE id = ? AND version = ?",
            (text(at), chat.id, chat.version),
        )
        return changed == 1

    def put_state(self, chat: int, state: str) -> None:
        """Write where the conversation stands, as JSON."""
        self._db.change("UPDATE chats SET state = ? WHERE id = ?", (clean(state), chat))

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

    def kept(self, chat: int) -> int:
        """How many inputs of this conversation are kept."""
        found = self._db.value(
            "SELECT count(*) FROM chat_messages c JOIN messages m ON m.id = c.message "
            "WHERE c.chat = ? AND m.external_id <> ''",
            (chat,),
        )
        return int(found or 0)

    def erase(self, chat: int, at: datetime) -> None:
        """Wipe who talked here and what was typed; what was recorded for a gemeente stays, without its sender."""
        row = self.get(chat)
        self._db.change(
            "UPDATE raw_messages SET packed = x'' WHERE message IN (SELECT message FROM chat_messages WHERE chat = ?) "
            "AND message NOT IN (SELECT message FROM readings)",
            (chat,),
        )
        self._db.change(
            "UPDATE messages SET sender = '', sender_name = '', external_id = '' "
            "WHERE id IN (SELECT message FROM chat_messages WHERE chat = ?)",
            (chat,),
        )
        self._db.change(
            "UPDATE message_parts SET text = '' WHERE part = 'sender' AND reading IN "
            "(SELECT r.id FROM readings r JOIN chat_messages c ON c.message = r.message WHERE c.chat = ?)",
            (chat,),
        )
        self._db.change(
            "UPDATE outbox SET recipient = '', recipient_name = '', text = '', buttons = '[]', in_reply_to = '' "
            "WHERE channel = ? AND recipient = ? AND state IN ('sent', 'failed', 'unknown', 'cancelled')",
            (str(row.conversation.channel), row.conversation.address),
        )
        self._db.change(
            "UPDATE questions SET asker = '', asker_name = '', text = '[gewist] ' || id, "
            "status = CASE WHEN status = 'open' THEN 'closed' ELSE status END WHERE chat = ?",
            (chat,),
        )
        self._db.change("UPDATE chat_codes SET address = '', state = 'ended' WHERE chat = ?", (chat,))
        self._db.change(
            "UPDATE spokespersons SET address = '', ended_at = coalesce(ended_at, ?), "
            "ended_because = CASE WHEN ended_at IS NULL THEN 'gewist' ELSE ended_because END WHERE chat = ?",
            (text(at), chat),
        )
        self._db.change(
            "UPDATE chats SET address = 'gewist-' || id, name = '', state = '', taken_by = '', changed_at = ?, "
            "version = version + 1 "
            "WHERE id = ?",
            (text(at), chat),
        )


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
