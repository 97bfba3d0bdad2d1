"""The sending side of the service, in a thread of its own: a slow server for outgoing mail never stops mail coming in.

The tick of reminders is a job of the scheduler of the service; what it queues is sent here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread

import structlog

from bot.outgoing import Out
from bot.reminding import reminders_text
from bot.sending import look_up_lines
from domain.errors import CampaignError, StorageError
from domain.outbox import OutState
from intake.remind import Reminding, Tick, tick
from intake.send import PAUSED, deliver_due, recover

PAUSE = 2.0
"""Seconds between two looks in the outbox; `wake` makes it look at once."""
LONGEST_PAUSE = 60.0
LOOK_UP_EVERY = 300.0
PORTION = 60
"""Reminders queued in one transaction: nobody else can write meanwhile."""
GOODBYE = 40.0
"""Seconds that a mail may take that is under way when the service stops; longer than the server may be silent."""

Tell = Callable[[str], None]

log = structlog.get_logger("plaatsmaker")


@dataclass(slots=True)
class Mailroom:
    """Sends what is due until it is closed. `stop` is set where the database fails, with the reason in `failure`.

    `ticked_at` and `sent_at` are when the reminders and the outbox were last looked at (UTC), `trouble` says why mail
    does not leave the house. `also` is what sends beside it, such as the door of a chat.
    """

    out: Out
    tell: Tell
    stop: Event
    also: Callable[[], None] = lambda: None
    failure: Exception | None = None
    ticked_at: datetime | None = None
    sent_at: datetime | None = None
    trouble: str = ""
    _ended: Event = field(default_factory=Event)
    _wanted: Event = field(default_factory=Event)
    _thread: Thread | None = None
    _waiting: int = 0
    _failures: int = 0
    _looked_up: datetime | None = None

    def start(self) -> None:
        """Settle what a crash left behind, and begin."""
        again, unknown = recover(self.out.sending)
        if again or unknown:
            log.warning("verzenden was afgebroken", opnieuw=again, onzeker=unknown)
        self._thread = Thread(target=self._work, name="verzenden", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There may be something to send, here or beside."""
        self._wanted.set()
        self.also()

    def tick(self) -> None:
        """Queue the reminders that are due, or say that they wait for a person."""
        if self.out.reminding is None:
            return
        queued, done = 0, Tick()
        try:
            for done in self._portions(self.out.reminding):
                queued += done.queued
                self.wake()
        except StorageError as error:
            self._fail(error)
            return
        except CampaignError as error:
            self._say_trouble(str(error))
            return
        if queued:
            log.info("herinneringen klaargezet", stap=done.step, aantal=queued)
            self.tell(f"{reminders_text(queued)} klaargezet ({done.step}).")
        if done.waiting and done.waiting != self._waiting:
            verb = "wacht" if done.waiting == 1 else "wachten"
            told = f"{reminders_text(done.waiting)} {verb} op goedkeuring ({done.step})"
            self.tell(f"{told}: op de werkbank, of met plaatsmaker remind --approve")
        self._waiting = done.waiting

    def _portions(self, reminding: Reminding) -> Iterator[Tick]:
        """Ticks of at most `PORTION` reminders until all of a wave is queued, or the service stops."""
        left = 1
        while left and not self._ended.is_set():
            done = tick(reminding, self.out.sending.clock(), most=PORTION)
            self.ticked_at, left = self.out.sending.clock(), done.left
            yield done

    def close(self) -> None:
        """Finish the mail that is under way, and let go of the server."""
        self._ended.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(GOODBYE)
        self.out.close()

    def _work(self) -> None:
        try:
            while not self._ended.is_set():
                self._round()
                self._wanted.wait(min(PAUSE * 2**self._failures, LONGEST_PAUSE))
                self._wanted.clear()
        except Exception as error:  # noqa: BLE001  # a thread has nobody to raise to: the service ends with it
            self._fail(error)

    def _round(self) -> None:
        """Send everything that is due; mail that the server puts off makes the next look wait longer."""
        postponed = ""
        for claim, verdict in deliver_due(self.out.sending):
            log.info("mail behandeld", mail=claim.id, soort=str(claim.dispatch.kind), stand=str(verdict.state))
            postponed = verdict.error if verdict.state is OutState.DUE else ""
            if verdict.state is OutState.SENT:
                self.trouble = ""
            if self._ended.is_set():
                return
        self._failures = min(self._failures + 1, 6) if postponed else 0
        if postponed:
            self._say_trouble(postponed)
        self.sent_at = self.out.sending.clock()
        self._look_up()

    def _look_up(self) -> None:
        now = self.out.sending.clock()
        early = self._looked_up is not None and (now - self._looked_up).total_seconds() < LOOK_UP_EVERY
        if early or self.out.sending.records.setting(PAUSED) is not None:
            return
        self._looked_up = now
        for line in look_up_lines(self.out):
            log.info("onzekere mail nagezocht", uitkomst=line)

    def _say_trouble(self, sentence: str) -> None:
        if sentence != self.trouble:
            log.warning("verzenden lukt niet", fout=sentence)
        if not self.trouble:
            self.tell("Een mail kon nog niet worden verstuurd; wij blijven het proberen. Zie plaatsmaker status.")
        self.trouble = sentence

    def _fail(self, error: Exception) -> None:
        self.failure = error
        self._ended.set()
        self.stop.set()
