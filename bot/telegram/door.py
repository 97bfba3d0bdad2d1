"""The door: a thread with a loop of its own beside the mailbox, so that slow mail never keeps a chat waiting."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from socket import socket
from threading import Event, Thread
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.client import Sent, spoken
from bot.telegram.polling import Polling
from bot.telegram.reception import Reception, Talking, move
from bot.telegram.sending import Run, Sender
from bot.telegram.translating import left
from bot.telegram.webhook import Webhook
from domain.outbox import Claim
from intake.send import Sending

READERS, CLERKS = 2, 2
"""Threads that handle what was said, and threads that store and settle: an answer that is ready must not wait behind
fifty questions. They share one interpreter: more would not be faster."""
TURN = 0.001
"""Seconds that a thread may keep the interpreter while another wants it: the usual five would be felt at each step."""
AGAIN = 5.0
"""Seconds until the next try where Telegram is away at the start, or a second program fetches."""
GOODBYE = 40.0
COMMANDS = (
    ("help", "Wat u kunt vragen en doorgeven"),
    ("medewerker", "Een medewerker vragen"),
    ("stop", "Dit gesprek stoppen"),
    ("privacy", "Wat wij bewaren en hoelang"),
    ("mijngegevens", "Wat wij van u hebben"),
    ("verwijder", "Uw gegevens laten wissen"),
)

log = structlog.get_logger("plaatsmaker")


@dataclass(slots=True)
class Door:
    """Serves Telegram from `start` to `close`. `stop` is set where the database fails, with the reason in `failure`.

    With `hook`, an address and a bound socket, updates are brought; without it they are fetched. `queued` is called
    when a conversation may have queued mail.
    """

    open_bot: Callable[[], Bot]
    conversations: Talking
    sending: Sending
    tell: Callable[[str], None]
    stop: Event
    queued: Callable[[], None] = lambda: None
    hook: tuple[str, socket] | None = None
    again: float = AGAIN
    failure: BaseException | None = None
    receiving_trouble: str = ""
    _sender: Sender | None = None
    _ended: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: Thread | None = None

    @property
    def trouble(self) -> str:
        """Why messages do not come in or go out, in Dutch; empty where all is well."""
        return self.receiving_trouble or (self._sender.trouble if self._sender else "")

    def start(self) -> None:
        """Begin."""
        sys.setswitchinterval(TURN)
        self._thread = Thread(target=self._work, name="telegram", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There may be something to send. May be called from any thread."""
        if self._loop is not None and self._sender is not None:
            with suppress(RuntimeError):  # the loop has just ended, and with it the wish to send
                self._loop.call_soon_threadsafe(self._sender.wake)

    def close(self) -> None:
        """Finish what is being handled and sent, and go."""
        if self._thread is None:
            return
        if self._loop is not None:
            with suppress(RuntimeError):  # it ended by itself
                self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(GOODBYE)

    def _work(self) -> None:
        try:
            asyncio.run(self._live())
        except Exception as error:  # noqa: BLE001  # a thread has nobody to raise to: the service ends with it
            self._fail(error)

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        with (
            ThreadPoolExecutor(READERS, thread_name_prefix="gesprek") as readers,
            ThreadPoolExecutor(CLERKS, thread_name_prefix="telegram") as clerks,
        ):
            bot = self.open_bot()
            try:
                if await self._until_ended(self._introduced(bot)):
                    await self._serve(bot, partial(_in_thread, clerks), partial(_in_thread, readers))
            finally:
                await bot.shutdown()
                if self.hook is not None:
                    self.hook[1].close()

    async def _serve(self, bot: Bot, run: Run, think: Run) -> None:
        reception = Reception(self.conversations, bot, run, think, self._queued, self._fail)
        self._sender = sender = Sender(self.sending, bot, run, partial(_lost, reception), self._fail)
        sending = asyncio.create_task(sender.work())
        sending.add_done_callback(self._watch)
        await reception.resume()
        await self._until_ended(self._source(bot, reception).work())
        await reception.finish()
        sender.stop()
        await asyncio.wait([sending])

    def _source(self, bot: Bot, reception: Reception) -> Polling | Webhook:
        if self.hook is None:
            return Polling(bot, reception, self._say, self.again)
        return Webhook(bot, reception, self._say, *self.hook)

    async def _introduced(self, bot: Bot) -> None:
        """Find out who we are, and say what can be typed; Telegram may be away when we start."""
        while True:
            try:
                await bot.initialize()
                await bot.set_my_commands(COMMANDS)
            except TelegramError as error:
                self._say(spoken(error))
                await asyncio.sleep(self.again)
            else:
                self._say("")
                self.tell(f"Telegram: @{bot.username} luistert.")
                return

    async def _until_ended(self, work: Awaitable[None]) -> bool:
        """Do this work; gives whether it came to its end before somebody wanted us to stop."""
        doing, ended = asyncio.ensure_future(work), asyncio.ensure_future(self._ended.wait())
        await asyncio.wait([doing, ended], return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if doing.done():
            doing.result()
            return not self._ended.is_set()
        doing.cancel()
        with suppress(asyncio.CancelledError):
            await doing
        return False

    def _queued(self) -> None:
        """A conversation was handled: it may have answered here, and written a mail."""
        if self._sender is not None:
            self._sender.wake()
        self.queued()

    def _say(self, sentence: str) -> None:
        if sentence and sentence != self.receiving_trouble:
            log.warning("telegram", fout=sentence)
            self.tell(f"{sentence}.")
        elif self.receiving_trouble and not sentence:
            self.tell("Telegram is weer bereikbaar.")
        self.receiving_trouble = sentence

    def _watch(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        self.failure = self.failure or error
        self._ended.set()
        self.stop.set()


async def _in_thread(hands: ThreadPoolExecutor, work: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401  # any work
    return await asyncio.get_running_loop().run_in_executor(hands, partial(work, *given))


async def _lost(reception: Reception, claim: Claim, sent: Sent) -> None:
    """A chat has another number, or nobody reads it any more: the conversation hears of it."""
    address = claim.dispatch.recipient.address
    if sent.moved_to:
        await reception.run(move, reception.conversations, address, sent.moved_to)
    if sent.gone:
        await reception.take([left(address, claim.id)])
