"""What a chat door hands in and gets back; the same for Telegram, the web and a terminal.

A door stores what it received before it hands it in, and sends what it gets back through the outbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.model import Channel

CHAT_CHANNELS = frozenset({Channel.TELEGRAM, Channel.WEB, Channel.TERMINAL})
"""The channels of conversations: what comes in by them is handled as a part of one, and never parsed as mail."""


class InputKind(StrEnum):
    """What came in."""

    TEXT = "text"
    BUTTON = "button"
    EDIT = "edit"
    """A message that was sent before, changed by its writer."""
    OTHER = "other"
    """Something that is not read: a photo, a voice message, a sticker."""
    LEFT = "left"
    """The user blocked the bot, deleted the chat or left."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat: `address` is unique within its channel (Telegram's chat id, the token of a web visitor)."""

    channel: Channel
    address: str


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that a user did. `external_id` is unique within its channel: the same input twice is handled once.

    `text` holds the words, for a button its code (at most 64 bytes). `about` is the `external_id` of the message that
    an edit changes or a button stands under. In a group (`group`) the bot answers only what is addressed to it.
    """

    conversation: Conversation
    external_id: str
    kind: InputKind
    text: str
    at: datetime
    name: str = ""
    about: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. `label` is what is shown and may be typed as well; `code` is what comes back (at most 64 bytes)."""

    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the user, plain text in paragraphs; each inner tuple of `buttons` is a row."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
