"""Reminders: asked of the database at every tick, shown to a person where the campaign wants that, then queued.

Nothing is scheduled. A tick asks who has not answered and which step is due now; what it queues has a key that is the
same however often it asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from domain.campaign import AMSTERDAM, Campaign
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind
from domain.reminders import Contact, Ladder, Reminder, Situation, due_reminders
from domain.sending import Queued, SendingRecords, Wave
from domain.wording import day_text, days_left_text, offer_text, quote
from intake.templates import Rendered, Templates

WORDS = {
    Situation.ANNOUNCED: "aangekondigd",
    Situation.NO_BOTTLENECKS: "zonder-knelpunten",
    Situation.CONDITION_PASSED: "voorwaarde-voorbij",
}
MOVED = "de uiterste datum is verschoven"
OVERTAKEN = "een nieuwere herinnering is aan de beurt"


@dataclass(frozen=True, slots=True)
class Reminding:
    """What reminding takes. `names` gives the name of each gemeente; `approval`: a person looks at each wave first."""

    records: SendingRecords
    campaign: Campaign
    ladder: Ladder
    templates: Templates
    names: Mapping[str, str]
    approval: bool = True
    form: str = ""
    """Where the public form stands, for who would rather fill in than mail; empty where nobody outside can reach it."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What one tick did. `waiting` are reminders that a person has to approve, `left` those that it had no room for,
    `unreachable` gemeenten nobody at which can be written to.
    """

    step: str = ""
    queued: int = 0
    waiting: int = 0
    left: int = 0
    cancelled: int = 0
    unreachable: tuple[str, ...] = field(default=())


def due_now(reminding: Reminding, now: datetime) -> tuple[list[Reminder], tuple[str, ...]]:
    """The reminders that would be queued at `now`, and the gemeenten that have nobody to write to. Changes nothing."""
    today = now.astimezone(AMSTERDAM).date()
    day = reminding.ladder.deadline.last_day
    standings = reminding.records.reminders.standings(reminding.campaign.key, day, today)
    reminders = due_reminders(reminding.ladder, standings, now)
    newest = reminding.ladder.newest_due(now)
    if newest is None:
        return reminders, ()
    step = newest[1]
    reached = {reminder.gemeente for reminder in reminders}
    wanted = (s for s in standings if s.situation in step.situations and step.key not in s.handled | s.excluded)
    return reminders, tuple(s.gemeente for s in wanted if s.gemeente not in reached)


def preview(reminding: Reminding, now: datetime) -> Iterator[tuple[Reminder, Rendered]]:
    """Each mail that is due at `now`, with the words of the day on which it goes out."""
    for reminder in due_now(reminding, now)[0]:
        yield reminder, render(reminding, reminder, reminder.due_at)


def tick(reminding: Reminding, now: datetime, *, most: int | None = None) -> Tick:
    """Queue what is due, or let it wait for approval, in one transaction.

    With `most` at most so many are queued: a large wave does not hold up who else wants to write, and who answers
    between two ticks is not reminded any more.
    """
    with reminding.records.write():
        day = reminding.ladder.deadline.last_day
        cancelled = reminding.records.outbox.cancel_other_deadlines(reminding.campaign.key, day, MOVED)
        reminders, unreachable = due_now(reminding, now)
        newest = reminding.ladder.newest_due(now)
        if newest is None or not reminders:
            return Tick(cancelled=cancelled, unreachable=unreachable)
        step = newest[1].key
        wave = reminding.records.reminders.wave(reminding.campaign.key, step, day, now, approved=not reminding.approval)
        if wave.state != "approved":
            waiting = len(reminders) if wave.state == "waiting" else 0
            return Tick(step, waiting=waiting, cancelled=cancelled, unreachable=unreachable)
        portion = reminders[:most]
        queued = sum(_queue(reminding, wave, reminder) for reminder in portion)
    return Tick(step, queued=queued, left=len(reminders) - len(portion), cancelled=cancelled, unreachable=unreachable)


def render(reminding: Reminding, reminder: Reminder, now: datetime) -> Rendered:
    """The words of this step for who is silent, else those for the situation. Raises `CampaignError`."""
    name = WORDS.get(reminder.situation) or reminding.ladder.step(reminder.step).mail
    return reminding.templates.render(name, data_for(reminding, reminder, now))


def data_for(reminding: Reminding, reminder: Reminder, now: datetime) -> dict[str, Any]:
    """What the templates may use. Every number and date comes from the campaign or the dossier."""
    gemeente, recipient, situation = reminder.gemeente, reminder.recipient, reminder.situation
    today = now.astimezone(AMSTERDAM).date()
    campaign, last_day = reminding.campaign, reminding.ladder.deadline.last_day
    networks = campaign.networks_of(gemeente)
    return {
        "aanhef": f"Geachte {recipient.name}" if recipient.name else "Geachte heer of mevrouw",
        "adres": campaign.mailbox,
        "deadline": day_text(last_day),
        "doel": f"{campaign.goal:,}".replace(",", "."),
        "formulier": _form_link(reminding, gemeente, recipient.address),
        "gemeente": reminding.names[gemeente],
        "netwerk": " en ".join(network.key for network in networks),
        "regels": _lines(reminding, gemeente, today) if situation is Situation.CONDITION_PASSED else (),
        "resterend": days_left_text(today, last_day),
        "richtgetal": campaign.contribution_of(gemeente),
        "titel": campaign.title,
    }


def _form_link(reminding: Reminding, gemeente: str, address: str) -> str:
    """The personal link to the form, without a name or an address in it; empty where there is no form."""
    if not reminding.form:
        return ""
    mark = reminding.records.form_links.mark(reminding.campaign.key, gemeente, address)
    return f"{reminding.form}?voor={gemeente}-{mark}"


def _lines(reminding: Reminding, gemeente: str, today: date) -> list[dict[str, str]]:
    """The conditional pledges whose date has passed, in our words and the sender's."""
    passed = reminding.records.reminders.conditions_passed(reminding.campaign.key, gemeente, today)
    return [{"tekst": offer_text(offer), "zin": quote(sentence)} for offer, sentence in passed]


def dispatch_of(reminding: Reminding, reminder: Reminder) -> Dispatch:
    """The reminder as a row of the outbox; the same reminder always has the same key and Message-ID."""
    mail = render(reminding, reminder, reminder.due_at)  # after an absence or a night fewer days are left
    return Dispatch(
        key=reminder.key,
        kind=OutKind.REMINDER,
        channel=Channel.EMAIL,
        recipient=Address(reminder.recipient.name, reminder.recipient.address),
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        due_at=reminder.due_at,
        message_id=message_id(reminder.key, reminding.campaign),
        gemeente=reminder.gemeente,
    )


def reworded(reminding: Reminding, dispatch: Dispatch, queued: Queued, now: datetime) -> Dispatch:
    """A queued reminder in the words of `now`; its key, recipient and Message-ID stay."""
    recipient = Contact(dispatch.gemeente or "", dispatch.recipient.address, dispatch.recipient.name)
    reminder = Reminder(
        dispatch.key, recipient.gemeente, queued.step, queued.situation, recipient, due_at=dispatch.due_at
    )
    mail = render(reminding, reminder, now)
    return replace(dispatch, subject=mail.subject, text=mail.text, html=mail.html)


def trial_dispatch(reminding: Reminding, reminder: Reminder, to: str, now: datetime) -> Dispatch:
    """The same mail to an address of our own, marked as a test; it counts for nobody."""
    real = dispatch_of(reminding, reminder)
    key = f"{real.key}/proef/{to}/{now.isoformat()}"
    return replace(
        real,
        key=key,
        kind=OutKind.TEST,
        recipient=Address("", to),
        subject=f"[proef] {real.subject}",
        due_at=now,
        message_id=message_id(key, reminding.campaign),
        gemeente=None,
    )


def message_id(key: str, campaign: Campaign) -> str:
    """A Message-ID that follows from the key, so that every try and every lookup knows it."""
    domain = campaign.mailbox.rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _queue(reminding: Reminding, wave: Wave, reminder: Reminder) -> bool:
    records = reminding.records
    records.outbox.cancel_reminders(reminding.campaign.key, reminder.gemeente, OVERTAKEN, other_than=wave.id)
    new = records.outbox.queue(reminding.campaign.key, dispatch_of(reminding, reminder))
    if new:
        records.reminders.note(wave.id, reminder.gemeente, reminder.situation, reminder.key)
    return new
