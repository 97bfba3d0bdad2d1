"""What comes in: stored in one transaction before Telegram hears that we have it, then handled, each chat in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.telegram.sending import Run
from bot.telegram.translating import inputs, moved
from domain.chat import Conversation, Input
from domain.model import Channel
from domain.talking import TalkingRecords

log = structlog.get_logger("plaatsmaker")


class Talking(Protocol):
    """What a door asks of conversations; `intake.converse.Conversations` offers it."""

    @property
    def records(self) -> TalkingRecords:
        """The database."""

    def store(self, said: Input) -> int:
        """Store an input, inside `write` or by itself; gives its conversation. Raises `StorageError`."""

    def handle(self, chat: int) -> None:
        """Handle what waits in this conversation. Raises `StorageError`."""

    def resume(self) -> int:
        """Handle what an earlier run stored and did not come to; gives how many. Raises `StorageError`."""


@dataclass(slots=True)
class Reception:
    """Takes updates in. `run` is for short work with rows, `think` for handling.

    `queued` is called when there may be something to send.
    """

    conversations: Talking
    bot: Bot
    run: Run
    think: Run
    queued: Callable[[], None]
    failed: Callable[[BaseException], None]
    _busy: set[int] = field(default_factory=set)
    _again: set[int] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def take_in(self, updates: Sequence[Update]) -> None:
        """Store these updates; returns when they are safe. Handling goes on by itself. Raises `StorageError`."""
        for update in updates:
            if (numbers := moved(update)) is not None:
                await self.run(move, self.conversations, *numbers)
        said = [one for update in updates for one in inputs(update, self.bot.username)]
        await self.take(said)
        for update in updates:
            if update.callback_query is not None:
                self._start(self._answer_tap(update.callback_query.id))

    async def take(self, said: Sequence[Input]) -> None:
        """Store and begin to handle."""
        if said:
            for chat in dict.fromkeys(await self.run(store, self.conversations, said)):
                self._handle_soon(chat)

    async def resume(self) -> None:
        """Handle what an earlier run of the program stored and did not come to."""
        if count := await self.think(self.conversations.resume):
            log.info("chatberichten alsnog behandeld", aantal=count)
            self.queued()

    async def finish(self) -> None:
        """Wait for what is being handled."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _handle_soon(self, chat: int) -> None:
        """Two inputs of one chat are never handled at the same time."""
        if chat in self._busy:
            self._again.add(chat)
        else:
            self._busy.add(chat)
            self._start(self._handle(chat))

    async def _handle(self, chat: int) -> None:
        try:
            await self.think(self.conversations.handle, chat)
            self.queued()
        finally:
            self._busy.discard(chat)
        if chat in self._again:
            self._again.discard(chat)
            self._handle_soon(chat)

    async def _answer_tap(self, query: str) -> None:
        """Take away the hourglass. Nothing hangs on it: a tap that is too old shows none any more."""
        try:
            await self.bot.answer_callback_query(query)
        except TelegramError as error:
            log.debug("tik niet beantwoord", fout=type(error).__name__)

    def _start(self, work: object) -> None:
        task = asyncio.ensure_future(work)  # type: ignore[call-overload]
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failed(error)


def store(conversations: Talking, said: Sequence[Input]) -> list[int]:
    """Store these inputs in one transaction; gives the conversation of each."""
    with conversations.records.write():
        return [conversations.store(one) for one in said]


def move(conversations: Talking, old: str, new: str) -> None:
    """A chat has another number."""
    with conversations.records.write():
        conversations.records.chats.move(Conversation(Channel.TELEGRAM, old), new)
