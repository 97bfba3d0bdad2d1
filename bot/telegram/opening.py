"""The wiring of the Telegram door, from the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Event

from telegram.error import TelegramError

from bot.settings import Settings
from bot.settings_file import secret
from bot.telegram.carrier import TelegramCarrier
from bot.telegram.client import open_bot, spoken
from bot.telegram.door import Door
from bot.telegram.webhook import listen
from domain.chat import Conversation
from domain.errors import SourceUnreachable
from domain.model import Channel
from domain.talking import TalkingRecords
from intake.converse import Conversations
from intake.send import Sending

Tell = Callable[[str], None]


def open_door(
    settings: Settings, talking: Conversations, sending: Sending, tell: Tell, stop: Event, queued: Callable[[], None]
) -> Door:
    """The door; `queued` says that a conversation may have queued mail. Raises `SettingsError`."""
    talking = replace(talking, at_once=False)  # the sender claims each row before it goes out
    chosen = settings.chat.telegram
    hook = None
    if chosen.mode == "webhook":
        hook = chosen.webhook_url, listen(chosen.webhook_host, chosen.webhook_port)
    token = secret(chosen.token, chosen.token_file, "chat.telegram.token")
    return Door(partial(open_bot, token, chosen.api_url), talking, sending, tell, stop, queued, hook)


def open_carrier(settings: Settings, records: TalkingRecords) -> TelegramCarrier:
    """What sends one message after another, for `plaatsmaker send`. Raises `SettingsError`."""

    def moved(old: str, new: str) -> None:
        with records.write():
            records.chats.move(Conversation(Channel.TELEGRAM, old), new)

    chosen = settings.chat.telegram
    return TelegramCarrier(
        open_bot(secret(chosen.token, chosen.token_file, "chat.telegram.token"), chosen.api_url), moved
    )


def look(settings: Settings) -> tuple[str, list[str]]:
    """For `doctor`: the name of our bot, and what deserves attention. Nothing is fetched or sent.

    Raises `SettingsError`, or `SourceUnreachable` with a sentence.
    """
    return asyncio.run(_look(settings))


async def _look(settings: Settings) -> tuple[str, list[str]]:
    chosen = settings.chat.telegram
    bot = open_bot(secret(chosen.token, chosen.token_file, "chat.telegram.token"), chosen.api_url)
    try:
        await bot.initialize()
        hook = await bot.get_webhook_info()
    except TelegramError as error:
        raise SourceUnreachable(f"{spoken(error)}.") from None
    finally:
        await bot.shutdown()
    notices = []
    if hook.url and chosen.mode == "polling":
        notices.append("Telegram brengt de berichten nu naar een webadres. De dienst zet dat uit als die start.")
    if hook.last_error_message:
        notices.append(f"Telegram kon het webadres niet bereiken: {hook.last_error_message[:120]}.")
    if hook.pending_update_count:
        notices.append(f"Er wachten {hook.pending_update_count} berichten bij Telegram.")
    return f"@{bot.username}", notices
