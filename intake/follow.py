"""What else follows from a message, in the transaction that records it: an acknowledgement, and what it tells about
contacts: who is away, which address fails, who wants no reminders, who writes for a gemeente, and what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.changes import Change
from domain.chat import CHAT_CHANNELS
from domain.model import Intent, Kind, Message, Reading
from domain.ports import Clock, Parse
from domain.reminders import Contact
from domain.talking import TalkingRecords
from domain.verification import MAIL_ADDRESS
from intake.acknowledge import Acknowledging, Recorded, acknowledge, recipient_of
from intake.mail.compose import is_address
from intake.process import reasons_of
from intake.questions import Asking
from intake.tell_chat import tell_decided

STOP = re.compile(
    r"\b(?:geen|stop(?:pen)?(?: met)?(?: de| deze)?)\s+(?:automatische\s+)?"
    r"(?:herinneringen|reminders|herinneringsmails?)\b"
    r"|\bherinneringen?\s+(?:graag\s+)?(?:stoppen|stopzetten|uitzetten)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Follow:
    """Called by the use cases that record; every method works inside `write`.

    With `asking` a mail that asks something becomes a question with a concept answer, for a person to send.
    """

    records: TalkingRecords
    acknowledging: Acknowledging
    parse: Parse
    clock: Clock
    asking: Asking | None = None

    def by_rule(self, number: int, message: Message, reading: Reading, changes: Sequence[Change]) -> None:
        """After a message was handled by the rules."""
        now = self.clock()
        self._learn(number, message, reading, now)
        recorded = Recorded(number, message, reading, changes, waits=bool(reasons_of(changes)))
        acknowledge(self.acknowledging, recorded, now)
        if self.asking is not None:
            self.asking.from_mail(number, message, reading)

    def by_person(self, number: int, changes: Sequence[Change]) -> None:
        """After a person decided about a message; what was said in a chat is told of there, not by mail."""
        stored = self.records.readings.latest(number)
        if stored is None:
            return
        if self.records.messages.get(number).channel in CHAT_CHANNELS:
            tell_decided(self.records, self.acknowledging.campaign, number, stored.reading, changes, self.clock())
            return
        message = self.parse(self.records.messages.raw(number))
        recorded = Recorded(number, message, stored.reading, changes, waits=False, by_person=True)
        acknowledge(self.acknowledging, recorded, self.clock())

    def _learn(self, number: int, message: Message, reading: Reading, now: datetime) -> None:
        contacts = self.acknowledging.records.contacts
        if message.kind is Kind.BOUNCE and message.permanent:
            for address in message.failed:
                contacts.leave_alone(address, "bounced", now, f"bericht {number}")
        elif message.kind is Kind.AUTO_REPLY and message.returns_on:
            last_day_away = message.returns_on.fromordinal(message.returns_on.toordinal() - 1)
            contacts.note_absence(message.sender.address, last_day_away, message.substitute, now, number)
        elif message.kind is Kind.PERSONAL:
            self._learn_from_person(number, message, reading, now)

    def _learn_from_person(self, number: int, message: Message, reading: Reading, now: datetime) -> None:
        contacts, sender = self.acknowledging.records.contacts, recipient_of(message)
        if STOP.search(message.body):
            contacts.leave_alone(sender.address, "opted_out", now, f"bericht {number}")
        if len(reading.gemeenten) != 1 or sender.domain in self.acknowledging.campaign.own_domains:
            return
        gemeente = reading.gemeenten[0].code
        if is_address(sender.address) and not contacts.gemeenten_of(sender.address):
            contacts.add(
                Contact(gemeente, sender.address, sender.name),
                now,
                source="schreef ons",
                state="proposed",
                message=number,
            )
        if Intent.CONTACT in reading.intents:
            for address in _named(message):
                contacts.add(
                    Contact(gemeente, address), now, source="genoemd in een bericht", state="proposed", message=number
                )


def _named(message: Message) -> list[str]:
    """The addresses that a message names, apart from the sender's own."""
    found = (address.rstrip(".") for address in MAIL_ADDRESS.findall(message.body))
    own = message.sender.address.lower()
    return list(dict.fromkeys(address for address in found if address.lower() != own and is_address(address)))
