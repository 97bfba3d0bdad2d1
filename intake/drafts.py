"""Messages in hand: claimed, in the order in which they came in, and read some way ahead of what is stored.

Each is claimed durably before it is read, so that a message that ends the program is known for it afterwards. What was
claimed in a try that never ended is read in ever smaller batches, in the end alone: so the one that did it is found in
a few starts, and after a plug that was pulled all others are soon read by whole batches again.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from types import TracebackType
from typing import TYPE_CHECKING, Self

from domain.errors import MessageError, ReaderError, StorageError
from domain.model import Message, Reading
from domain.ports import Waiting
from intake.ahead import PATIENCE, Ahead, Read, read_alone

if TYPE_CHECKING:
    from intake.process import Intake

BATCH = 64
BATCH_BYTES = 8_000_000
WINDOW = 3
"""Batches in hand at most."""
SUSPECT = 3
"""A message that the program has stopped at so many times is read in a process of its own."""

GOOD_MAIL = b"""From: Griffie Amersfoort <griffie@amersfoort.nl>
To: migratie@vng.nl
Subject: Extra plekken
Date: Wed, 01 Jul 2026 10:00:00 +0200
Content-Type: text/plain; charset=utf-8

Beste VNG,

De gemeente Amersfoort stelt vanaf 1 oktober twaalf extra plekken voor statushouders beschikbaar.
De aansluiting op het stroomnet is nog een knelpunt.

Met vriendelijke groet,
Griffie Amersfoort
"""
"""A mail that a reader in order can read."""

_HEAD = 64_000
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_NAMES = re.compile(rb"^(message-id|in-reply-to|references)[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
_ID = re.compile(rb"<([^<>\s]{1,990})>")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that was read, and of which dossiers its thread was thought to be; or why it cannot be read."""

    id: int
    message: Message | None = None
    reading: Reading | None = None
    thread: tuple[str, ...] = ()
    problem: str = ""


class Drafts:
    """The messages in hand. A context manager: what is still in hand at the end is let go of, unread."""

    def __init__(self, intake: Intake, ahead: Ahead) -> None:
        self._intake = intake
        self._messages = intake.records.messages
        self._ahead = ahead
        self._in_hand: dict[int, Waiting] = {}
        self._elsewhere: dict[int, tuple[str, ...]] = {}
        self._for_here: set[int] = set()
        self._drafts: dict[int, Draft] = {}
        self._reading: int | None = None

    def __len__(self) -> int:
        return len(self._in_hand)

    @property
    def may_wait(self) -> int:
        """How many may stay in hand while more is fetched: a helper reads on meanwhile, without one nobody does."""
        return (WINDOW - 1) * BATCH if self._ahead.ready else 0

    def claim(self) -> None:
        """Take in hand what waits, as far as there is room. Inside `write`."""
        in_hand = list(self._in_hand.values())
        waiting = self._messages.waiting(len(in_hand) + WINDOW * BATCH)
        more = portion([one for one in waiting if one.id not in self._in_hand], in_hand)
        # A suspect is read elsewhere: that this process ends meanwhile says nothing about it.
        self._messages.claim([one.id for one in more if not self._is_suspect(one)])
        self._in_hand.update((one.id, one) for one in more)
        self._ahead.expect(len(more))

    def oldest(self) -> list[Draft]:
        """The oldest batch; reads on until all of it is read. Raises `ReaderError` where nothing can be read."""
        batch = _fitting(list(self._in_hand.values()), BATCH, BATCH_BYTES)
        while any(one.id not in self._drafts for one in batch):
            self._read_on()
        return [self._drafts[one.id] for one in batch]

    def done(self, drafts: Sequence[Draft]) -> None:
        """These are stored, or about to be; claims what comes after them. Inside `write`."""
        for draft in drafts:
            del self._in_hand[draft.id], self._drafts[draft.id]
            self._for_here.discard(draft.id)
        self.claim()

    def hand_out(self) -> None:
        """Give the helper what it has room for."""
        for one in self._unread():
            if not self._ahead.has_room(one.size) or self._is_suspect(one):
                return
            if one.id in self._for_here:
                continue
            raw = self._messages.raw(one.id)
            thread = self._thread_of(raw)
            if not self._ahead.offer(one.id, raw, thread):
                return
            self._elsewhere[one.id] = thread

    def problem(self, number: int, error: Exception) -> str:
        """Why a message is set aside. Raises `ReaderError` where it is not the message that is at fault."""
        if isinstance(error, MessageError):
            return str(error)
        _log.error("bericht %d geeft een onverwachte fout", number, exc_info=error)
        try:
            self._intake.reader.read(self._intake.parse(GOOD_MAIL))
        except Exception as cause:
            self._reading = None
            raise ReaderError(
                "Plaatsmaker kan geen enkel bericht meer lezen, ook een eenvoudig proefbericht niet "
                f"({type(cause).__name__}). Er is niets opzijgelegd: alle post blijft wachten. "
                "Installeer Plaatsmaker opnieuw en start het daarna weer."
            ) from cause
        return f"Onverwachte fout bij het lezen: {type(error).__name__}."

    def _read_on(self) -> None:
        """Take in what the helper read, and read the oldest that nobody is reading; else wait for the helper."""
        self._take(self._ahead.take())
        self.hand_out()
        mine = next(iter(self._unread()), None)
        if mine is not None:
            self._drafts[mine.id] = self._draft_alone(mine.id) if self._is_suspect(mine) else self._draft(mine.id)
        elif self._elsewhere and not self._take(self._ahead.take(PATIENCE)):
            self._ahead.give_up()
            self._take(self._ahead.take())

    def _unread(self) -> list[Waiting]:
        taken = self._drafts.keys() | self._elsewhere.keys()
        return [one for one in self._in_hand.values() if one.id not in taken]

    def _take(self, answers: Sequence[tuple[int, Read | None]]) -> int:
        for number, read in answers:
            thread = self._elsewhere.pop(number)
            if read is None:
                self._for_here.add(number)
            else:
                self._drafts[number] = Draft(number, *read, thread)
        return len(answers)

    def _is_suspect(self, one: Waiting) -> bool:
        return one.tries >= SUSPECT and bool(self._intake.helper)

    def _draft_alone(self, number: int) -> Draft:
        """Read a message that the program stopped at before: by itself, or because somebody stopped it."""
        raw = self._messages.raw(number)
        thread = self._thread_of(raw)
        try:
            read = read_alone(self._intake.helper, raw, thread)
        except MessageError as error:
            return Draft(number, problem=str(error))
        return Draft(number, *read, thread) if read else self._draft(number)

    def _draft(self, number: int) -> Draft:
        self._reading = number
        try:
            message = self._intake.parse(self._messages.raw(number))
            thread = self._messages.gemeenten_of_thread(message)
            draft = Draft(number, message, self._intake.reader.read(message, thread), thread)
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001  # one bad message must not stop the others: set aside with its reason
            draft = Draft(number, problem=self.problem(number, error))
        self._reading = None
        return draft

    def _thread_of(self, raw: bytes) -> tuple[str, ...]:
        """The dossiers of its thread by a first look at the headers; looked up again when it is stored."""
        message = _named(raw)
        if not (message.message_id or message.in_reply_to or message.references):
            return ()
        return self._messages.gemeenten_of_thread(message)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of what is in hand, except for a message that was being read when somebody broke that off."""
        unread = [n for n, one in self._in_hand.items() if n != self._reading and not self._is_suspect(one)]
        # A database that has failed keeps the claims: these messages are read in smaller batches the next time.
        with contextlib.suppress(StorageError):
            if unread:
                with self._intake.records.write():
                    self._messages.unclaim(unread)
        self._in_hand.clear()


def portion(waiting: Sequence[Waiting], in_hand: Sequence[Waiting]) -> Sequence[Waiting]:
    """Which of those that wait to take in hand beside what is in hand already, oldest first.

    One that was tried before never shares a try with one that was not.
    """
    if not waiting or any(one.tries for one in in_hand) or (in_hand and waiting[0].tries):
        return []
    tries = waiting[0].tries
    alike = list(takewhile(lambda one: one.tries == tries, waiting))
    if tries:
        return _fitting(alike, BATCH >> 3 * tries, BATCH_BYTES)
    room = WINDOW * BATCH - len(in_hand)
    rest = WINDOW * BATCH_BYTES - sum(one.size for one in in_hand)
    return [] if in_hand and (room <= 0 or rest < alike[0].size) else _fitting(alike, room, rest)


def _fitting(waiting: Sequence[Waiting], count: int, octets: int) -> Sequence[Waiting]:
    """The first of these: at most so many of at most so many bytes together, but always one."""
    total = 0
    for at, one in enumerate(waiting[:count]):
        total += one.size
        if at and total > octets:
            return waiting[:at]
    return waiting[: max(count, 1)]


def _named(raw: bytes) -> Message:
    """What the headers name, and no more."""
    blank = _BLANK_LINE.search(raw, 0, _HEAD)
    named: dict[bytes, list[str]] = {}
    for match in _NAMES.finditer(raw[: blank.start() if blank else _HEAD]):
        found = [f"<{one.decode('utf-8', 'replace')}>" for one in _ID.findall(match[2])]
        named.setdefault(match[1].lower(), []).extend(found)
    return Message(
        message_id=next(iter(named.get(b"message-id", [])), ""),
        in_reply_to=next(iter(named.get(b"in-reply-to", [])), ""),
        references=tuple(named.get(b"references", ())),
    )
