"""From an update of Telegram to what the conversation understands, or to nothing where it is not for us."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, MessageEntity, Update
from telegram.constants import ChatMemberStatus, ChatType

from domain.chat import Conversation, Input, InputKind
from domain.model import Channel

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The updates that we ask for."""
CONTENT = ("photo", "voice", "audio", "video", "video_note", "document", "sticker", "animation", "location", "contact",
           "poll", "dice", "venue", "story")  # fmt: skip
"""What somebody can send besides words. Everything else is housekeeping of the chat."""
GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


def inputs(update: Update, username: str) -> Iterator[Input]:
    """What somebody did, at most one thing; `username` is that of our bot, without the @."""
    if update.callback_query is not None:
        yield from _tap(update.callback_query)
    elif update.my_chat_member is not None:
        yield from _left(update.my_chat_member, update.update_id)
    elif update.edited_message is not None:
        yield from _said(update.edited_message, username, edit=f"/{update.update_id}")
    elif update.message is not None:
        yield from _said(update.message, username)


def moved(update: Update) -> tuple[str, str] | None:
    """The old and the new number of a group that became a supergroup."""
    message = update.message
    if message is None or message.migrate_to_chat_id is None:
        return None
    return str(message.chat.id), str(message.migrate_to_chat_id)


def _said(message: Message, username: str, edit: str = "") -> Iterator[Input]:
    person, chat = message.from_user, message.chat
    if chat.type not in {ChatType.PRIVATE, *GROUPS} or (person is not None and person.is_bot):
        return
    text = message.text if message.text is not None else message.caption or ""
    wordless = message.text is None
    if wordless and not any(getattr(message, kind) for kind in CONTENT):
        return
    words = _addressed(message, text, username)
    if words is None:
        return
    said = number(message)
    kind = InputKind.OTHER if wordless else InputKind.EDIT if edit else InputKind.TEXT
    yield Input(
        conversation=_conversation(chat),
        external_id=said + edit,
        kind=kind,
        text=words,
        at=(message.edit_date if edit else None) or message.date,
        name=person.full_name if person else "",
        about=said if edit else "",
        group=chat.type in GROUPS,
    )


def _tap(query: CallbackQuery) -> Iterator[Input]:
    """A tap on a button; one under a message that Telegram no longer shows us still says which chat it was."""
    message = query.message
    if message is None or not query.data:
        return
    yield Input(
        conversation=_conversation(message.chat),
        external_id=f"tap/{query.id}",
        kind=InputKind.BUTTON,
        text=query.data,
        at=datetime.now(UTC),
        name=query.from_user.full_name,
        about=f"{message.chat.id}/{message.message_id}",
        group=message.chat.type in GROUPS,
    )


def _left(change: ChatMemberUpdated, update_id: int) -> Iterator[Input]:
    if change.new_chat_member.status not in {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}:
        return
    yield Input(
        conversation=_conversation(change.chat),
        external_id=f"weg/{update_id}",
        kind=InputKind.LEFT,
        text="",
        at=change.date,
        group=change.chat.type in GROUPS,
    )


def _addressed(message: Message, text: str, username: str) -> str | None:
    """The words without our name in them; `None` where they are for somebody else."""
    me = f"@{username.lower()}"
    names = [e for e in (*message.entities, *message.caption_entities) if e.type == MessageEntity.MENTION]
    mentioned = any(_part(text, entity).lower() == me for entity in names)
    command, at, rest = text.partition(" ")
    order, _, whose = command.partition("@") if command.startswith("/") else ("", "", "")
    if order and whose and f"@{whose.lower()}" != me:
        return None
    words = f"{order}{at}{rest}" if order else text
    if message.chat.type not in GROUPS:
        return words
    answer_to = message.reply_to_message.from_user if message.reply_to_message else None
    to_us = answer_to is not None and (answer_to.username or "").lower() == username.lower()
    if not (order or mentioned or to_us):
        return None
    kept = [word for word in words.split(" ") if word.lower().rstrip(",:") != me]
    return " ".join(kept).strip()


def _part(text: str, entity: MessageEntity) -> str:
    """The text of an entity, whose place is counted in UTF-16."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le", "replace")


def number(message: Message) -> str:
    """What names a message for ever: its number is unique within its chat."""
    return f"{message.chat.id}/{message.message_id}"


def _conversation(chat: Chat) -> Conversation:
    return Conversation(Channel.TELEGRAM, str(chat.id))


def left(address: str, claim: int) -> Input:
    """Nobody reads in this chat any more, as we found out by sending the row with this id."""
    return Input(Conversation(Channel.TELEGRAM, address), f"weg/rij-{claim}", InputKind.LEFT, "", datetime.now(UTC))
