"""The users of the emulator: they write, tap, change what they wrote, block and wait for an answer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.telegram.state import Chat, Telegram

Json = dict[str, Any]


@dataclass
class User:
    """Somebody with a telephone. Everything that he does becomes an update for the bot."""

    telegram: Telegram
    id: int
    first_name: str
    seen: dict[int, int] = field(default_factory=dict)

    @property
    def json(self) -> Json:
        """How Telegram describes him."""
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, "language_code": "nl"}

    @property
    def chat(self) -> Chat:
        """His own chat with the bot."""
        return self.telegram.chats[self.id]

    def says(self, text: str, chat: Chat | None = None, reply_to: Json | None = None) -> int:
        """Write something; gives the number of the message."""
        content: Json = {"text": text, "entities": _commands(text)} | (
            {"reply_to_message": reply_to} if reply_to else {}
        )
        return self.sends(chat, **content)

    def sends(self, chat: Chat | None = None, **content: Any) -> int:
        """Send something else than words: `photo=[…]`, `voice={…}`."""
        return self.telegram.from_user(self, chat or self.chat, content)

    def edits(self, message_id: int, text: str, chat: Chat | None = None) -> None:
        """Change what was written."""
        self.telegram.edited(self, chat or self.chat, message_id, text)

    def taps(self, label: str, chat: Chat | None = None) -> str:
        """Tap the newest button with this label; gives the number of the callback query."""
        message, data = self.button(label, chat)
        return self.telegram.tapped(self, message, data)

    def button(self, label: str, chat: Chat | None = None) -> tuple[Json, str]:
        """The newest message with a button of this label, and the data behind it."""
        for message in reversed(self.received(chat)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return message, button["callback_data"]
        raise AssertionError(f"no button {label!r}")

    def blocks(self) -> None:
        """Want no more of this bot."""
        self.telegram.blocked(self)

    def returns(self) -> None:
        """Let the bot in again."""
        self.telegram.unblocked(self)

    def received(self, chat: Chat | None = None) -> list[Json]:
        """Everything that the bot said in this chat."""
        place = chat or self.chat
        return [message for message in list(place.messages.values()) if message["from"]["is_bot"]]

    def hears(self, count: int = 1, chat: Chat | None = None, seconds: float = 10) -> list[str]:
        """The next `count` texts of the bot, as soon as they are there; fewer where they do not come in time."""
        place, end = chat or self.chat, time.monotonic() + seconds
        with place.news:
            while len(fresh := self._fresh(place)) < count and (left := end - time.monotonic()) > 0:
                place.news.wait(left)
        self.seen[place.id] = max((message["message_id"] for message in fresh), default=self.seen.get(place.id, 0))
        return [message["text"] for message in fresh]

    def _fresh(self, chat: Chat) -> list[Json]:
        return [m for m in self.received(chat) if m["message_id"] > self.seen.get(chat.id, 0)]


def _commands(text: str) -> list[Json]:
    """The entities that Telegram finds itself in what a user types: commands and names of bots."""
    found, at = [], 0
    for word in text.split(" "):
        kind = "bot_command" if word.startswith("/") else "mention" if word.startswith("@") else ""
        size = len(word.encode("utf-16-le")) // 2
        if kind and size > 1:
            found.append({"type": kind, "offset": at, "length": size})
        at += size + 1
    return found
