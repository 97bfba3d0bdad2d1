"""What the emulator keeps: chats, messages, the queue of updates, and a log of every call."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.people import User

Json = dict[str, Any]
TOKEN = "123456789:geheim-van-de-proef-0123456789abcdefg"  # noqa: S105  # of nobody
QUERY_LIVES = 15.0
"""Seconds in which a tap can be answered."""


@dataclass
class Call:
    """One request of a bot. `answer` is what became of it: `ok`, Telegram's words, or the fault that was played."""

    method: str
    parameters: Json
    at: float
    answer: str = ""
    result: Any = None


@dataclass
class Chat:
    """A chat with its messages by number. `refuses` is the answer to whoever writes in it."""

    id: int
    kind: str
    title: str
    refuses: str = ""
    moved_to: int = 0
    messages: dict[int, Json] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    sent_at: dict[int, float] = field(default_factory=dict)
    news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def json(self) -> Json:
        """How Telegram describes it."""
        return {"id": self.id, "type": self.kind, "first_name" if self.kind == "private" else "title": self.title}


Fault = Callable[[Call], str | None]
"""Gets a call; gives the fault to play: see `tests.telegram.server`."""
Watch = Callable[[Call, str], None]
"""Hears how far a call is: `asked` (it came in), `done` (its work is done), `answered` (the answer is on its way)."""


class Telegram:
    """The state of the server, for one bot. Users act from the thread of the test, calls come from the server's."""

    def __init__(self, *, privacy: bool = True, first_update: int = 700_000_001, secret: str = TOKEN) -> None:
        self.token, self.privacy = secret, privacy
        self.bot = {"id": int(secret.partition(":")[0]), "is_bot": True, "first_name": "Proef", "username": "proef_bot"}
        self.chats: dict[int, Chat] = {}
        self.updates: list[Json] = []
        self.calls: list[Call] = []
        self.queries: dict[str, float] = {}
        self.answered: list[str] = []
        self.webhook: Json = {"url": ""}
        self.commands: list[Json] = []
        self.wants: list[str] = []
        self.fault: Fault = lambda _: None
        self.watch: Watch = lambda _call, _stage: None
        self.api_url = ""
        self.lock = threading.RLock()
        self.listeners: list[Callable[[], None]] = []
        self._update_ids = itertools.count(first_update)
        self._ids = itertools.count(1001)

    def user(self, name: str) -> User:
        """A new user who has opened a chat with the bot."""
        user = User(self, next(self._ids), name)
        self.chats[user.id] = Chat(user.id, "private", name)
        return user

    def group(self, title: str) -> Chat:
        """A new group that the bot is in."""
        chat = Chat(-next(self._ids), "group", title)
        self.chats[chat.id] = chat
        return chat

    def from_user(self, user: User, chat: Chat, content: Json) -> int:
        """Keep a message of a user and tell the bot, unless the privacy of groups forbids that."""
        with self.lock:
            message = self.add_message(chat, user.json, content)
            if chat.kind == "private" or not self.privacy or self._addressed(content):
                self.tell("message", message)
            return int(message["message_id"])

    def edited(self, user: User, chat: Chat, message_id: int, text: str) -> None:
        """Change a message of a user and tell the bot."""
        with self.lock:
            assert chat.messages[message_id]["from"]["id"] == user.id
            chat.messages[message_id] |= {"text": text, "edit_date": int(time.time())}
            self.tell("edited_message", dict(chat.messages[message_id]))

    def tapped(self, user: User, message: Json, data: str) -> str:
        """A tap on a button."""
        with self.lock:
            query = str(7_000_000_000_000_000_000 + next(self._ids))
            self.queries[query] = time.monotonic()
            content = {"message": message, "chat_instance": str(message["chat"]["id"]), "data": data}
            self.tell("callback_query", {"id": query, "from": user.json, **content})
            return query

    def blocked(self, user: User) -> None:
        """A user blocks the bot."""
        user.chat.refuses = "Forbidden: bot was blocked by the user"
        self._membership(user, "member", "kicked")

    def unblocked(self, user: User) -> None:
        """And lets it in again."""
        user.chat.refuses = ""
        self._membership(user, "kicked", "member")

    def migrate(self, chat: Chat) -> Chat:
        """A group becomes a supergroup, with another number."""
        with self.lock:
            fresh = Chat(-1_000_000_000_000 - next(self._ids), "supergroup", chat.title)
            self.chats[fresh.id], chat.moved_to = fresh, fresh.id
            sender = {"id": 1, "is_bot": False, "first_name": "Beheer"}
            self.tell("message", self.add_message(chat, sender, {"migrate_to_chat_id": fresh.id}))
            self.tell("message", self.add_message(fresh, sender, {"migrate_from_chat_id": chat.id}))
            return fresh

    def add_message(self, chat: Chat, sender: Json, content: Json) -> Json:
        """A new message in a chat."""
        number = next(chat.numbers)
        message = {"message_id": number, "from": sender, "chat": chat.json, "date": int(time.time())}
        message |= {key: value for key, value in content.items() if value or value == 0}
        with chat.news:
            chat.messages[number], chat.sent_at[number] = message, time.monotonic()
            chat.news.notify_all()
        return message

    def tell(self, kind: str, content: Json) -> None:
        """Put an update in the queue."""
        with self.lock:
            if self.wants and kind not in self.wants:
                return
            self.updates.append({"update_id": next(self._update_ids), kind: content})
        for listener in list(self.listeners):
            listener()

    def said(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in list(self.calls) if call.method == method]

    def _addressed(self, content: Json) -> bool:
        """Whether a bot with privacy mode hears of this message in a group."""
        text = content.get("text", "")
        reply: Json = content.get("reply_to_message", {})
        return text.startswith("/") or f"@{self.bot['username']}" in text or reply.get("from") == self.bot

    def _membership(self, user: User, before: str, after: str) -> None:
        change = {
            "old_chat_member": {"user": self.bot, "status": before, "until_date": 0},
            "new_chat_member": {"user": self.bot, "status": after, "until_date": 0},
        }
        self.tell("my_chat_member", {"chat": user.chat.json, "from": user.json, "date": int(time.time()), **change})
