"""Sends what is due in chats: many at once, each chat in order, answers to people before reminders.

Rows are claimed and settled by one transaction after another, each with all that came together meanwhile: on a disk
that takes milliseconds to be sure, that is what lets fifty people be answered at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot

from bot.telegram.client import PARALLEL, Sent, send
from domain.model import Channel
from domain.outbox import Claim, Delivery, Outcome, OutState, Verdict
from intake.send import Sending, exchange

PAUSE = 2.0
"""Seconds between two looks in the outbox; `wake` makes it look at once."""
QUICK, SLOW = 4, 0.5
"""So many are under way at once, those not counted that take longer than so many seconds: a silent server must not keep
others waiting, and after a crash all that was under way is uncertain."""
A_SECOND = 25
"""Telegram lets about 30 messages a second through; the rest of that is for answers that come in between."""
LONGEST_WAIT = timedelta(minutes=1)

Run = Callable[..., Awaitable[Any]]
"""Calls a function in a thread that may wait for the disk."""
Lost = Callable[[Claim, Sent], Awaitable[None]]
"""Hears of a chat that moved or that nobody reads any more."""

log = structlog.get_logger("plaatsmaker")


@dataclass(slots=True)
class Pace:
    """At most so many a second. Everything that is sent counts; only reminders wait for it."""

    per_second: float = A_SECOND
    monotonic: Callable[[], float] = time.monotonic
    _room: float = 1.0
    _at: float = 0.0

    def room(self) -> int:
        """How many reminders may go now."""
        now = self.monotonic()
        self._room = min(self._room + (now - self._at) * self.per_second, self.per_second / 5)
        self._at = now
        return max(0, int(self._room))

    def count(self, messages: int) -> None:
        """So many messages go now."""
        self._room -= messages

    def rest(self, seconds: float) -> None:
        """No reminders for so long."""
        self._room = min(self._room, -seconds * self.per_second)


@dataclass(slots=True)
class Sender:
    """Sends until it is told to stop. `trouble` says why nothing leaves the house."""

    sending: Sending
    bot: Bot
    run: Run
    lost: Lost
    failed: Callable[[BaseException], None]
    pace: Pace = field(default_factory=Pace)
    trouble: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _ended: bool = False
    _open: dict[asyncio.Task[None], float] = field(default_factory=dict)
    _done: list[tuple[Claim, Delivery]] = field(default_factory=list)
    _silent_until: float = 0.0
    _flooded: tuple[str, float] = ("", 0.0)
    _failures: int = 0

    def wake(self) -> None:
        """There may be something to send. To be called in the thread of the loop."""
        self._news.set()

    def stop(self) -> None:
        """Finish what is under way, and take nothing more."""
        self._ended = True
        self._news.set()

    async def work(self) -> None:
        """Send what is due, until `stop`. Raises `StorageError`."""
        while not self._ended or self._open or self._done:
            self._news.clear()
            more = await self._round()
            if not more:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), self._patience())

    async def _round(self) -> bool:
        """Settle and claim; gives whether there may be more to claim at once."""
        done, self._done = self._done, []
        free = self._free()
        verdicts, claims = await self.run(exchange, self.sending, Channel.TELEGRAM, done, free, self.pace.room())
        for (claim, _), verdict in zip(done, verdicts, strict=True):
            self._say(claim, verdict)
        self.pace.count(len(claims))
        for claim in claims:
            task = asyncio.create_task(self._send(claim))
            self._open[task] = time.monotonic()
            task.add_done_callback(self._closed)
        return bool(free) and len(claims) == free and self._free() > 0

    def _free(self) -> int:
        """How many messages more may be handed over now."""
        now = time.monotonic()
        if self._ended or now < self._silent_until:
            return 0
        quick = sum(now - begun < SLOW for begun in self._open.values())
        return max(0, min(QUICK - quick, PARALLEL - len(self._open)))

    def _closed(self, task: asyncio.Task[None]) -> None:
        self._open.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failed(error)

    async def _send(self, claim: Claim) -> None:
        sent = Sent(Delivery(Outcome.UNCERTAIN, "het verzenden brak af na de overdracht"))
        try:
            sent = await send(self.bot, claim.dispatch)
            if sent.moved_to or sent.gone:
                await self.lost(claim, sent)
        finally:
            self._done.append((claim, self._with_wait(claim, sent.delivery)))
            self._news.set()

    def _with_wait(self, claim: Claim, delivery: Delivery) -> Delivery:
        """How long this row waits, and whether the others must too."""
        if delivery.outcome is Outcome.UNREACHABLE:
            # That says nothing about this message: all wait
            if time.monotonic() >= self._silent_until:
                self._silent_until = time.monotonic() + min(0.5 * 2**self._failures, LONGEST_WAIT.total_seconds())
                self._failures = min(self._failures + 1, 10)
            return replace(delivery, wait=timedelta(0))
        self._failures = 0
        if delivery.outcome not in {Outcome.TEMPORARY, Outcome.DOUBTFUL}:
            return delivery
        if delivery.wait is None:
            return replace(delivery, wait=min(timedelta(seconds=2 ** min(claim.attempts - 1, 6)), LONGEST_WAIT))
        self._flood(claim, delivery.wait.total_seconds())
        return delivery

    def _flood(self, claim: Claim, seconds: float) -> None:
        """Telegram counts for each chat and for all together: a second chat that must wait means all."""
        now, chat = time.monotonic(), claim.dispatch.recipient.address
        self.pace.rest(seconds)
        earlier, until = self._flooded
        if until > now and earlier != chat:
            self._silent_until = max(self._silent_until, now + seconds)
        self._flooded = (chat, now + seconds)

    def _patience(self) -> float:
        """Seconds until the next look."""
        silent = self._silent_until - time.monotonic()
        if silent > 0:
            return silent
        return PAUSE / 8 if self.trouble or self._open or self.pace.room() < 1 else PAUSE

    def _say(self, claim: Claim, verdict: Verdict) -> None:
        if verdict.state is OutState.SENT:
            log.info("chatbericht verzonden", rij=claim.id)
        else:
            log.warning("chatbericht niet verzonden", rij=claim.id, stand=str(verdict.state), fout=verdict.error)
        self.trouble = verdict.error if verdict.state is OutState.DUE else ""
