"""What goes out: a row before it is sent, and what an attempt to send it came to.

States: `due -> claimed -> handing_over -> sent | failed | unknown`, and `cancelled` for what is no longer wanted when
its turn comes. `claimed` may be tried again; `handing_over` is written just before the point of no return, so what is
found in it after a crash is `unknown`, which is never sent again by itself. Where a server answers that something went
wrong at its side, a person who waits is not left without a reply: the attempt is kept as a row that is `unknown`, and
the message goes out again with a line that says it may come twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.chat import Button
from domain.model import Address, Channel

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=3)
ONCE_MORE = "(Misschien krijgt u dit bericht twee keer: er was een storing bij het versturen.)"


class OutState(StrEnum):
    """Where a row of the outbox stands."""

    DUE = "due"
    CLAIMED = "claimed"
    HANDING_OVER = "handing_over"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class OutKind(StrEnum):
    """Why something is sent."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ANSWER = "answer"
    REMINDER = "reminder"
    CODE = "code"
    """A code that proves for whom somebody speaks. Its text is wiped as soon as it has left."""
    NOTICE = "notice"
    """To our own mailbox: somebody waits for a person."""
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One mail or chat message as it will be sent.

    `key` is unique for ever: queueing the same key again changes nothing. `message_id` is made when the row is made
    and stays the same over all tries. `answers` is the id of the message that it replies to.

    For a chat `recipient.address` is the address of the conversation, `in_reply_to` the `external_id` of the input
    that it replies to, and each inner tuple of `buttons` a row of choices under the text.
    """

    key: str
    kind: OutKind
    channel: Channel
    recipient: Address
    subject: str
    text: str
    due_at: datetime
    message_id: str
    html: str = ""
    gemeente: str | None = None
    answers: int | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that one sender holds for a while. Only `owner` with this `epoch` may say what became of it."""

    id: int
    owner: str
    epoch: int
    attempts: int
    first_due_at: datetime
    dispatch: Dispatch


class Outcome(StrEnum):
    """What an attempt came to."""

    DELIVERED = "delivered"
    TEMPORARY = "temporary"
    """Nothing was handed over; trying again may help."""
    DOUBTFUL = "doubtful"
    """Handed over, and answered with a fault of the server: it may have arrived. Sent again, and it says so."""
    PERMANENT = "permanent"
    """Refused for good, for this recipient or this message."""
    UNREACHABLE = "unreachable"
    """The server could not be reached or let us in; the message had no part in it."""
    UNCERTAIN = "uncertain"
    """Handed over, and the connection broke before the answer."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome of one attempt; `reason` in one Dutch line with the server's own words.

    `address_fails`: the server says for good that nobody receives mail at this address. `wait` is how long the server
    asks us to wait, where it says so.
    """

    outcome: Outcome
    reason: str = ""
    address_fails: bool = False
    wait: timedelta | None = None


class Carrier(Protocol):
    """Takes one dispatch to where it goes."""

    def deliver(self, dispatch: Dispatch, handing_over: Callable[[], bool]) -> Delivery:
        """Send it. Calls `handing_over` once, just before the point of no return, and stops where that says no."""

    def close(self) -> None:
        """Let go of the connection."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row: its new state, and when it is due again where it stays `due`."""

    state: OutState
    due_at: datetime | None = None
    error: str = ""


def judge(claim: Claim, delivery: Delivery, now: datetime) -> Verdict:
    """What becomes of the row after an attempt.

    A dispatch that the server keeps putting off is given up three days after it was first due; one whose server could
    not be reached is not, because that says nothing about the dispatch.
    """
    match delivery.outcome:
        case Outcome.DELIVERED:
            return Verdict(OutState.SENT)
        case Outcome.PERMANENT:
            return Verdict(OutState.FAILED, error=delivery.reason)
        case Outcome.UNCERTAIN:
            return Verdict(OutState.UNKNOWN, error=delivery.reason)
        case Outcome.TEMPORARY | Outcome.DOUBTFUL if now - claim.first_due_at > GIVE_UP_AFTER:
            return Verdict(OutState.FAILED, error=f"drie dagen geprobeerd: {delivery.reason}")
        case _:
            wait = wait_after(claim.attempts) if delivery.wait is None else delivery.wait
            return Verdict(OutState.DUE, now + wait, delivery.reason)


def once_more(text: str) -> str:
    """The text of a message that is sent again though it may have arrived; said once."""
    return text if text.endswith(ONCE_MORE) else f"{text}\n\n{ONCE_MORE}"


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling from a minute to four hours."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
