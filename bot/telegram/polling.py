"""Fetching updates by long poll. An update is confirmed by the offset of the next poll, so that comes after storing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.client import LONG_POLL, SiftingRequest, patience, spoken
from bot.telegram.reception import Reception
from bot.telegram.translating import KINDS

TWO_POLLERS = (
    "Een ander programma haalt ook berichten op met dit Telegram-token; wat daar binnenkomt, mist u hier. "
    "Stop dat andere programma"
)
TOKEN_WAIT, LONGEST_WAIT = 60.0, 30.0

log = structlog.get_logger("plaatsmaker")


@dataclass(slots=True)
class Polling:
    """Fetches until it is cancelled. `say` hears what is wrong, and an empty sentence when it is right again.

    `conflict_wait` are seconds until the next try where a second program fetches.
    """

    bot: Bot
    reception: Reception
    say: Callable[[str], None]
    conflict_wait: float
    _offset: int = 0
    _failures: int = 0
    _calm: int = 0

    async def work(self) -> None:
        """Fetch and take in. Raises `StorageError`."""
        await self._begin()
        while True:
            try:
                # allowed_updates each time: it is remembered by the server, also from whoever polled before us
                updates = await self.bot.get_updates(
                    self._offset or None, timeout=timedelta(seconds=LONG_POLL), allowed_updates=KINDS
                )
            except TelegramError as error:
                await asyncio.sleep(self._wait_after(error))
                continue
            except Exception as error:  # whatever a shape of update that nobody foresaw leads to
                if SiftingRequest.careful:
                    raise
                log.warning("een bericht van Telegram is niet te lezen", fout=type(error).__name__)
                SiftingRequest.careful = True
                continue
            await self.reception.take_in(updates)
            if updates:
                self._offset = updates[-1].update_id + 1
            self._well()

    async def _begin(self) -> None:
        """A webhook that was set before would keep all updates from us. What waits is not thrown away."""
        while True:
            try:
                await self.bot.delete_webhook(drop_pending_updates=False)
            except TelegramError as error:
                await asyncio.sleep(self._wait_after(error))
            else:
                return

    def _well(self) -> None:
        """After a second poller one good answer proves nothing: he may be waiting for his turn."""
        self._failures, self._calm = 0, max(0, self._calm - 1)
        if not self._calm:
            self.say("")

    def _wait_after(self, error: TelegramError) -> float:
        if isinstance(error, Conflict):
            self._calm = 2
            self.say(TWO_POLLERS)
            return self.conflict_wait
        self.say(spoken(error))
        if isinstance(error, RetryAfter):
            return float(patience(error))
        if isinstance(error, InvalidToken):
            return TOKEN_WAIT
        self._failures += 1
        return min(0.25 * 2.0 ** min(self._failures - 1, 10), LONGEST_WAIT)
