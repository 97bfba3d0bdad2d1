"""One message at a time, for `plaatsmaker send`; the service sends many at once with `bot.telegram.sending`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from telegram import Bot

from bot.telegram.client import Sent, send
from domain.outbox import Delivery, Dispatch, Outcome

Moved = Callable[[str, str], None]
"""Gets the old and the new number of a chat."""


class TelegramCarrier:
    """Takes a dispatch to a chat; offers `domain.outbox.Carrier`."""

    def __init__(self, bot: Bot, moved: Moved) -> None:
        self._bot, self._moved, self._runner = bot, moved, asyncio.Runner()

    def deliver(self, dispatch: Dispatch, handing_over: Callable[[], bool]) -> Delivery:
        """Send it. Where the chat has another number, that is kept and the next try goes there."""
        if not handing_over():
            return Delivery(Outcome.TEMPORARY, "een ander verstuurt dit bericht al")
        sent: Sent = self._runner.run(send(self._bot, dispatch))
        if sent.moved_to:
            self._moved(dispatch.recipient.address, sent.moved_to)
        return sent.delivery

    def close(self) -> None:
        """Let go of the connection."""
        self._runner.run(self._bot.shutdown())
        self._runner.close()
