"""Delivering what is due in the outbox: claim a row, send it, write down what became of it.

Each of the three is a transaction of its own, so a crash at any point leaves a row that says how far it was. The
network is never held inside a transaction, and a transaction never waits for the network.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from domain.campaign import AMSTERDAM, Campaign
from domain.model import Channel
from domain.outbox import Carrier, Claim, Delivery, Dispatch, Outcome, OutKind, OutState, Verdict, judge, once_more
from domain.ports import Clock
from domain.sending import Queued, SendingRecords

PAUSED = "sending_paused"
LOOK_UP_AFTER = timedelta(minutes=10)
"""A mailbox may be slow to show what it has; an unknown row is looked up when it is older than this."""


class SentFolder(Protocol):
    """A mailbox that holds a copy of everything that was sent."""

    def holds(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID is in it. Raises `SourceError`."""

    def close(self) -> None:
        """Let go of the connection."""


@dataclass(slots=True)
class Pace:
    """At most so many dispatches a minute, evenly spread."""

    per_minute: int
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    _next: float = field(default=0.0, init=False)

    def wait(self) -> None:
        """Wait for the turn of the next dispatch."""
        now = self.monotonic()
        if self._next > now:
            self.sleep(self._next - now)
        self._next = max(self._next, now) + 60 / self.per_minute


@dataclass(frozen=True, slots=True)
class Sending:
    """What delivering takes. `owner` names this run of the program; no two runs share it.

    `reword` gives a reminder in the words of this moment, as a mail that waited for days for a server still counts the
    days of the day that it was made for.
    """

    records: SendingRecords
    carriers: Mapping[Channel, Carrier]
    campaign: Campaign
    clock: Clock
    owner: str
    pace: Pace
    reword: Callable[[Dispatch, Queued, datetime], Dispatch] | None = None


def deliver_due(sending: Sending) -> Iterator[tuple[Claim, Verdict]]:
    """Deliver everything that is due now; yields each row with what became of it.

    Ends early where a server cannot be reached: that says nothing about the other rows, and they would only wait.
    Sends nothing while sending is paused after a restore. Raises `StorageError`.
    """
    while sending.records.setting(PAUSED) is None:
        with sending.records.write():
            claim = sending.records.outbox.take(list(sending.carriers), sending.owner, sending.clock())
            unwanted = claim and _unwanted(sending, claim, sending.clock())
            if claim and unwanted:
                verdict = Verdict(OutState.CANCELLED, error=unwanted)
                sending.records.outbox.settle(claim, verdict, sending.clock())
            elif claim:
                claim = _in_todays_words(sending, claim, sending.clock())
        if claim is None:
            return
        if unwanted:
            yield claim, verdict
            continue
        sending.pace.wait()
        delivery = sending.carriers[claim.dispatch.channel].deliver(claim.dispatch, _hand_over(sending, claim))
        yield claim, _settle(sending, claim, delivery)
        if delivery.outcome is Outcome.UNREACHABLE:
            return


def _hand_over(sending: Sending, claim: Claim) -> Callable[[], bool]:
    def hand_over() -> bool:
        with sending.records.write():
            return sending.records.outbox.hand_over(claim)

    return hand_over


def _settle(sending: Sending, claim: Claim, delivery: Delivery) -> Verdict:
    now = sending.clock()
    verdict = judge(claim, delivery, now)
    with sending.records.write():
        ours = sending.records.outbox.settle(claim, verdict, now)
        if ours and delivery.outcome is Outcome.DOUBTFUL and verdict.state is OutState.DUE:
            sending.records.outbox.repeat(claim, once_more(claim.dispatch.text), delivery.reason)
        if delivery.address_fails:
            sending.records.contacts.leave_alone(claim.dispatch.recipient.address, "bounced", now, delivery.reason)
    return verdict


def _unwanted(sending: Sending, claim: Claim, now: datetime) -> str:
    """Why this row must no longer go out; empty where it must. Asked in the transaction that claims it."""
    dispatch = claim.dispatch
    why = sending.records.contacts.left_alone(dispatch.recipient.address)
    asked_for = dispatch.kind in {OutKind.ANSWER, OutKind.CODE}
    if why and not (asked_for and why == "opted_out"):
        return f"aan dit adres schrijven wij niet meer ({why})"
    if dispatch.kind is not OutKind.REMINDER or dispatch.gemeente is None:
        return ""
    queued = sending.records.reminders.queued(claim.id)
    if queued is None:
        return ""
    if queued.wave_made_at <= sending.campaign.deadline.instant < now:
        # It says until when there is time; a mail server that was away must not make that untrue
        return "de uiterste datum is intussen voorbij"
    present = sending.records.reminders.situation(sending.campaign.key, dispatch.gemeente, _day(now))
    return "" if queued.situation is present else "de gemeente heeft intussen gereageerd"


def _in_todays_words(sending: Sending, claim: Claim, now: datetime) -> Claim:
    """A reminder that is claimed on another day than it was made for counts the days anew."""
    if sending.reword is None or claim.dispatch.kind is not OutKind.REMINDER or _day(claim.first_due_at) == _day(now):
        return claim
    queued = sending.records.reminders.queued(claim.id)
    return sending.records.outbox.reword(claim, sending.reword(claim.dispatch, queued, now)) if queued else claim


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def exchange(
    sending: Sending, channel: Channel, done: Sequence[tuple[Claim, Delivery]], most: int, reminders: int
) -> tuple[list[Verdict], list[Claim]]:
    """For a door that sends many at once: write what became of `done`, and claim at most `most` rows to hand over.

    Many together, because each wait for the disk is felt by somebody who waits for an answer: there is one, before
    anything is handed over. At most `reminders` of the rows are reminders. Raises `StorageError`.
    """
    with sending.records.write_soon():
        verdicts = [_settle(sending, claim, delivery) for claim, delivery in done]
        claims = list(_claims(sending, channel, most, reminders))
    if not claims:
        return verdicts, []
    with sending.records.write():
        return verdicts, [claim for claim in claims if sending.records.outbox.hand_over(claim)]


def _claims(sending: Sending, channel: Channel, most: int, reminders: int) -> Iterator[Claim]:
    """Rows that are due, claimed one by one; what is no longer wanted is cancelled and not counted."""
    while most and sending.records.setting(PAUSED) is None:
        now = sending.clock()
        claim = sending.records.outbox.take([channel], sending.owner, now, reminders=reminders > 0)
        if claim is None:
            return
        if unwanted := _unwanted(sending, claim, now):
            sending.records.outbox.settle(claim, Verdict(OutState.CANCELLED, error=unwanted), now)
            continue
        most -= 1
        reminders -= claim.dispatch.kind is OutKind.REMINDER
        yield claim


def recover(sending: Sending) -> tuple[int, int]:
    """To be called when the program starts: what a crash left claimed is due again, the rest of it is unknown."""
    with sending.records.write():
        return sending.records.outbox.recover(sending.clock(), sending.owner)


def look_up_unknown(sending: Sending, sent: SentFolder) -> tuple[int, int]:
    """Ask the mailbox with copies what became of unknown rows; gives how many arrived and how many are due again."""
    rows = sending.records.outbox.unknown(sending.clock() - LOOK_UP_AFTER)
    arrived = 0
    for number, message_id in rows:
        here = sent.holds(message_id)
        arrived += here
        how = "teruggevonden in de verzonden post" if here else "niet in de verzonden post: wordt opnieuw verzonden"
        with sending.records.write():
            sending.records.outbox.resolve(number, arrived=here, now=sending.clock(), how=how)
    return arrived, len(rows) - arrived
