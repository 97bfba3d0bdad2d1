"""The ports for writing to gemeenten: the outbox, the contacts and the waves of reminders."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from domain.dossier import Offer
from domain.model import Channel
from domain.outbox import Claim, Dispatch, Verdict
from domain.reminders import Contact, Situation, Standing


@dataclass(frozen=True, slots=True)
class Wave:
    """One step of the ladder for one deadline. `state` is `waiting`, `approved` or `dismissed`."""

    id: int
    step: str
    deadline_day: date
    state: str


@dataclass(frozen=True, slots=True)
class Queued:
    """What a queued reminder speaks of, and when its step was first due for anybody."""

    step: str
    situation: Situation
    wave_made_at: datetime


class Outbox(Protocol):
    """Rows of what goes out. Every method that changes rows works inside `write`."""

    def queue(self, campaign: str, dispatch: Dispatch) -> bool:
        """Write a row that is due; gives whether it is new. The same key twice is one row."""

    def take(self, channels: Collection[Channel], owner: str, now: datetime, *, reminders: bool = True) -> Claim | None:
        """Claim the row that is due longest, replies to people before reminders; `None` where nothing is due.

        In a chat a row waits for those before it, so that answers arrive in the order of the questions.
        """

    def hand_over(self, claim: Claim) -> bool:
        """Note that the row is about to pass the point of no return; false where it is no longer ours."""

    def reword(self, claim: Claim, dispatch: Dispatch) -> Claim:
        """Put other words in a row that is ours and has not been handed over; everything else of it stays."""

    def settle(self, claim: Claim, verdict: Verdict, now: datetime) -> bool:
        """Write what became of the row; false where it is no longer ours."""

    def repeat(self, claim: Claim, text: str, why: str) -> None:
        """What may have arrived is sent again as `text`; the attempt stays, as a row that is unknown."""

    def recover(self, now: datetime, owner: str) -> tuple[int, int]:
        """After a crash: what was claimed is due again, what was being handed over is unknown; how many of each."""

    def unknown(self, claimed_before: datetime) -> list[tuple[int, str]]:
        """Ids and Message-IDs of the mails that may or may not have arrived, claimed before that instant.

        What went by chat is not among them: there is no mailbox to look it up in, so a person decides.
        """

    def resolve(self, number: int, *, arrived: bool, now: datetime, how: str) -> bool:
        """Say of an unknown row whether it arrived: it is sent, or due again.

        False where it is not unknown, or is due again while its text is gone: a code, or an erased person.
        """

    def send_again(self, number: int, now: datetime, how: str) -> bool:
        """A row that failed, and so never left, is due again. False where it did not fail or its text is gone."""

    def doubt_open(self, why: str, now: datetime) -> int:
        """After a restore: what the copy had still to send may have been sent since, so it is unknown; how many."""

    def cancel_reminders(self, campaign: str, gemeente: str, why: str, *, other_than: int) -> int:
        """Take back unclaimed reminders to this gemeente from other waves than this one; gives how many."""

    def cancel_other_deadlines(self, campaign: str, deadline_day: date, why: str) -> int:
        """Take back unclaimed reminders that were made for another deadline; gives how many."""

    def sent_since(self, address: str, since: datetime) -> int:
        """How many automatic dispatches were queued for this address since then."""

    def acknowledged_since(self, gemeente: str, since: datetime) -> int:
        """How many acknowledgements were queued for the dossier of this gemeente since then."""


class ContactBook(Protocol):
    """Contacts by gemeente, and the addresses that are left alone."""

    def add(
        self, contact: Contact, at: datetime, *, source: str, state: str = "active", message: int | None = None
    ) -> bool:
        """Add a contact or renew a known one; a proposal never changes one that is active. Inside `write`."""

    def decide(self, number: int, *, accept: bool) -> bool:
        """Make a proposed contact an active one, or end it; false where it is no proposal. Inside `write`."""

    def gemeenten_of(self, address: str) -> list[str]:
        """The gemeenten of which this address is an active contact."""

    def leave_alone(self, address: str, reason: str, at: datetime, detail: str = "") -> None:
        """Never write to this address by ourselves again: `bounced`, `opted_out` or `erased`. Inside `write`."""

    def write_again(self, address: str) -> None:
        """This address opted out and takes that back. Inside `write`."""

    def left_alone(self, address: str) -> str | None:
        """Why this address is left alone, or `None`."""

    def note_absence(self, address: str, until: date, substitute: str, at: datetime, message: int | None) -> None:
        """Keep until when somebody is away, the last day included, and who stands in. Inside `write`."""


class FormLinks(Protocol):
    """Personal links to the public form, which hold no personal data."""

    def mark(self, campaign: str, gemeente: str, address: str) -> str:
        """What the link of this person holds, in this campaign; always the same."""

    def person(self, campaign: str, gemeente: str, mark: str) -> Contact | None:
        """Whose link it is; `None` where it is wrong, of another campaign, or of who is no contact any more."""


class ReminderRows(Protocol):
    """Waves of reminders and where each gemeente stands. Every method that changes rows works inside `write`."""

    def wave(self, campaign: str, step: str, deadline_day: date, at: datetime, *, approved: bool) -> Wave:
        """The wave of this step, made where there is none yet: approved, or waiting for a person."""

    def find_wave(self, campaign: str, step: str, deadline_day: date) -> Wave | None:
        """The wave of this step for this deadline, if there is one."""

    def decide(self, wave: int, state: str, who: str, at: datetime) -> bool:
        """Approve or dismiss a wave that waits; false where somebody was first."""

    def waves(self, campaign: str) -> list[dict[str, Any]]:
        """Every wave with its counts, the oldest first."""

    def exclude(self, wave: int, gemeente: str, who: str, at: datetime) -> None:
        """Leave this gemeente out of the wave."""

    def note(self, wave: int, gemeente: str, situation: Situation, key: str) -> None:
        """Tie the queued row with this key to its wave."""

    def queued(self, outbox: int) -> Queued | None:
        """What a row of the outbox reminds of; `None` where it is no reminder of a wave."""

    def standings(self, campaign: str, deadline_day: date, today: date) -> list[Standing]:
        """Where each of the gemeenten stands for this deadline, in order of CBS code."""

    def conditions_passed(self, campaign: str, gemeente: str, today: date) -> list[tuple[Offer, str]]:
        """The conditional pledges of this gemeente whose date has passed, each with the sentence that it came from."""

    def situation(self, campaign: str, gemeente: str, today: date) -> Situation | None:
        """What there is to remind this gemeente of now, if anything."""


class SendingRecords(Protocol):
    """The part of storage that writing to gemeenten needs."""

    @property
    def outbox(self) -> Outbox:
        """What goes out."""

    @property
    def contacts(self) -> ContactBook:
        """Whom to write to."""

    @property
    def form_links(self) -> FormLinks:
        """Personal links to the public form."""

    @property
    def reminders(self) -> ReminderRows:
        """Waves of reminders."""

    def write(self) -> AbstractContextManager[None]:
        """One transaction: all or nothing. Raises `StorageError`."""

    def write_soon(self) -> AbstractContextManager[None]:
        """A transaction that is safe from a crash at once and from a power cut with the next `write`."""

    def setting(self, key: str) -> str | None:
        """A setting that lives in the database, such as `sending_paused` after a restore."""
