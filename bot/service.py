"""The service: read the mailbox, handle what came in, wait for more, and go on until it is told to stop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Event
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.counted_source import CountedSource
from bot.heartbeat import Heartbeat, end_heartbeat, write_heartbeat
from bot.mailroom import Mailroom
from domain.errors import SourceError, SourceRefused
from intake.collect import collect
from intake.mail.backoff import CAP, delay
from intake.process import Handled, Intake

if TYPE_CHECKING:
    from bot.telegram.door import Door

SLICE = 1.0
"""Seconds of waiting at a time: that long a request to stop may have to wait."""
TICK = 5
"""Seconds between two signs of life."""
REMINDERS = 60
"""Seconds between two looks at who is to be reminded."""

Tell = Callable[[str], None]

log = structlog.get_logger("plaatsmaker")


@dataclass(slots=True)
class Service:
    """The loop of `plaatsmaker run`. `tell` prints a sentence, `describe` says what was made of a message."""

    intake: Intake
    source: CountedSource
    data: Path
    tell: Tell
    describe: Callable[[Handled], str]
    stop: Event = field(default_factory=Event)
    mailroom: Mailroom | None = None
    door: Door | None = None
    daily: Callable[[], None] | None = None
    """What is done at the start and once a day."""
    _beat: Heartbeat = field(init=False)
    _failures: int = field(default=0, init=False)

    def run(self) -> None:
        """Work until `stop` is set.

        A mailbox that cannot be reached is tried again and again. Raises `SourceRefused` where it refuses us at the
        start, when somebody is there to mend it, and `StorageError` whenever the database fails.
        """
        now = self.intake.clock()
        self._beat = Heartbeat(os.getpid(), now, now)
        log.info("dienst gestart", campagne=self.intake.campaign.key, lezer=self.intake.reader.version)
        with self._sending(), self._chatting(), self._ticking():
            while not self.stop.is_set():
                try:
                    self._round()
                except SourceError as error:
                    self._lost(error)
        log.info("dienst gestopt")
        self.tell("Plaatsmaker is gestopt.")

    def _round(self) -> None:
        """Handle all that is there, then wait for news."""
        self.source.fetched = handled_count = 0
        for handled in collect(self.intake, self.source):
            self._handled(handled)
            handled_count += 1
            if self.stop.is_set():
                return
        if self.source.fetched > handled_count:
            self.tell(f"{self.source.fetched - handled_count} van deze berichten hadden wij al.")
        self._reached(self.intake.clock())
        while not self.stop.is_set() and not self.source.wait(SLICE) and not self._left_to_read():
            self._failures = 0  # not before: a server that lets us in and hangs up must be tried ever less often
            self._reached(self.intake.clock())

    def _left_to_read(self) -> bool:
        """Whether something came in by another door, or was put back in the queue by a person."""
        return bool(self.intake.records.messages.waiting(1))

    def _handled(self, handled: Handled) -> None:
        log.info("bericht verwerkt", bericht=handled.id, wacht=list(handled.waits_for), probleem=handled.problem)
        self.tell(self.describe(handled))
        self._beat = replace(self._beat, at=self.intake.clock())
        if self.mailroom is not None:
            self.mailroom.wake()

    def _reached(self, now: datetime) -> None:
        if self._beat.trouble:
            self.tell("De postbus is weer bereikbaar.")
        self._beat = replace(self._beat, at=now, mailbox_at=now, trouble="")

    def _lost(self, error: SourceError) -> None:
        refused = isinstance(error, SourceRefused)
        if refused and self._beat.mailbox_at is None:
            raise error
        seconds = CAP if refused else delay(self._failures, Random())  # noqa: S311  # jitter, not a secret
        self._failures += 1
        if str(error) != self._beat.trouble:
            self.tell(f"{error} Wij blijven het proberen.")
            log.warning("postbus niet bereikbaar", fout=str(error))
        self._beat = replace(self._beat, at=self.intake.clock(), trouble=str(error))
        again = time.monotonic() + seconds
        while (rest := again - time.monotonic()) > 0 and not self.stop.wait(min(SLICE, rest)):
            self._beat = replace(self._beat, at=self.intake.clock())

    @contextmanager
    def _sending(self) -> Iterator[None]:
        """Mail goes out beside the loop. Raises what made that end."""
        if self.mailroom is None:
            yield
            return
        self.mailroom.start()
        try:
            yield
        finally:
            self.mailroom.close()
        if self.mailroom.failure is not None:
            raise self.mailroom.failure

    @contextmanager
    def _chatting(self) -> Iterator[None]:
        """Telegram is served beside the loop. Raises what made that end."""
        if self.door is None:
            yield
            return
        self.door.start()
        try:
            yield
        finally:
            self.door.close()
        if self.door.failure is not None:
            raise self.door.failure

    @contextmanager
    def _ticking(self) -> Iterator[None]:
        """What recurs, in memory: the tick of reminders, and a sign of life that tells what the loop last did."""
        scheduler = BackgroundScheduler(timezone="UTC")
        options = {"id": "tick", "coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler.add_job(self._tick, "interval", seconds=TICK, **options)
        if self.mailroom is not None:
            options = options | {"id": "reminders", "next_run_time": datetime.now(UTC)}
            scheduler.add_job(self.mailroom.tick, "interval", seconds=REMINDERS, **options)
        if self.daily is not None:
            options = options | {"id": "daily", "next_run_time": datetime.now(UTC)}
            scheduler.add_job(self.daily, "interval", hours=24, **options)
        self._tick()
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=True)
            end_heartbeat(self.data)

    def _tick(self) -> None:
        beat = self._beat
        if (room := self.mailroom) is not None:
            beat = replace(beat, ticked_at=room.ticked_at, sending_at=room.sent_at, sending_trouble=room.trouble)
        if self.door is not None:
            beat = replace(beat, chat_trouble=self.door.trouble)
        try:
            write_heartbeat(self.data, beat)
        except OSError as error:
            log.warning("teken van leven niet geschreven", fout=str(error))
