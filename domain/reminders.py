"""Which reminder is due to whom: derived from the deadline and the dossiers each time it is asked, never scheduled.

A ladder of steps stands relative to the opening or the deadline of the campaign, so it moves when the deadline moves.
After downtime only the newest step that is due goes out; the older ones are gone for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.campaign import AMSTERDAM, Deadline
from domain.dossier import Status
from domain.model import Channel
from domain.working_days import WorkingDays

LAPSES_AFTER = timedelta(days=14)
"""A step that could not go out for this long says nothing true any more."""


REMINDED_BY = frozenset({Channel.EMAIL})
"""The channels over which a reminder can go; who prefers another one is not reached by it."""


class Anchor(StrEnum):
    """What a step is counted from."""

    OPENING = "opening"
    DEADLINE = "deadline"


class Span(StrEnum):
    """What a step counts in."""

    WEEKS = "weeks"
    DAYS = "days"
    WORKING_DAYS = "working_days"


class ContactRole(StrEnum):
    """What a contact is to the gemeente; the order is that of the ladder."""

    OFFICER = "ambtelijk"
    SECRETARY = "gemeentesecretaris"
    ALDERMAN = "bestuurlijk"
    OFFICE = "secretariaat"


class Situation(StrEnum):
    """Why a gemeente gets a reminder; each has words of its own."""

    SILENT = "silent"
    ANNOUNCED = "announced"
    """An answer was announced and has not come."""
    NO_BOTTLENECKS = "no_bottlenecks"
    """Places were pledged, and nothing was said on what holds them up."""
    CONDITION_PASSED = "condition_passed"
    """A conditional pledge whose date has passed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder. `amount` is negative before the anchor; `roles` get it, `situations` are reminded.

    `mail` names the words for who is silent; the other situations have words of their own.
    """

    key: str
    title: str
    anchor: Anchor = Anchor.DEADLINE
    amount: int = 0
    span: Span = Span.DAYS
    roles: tuple[ContactRole, ...] = (ContactRole.OFFICER,)
    situations: frozenset[Situation] = frozenset({Situation.SILENT, Situation.ANNOUNCED})
    mail: str = "stil"

    def due_at(self, opened_on: date, deadline: Deadline, days: WorkingDays) -> datetime:
        """The instant (UTC) from which the step goes out: office hours on a working day.

        A day that falls free moves to the next working day, but a step before the deadline never moves past it.
        """
        anchor = opened_on if self.anchor is Anchor.OPENING else deadline.last_day
        if self.span is Span.WORKING_DAYS:
            return days.opening(days.shifted(anchor, self.amount))
        wanted = anchor + timedelta(days=self.amount * (7 if self.span is Span.WEEKS else 1))
        day = days.on_or_after(wanted)
        if self.anchor is Anchor.DEADLINE and wanted <= anchor < day:
            day = days.on_or_before(wanted)
        return days.opening(day)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or mailbox to write to. `reachable` is false after a permanent bounce, an opt-out or an erasure.

    `away_until` is the last day of absence that an automatic answer stated, `substitute` the address that it named.
    """

    gemeente: str
    address: str
    name: str = ""
    role: ContactRole = ContactRole.OFFICER
    channel: Channel = Channel.EMAIL
    reachable: bool = True
    away_until: date | None = None
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a gemeente stands for reminders. `situation` is `None` where there is nothing to remind of.

    `handled` holds the keys of the steps that were queued for this deadline, `excluded` those that a person has left
    this gemeente out of.
    """

    gemeente: str
    situation: Situation | None
    contacts: tuple[Contact, ...] = ()
    handled: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the situation of a gemeente follows from. `condition_passed`: the date of a conditional pledge has."""

    status: Status
    told_bottlenecks: bool = False
    condition_passed: bool = False
    waits_for_review: bool = False


def situation_of(facts: Facts) -> Situation | None:
    """What there is to remind a gemeente of. Nothing while a person still has to look at what it wrote."""
    if facts.waits_for_review or facts.status is Status.WAITING:
        return None
    if facts.status in {Status.SILENT, Status.HEARD, Status.ASKED}:
        return Situation.SILENT
    if facts.status is Status.ANNOUNCED:
        return Situation.ANNOUNCED
    if facts.status not in {Status.PLEDGED, Status.EXPLORING}:
        return None
    if facts.condition_passed:
        return Situation.CONDITION_PASSED
    return None if facts.told_bottlenecks else Situation.NO_BOTTLENECKS


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to one address. `key` is unique for ever: asking again gives the same key."""

    key: str
    gemeente: str
    step: str
    situation: Situation
    recipient: Contact
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of a campaign with what their instants follow from."""

    campaign: str
    opened_on: date
    deadline: Deadline
    steps: tuple[Step, ...]
    days: WorkingDays

    def instants(self) -> list[tuple[datetime, Step]]:
        """Every step with its instant (UTC), the earliest first."""
        due = ((step.due_at(self.opened_on, self.deadline, self.days), step) for step in self.steps)
        return sorted(due, key=lambda pair: pair[0])

    def step(self, key: str) -> Step:
        """The step with this key. Raises `KeyError`."""
        return {step.key: step for step in self.steps}[key]

    def newest_due(self, now: datetime) -> tuple[datetime, Step] | None:
        """The newest step whose instant has come, unless it has lapsed."""
        due = [pair for pair in self.instants() if pair[0] <= now]
        return due[-1] if due and now - due[-1][0] <= LAPSES_AFTER else None


def due_reminders(ladder: Ladder, standings: Iterable[Standing], now: datetime) -> list[Reminder]:
    """What goes out at `now`: for each gemeente that has not answered, the newest due step if it was not handled."""
    newest = ladder.newest_due(now)
    if newest is None:
        return []
    return [reminder for standing in standings for reminder in _for(ladder, newest[1], standing, now)]


def _for(ladder: Ladder, step: Step, standing: Standing, now: datetime) -> Iterator[Reminder]:
    if step.key in standing.handled | standing.excluded or standing.situation not in step.situations:
        return
    for recipient in recipients(step, standing.contacts, now.astimezone(AMSTERDAM).date()):
        key = f"{ladder.campaign}/{standing.gemeente}/{step.key}/{ladder.deadline.last_day}/{recipient.address.lower()}"
        due_at = _after_absence(recipient, now, ladder.days)
        yield Reminder(key, standing.gemeente, step.key, standing.situation, recipient, due_at)


def recipients(step: Step, contacts: Sequence[Contact], today: date) -> list[Contact]:
    """Who gets this step: each address once, a stated substitute for somebody who is away.

    Where nobody with the step's roles can be reached, the first reachable contact of any role stands in, so that a
    gemeente is not skipped because its only contact has another role.
    """
    reachable = [
        contact for contact in contacts if contact.reachable and contact.address and contact.channel in REMINDED_BY
    ]
    wanted = [contact for contact in reachable if contact.role in step.roles] or reachable[:1]
    chosen: dict[str, Contact] = {}
    for contact in wanted:
        present = _stand_in(contact, reachable, today)
        chosen.setdefault(present.address.lower(), present)
    return list(chosen.values())


def _stand_in(contact: Contact, reachable: Sequence[Contact], today: date) -> Contact:
    """The contact, or the stated substitute during an absence."""
    if contact.away_until is None or contact.away_until < today or not contact.substitute:
        return contact
    known = (other for other in reachable if other.address.lower() == contact.substitute.lower())
    return next(known, Contact(contact.gemeente, contact.substitute, role=contact.role))


def _after_absence(contact: Contact, now: datetime, days: WorkingDays) -> datetime:
    if contact.away_until is None or contact.away_until < now.astimezone(AMSTERDAM).date():
        return days.within(now)
    return days.opening(days.shifted(contact.away_until, 1))
