"""What sending takes, with the cast: a ladder, templates, a carrier that does what it is told, and a clock to turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from domain.model import Channel
from domain.outbox import Delivery, Dispatch, Outcome
from domain.reminders import Anchor, Contact, ContactRole, Ladder, Situation, Span, Step
from domain.working_days import WorkingDays
from intake.acknowledge import Acknowledging
from intake.follow import Follow
from intake.mail.parse import parse
from intake.remind import Reminding, reworded
from intake.send import Pace, Sending
from intake.templates import Templates
from storage.records import Records
from tests.cast.people import CAMPAIGN, GEMEENTEN

MAILS = Path(__file__).parents[2] / "campaigns/versnelling-2026/mails"
TEMPLATES = Templates(MAILS)
NAMES = {gemeente.code: gemeente.name for gemeente in GEMEENTEN}
ANNE = Contact("GM0307", "anne@amersfoort.nl", "mevrouw De Wit")
BOSS = Contact("GM0307", "secretaris@amersfoort.nl", role=ContactRole.SECRETARY)
URSULA = Contact("GM0184", "ursula@urk.nl")
BOTH = (ContactRole.OFFICER, ContactRole.SECRETARY)
STEPS = (
    Step("uitnodiging", "Uitnodiging", Anchor.OPENING, roles=BOTH, mail="uitnodiging"),
    Step("vier-weken", "Vier weken", amount=-4, span=Span.WEEKS),
    Step(
        "een-week",
        "Een week",
        amount=-1,
        span=Span.WEEKS,
        roles=BOTH,
        situations=frozenset({Situation.SILENT, Situation.ANNOUNCED, Situation.NO_BOTTLENECKS}),
    ),
    Step("u-kunt-nog", "U kunt nog", amount=1, span=Span.WORKING_DAYS, mail="u-kunt-nog"),
)
LADDER = Ladder("proef", CAMPAIGN.opened_on, CAMPAIGN.deadline, STEPS, WorkingDays())
FOUR_WEEKS, ONE_WEEK = date(2026, 7, 16), date(2026, 8, 6)


def morning(day: date, hour: int = 8) -> datetime:
    """An office hour in summer (UTC)."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that goes where it is put."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: int) -> None:
        """Turn it forward."""
        self.now += timedelta(**span)


@dataclass
class Told:
    """A carrier that delivers, or does what `outcome` says; calls `before` when a dispatch passes."""

    outcome: Outcome = Outcome.DELIVERED
    before: Callable[[Dispatch], object] = lambda _: None
    carried: list[Dispatch] = field(default_factory=list)

    def deliver(self, dispatch: Dispatch, handing_over: Callable[[], bool]) -> Delivery:
        self.before(dispatch)
        if self.outcome in {Outcome.DELIVERED, Outcome.UNCERTAIN} and not handing_over():
            return Delivery(Outcome.TEMPORARY, "van een ander")
        if self.outcome is Outcome.DELIVERED:
            self.carried.append(dispatch)
        return Delivery(self.outcome, "zo is het", address_fails=self.outcome is Outcome.PERMANENT)

    def close(self) -> None:
        """Nothing to let go of."""


def reminding(records: Records, *, approval: bool = False, ladder: Ladder = LADDER) -> Reminding:
    """Reminders to the cast."""
    return Reminding(records, CAMPAIGN, ladder, TEMPLATES, NAMES, approval=approval)


def sending(records: Records, carrier: Told, clock: Clock, owner: str = "run-1") -> Sending:
    """Delivery by this carrier, without waiting."""
    pace, reword = Pace(6000, sleep=lambda _: None), partial(reworded, reminding(records))
    return Sending(records, {Channel.EMAIL: carrier}, CAMPAIGN, clock, owner, pace, reword)


def follow(records: Records, clock: Callable[[], datetime]) -> Follow:
    """What follows from a message of the cast."""
    return Follow(records, Acknowledging(records, CAMPAIGN, TEMPLATES, NAMES), parse, clock)


def add_contacts(records: Records, *contacts: Contact) -> None:
    """Put contacts in the book."""
    with records.write():
        for contact in contacts:
            records.contacts.add(contact, morning(FOUR_WEEKS), source="proef")
